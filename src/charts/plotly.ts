/** The part of Plotly's figure that the kinds fill in. Every field is made here, none is copied from a caller. */
export interface Figure {
  data: Trace[];
  layout: Layout;
}

export type Trace = {type: string} & Record<string, unknown>;
export type Layout = Record<string, unknown>;

/** Width and height of the picture, in CSS pixels. */
export interface Size {
  width: number;
  height: number;
}

import {z} from "zod";
import {altText} from "../../charts/alt_text.ts";
import {type Bundle, bundleOf} from "../../charts/bundle.ts";
import {figure} from "../../charts/figure.ts";
import type {Figure} from "../../charts/plotly.ts";
import type {PlottedChart} from "./charts_at_hand.ts";

/** How a figure is to be drawn: by the query of its address. What does not fit is left to the default. */
const lookSchema = z.object({
  theme: z.enum(["light", "dark"]).catch("light"),
  width: z.coerce.number().int().min(240).max(2_400).catch(800),
  height: z.coerce.number().int().min(200).max(2_400).catch(500),
});

/** A figure as it is read: Plotly's own fields, and beside them what the page that draws it needs. */
export interface TextFigure extends Figure {
  tabletalk: {title: string; altText: string; bundle: Bundle};
}

/** The figure of a chart in a size and theme: JSON of Plotly's. @throws TabletalkError bad_chart, no_data */
export function figureText({spec, table}: PlottedChart, query: URLSearchParams): string {
  const {theme, width, height} = lookSchema.parse(Object.fromEntries(query));
  const made = figure({...spec, ...(query.has("theme") && {theme})}, table, {width, height});
  const told: TextFigure = {
    ...made,
    tabletalk: {title: spec.title, altText: altText(spec, table), bundle: bundleOf(made)},
  };
  return JSON.stringify(told);
}

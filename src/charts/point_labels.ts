import type {Layout} from "./plotly.ts";
import {label, pixels, shorten} from "./text.ts";
import type {Theme} from "./theme.ts";

/** A mark in pixels of the plot, and the name that it would like. */
export interface Named {
  left: number;
  top: number;
  radius: number;
  name: string;
  /** Its place in the axes' own numbers. */
  x: number | string;
  y: number;
  /** Larger is named first. */
  weight: number;
}

const FONT = 11;
const NAMED_ANYWAY = 5;

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Names beside marks, the weightiest first, each where it touches neither a name, a mark nor the edge; else none. `behind`: a colour that parts them from
 * lines below, which keeps them out of the marks. */
export function placeNames(
  marks: readonly Named[],
  plot: {width: number; height: number},
  theme: Theme,
  most: number,
  behind?: string,
): Layout[] {
  const taken: Box[] = marks.slice(0, 400).map((one) => boxAround(one.left, one.top, one.radius, one.radius));
  const names: Box[] = [];
  const placed: Layout[] = [];
  const sorted = marks.toSorted((a, b) => b.weight - a.weight).slice(0, Math.ceil(most * 1.5));
  for (const [rank, mark] of sorted.entries()) {
    if (placed.length >= most) break;
    const text = shorten(mark.name, 24);
    const wide = pixels(text, FONT) * 1.06 + 4;
    const high = FONT * 1.25;
    const beside = mark.radius + 3;
    const tries = [
      {xanchor: "left", yanchor: "middle", xshift: beside, yshift: 0, dx: beside + wide / 2, dy: 0},
      {xanchor: "right", yanchor: "middle", xshift: -beside, yshift: 0, dx: -beside - wide / 2, dy: 0},
      {xanchor: "center", yanchor: "bottom", xshift: 0, yshift: beside - 2, dx: 0, dy: -beside - high / 2},
      {xanchor: "center", yanchor: "top", xshift: 0, yshift: 2 - beside, dx: 0, dy: beside + high / 2},
    ];
    const inside = behind === undefined && mark.radius * 2 > wide + 4;
    const options = inside
      ? [{xanchor: "center", yanchor: "middle", xshift: 0, yshift: 0, dx: 0, dy: 0}, ...tries]
      : tries;
    const own = boxAround(mark.left, mark.top, mark.radius, mark.radius);
    const at = options.map(({dx, dy, ...anchor}) => ({
      anchor,
      box: boxAround(mark.left + dx, mark.top + dy, wide / 2, high / 2),
    }));
    const within = at.filter(
      ({box}) => box.left >= 0 && box.right <= plot.width && box.top >= 0 && box.bottom <= plot.height,
    );
    const free = within.find(({box}) => taken.every((one) => !touch(one, box) || (inside && same(one, own))));
    // The weightiest are named even over small marks, on a ground of their own.
    const over =
      rank < NAMED_ANYWAY ? within.find(({box}) => !names.some((one) => touch(one, box))) : undefined;
    const spot = free ?? over;
    if (!spot) continue;
    taken.push(spot.box);
    names.push(spot.box);
    const ground = behind ?? (free ? undefined : `${theme.paper}cc`);
    placed.push({
      ...spot.anchor,
      xref: "x",
      yref: "y",
      x: mark.x,
      y: mark.y,
      text: label(text, 30),
      showarrow: false,
      font: {size: FONT, color: theme.ink},
      ...(ground !== undefined && {bgcolor: ground, borderpad: 0}),
    });
  }
  return placed;
}

function boxAround(x: number, y: number, halfWidth: number, halfHeight: number): Box {
  return {left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight};
}

function touch(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function same(a: Box, b: Box): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right;
}

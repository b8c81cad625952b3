import type {Table} from "../../data/table.ts";
import {formatNumber} from "../format.ts";
import {frame} from "../frame.ts";
import {type Link, linksOf} from "../links.ts";
import type {Figure, Size} from "../plotly.ts";
import type {ChartSpec} from "../spec.ts";
import {label} from "../text.ts";
import {colourOf} from "../theme.ts";

/** The most nodes of one side; the smallest of more become one, Other. */
const MOST_NODES = 12;

/** How much flows from where to where. Names that are both are a stage in between, unless the flow would go in circles. */
export function sankeyFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  const {links, left} = linksOf(spec, table);
  const sided = hasCircle(links) || !links.some((link) => links.some((one) => one.to === link.from));
  const few = sided ? fewSides(links) : {links: links.map((link) => ({...link})), folded: 0};
  const key = (name: string, side: "from" | "to") => (sided ? `${side}\u0000${name}` : name);
  const nodes = new Map<string, {said: string; value: number; starts: boolean}>();
  for (const link of few.links) {
    for (const side of ["from", "to"] as const) {
      const name = key(link[side], side);
      const node = nodes.get(name) ?? {said: link[side], value: 0, starts: false};
      if (side === "from") node.starts = true;
      nodes.set(name, node);
    }
  }
  for (const [name, node] of nodes) {
    const flows = (side: "from" | "to") =>
      few.links.filter((link) => key(link[side], side) === name).reduce((sum, link) => sum + link.value, 0);
    node.value = Math.max(flows("from"), flows("to"));
  }
  const order = [...nodes].sort((a, b) => b[1].value - a[1].value);
  const place = new Map(order.map(([name], at) => [name, at]));
  const notes = [
    ...(few.folded > 0 ? [`${few.folded} smaller ones as Other`] : []),
    ...(left > 0 ? [`${left.toLocaleString("en-US")} without a value left out`] : []),
  ];
  const {layout, margin, theme} = frame(spec, size, notes, []);
  const starts = order.filter(([, node]) => node.starts).map(([name]) => name);
  const color = (name: string) =>
    starts.includes(name) && !name.includes("Other (") ? colourOf(theme, starts.indexOf(name)) : theme.muted;
  return {
    data: [
      {
        type: "sankey",
        orientation: "h",
        arrangement: "snap",
        valueformat: ",",
        node: {
          label: order.map(([, node]) => `${label(node.said, 26)} ${formatNumber(node.value, spec.yUnit)}`),
          color: order.map(([name]) => color(name)),
          pad: order.length > 16 ? 10 : 18,
          thickness: 16,
          line: {width: 0},
          hoverinfo: "none",
        },
        link: {
          source: few.links.map((link) => place.get(key(link.from, "from"))!),
          target: few.links.map((link) => place.get(key(link.to, "to"))!),
          value: few.links.map((link) => link.value),
          customdata: few.links.map((link) => link.row),
          color: few.links.map((link) => `${color(key(link.from, "from"))}59`),
          label: few.links.map((link) =>
            label(`${link.from} to ${link.to}: ${formatNumber(link.value, spec.yUnit, true)}`, 80),
          ),
          hoverinfo: "none",
        },
        textfont: {size: 12, color: theme.ink, shadow: "none"},
      },
    ],
    layout: {...layout, margin: {...margin, t: margin.t + 6, l: 24, r: 24, b: 24}},
  };
}

/** The largest of each side; the rest together. */
function fewSides(links: readonly Link[]): {links: Link[]; folded: number} {
  const rename = (side: "from" | "to") => {
    const sums = new Map<string, number>();
    for (const link of links) sums.set(link[side], (sums.get(link[side]) ?? 0) + link.value);
    const sorted = [...sums].sort((a, b) => b[1] - a[1]).map(([name]) => name);
    const rest = sorted.length > MOST_NODES ? sorted.slice(MOST_NODES - 1) : [];
    return {rest: new Set(rest), name: `Other (${rest.length})`};
  };
  const [from, to] = [rename("from"), rename("to")];
  const made = new Map<string, Link>();
  for (const link of links) {
    const ends = {
      from: from.rest.has(link.from) ? from.name : link.from,
      to: to.rest.has(link.to) ? to.name : link.to,
    };
    const key = `${ends.from}\u0000${ends.to}`;
    const own = made.get(key);
    if (own) {
      own.value += link.value;
      own.row = -1;
    } else made.set(key, {...link, ...ends});
  }
  return {links: [...made.values()], folded: from.rest.size + to.rest.size};
}

/** Whether following the links can come back to where it began. */
function hasCircle(links: readonly Link[]): boolean {
  const next = new Map<string, string[]>();
  for (const link of links) next.set(link.from, [...(next.get(link.from) ?? []), link.to]);
  const state = new Map<string, "open" | "done">();
  const circles = (name: string): boolean => {
    if (state.get(name) === "open") return true;
    if (state.get(name) === "done") return false;
    state.set(name, "open");
    const found = (next.get(name) ?? []).some(circles);
    state.set(name, "done");
    return found;
  };
  return [...next.keys()].some(circles);
}

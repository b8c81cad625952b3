import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {columnAt, isTemporal, sayCell, texts, toNumber, yColumns} from "../columns.ts";
import {formatNumber} from "../format.ts";
import {frame} from "../frame.ts";
import {grainOf} from "../periods.ts";
import type {Figure, Size} from "../plotly.ts";
import type {ChartSpec} from "../spec.ts";
import {label} from "../text.ts";
import {colourOf, inkOn, type Theme} from "../theme.ts";

/** The most parts within one part; the smallest of more become one, Other. */
const MOST_PARTS = 24;
const MOST_LEVELS = 3;

/** A part of the whole and the parts within it. Parts summed from several rows name none (-1). */
interface Node {
  said: string;
  value: number;
  row: number;
  inner: Map<string, Node>;
  other?: boolean;
}

/** Parts of a whole as areas, within the parts that hold them; each says its share. */
export function treemapFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  const whole = wholeOf(spec, table);
  if (whole.value === 0)
    throw new TabletalkError("bad_chart", "The parts of this treemap add up to nothing.", "Use a bar chart.");
  const cut = fold(whole);
  const notes = cut > 0 ? [`${cut.toLocaleString("en-US")} smaller parts as Other`] : [];
  const {layout, margin, theme} = frame(spec, size, notes, []);
  const tiles: {id: string; parent: string; node: Node; depth: number; color: string}[] = [];
  const walk = (node: Node, id: string, depth: number, color: string): void => {
    for (const [at, child] of [...node.inner.values()].entries()) {
      const own = depth > 0 ? color : topColour(theme, child, at, whole);
      const name = id === "" ? String(at) : `${id}/${at}`;
      tiles.push({id: name, parent: id, node: child, depth, color: own});
      walk(child, name, depth + 1, own);
    }
  };
  walk(whole, "", 0, colourOf(theme, 0));
  const share = (node: Node) => formatNumber(Number((node.value / whole.value).toFixed(3)), "%");
  const room = (size.width - 40) * (size.height - margin.t - 20);
  const tileText = (node: Node) => {
    const side = Math.sqrt((node.value / whole.value) * room);
    const name = label(node.said, Math.max(7, Math.min(22, Math.floor(side / 7.5))), side > 90 ? 3 : 1);
    const number = `${formatNumber(node.value, spec.yUnit)}<br>${share(node)}`;
    return side > 58 ? `${name}<br>${number}` : name;
  };
  const said = (node: Node) => `${formatNumber(node.value, spec.yUnit)} (${share(node)})`;
  return {
    data: [
      {
        type: "treemap",
        ids: tiles.map((tile) => tile.id),
        parents: tiles.map((tile) => tile.parent),
        labels: tiles.map(({node}) =>
          node.inner.size > 0
            ? `<b>${label(node.said, 28)}</b>${node.value / whole.value > 0.15 ? `  ${said(node)}` : ""}`
            : label(node.said, 40),
        ),
        values: tiles.map((tile) => tile.node.value),
        customdata: tiles.map((tile) => (tile.node.inner.size > 0 ? -1 : tile.node.row)),
        branchvalues: "total",
        text: tiles.map(({node}) => (node.inner.size > 0 ? "" : tileText(node))),
        textinfo: "text",
        hoverinfo: "text",
        hovertext: tiles.map(({node}) => label(`${node.said}: ${said(node)}`, 80)),
        sort: true,
        tiling: {packing: "squarify", pad: 2},
        pathbar: {visible: false},
        marker: {
          colors: tiles.map((tile) => tile.color),
          line: {color: theme.paper, width: 2},
          cornerradius: 2,
          pad: {t: 24, l: 3, r: 3, b: 3},
        },
        root: {color: theme.paper},
        textfont: {size: 12, color: tiles.map((tile) => inkOn(tile.color))},
      },
    ],
    layout: {
      ...layout,
      margin: {...margin, t: margin.t - 18, l: 20, r: 20, b: 20},
      uniformtext: {minsize: 11, mode: "hide"},
    },
  };
}

function wholeOf(spec: ChartSpec, table: Table): Node {
  if (spec.additive === false) {
    throw new TabletalkError(
      "bad_chart",
      "The parts of a treemap must add up to a whole, which averages and the like do not.",
      "Use a bar chart.",
    );
  }
  const names = [...[spec.parent ?? []].flat(), spec.x];
  if (names.length > MOST_LEVELS) {
    throw new TabletalkError(
      "bad_chart",
      `A treemap shows ${MOST_LEVELS} levels at most.`,
      "Leave out a level.",
    );
  }
  const levels = names.map((name) => {
    const {column, at} = columnAt(table, name);
    return {at, grain: isTemporal(column) ? grainOf(texts(table, at)) : undefined};
  });
  const value = columnAt(table, yColumns(spec)[0]!).at;
  const whole: Node = {said: "", value: 0, row: -1, inner: new Map()};
  for (const [row, cells] of table.rows.entries()) {
    const amount = toNumber(cells[value]);
    if (amount === null || amount === 0) continue;
    if (amount < 0)
      throw new TabletalkError("bad_chart", "A treemap cannot show negative values.", "Use a bar chart.");
    whole.value += amount;
    let node = whole;
    for (const [depth, {at, grain}] of levels.entries()) {
      const said = sayCell(cells[at] ?? null, grain);
      const last = depth === levels.length - 1;
      const child = node.inner.get(said);
      if (child && last) {
        throw new TabletalkError(
          "bad_chart",
          `The table has several rows for '${said}', which would be one area.`,
          "Aggregate it to one row an area, or name the column that holds them as parent.",
        );
      }
      const next = child ?? {said, value: 0, row: last ? row : -1, inner: new Map()};
      next.value += amount;
      node.inner.set(said, next);
      node = next;
    }
  }
  return whole;
}

/** Largest first; the smallest of many become one part. How many were put together. */
function fold(node: Node): number {
  const sorted = [...node.inner.values()].sort((a, b) => b.value - a.value);
  const kept = sorted.length > MOST_PARTS ? sorted.slice(0, MOST_PARTS - 1) : sorted;
  const rest = sorted.slice(kept.length);
  node.inner = new Map(kept.map((child) => [child.said, child]));
  if (rest.length > 0) {
    const value = rest.reduce((sum, child) => sum + child.value, 0);
    node.inner.set("\u0000other", {
      said: `Other (${rest.length})`,
      value,
      row: -1,
      inner: new Map(),
      other: true,
    });
  }
  return kept.reduce((sum, child) => sum + fold(child), rest.length);
}

/** A colour a part where few parts hold others; else one colour for all, since areas of one level need none. */
function topColour(theme: Theme, node: Node, at: number, whole: Node): string {
  if (node.other) return theme.muted;
  const nested = [...whole.inner.values()].some((one) => one.inner.size > 0);
  return nested && whole.inner.size <= 8 ? colourOf(theme, at) : colourOf(theme, 0);
}

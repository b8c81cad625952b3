import {altText} from "../../../charts/alt_text.ts";
import {withFinding} from "../../../charts/finding.ts";
import {timeKey} from "../cube_keys.ts";
import {PAPER_ZOOM} from "../paper_zoom.ts";
import {pointsIn} from "../points_in.ts";
import {sayPoints} from "../points_words.ts";
import {follows, isWhole, rollUp} from "../roll_up.ts";
import {chartOf, isOfSome, ownFinding, shownTable} from "../tile_chart.ts";
import {fill} from "./show_rows.js";
import {tileFigure} from "./tile_figure.ts";

/** @typedef {import("../page_data.ts").PageData} PageData */
/** @typedef {import("../roll_up.ts").Selection} Selection */

const CONFIG = {
  displayModeBar: false,
  responsive: false,
  showLink: false,
  plotlyServerURL: "",
  topojsonURL: "about:blank#",
};

/** What is drawn without a filter, or what a filter leaves of it. @param {PageData["tiles"][number]} drawn @param {PageData} data @param {Selection} selection */
function chosen({tile, spec, table, units, altText: said}, {cubes, time}, selection) {
  const use = cubes.uses[tile.id];
  const cube = use && cubes.cubes[use.cube];
  if (isWhole(selection) || !use || !cube || !follows(cube, selection)) return {spec, table, said};
  if (tile.columns.length > 0) {
    const points = {columns: table.columns, rows: pointsIn(cubes, tile.id, selection) ?? []};
    return stated(tile, points, units);
  }
  const rows = rollUp(cube, use, selection);
  const groups = tile.groups.length;
  const ordered = tile.groups.some(({unit, part, width}) => unit ?? part ?? width) || tile.kind === "line";
  rows.sort((a, b) =>
    ordered
      ? byCells(a, b, groups)
      : Number(b[groups] ?? -Infinity) - Number(a[groups] ?? -Infinity) || byCells(a, b, groups),
  );
  const kept = rows
    .filter((row) => row.slice(groups).some((cell) => cell !== null && cell !== 0))
    .slice(0, tile.limit ?? rows.length);
  const columns = [...tile.groups, ...tile.measures].map(({name}, at) => ({
    name,
    type: table.columns.find((column) => column.name === name)?.type ?? (at < groups ? "text" : "number"),
  }));
  const raw = columns.map((column, at) =>
    at < groups && column.type === "text" && kept.some((row) => typeof row[at] === "number")
      ? {...column, type: /** @type {const} */ ("integer")}
      : column,
  );
  const last = use.by[0] === timeKey ? kept.findLast(([period]) => period !== null)?.[0] : undefined;
  const isPart = time?.partial.some((period) => period === last) ?? false;
  return stated(tile, shownTable(tile, {columns: raw, rows: kept}), units, isPart);
}

/** What a chart of other rows shows, as its title, and in words. @param {PageData["tiles"][number]["tile"]} tile @param {import("../../../data/table.ts").Table} shown @param {Record<string, string>} units @param {boolean} [partialLast] */
function stated(tile, shown, units, partialLast = false) {
  const plain = chartOf(tile, units, partialLast);
  const own = ownFinding(tile, shown, units);
  const titled = own
    ? {...plain, title: own.text, subtitle: plain.title}
    : shown.rows.length > 0
      ? withFinding(plain, shown)
      : plain;
  const spec = {...(isOfSome(tile, shown, titled.title) ? plain : titled), titleIsSubject: false};
  return {spec, table: shown, said: altText(spec, shown)};
}

/** @param {import("../roll_up.ts").Rolled[number]} a @param {import("../roll_up.ts").Rolled[number]} b @param {number} groups */
function byCells(a, b, groups) {
  for (let at = 0; at < groups; at++) {
    const [one, other] = [a[at] ?? null, b[at] ?? null];
    if (one === other) continue;
    if (one === null) return 1;
    if (other === null) return -1;
    return one < other ? -1 : 1;
  }
  return 0;
}

/**
 * Draws a tile as wide as its place is, and says what it shows.
 * @param {PageData["tiles"][number]} drawn @param {PageData} data @param {Selection} selection @param {"light" | "dark"} theme
 */
export async function drawTile(drawn, data, selection, theme) {
  const card = document.querySelector(`[data-part="${drawn.tile.id}"]`);
  const place = /** @type {HTMLElement | null} */ (card?.querySelector(".plot") ?? null);
  if (!card || !place) return;
  const {spec, table, said} = chosen(drawn, data, selection);
  const [title, subject] = [card.querySelector("h3"), card.querySelector(".subject")];
  if (title) title.textContent = spec.title;
  if (subject) subject.textContent = spec.subtitle ?? "";
  place.setAttribute("aria-label", said);
  const points = card.querySelector(".shown");
  const all = points && pointsIn(data.cubes, drawn.tile.id, {values: new Map()});
  if (all) points.textContent = sayPoints(table.rows.length, all.length);
  const numbers = card.querySelector("table");
  if (numbers)
    fill(
      numbers,
      table.columns.map(({name}) => name),
      table.rows,
      drawn.units,
    );
  const {Plotly} = /** @type {any} */ (window);
  const isPaper = window.matchMedia("print").matches || document.documentElement.hasAttribute("data-print");
  const zoom = isPaper ? PAPER_ZOOM : 1;
  const size = {
    width: Math.max(240, Math.floor(place.clientWidth / zoom)),
    height: Math.floor(place.clientHeight / zoom),
  };
  try {
    const figure = tileFigure({...spec, theme}, table, size);
    const clear = {paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)"};
    const map = /** @type {object | undefined} */ (figure.layout.geo);
    const geo = map ? {geo: {...map, bgcolor: "rgba(0,0,0,0)"}} : {};
    const layout = {...figure.layout, ...clear, ...geo};
    await Plotly.react(place, figure.data, layout, CONFIG);
    for (let round = 0; round < 3 && crowded(place); round++) {
      thin(layout);
      await Plotly.react(place, figure.data, {...layout}, CONFIG);
    }
    card.classList.remove("empty");
  } catch (error) {
    Plotly.purge(place);
    place.textContent = table.rows.length === 0 ? "No row fits this filter." : "Too little is left to draw.";
    card.classList.add("empty");
    if (isWhole(selection)) console.error(error);
  }
}

/** Whether labels along the bottom lie on one another. @param {HTMLElement} place */
function crowded(place) {
  const labels = [...place.querySelectorAll(".xaxislayer-above .xtick text")]
    .map((one) => one.getBoundingClientRect())
    .sort((a, b) => a.left - b.left);
  return labels.some((one, at) => at > 0 && one.left < /** @type {DOMRect} */ (labels[at - 1]).right + 3);
}

/** Every second label is left away. @param {Record<string, any>} layout */
function thin(layout) {
  const axis = {...layout.xaxis};
  if (Array.isArray(axis.tickvals)) {
    /** @param {unknown[]} all */
    const half = (all) => all.filter((_, at) => at % 2 === 0);
    axis.tickvals = half(axis.tickvals);
    if (Array.isArray(axis.ticktext)) axis.ticktext = half(axis.ticktext);
  } else axis.nticks = Math.max(2, Math.floor((axis.nticks ?? 8) / 2));
  layout.xaxis = axis;
}

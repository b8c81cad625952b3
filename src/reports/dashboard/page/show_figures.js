import {figureWords} from "../figure_words.ts";
import {follows, isWhole, rollUp} from "../roll_up.ts";
import {sparkPath} from "../spark.ts";

/** @typedef {import("../page_data.ts").PageData} PageData */
/** @typedef {import("../roll_up.ts").Selection} Selection */

/** What was on each card when the page came. @type {Map<string, {value: string, comparison: string, change: string, path: string}>} */
const first = new Map();

/**
 * The key figures of what is chosen.
 * @param {PageData} data @param {Selection} selection
 */
export function showFigures(data, selection) {
  for (const {id, label, unit, goodIs} of data.figures) {
    const card = document.querySelector(`[data-part="${id}"]`);
    if (!(card instanceof HTMLElement)) continue;
    const [value, comparison, path] = [
      card.querySelector(".value"),
      card.querySelector(".comparison"),
      card.querySelector("path"),
    ];
    if (!first.has(id))
      first.set(id, {
        value: value?.textContent ?? "",
        comparison: comparison?.textContent ?? "",
        change: card.dataset.change ?? "",
        path: path?.getAttribute("d") ?? "",
      });
    const use = data.cubes.uses[id];
    const cube = use && data.cubes.cubes[use.cube];
    let shown = /** @type {{value: string, comparison: string, change: string, path: string}} */ (
      first.get(id)
    );
    if (!isWhole(selection) && use && cube && follows(cube, selection)) {
      const total = rollUp(cube, {by: [], mixtures: use.mixtures}, selection)[0]?.[0] ?? null;
      const points =
        data.time && cube.keys.includes("t")
          ? along(rollUp(cube, {by: ["t"], mixtures: use.mixtures}, selection))
          : [];
      const words = figureWords(total, unit, points, data.time, new Set(data.time?.partial), {
        name: label,
        goodIs,
      });
      const tone = words.good === undefined ? "" : words.good ? " good" : " bad";
      shown = {
        value: words.value,
        comparison: words.comparison?.text ?? "",
        change: words.comparison ? `${words.comparison.change}${tone}` : "",
        path:
          points.length > 2
            ? sparkPath(
                points.map((point) => point.value),
                120,
                32,
              )
            : "",
      };
    }
    if (value) value.textContent = shown.value;
    if (comparison) comparison.textContent = shown.comparison;
    path?.setAttribute("d", shown.path);
    card.dataset.change = shown.change;
  }
  const said = document.getElementById("said");
  if (said) said.textContent = saidRows(data, selection);
}

/** @param {import("../roll_up.ts").Rolled} rows */
function along(rows) {
  return rows
    .flatMap(([period, value]) =>
      typeof period === "string" || typeof period === "number"
        ? [{period, value: typeof value === "number" ? value : null}]
        : [],
    )
    .sort((a, b) => (a.period < b.period ? -1 : 1));
}

/** How many rows are in view. @param {PageData} data @param {Selection} selection */
function saidRows({cubes, rows, things}, selection) {
  const all = rows.toLocaleString("en-US");
  const count = cubes.uses["(rows)"];
  const base = count && cubes.cubes[count.cube];
  if (isWhole(selection) || !base || !count) return `All ${all} ${things}`;
  const left = rollUp(base, {by: [], mixtures: count.mixtures}, selection)[0]?.[0] ?? 0;
  return `${Number(left).toLocaleString("en-US")} of ${all} ${things}`;
}

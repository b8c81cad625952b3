import type {Measure} from "../../tools/measure.ts";
import {earlierOf, sayChange} from "./write_number.ts";
import {
  capital,
  cellOf,
  FEW_ROWS,
  headlineValue,
  isShaky,
  isUnnamed,
  labelOf,
  listed,
  MOST_LISTED,
  nothingFound,
  numberOf,
  rowCountColumn,
  shown,
  type Told,
  timeUnitOf,
  type WriteScene,
} from "./write_scene.ts";

/** A trend of more periods is told by its ends and extremes alone. */
const LONG_SERIES = 24;

/** Measures by groups: what stands out, then the groups, then what to be careful about. */
export function writeGroups(scene: WriteScene): Told {
  const {artifact} = scene;
  if (artifact.table.rows.length === 0) return {text: nothingFound(scene.reading), values: []};
  const column = toldColumn(scene);
  const lines = [headline(scene, column), listOf(scene, column), fewRows(scene, column)];
  return {text: lines.filter(Boolean).join("\n"), values: groupValues(scene)};
}

/** The column that the answer is about: a share or change that was asked for, else the first measure. */
export function toldColumn(scene: WriteScene): string {
  const share = scene.windows.find((one) => one.fn === "share" || one.fn === "running_total");
  const asked = scene.reading?.order[0]?.by;
  const named = [...scene.windows, ...scene.measures].find((one) => one.name === asked);
  return share?.name ?? named?.name ?? scene.measures[0]?.name ?? scene.artifact.table.columns.at(-1)!.name;
}

/** One value a row and column, in the table's order. */
export function groupValues(scene: WriteScene): Told["values"] {
  const columns = [...scene.measures, ...scene.windows].map((one) => one.name);
  const several = columns.length > 1;
  return scene.artifact.table.rows
    .flatMap((_, row) =>
      columns.map((column) => {
        const label = labelOf(scene, row);
        return headlineValue(scene, row, column, several ? `${label}, ${column}` : label);
      }),
    )
    .filter((one) => one.value !== null || columns.indexOf(one.evidence.column) < scene.measures.length)
    .slice(0, scene.mostValues);
}

interface Ranked {
  row: number;
  value: number;
}

/** Rows with a value, in the table's order. Rows of a missing group come last where others exist. */
export function rankedRows(scene: WriteScene, column: string): Ranked[] {
  const rows = scene.artifact.table.rows.flatMap((_, row) => {
    const value = numberOf(cellOf(scene.artifact, row, column));
    return value === undefined ? [] : [{row, value}];
  });
  const named = rows.filter(({row}) => !isUnnamed(scene, row));
  return named.length > 0 ? named : rows;
}

function headline(scene: WriteScene, column: string): string {
  const rows = rankedRows(scene, column);
  const [first, last] = [rows[0], rows.at(-1)];
  if (scene.plain || !first || !last || rows.length === 1) return "";
  const [along] = scene.groups;
  if (along && scene.groups.length === 1 && timeUnitOf(scene, along).timeUnit)
    return trend(scene, column, rows);
  if (scene.reading?.limit !== undefined) return rankingLine(scene, column);
  const high = rows.reduce((a, b) => (b.value > a.value ? b : a));
  const low = rows.reduce((a, b) => (b.value < a.value ? b : a));
  if (high.value === low.value)
    return `${capital(column)} is the same in every group: ${shown(scene, high.row, column)}.`;
  const cut = scene.artifact.truncated;
  return `${capital(column)} is highest for ${beside(scene, high, column)}${cut ? "" : ` and lowest for ${beside(scene, low, column)}`}.`;
}

const beside = (scene: WriteScene, {row}: Ranked, column: string): string =>
  `${labelOf(scene, row)} (${shown(scene, row, column)})`;

function trend(scene: WriteScene, column: string, rows: readonly Ranked[]): string {
  const ordered = [...rows].sort((a, b) => compareCells(scene, a.row, b.row));
  const [first, last] = [ordered[0]!, ordered.at(-1)!];
  const high = rows.reduce((a, b) => (b.value > a.value ? b : a));
  const low = rows.reduce((a, b) => (b.value < a.value ? b : a));
  const went =
    last.value > first.value ? "rose" : last.value < first.value ? "fell" : "came back to where it was";
  const ends = [first.row, last.row];
  const extremes = [
    ...(ends.includes(high.row) ? [] : [`highest in ${beside(scene, high, column)}`]),
    ...(ends.includes(low.row) ? [] : [`lowest in ${beside(scene, low, column)}`]),
  ];
  const line = `${capital(column)} ${went} from ${beside(scene, first, column)} to ${beside(scene, last, column)}`;
  return `${line}${extremes.length > 0 ? `, ${listed(extremes)}` : ""}.`;
}

function compareCells(scene: WriteScene, a: number, b: number): number {
  const {name} = scene.groups[0]!;
  const [left, right] = [cellOf(scene.artifact, a, name), cellOf(scene.artifact, b, name)];
  return String(left) < String(right) ? -1 : 1;
}

function rankingLine(scene: WriteScene, column: string): string {
  const {reading} = scene;
  const order = reading?.order[0];
  if (reading?.limit === undefined || !order) return "";
  const within = reading.limitWithin ? ` in each ${reading.limitWithin}` : "";
  return `${order.direction === "desc" ? "Highest" : "Lowest"} ${column}${within}:`;
}

/** "West $180,120 · East $132,260 · North $100,000", then rows without a name, and whether there are more. */
function listOf(scene: WriteScene, column: string): string {
  const {rows} = scene.artifact.table;
  const [only] = scene.groups;
  const unit = only && scene.groups.length === 1 ? timeUnitOf(scene, only).timeUnit : undefined;
  if (unit && !scene.plain && rows.length > LONG_SERIES) {
    return scene.artifact.truncated || scene.reading?.limit !== undefined
      ? ""
      : `${rows.length} ${unit}s in all.`;
  }
  const most = rows.length <= MOST_LISTED + 2 ? rows.length : MOST_LISTED;
  const told = rows.slice(0, most).map((_, row) => row);
  const named = told.filter((row) => scene.plain === false && !isUnnamed(scene, row));
  const alone = told.filter((row) => !named.includes(row));
  const whole = most === rows.length && !scene.artifact.truncated;
  const list = [
    ...named.map((row) => item(scene, row, column)),
    ...(whole || named.length === 0 ? [] : ["and more"]),
  ];
  const lines = alone.map(
    (row) => `${scene.plain ? "- " : ""}${item(scene, row, column)}${countBehind(scene, row, column)}`,
  );
  const all = !scene.artifact.truncated && scene.reading?.limit === undefined;
  const more = whole ? [] : all ? [`${rows.length} groups in all.`] : named.length === 0 ? ["and more"] : [];
  return [list.join(" · "), ...lines, ...more].filter(Boolean).join("\n");
}

function countBehind(scene: WriteScene, row: number, column: string): string {
  const counter = rowCountColumn(scene);
  const shaky = isShaky(scene.measures.find((one) => one.name === column));
  return counter && counter !== column && shaky ? ` (n = ${shown(scene, row, counter)})` : "";
}

/** One row: its label, the value told first, and the other columns by name where there are several. */
export function item(scene: WriteScene, row: number, column: string): string {
  const name = labelOf(scene, row);
  const label = /\d\W*$/.test(name) ? `${name}:` : name;
  const value = shown(scene, row, column);
  const shares = scene.windows.find((one) => one.name === column);
  const changes = scene.windows.filter((one) => one.fn === "change" || one.fn === "percent_change");
  const compared = earlierOf(scene, column);
  if (compared) {
    const changed = sayChange(scene, row, compared.change, compared.percent);
    return `${label} ${value}${changed ? `, ${changed}` : ""}`;
  }
  const own = changes.filter((one) => one.of === column && one.from === undefined);
  if (own.length > 0) {
    const name = (fn: string): string | undefined => own.find((one) => one.fn === fn)?.name;
    const changed = sayChange(scene, row, name("change"), name("percent_change"));
    return `${label} ${value}${changed ? ` (${changed.replaceAll(/[()]/g, "").replace(/ (?=\S+ %)/, ", ")})` : ""}`;
  }
  if (shares) return `${label} ${value} (${shown(scene, row, shares.of)})`;
  const others = scene.measures.filter((one) => one.name !== column && !one.name.endsWith(" before"));
  const more = others.slice(0, 3).map((one) => `${one.name} ${shown(scene, row, one.name)}`);
  if (more.length > 0) return `${name}: ${column} ${value}, ${more.join(", ")}`;
  return `${label} ${value}`;
}

/** Groups whose average or rate rests on few rows. */
export function fewRows(scene: WriteScene, column: string): string {
  const counter = rowCountColumn(scene);
  const measure: Measure | undefined = scene.measures.find((one) => one.name === column);
  if (!counter || !isShaky(measure)) return "";
  const counts = scene.artifact.table.rows.map((_, row) => numberOf(cellOf(scene.artifact, row, counter)));
  if (counts.every((count) => count === 1)) return "";
  const few = counts.flatMap((count, row) =>
    count !== undefined && count < FEW_ROWS && !isUnnamed(scene, row) && !scene.plain
      ? [`${labelOf(scene, row)} (n = ${shown(scene, row, counter)})`]
      : [],
  );
  if (few.length === 0) return "";
  return `Few rows behind: ${few.slice(0, FEW_ROWS).join(" · ")}${few.length > FEW_ROWS ? " · and others" : ""}`;
}

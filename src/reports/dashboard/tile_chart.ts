import {formatNumber} from "../../charts/format.ts";
import type {ChartSpec} from "../../charts/spec.ts";
import type {Cell, Table} from "../../data/table.ts";
import type {Group} from "../../tools/measure.ts";
import {capital, small} from "./say_name.ts";
import type {Tile} from "./spec.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** A table of a tile as it is drawn: months and weekdays by their names, bins by their edges; what has no date or bin left out. */
export function shownTable(tile: Tile, table: Table): Table {
  const at = tile.groups.map(({name}) => table.columns.findIndex((column) => column.name === name));
  const names = tile.groups.map((group, place) => sayer(tile, group) ?? codeSayer(tile, group, place, table));
  const along = tile.groups.map((group, place) =>
    group.unit || group.width || group.part || (tile.kind === "line" && place === 0) ? at[place]! : -1,
  );
  const rows = table.rows.filter((row) => along.every((place) => place < 0 || row[place] !== null));
  return {
    columns: table.columns.map((column, place) => {
      const named = at.indexOf(place);
      return named >= 0 && names[named] ? {name: column.name, type: "text" as const} : column;
    }),
    rows: rows.map((row) =>
      row.map((cell, place) => {
        const say = names[at.indexOf(place)];
        return say ? say(cell) : cell;
      }),
    ),
  };
}

function sayer(tile: Tile, {part, width}: Group): ((cell: Cell) => Cell) | undefined {
  if (part === "month") return (cell) => MONTHS[Number(cell) - 1] ?? cell;
  if (part === "weekday") return (cell) => WEEKDAYS[Number(cell) - 1] ?? cell;
  if (width !== undefined && tile.kind !== "histogram")
    return (cell) =>
      cell === null
        ? null
        : `${formatNumber(Number(cell))} to ${formatNumber(Number((Number(cell) + width).toPrecision(12)))}`;
  return undefined;
}

/** A number that stands for a group says what it is of: "Cluster 1". */
function codeSayer(
  tile: Tile,
  group: Group,
  place: number,
  {columns}: Table,
): ((cell: Cell) => Cell) | undefined {
  const type = columns.find(({name}) => name === group.name)?.type;
  const isAxis =
    group.width !== undefined ||
    group.unit !== undefined ||
    (place === 0 && /line|area|histogram/.test(tile.kind));
  if (type !== "integer" || isAxis || /year/i.test(group.name)) return undefined;
  return (cell) => (cell === null || typeof cell === "string" ? cell : `${group.name} ${cell}`);
}

/** How a tile is drawn, its title the subject still. `partialLast`: its last period is not whole. */
export function chartOf(
  tile: Tile,
  units: Readonly<Record<string, string>>,
  partialLast: boolean,
): ChartSpec {
  const [first, second] = tile.groups;
  const [measure] = tile.measures;
  const title = tile.subject;
  if (tile.columns.length > 0) {
    const [x, y, label] = tile.columns;
    return {
      kind: tile.kind,
      x: x!.name,
      y: y!.name,
      ...(label && {label: label.name}),
      title,
      titleIsSubject: true,
      xTitle: x!.name,
      yTitle: y!.name,
      ...unitsOf(units[x!.name], units[y!.name]),
    };
  }
  const y = measure!.name;
  const shared = {
    title,
    titleIsSubject: true,
    yTitle: y,
    ...(tile.additive !== undefined && {additive: tile.additive}),
  };
  if (tile.kind === "histogram")
    return {
      kind: "histogram",
      x: first!.name,
      y,
      ...shared,
      xTitle: first!.name,
      ...(tile.binWidth && {binWidth: tile.binWidth}),
      ...unitsOf(units[first!.name], undefined),
    };
  const ys = tile.measures.map(({name}) => name);
  const along = Boolean(first && (first.unit ?? first.part ?? first.width));
  return {
    kind: tile.kind,
    x: first!.name,
    y: ys.length > 1 ? ys : y,
    ...(second && {series: second.name}),
    ...shared,
    ...(tile.kind === "bar" && second && tile.additive && {arrangement: "stacked" as const}),
    ...(tile.horizontal && {horizontal: true}),
    ...(along && !first!.unit && {sort: "given" as const}),
    ...((tile.kind === "line" || tile.kind === "area") && partialLast && {partialLast: true}),
    ...(first?.width !== undefined && {
      xTitle: `${first.name}${units[first.name] ? ` (${units[first.name]})` : ""}`,
    }),
    ...(tile.geography && {geography: tile.geography}),
    ...unitsOf(undefined, units[y]),
  };
}

const unitsOf = (x: string | undefined, y: string | undefined) => ({
  ...(x && {xUnit: x}),
  ...(y && {yUnit: y}),
});

/** A number of a title, and the cells that it is from. */
export interface TitleNumber {
  text: string;
  cells: {row: number; column: string}[];
}

/** What a chart shows where the charts themselves state nothing: where most values lie, the highest of a grid, how a number goes with another. */
export function ownFinding(
  tile: Tile,
  table: Table,
  units: Readonly<Record<string, string>>,
): {text: string; numbers: TitleNumber[]} | undefined {
  if (tile.kind === "histogram") return middle(tile, table, units);
  if (tile.kind === "heatmap") return highest(tile, table, units);
  return tile.kind === "bar" && tile.groups[0]?.width !== undefined ? along(tile, table, units) : undefined;
}

/** Whether a title speaks of all groups where only the largest are in the table. */
export const isOfSome = ({limit}: Tile, {rows}: Table, title: string): boolean =>
  limit !== undefined && rows.length >= limit && /everywhere/.test(title);

/** The largest share of the rows in a picture that is "about half" of all rows too, in percent. */
const MOST_ABOUT_HALF = 56;

const at = (table: Table, name: string): number => table.columns.findIndex((column) => column.name === name);
const valued = (table: Table, name: string) => {
  const place = at(table, name);
  return table.rows.flatMap((row, index) => {
    const value = row[place];
    return typeof value === "number" ? [{row, index, value}] : [];
  });
};

/**
 * The narrowest stretch of bins that holds half of all. Where far values are left out of the picture, its rows are not all rows:
 * then it is "about half", which does not hang on them, or nothing is said.
 */
function middle(
  tile: Tile,
  table: Table,
  units: Readonly<Record<string, string>>,
): {text: string; numbers: TitleNumber[]} | undefined {
  const [group, measure, width] = [tile.groups[0]!, tile.measures[0]!, tile.binWidth];
  const edge = at(table, group.name);
  const bins = valued(table, measure.name)
    .filter(({row}) => typeof row[edge] === "number")
    .sort((a, b) => Number(a.row[edge]) - Number(b.row[edge]));
  const total = bins.reduce((sum, {value}) => sum + value, 0);
  if (width === undefined || total < 10 || bins.length < 3) return undefined;
  let best: [number, number] | undefined;
  for (let from = 0; from < bins.length; from++) {
    let held = 0;
    for (let to = from; to < bins.length; to++) {
      held += bins[to]!.value;
      if (held * 2 < total) continue;
      const span = Number(bins[to]!.row[edge]) - Number(bins[from]!.row[edge]);
      if (!best || span < Number(bins[best[1]]!.row[edge]) - Number(bins[best[0]]!.row[edge]))
        best = [from, to];
      break;
    }
  }
  if (!best) return undefined;
  const inside = bins.slice(best[0], best[1] + 1);
  const held = inside.reduce((sum, {value}) => sum + value, 0);
  const [low, high] = [
    Number(inside[0]!.row[edge]),
    Number((Number(inside.at(-1)!.row[edge]) + width).toPrecision(12)),
  ];
  const say = (value: number) => formatNumber(value, units[group.name], true);
  const percent = Math.round((held / total) * 100);
  const isPart = tile.where?.op === "and";
  if (isPart && percent > MOST_ABOUT_HALF) return undefined;
  const share = `${percent}%`;
  const [from, to] = [say(low), say(high)];
  return {
    text: `${isPart ? "About half" : share} have ${article(group.name)}${small(group.name)} of ${from} to ${to}`,
    numbers: [
      ...(isPart ? [] : [{text: share, cells: bins.map(({index}) => ({row: index, column: measure.name}))}]),
      {text: from, cells: [{row: inside[0]!.index, column: group.name}]},
      {text: to, cells: [{row: (bins[best[1] + 1] ?? inside.at(-1)!).index, column: group.name}]},
    ],
  };
}

const article = (name: string): string => (/s$/i.test(name) ? "" : /^[aeio]/i.test(name) ? "an " : "a ");

function highest(
  tile: Tile,
  table: Table,
  units: Readonly<Record<string, string>>,
): {text: string; numbers: TitleNumber[]} | undefined {
  const [measure] = tile.measures;
  const cells = valued(table, measure!.name).sort((a, b) => b.value - a.value);
  const [first, second] = cells;
  if (!first || !second || first.value === second.value) return undefined;
  const names = tile.groups.map(({name}) => first.row[at(table, name)]);
  if (names.some((name) => name === null || name === undefined)) return undefined;
  const shown = formatNumber(first.value, units[measure!.name], true);
  return {
    text: `${capital(small(measure!.name))} is highest for ${names.map(String).join(", ")}: ${shown}`,
    numbers: [{text: shown, cells: [{row: first.index, column: measure!.name}]}],
  };
}

function along(
  tile: Tile,
  table: Table,
  units: Readonly<Record<string, string>>,
): {text: string; numbers: TitleNumber[]} | undefined {
  const [group, measure] = [tile.groups[0]!, tile.measures[0]!];
  const bins = valued(table, measure.name);
  const [first, last] = [bins[0], bins.at(-1)];
  if (!first || !last || bins.length < 3) return undefined;
  const steps = bins.slice(1).map(({value}, place) => Math.sign(value - bins[place]!.value));
  const way = Math.sign(last.value - first.value);
  if (way === 0 || steps.filter((step) => step === way).length < steps.length * 0.7) return undefined;
  const say = (value: number) => formatNumber(value, units[measure.name], true);
  const [from, to] = [say(first.value), say(last.value)];
  return {
    text: `${measure.name} ${way > 0 ? "rises" : "falls"} with ${small(group.name)}, from ${from} to ${to}`,
    numbers: [
      {text: from, cells: [{row: first.index, column: measure.name}]},
      {text: to, cells: [{row: last.index, column: measure.name}]},
    ],
  };
}

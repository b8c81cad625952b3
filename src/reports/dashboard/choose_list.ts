import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import {isCoordinate, nameParts} from "../../data/roles.ts";
import {groupOf} from "./chart_candidates.ts";
import type {Amount} from "./choose_measures.ts";
import type {Effect} from "./facts.ts";
import {freeName, plural, sayName, small} from "./say_name.ts";
import type {KeyFigure, Pattern, RowList, Time} from "./spec.ts";

const ROWS: Readonly<Record<Pattern, number>> = {executive: 5, analytical: 10, operational: 15};
const MOST_COLUMNS = 7;

interface ListScene {
  profile: TableProfile;
  time: Time | undefined;
  amounts: readonly Amount[];
  figures: readonly KeyFigure[];
  effects: readonly Effect[];
  pattern: Pattern;
  things: string;
}

/** The one table: what happened last where work is watched; else the largest things, each with its figures. */
export function chooseList(scene: ListScene): RowList | undefined {
  const {profile, pattern, time, amounts} = scene;
  if (profile.rows <= 1) return rowsOf(scene, [], "The row");
  if (pattern === "operational" && time) return latest(scene, time);
  const named = nameColumn(profile);
  if (named && amounts[0]) {
    const by = amounts[0].column;
    return rowsOf(
      scene,
      [{by: sayName(by.name), direction: "desc"}],
      `${topWord(scene)} by ${small(sayName(by.name))}`,
      [named, by],
    );
  }
  const groups = largest(scene);
  if (groups) return groups;
  if (time) return latest(scene, time);
  const by = amounts[0]?.column;
  if (!by) return rowsOf(scene, [], `First ${scene.things}`);
  const order = [{by: sayName(by.name), direction: "desc" as const}];
  return rowsOf(scene, order, `${topWord(scene)} by ${small(sayName(by.name))}`, [by]);
}

const topWord = ({things}: ListScene): string => `Top ${things}`;

/** A column whose values name the rows, nearly each its own: a title, a person, a place. */
function nameColumn({columns, rows}: TableProfile): ColumnProfile | undefined {
  const fits = columns.filter(
    ({role, type, distinct, nulls, top}) =>
      type === "text" &&
      (role === "text" || role === "category" || role === "geography") &&
      distinct > 0.7 * (rows - nulls) &&
      nulls < rows * 0.2 &&
      top.slice(0, 20).every(({value}) => String(value).length <= 70),
  );
  return (
    fits.find(({name}) =>
      nameParts(name).some((word) => /^(?:name|title|model|city|country|player)$/.test(word)),
    ) ?? fits[0]
  );
}

/** The groups of a column of many values. */
function largest({
  profile,
  figures,
  effects,
  pattern,
  amounts,
}: ListScene): Extract<RowList, {kind: "top"}> | undefined {
  const columns = profile.columns.filter(
    ({role, distinct, nulls, geography}) =>
      (role === "category" ||
        (role === "geography" && geography !== "latitude" && geography !== "longitude")) &&
      distinct >= 8 &&
      nulls < profile.rows * 0.5 &&
      distinct <= profile.rows * 0.5,
  );
  const told = (name: string) =>
    Math.max(
      0,
      ...effects
        .filter(({grouping}) => grouping.column === name && !grouping.part)
        .map((one) => one.explained[0] ?? 0),
    );
  const many = (column: ColumnProfile) => Math.min(1, column.distinct / 12);
  const best = columns.sort((a, b) => many(b) + told(b.name) - many(a) - told(a.name))[0];
  if (!best) return undefined;
  const measures = figures.map(({measure}) => measure).slice(0, 4);
  if (measures.length === 0) return undefined;
  const group = groupOf(
    {column: best.name},
    measures.map(({name}) => name),
  );
  const by = amounts[0]?.measure.name ?? measures[0]!.name;
  const first = measures.filter(({name}) => name === by);
  const ordered = [...first, ...measures.filter(({name}) => name !== by)];
  const names = plural(sayName(best.name));
  return {
    kind: "top",
    title: `${best.distinct > ROWS[pattern] ? `Top ${small(names)}` : names} by ${small(ordered[0]!.name)}`,
    group,
    measures: ordered,
    rows: ROWS[pattern],
  };
}

function latest(scene: ListScene, time: Time): RowList | undefined {
  const column = scene.profile.columns.find(({name}) => name === time.column)!;
  return rowsOf(scene, [{by: sayName(time.column), direction: "desc"}], `Latest ${scene.things}`, [column]);
}

function rowsOf(
  scene: ListScene,
  order: {by: string; direction: "asc" | "desc"}[],
  title: string,
  first: readonly ColumnProfile[] = [],
): RowList | undefined {
  const {profile, pattern, amounts} = scene;
  const some = profile.columns.filter(
    ({nulls, name}) => nulls < profile.rows * 0.7 && !first.some((one) => one.name === name),
  );
  const of = (role: (column: ColumnProfile) => boolean, most: number) => some.filter(role).slice(0, most);
  const known = new Set(amounts.slice(0, 4).map(({column}) => column.name));
  const chosen = [
    ...first,
    ...of(({role, distinct}) => role === "identifier" && distinct > profile.rows * 0.9, 1),
    ...of(({role}) => role === "date", 1),
    ...of(
      (column) =>
        (column.role === "category" || column.role === "geography" || column.role === "boolean") &&
        !isCoordinate(column),
      3,
    ),
    ...of(({name}) => known.has(name), 4),
    ...of(({role}) => role === "text", 1),
    ...some,
  ];
  const shown = [...new Set(chosen)].slice(0, MOST_COLUMNS);
  if (shown.length === 0) return undefined;
  const taken = new Set<string>();
  const columns = shown.map(({name}) => {
    const label = freeName(sayName(name), taken);
    taken.add(label.toLowerCase());
    return {name: label, of: {column: name}};
  });
  const ties = columns.filter(({name}) => order.every(({by}) => by !== name)).slice(0, 3);
  const complete =
    order.length > 0 ? [...order, ...ties.map(({name}) => ({by: name, direction: "asc" as const}))] : [];
  return {kind: "rows", title, columns, order: complete, rows: ROWS[pattern]};
}

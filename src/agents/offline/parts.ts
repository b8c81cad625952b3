import type {Group, Measure} from "../../tools/measure.ts";
import type {FilterParts} from "./assemble_filters.ts";
import {type TimeParts, timeGroups} from "./assemble_time.ts";
import type {Bag} from "./bag.ts";
import {groupByColumn, nameColumn, namesRows} from "./column_nature.ts";
import type {LexColumn} from "./lexicon.ts";
import type {GroupItem} from "./phrase.ts";
import type {Scene} from "./scene.ts";

/** What the phrases of a cover came to, before it is decided what was asked of them. */
export interface Parts {
  bag: Bag;
  scene: Scene;
  time: TimeParts;
  filters: FilterParts;
  /** Groups asked for by "by", "per", "each". */
  groups: Group[];
  /** Measures with a function of their own. */
  measures: Measure[];
  /** Columns that stand alone: numbers, and what makes groups. */
  numbers: LexColumn[];
  categories: LexColumn[];
  assumptions: string[];
  cost: number;
  /** What a share counts: "percent of orders". */
  entity?: LexColumn;
  /** "top 5 by sales": what "by" names is the measure to rank by. */
  ranked?: boolean;
}

/** The columns that conditions speak of. */
export const filterColumns = (parts: Parts): LexColumn[] => parts.bag.of("filter").map((one) => one.column);

/** Columns to show, each once. */
export const shown = (columns: readonly LexColumn[]): {name: string; of: LexColumn["ref"]}[] =>
  [...new Set(columns)].map((column) => ({name: column.profile.name, of: column.ref}));

/** The one column of text: what a row of a country and a year is called. */
export function onlyText({columns}: Scene): LexColumn | undefined {
  const found = columns.filter(({profile}) => profile.type === "text");
  return found.length === 1 ? found[0] : undefined;
}

/** What to show of a row: its name, the columns asked for, and those that the conditions speak of. */
export function rowColumns(
  parts: Parts,
  wanted: readonly LexColumn[],
): {name: string; of: LexColumn["ref"]}[] {
  const {scene} = parts;
  const name =
    nameColumn(scene.columns, scene.profile.rows) ??
    scene.columns.find((column) => scene.profile.keys.includes(column.profile.name)) ??
    onlyText(scene);
  const conditions = filterColumns(parts);
  const columns = [...new Set([...(name ? [name] : []), ...wanted, ...conditions])];
  return columns.length > 1 || (name && wanted.length > 0) ? shown(columns) : [];
}

/** The ways to group by what "which" asks for. */
export function whichGroups(item: GroupItem, parts: Parts): Group[] {
  const {from, to} = parts.time.period ?? {};
  const oneYear =
    from !== undefined && to !== undefined && Date.parse(to) - Date.parse(from) <= 366 * 86_400_000;
  return item.kind === "column" ? [groupByColumn(item.column)] : timeGroups(item, parts.scene, !oneYear);
}

/** "corporate customers": the noun only says what the condition before it is of. */
export function modified(column: LexColumn, bag: Bag, scene: Scene): boolean {
  if (
    column.profile.role !== "identifier" &&
    !namesRows(column, scene.profile.rows) &&
    column.profile.distinct <= 60
  )
    return false;
  return bag
    .of("column")
    .some(
      (one) =>
        one.column === column && bag.of("filter").some((filter) => filter.to === one.from && filter.equals),
    );
}

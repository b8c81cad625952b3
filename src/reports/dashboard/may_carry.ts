import type {Session} from "../../data/engine.ts";
import {personalOf} from "../../data/personal.ts";
import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import type {Measure} from "../../tools/measure.ts";
import {quotedName} from "./facts.ts";
import {spreadOf} from "./parts.ts";
import type {DashboardSpec} from "./spec.ts";

/** As many different values as a page carries of a column. */
const MOST_VALUES = 20_000;

/**
 * For which measures a page may carry the single values that they are of: few enough, computed by the page as by the database,
 * and nothing by which persons are known. How many different values there are takes none of them: they are only told apart.
 */
export async function mayCarry(
  session: Session,
  spec: DashboardSpec,
  profile: TableProfile,
  signal?: AbortSignal,
): Promise<(measure: Measure) => boolean> {
  const known = new Map(profile.columns.map((column) => [column.name, column]));
  const columnOf = ({of}: Measure): ColumnProfile | undefined =>
    of && "column" in of ? known.get(of.column) : undefined;
  const asked = measuresOf(spec).filter((measure) => spreadOf(measure) && measure.fn !== "count_distinct");
  const names = [...new Set(asked.flatMap((measure) => columnOf(measure)?.name ?? []))];
  const rounded = await roundedColumns(session, spec.table, names, signal);
  return (measure) => {
    const column = columnOf(measure);
    if (!column || column.distinct > MOST_VALUES) return false;
    if (measure.fn === "count_distinct") return true;
    return (
      ["integer", "number", "boolean"].includes(column.type) &&
      !rounded.has(column.name) &&
      personalOf({column, sample: [], amongPersons: false}) === undefined
    );
  };
}

const measuresOf = ({figures, tiles, list}: DashboardSpec): Measure[] => [
  ...figures.map(({measure}) => measure),
  ...tiles.flatMap(({measures}) => measures),
  ...(list?.kind === "top" ? list.measures : []),
];

/** Columns whose middles the database rounds to the digits that they are kept with. */
async function roundedColumns(
  session: Session,
  table: string,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  const types = names.map((name) => `typeof(${quotedName(name)})`).join(", ");
  const {rows} = await session.query(
    `SELECT ${types} FROM ${quotedName(table)} LIMIT 1`,
    signal ? {signal} : {},
  );
  return new Set(names.filter((_, at) => String(rows[0]?.[at]).startsWith("DECIMAL")));
}

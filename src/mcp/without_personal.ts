import {isPersonal} from "../agents/hosted/personal.ts";
import type {Session} from "../data/engine.ts";
import {isAboutPersons, personalOf} from "../data/personal.ts";
import type {Cell, Table} from "../data/table.ts";
import {FEWEST_ROWS} from "./guarded_select.ts";
import type {McpCalling} from "./mcp_tool.ts";
import {fewestValues} from "./policy/fewest_values.ts";

/** What describe_table tells of values, by the names of its columns. */
const OF_VALUES: ReadonlySet<string> = new Set([
  "min",
  "max",
  "mean",
  "sd",
  "q05",
  "q25",
  "median",
  "q75",
  "q95",
  "most frequent",
]);
/** Of how many values a number has to be; of others it is a row's own. */
const LEAST: Readonly<Record<string, number | undefined>> = {
  mean: FEWEST_ROWS,
  sd: FEWEST_ROWS,
  q25: fewestValues("iqr"),
  median: fewestValues("median"),
  q75: fewestValues("iqr"),
};
const HIDDEN = "personal: not shown";

/**
 * What is in a table, without values of columns about persons, without texts that stand in few rows: where a workspace shows
 * assistants no single rows.
 */
export async function withoutPersonal(
  described: Table,
  table: string,
  session: Session,
  {policy, signal}: Pick<McpCalling, "policy" | "signal">,
): Promise<Table> {
  if (policy.sql === "on") return described;
  const profile = await session.profile(table, {signal});
  const amongPersons = profile.columns.some(({name}) => isAboutPersons(name));
  const names = described.columns.map(({name}) => name);
  const rows = described.rows.map((row) => {
    const column = profile.columns.find(({name}) => name === row[0]);
    if (!column) return row;
    const sample = column.top.map(({value}) => String(value ?? ""));
    const personal = isPersonal(column, profile) || personalOf({column, sample, amongPersons}) !== undefined;
    const known = profile.rows - column.nulls;
    const frequent = column.top.filter(({count}) => count >= FEWEST_ROWS).slice(0, 5);
    return row.map((cell, at): Cell => {
      const name = names[at] ?? "";
      if (!OF_VALUES.has(name)) return cell;
      if (personal && name !== "mean" && name !== "sd") return name === "most frequent" ? HIDDEN : null;
      if (name === "most frequent")
        return frequent.map(({value, count}) => `${value ?? "missing"} (${count})`).join(", ") || null;
      if (name === "min" || name === "max")
        return frequent.some(({value}) => String(value) === cell) ? cell : null;
      return known >= (LEAST[name] ?? Number.POSITIVE_INFINITY) ? cell : null;
    });
  });
  return {...described, rows};
}

import type {Query} from "@uwdata/mosaic-sql";
import type {QueryResult} from "../data/engine.ts";
import {type AggregateInput, aggregateInputSchema} from "./aggregate_input.ts";
import {aggregateUnits} from "./aggregate_units.ts";
import {artifactOf} from "./artifact.ts";
import {checkJoins} from "./check_joins.ts";
import {checkMeasures} from "./check_measures.ts";
import type {Window} from "./measure.ts";
import {expressionSql, sayExpression} from "./sql_expression.ts";
import {sayMeasure} from "./sql_measure.ts";
import {aggregateCall, printSql, type Selected, selectFrom} from "./sql_print.ts";
import {aggregateSql, rowsKept} from "./sql_select.ts";
import {openSource, type Source} from "./sql_source.ts";
import type {Artifact, Tool, ToolContext} from "./tool.ts";

/** Measures by groups: the tool that answers most questions. */
export const aggregateTool: Tool<AggregateInput> = {
  name: "aggregate",
  description:
    "Computes measures (count, sum, avg, median, ..., rates by `over`) by groups, with filters, period, shares, running totals, changes, ranks, having, order and top n. Also returns n, the rows behind each group.",
  input: aggregateInputSchema,
  run: aggregate,
};

/**
 * The table has the groups' columns, the measures', the windows', and `n`, the rows behind each group, unless a count of
 * rows is among the measures. Sums of nothing are missing, counts of nothing are 0.
 * @throws TabletalkError unknown_table, unknown_column, bad_plan; refused for a join that multiplies rows and for sums of
 * what does not add up.
 */
async function aggregate(input: AggregateInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const source = await openSource(input.table, input.joins, context);
  checkMeasures(input, source);
  const joins = await checkJoins(source, input.measures, context);
  const query = printSql(aggregateSql(input, source, joins.multiplies ? undefined : countName(input)));
  const counts = printSql(countsQuery(input, source));
  const options = {signal: context.signal, limits: context.limits};
  const [result, counted] = await Promise.all([
    context.session.query(query, options),
    context.session.query(counts, options),
  ]);
  return artifactOf(
    {
      tool: "aggregate",
      title: titleOf(input),
      table: result,
      select: query,
      units: aggregateUnits(input, source),
      truncated: result.truncated,
      tables: source.profiles.map((profile) => profile.table),
      sql: [...joins.sql, counts, query],
      notes: [...joins.notes, ...rowNotes(input, source, counted), ...resultNotes(input, result)],
      begun,
    },
    context,
  );
}

function titleOf(input: AggregateInput): string {
  const what = input.measures.map((measure) => measure.name).join(", ") || "rows";
  const by = input.groups.map((group) => group.name).join(", ");
  return by ? `${what} by ${by}` : what;
}

/** What the rows behind each group are called; undefined when a measure counts them already. */
function countName(input: AggregateInput): string | undefined {
  const counts = input.measures.some((one) => one.fn === "count" && !one.of && !one.where && !one.over);
  if (counts) return undefined;
  const taken = new Set(
    [...input.groups, ...input.measures, ...input.windows].map((one) => one.name.toLowerCase()),
  );
  return ["n", "n_rows"].find((name) => !taken.has(name)) ?? `n_${input.table}`;
}

/** The rows that count, and how many of them have each column that a measure or group is of. */
function countsQuery(input: AggregateInput, source: Source): Query {
  const kept = rowsKept(input, source);
  const columns: Selected[] = counted(input).map(({of}, index) => ({
    name: `present_${index + 1}`,
    node: aggregateCall("count", [expressionSql(of, source).node]),
  }));
  const query = selectFrom([{name: "rows", node: aggregateCall("count")}, ...columns], source.from);
  return kept ? query.where(kept) : query;
}

function counted(input: AggregateInput) {
  return [
    ...input.measures.flatMap((measure) =>
      measure.of ? [{of: measure.of, said: sayMeasure(measure), group: false}] : [],
    ),
    ...input.groups.map((group) => ({of: group.of, said: group.name, group: true})),
  ];
}

function rowNotes(input: AggregateInput, source: Source, counts: QueryResult): string[] {
  const [rows = 0, ...present] = (counts.rows[0] ?? []).map(Number);
  const before = source.profiles[0]!.rows;
  const filtered = input.where !== undefined || input.period !== undefined;
  const notes = filtered ? [`${rows} of ${before} rows meet the conditions.`] : [`All ${rows} rows count.`];
  counted(input).forEach(({of, said, group}, index) => {
    const missing = rows - (present[index] ?? 0);
    if (missing === 0) return;
    if (!group) notes.push(`${said} passes over ${rowsText(missing)} where ${sayExpression(of)} is missing.`);
    else if (input.includeMissing) notes.push(`${rowsText(missing)} without ${said}, together as one row.`);
    else notes.push(`${rowsText(missing)} without ${said} left out.`);
  });
  for (const group of input.groups.filter((one) => one.edges)) {
    notes.push(`The bins of ${group.name} take in their lower edge, not their upper.`);
  }
  return notes;
}

function rowsText(count: number): string {
  return count === 1 ? "1 row" : `${count} rows`;
}

function resultNotes(input: AggregateInput, result: QueryResult): string[] {
  const notes = input.windows.filter((window) => window.fn === "share").map(sayShare);
  if (result.nonFinite > 0)
    notes.push(`${result.nonFinite} results were not finite numbers and are shown as missing.`);
  const changes = input.windows.some(
    (one) => (one.fn === "change" || one.fn === "percent_change") && !one.from,
  );
  if (changes && input.groups[0]?.unit) {
    notes.push(
      "A change is against the period before that has rows; periods without rows are not in the table.",
    );
  }
  return notes;
}

function sayShare(window: Window): string {
  const within = window.within?.length ? ` within each ${window.within.join(" and ")}` : " over all groups";
  return `${window.name} is the part of the total of ${window.of}${within}, before any limit.`;
}

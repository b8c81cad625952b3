import type {Scope} from "../../agents/hosted/columns.ts";
import {parseCondition} from "../../agents/hosted/formula.ts";
import {FormulaError} from "../../agents/hosted/formula_tokens.ts";
import type {Session} from "../../data/engine.ts";
import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {Plan} from "../../planning/plan.ts";
import type {Condition} from "../../tools/condition.ts";
import type {Group, Measure, Order} from "../../tools/measure.ts";
import type {Registry} from "../../tools/registry.ts";
import {dataNotes, keepCall, runCall} from "../call_registry.ts";
import {FEWEST_ROWS, leftOutNotes, tooFewRows, withoutValues} from "../guarded_select.ts";
import type {McpTool} from "../mcp_tool.ts";
import {isSelect} from "../plan_of_call.ts";
import {fewestValues} from "../policy/fewest_values.ts";
import {demandMeasure} from "../policy/plain_measure.ts";
import {demandCondition, demandGroup} from "../policy/plain_parts.ts";
import {readGroup, readMeasure, readOrder} from "../short_aggregate.ts";
import {scopeOf} from "../short_input.ts";
import {TABLE_RESULT, tableResult, toldTable} from "../tell_table.ts";
import {textOf, wholeOf} from "../tool_input.ts";
import {described} from "./texts.ts";

const MOST_ROWS = 1_000;
const RESULT = "result";
const SMALL = "small_groups";
/** Beside the measures stand counts of ours: of how many values each is, and of how many it is without its condition. */
const OURS = "rows behind ";

/** aggregate of our registry, in a short form: what is computed where a workspace lets no SQL run. */
export function aggregateTool(registry: Registry): McpTool {
  const list = (about: string) => ({type: "array", items: {type: "string"}, description: about});
  return {
    ...described(registry, "aggregate"),
    inputSchema: {
      type: "object",
      properties: {
        table: {type: "string"},
        measures: list("sum(a), count(*) where y > 1"),
        groups: list("region, date by month"),
        where: {type: "string"},
        order: {type: "string"},
        limit: {type: "integer"},
      },
      required: ["table", "measures"],
    },
    outputSchema: TABLE_RESULT,
    annotations: {readOnlyHint: true, openWorldHint: false},
    action: "ask",
    async call(input, calling) {
      const table = textOf(input.table, "table");
      if (isSelect(table))
        throw new TabletalkError(
          "refused",
          "This workspace lets no SELECT run over MCP.",
          "Give a table's name.",
        );
      let asked: Asked | undefined;
      const making = {
        words: {table},
        make: async (session: Session) => {
          asked = askedOf(input, await scopeOf(table, session, calling.signal));
          return planOf(asked);
        },
      };
      return runCall(calling, making, async (result) => {
        const {artifact, execution} = result;
        const small = execution.artifacts.get(SMALL)?.table.rows.length ?? 0;
        if (artifact.table.rows.length === 0) throw tooFewRows();
        const shown = withoutSmallCells(artifact.table, asked!);
        const told = toldTable(shown, {limit: MOST_ROWS, truncated: artifact.truncated});
        // Our own counts pass over the same missing values.
        const said = [
          ...artifact.provenance.notes,
          ...leftOutNotes(small),
          ...(await dataNotes(calling, result)),
        ];
        const notes = [...new Set(said)];
        return tableResult({...told, notes, recipe: await keepCall(calling, result)});
      }).catch((error: unknown) => {
        throw withoutValues(error, calling.policy);
      });
    },
  };
}

/** A call as it was read. */
interface Asked {
  table: string;
  measures: Measure[];
  groups: Group[];
  where?: Condition;
  order?: Order;
  limit?: number;
}

/** @throws TabletalkError bad_plan, refused for what could single out a row */
function askedOf(input: Record<string, unknown>, scope: Scope): Asked {
  const read = <Value>(field: string, make: () => Value): Value => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      throw new TabletalkError(
        "bad_plan",
        `${field}: ${error.message}.`,
        'Write it as "sum(amount)", "month(date)", "age >= 18".',
      );
    }
  };
  const all = (field: string): string[] =>
    [input[field] ?? []].flat().map((one: unknown) => textOf(one, field));
  const measures = all("measures").map((text) => read("measures", () => readMeasure(text, scope)));
  const groups = all("groups").map((text) => read("groups", () => readGroup(text, scope)));
  const text = textOf(input.where, "where", "");
  const where = text === "" ? undefined : read("where", () => parseCondition(text, scope));
  const limit = wholeOf(input.limit, "limit", {least: 1, most: MOST_ROWS});
  const order = textOf(input.order, "order", "");
  const names = [...measures, ...groups].map(({name}) => name);
  demandOwnNames(names);
  measures.forEach((one) => {
    demandMeasure(one);
  });
  groups.forEach((group) => {
    demandGroup(group, "groups");
  });
  demandCondition(where);
  const conditions = new Set(measures.flatMap((one) => (one.where ? [JSON.stringify(one.where)] : [])));
  if (conditions.size > 1)
    throw new TabletalkError(
      "refused",
      "Measures with different conditions could tell by their difference of a single row.",
      "Give all measures the same condition, or use groups.",
    );
  return {
    table: scope.table,
    measures,
    groups,
    ...(where && {where}),
    ...(order !== "" && {order: read("order", () => readOrder(order, names))}),
    ...(limit !== undefined && {limit}),
  };
}

function demandOwnNames(names: readonly string[]): void {
  const lower = names.map((name) => name.trim().toLowerCase());
  if (new Set(lower).size === lower.length && !lower.some((name) => name.startsWith(OURS.trim()))) return;
  throw new TabletalkError(
    "bad_plan",
    "Each measure and group takes a name of its own.",
    'Write it as "sum(amount) as total".',
  );
}

/** A step for the groups that are large enough, and one that tells how many are not. */
function planOf({table, measures, groups, where, order, limit}: Asked): Plan {
  const taken = [...measures, ...groups].map(({name}) => name.trim().toLowerCase());
  const counted: Measure = {
    name: ["n", "n_rows"].find((name) => !taken.includes(name)) ?? `${OURS}all`,
    fn: "count",
  };
  const behind = measures.flatMap(({of, where: only}, at): Measure[] => [
    {name: `${OURS}${at}`, fn: "count", ...(of && {of}), ...(only && {where: only})},
    {name: `${OURS}${at} in all`, fn: "count", ...(of && {of})},
  ]);
  const source = {table, groups, ...(where && {where})};
  const having = (op: "<" | ">=") => [{by: counted.name, op, value: FEWEST_ROWS}];
  const kept = {
    ...source,
    measures: [...measures, counted, ...behind],
    having: having(">="),
    ...(order && {order: [order]}),
    ...(limit !== undefined && {limit}),
  };
  return {
    steps: [
      {id: RESULT, tool: "aggregate", input: kept},
      {id: SMALL, tool: "aggregate", input: {...source, measures: [counted], having: having("<")}},
    ],
    headline: RESULT,
  };
}

/** Numbers that come from fewer values than may be told, or leave out fewer rows, are emptied: by the places of our counts. */
function withoutSmallCells({columns, rows}: Table, {measures, groups}: Asked): Table {
  const [from, to] = [groups.length, groups.length + measures.length];
  return {
    columns: columns.slice(0, to + 1),
    rows: rows.map((row) =>
      row.slice(0, to + 1).map((cell, at) => {
        const measure = at < to ? measures[at - from] : undefined;
        if (!measure) return cell;
        const place = to + 1 + 2 * (at - from);
        const [behind, inAll] = [Number(row[place]), Number(row[place + 1])];
        const left = inAll - behind;
        const least = fewestValues(measure.fn, measure.q);
        return least !== undefined && behind >= least && (left === 0 || left >= FEWEST_ROWS) ? cell : null;
      }),
    ),
  };
}

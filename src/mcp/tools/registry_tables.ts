import type {McpPolicy} from "../../access/mcp_policy.ts";
import {cutText} from "../../channels/chat/cut_text.ts";
import type {Session} from "../../data/engine.ts";
import type {Column, Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {Registry} from "../../tools/registry.ts";
import {dataNotes, runCall} from "../call_registry.ts";
import {allowedSelect, withoutValues} from "../guarded_select.ts";
import type {McpCalling, McpTool} from "../mcp_tool.ts";
import {planOfCall} from "../plan_of_call.ts";
import {TABLE_RESULT, tableResult, toldTable} from "../tell_table.ts";
import {textOf, wholeOf} from "../tool_input.ts";
import {withoutPersonal} from "../without_personal.ts";
import {aggregateTool} from "./aggregate.ts";
import {described} from "./texts.ts";
import {columnsLine, importNotes} from "./told_dataset.ts";

const MOST_ROWS = 1_000;
const USUAL_ROWS = 100;
const PAGE = {
  limit: {type: "integer", maximum: MOST_ROWS},
  offset: {type: "integer"},
};
const LISTED: Column[] = [
  {name: "table", type: "text"},
  {name: "rows", type: "integer"},
  {name: "columns", type: "text"},
];
/** In a list of tables a cell holds all names of columns. */
const LONGEST_LINE = 4_000;
const MOST_NOTES = 12;
const LONGEST_NOTE = 300;
const SEARCH = {search: {type: "string"}};
const READS = {readOnlyHint: true, openWorldHint: false};
const NO_ORDER = "No fixed order: add ORDER BY before you page.";
const MOST_OFFSET = 100_000_000;

/** list_tables, describe_table and run_sql of our registry, as hosts are shown them; aggregate where SQL is off. */
export function tableTools(registry: Registry, policy: McpPolicy): McpTool[] {
  return [
    {
      ...described(registry, "list_tables"),
      inputSchema: {type: "object", properties: SEARCH},
      outputSchema: TABLE_RESULT,
      annotations: READS,
      action: "datasets.read",
      call: (input, calling) =>
        runCall(calling, planOfCall("list_tables", {}), async ({session}) => {
          const rows = session.datasets.map((one) => [one.name, one.version.rows, columnsLine(one)]);
          return tableResult(found({columns: LISTED, rows}, input, LONGEST_LINE));
        }),
    },
    {
      ...described(registry, "describe_table"),
      inputSchema: {
        type: "object",
        properties: {table: {type: "string"}, ...SEARCH, offset: {type: "integer"}},
        required: ["table"],
      },
      outputSchema: TABLE_RESULT,
      annotations: READS,
      action: "datasets.read",
      async call({table, ...input}, calling) {
        const plan = planOfCall("describe_table", {table: textOf(table, "table")});
        return runCall(calling, plan, async (result) => {
          const {artifact, session} = result;
          const shown = await withoutPersonal(artifact.table, textOf(table, "table"), session, calling);
          const read = artifact.provenance.datasets.map(({name}) => name);
          const of = session.datasets.filter(({name}) => read.includes(name));
          const notes = [
            ...artifact.provenance.notes.slice(0, MOST_NOTES).map((note) => cutText(note, LONGEST_NOTE)),
            ...of.flatMap((one) => importNotes(one, calling.policy)),
            ...(await dataNotes(calling, result)),
          ];
          return tableResult({...found(shown, input), notes});
        });
      },
    },
    policy.sql === "off" ? aggregateTool(registry) : sqlTool(registry),
  ];
}

function sqlTool(registry: Registry): McpTool {
  return {
    ...described(registry, "run_sql"),
    inputSchema: {type: "object", properties: {sql: {type: "string"}, ...PAGE}, required: ["sql"]},
    outputSchema: TABLE_RESULT,
    annotations: READS,
    action: "ask",
    async call(input, calling) {
      const sql = textOf(input.sql, "sql");
      const limit = wholeOf(input.limit, "limit", {least: 1, most: MOST_ROWS}) ?? USUAL_ROWS;
      const offset = wholeOf(input.offset, "offset", {least: 0, most: MOST_OFFSET}) ?? 0;
      let said: string[] = [];
      const making = {
        words: {sql},
        make: async (session: Session) => {
          const allowed = await allowedSelect(sql, "groups", {session, ...calling});
          said = allowed.notes;
          return planOfCall("run_sql", {sql: allowed.sql});
        },
      };
      return pageOf(calling, making, {limit, offset}, () => said).catch((error: unknown) => {
        throw withoutValues(error, calling.policy);
      });
    },
  };
}

function pageOf(
  calling: McpCalling,
  making: Parameters<typeof runCall>[1],
  {limit, offset}: {limit: number; offset: number},
  said: () => string[],
) {
  return runCall(
    calling,
    making,
    async (result) => {
      const {table, truncated, unordered, provenance} = result.artifact;
      const rows = table.rows.slice(offset);
      if (rows.length === 0 && truncated)
        throw new TabletalkError(
          "limit_reached",
          `Pages end after ${table.rows.length} rows.`,
          "Put LIMIT and OFFSET into the SELECT, aggregate, or take export_result for all rows.",
        );
      const told = toldTable({...table, rows}, {limit, truncated, from: offset});
      const isLoose = told.truncated === true && unordered === true;
      const data = await dataNotes(calling, result);
      const notes = [...provenance.notes, ...said(), ...(isLoose ? [NO_ORDER] : []), ...data];
      return tableResult({...told, ...(notes.length > 0 && {notes})});
    },
    {rows: offset + limit},
  );
}

/** The rows that hold a word, from a place on. */
function found(table: Table, {search, offset: from}: Record<string, unknown>, longestCell?: number) {
  const word = (textOf(search, "search", "") ?? "").toLowerCase();
  const offset = wholeOf(from, "offset", {least: 0, most: MOST_OFFSET}) ?? 0;
  const all = table.rows.filter(
    (row) => word === "" || row.some((cell) => String(cell).toLowerCase().includes(word)),
  );
  return toldTable(
    {...table, rows: all.slice(offset)},
    {
      limit: MOST_ROWS,
      truncated: false,
      from: offset,
      ...(longestCell !== undefined && {longestCell}),
    },
  );
}

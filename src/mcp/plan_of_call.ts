import type {Plan} from "../planning/plan.ts";

/** What stands for a table: a SELECT rather than a name. */
const SELECT = /^\s*\(*\s*(?:select|with|from|pivot|unpivot|values)\b/i;
const DATA = "data";

/** Whether the table of a call is a SELECT whose result is meant. */
export function isSelect(table: unknown): table is string {
  return typeof table === "string" && /\s/.test(table.trim()) && SELECT.test(table);
}

/** A call of one of the registry's tools as a plan: one step, or two where its table is a SELECT. */
export function planOfCall(tool: string, input: Record<string, unknown>): Plan {
  const headline = "result";
  const {table} = input;
  if (!isSelect(table)) return {steps: [{id: headline, tool, input}], headline};
  return {
    steps: [
      {id: DATA, tool: "run_sql", input: {sql: table}},
      {id: headline, tool, input: {...input, table: {$step: DATA}}},
    ],
    headline,
  };
}

import {TabletalkError} from "../../errors.ts";
import type {Reply} from "../../models/ask.ts";
import type {Plan, Step} from "../../planning/plan.ts";
import {type ToolLookup, validatePlan} from "../../planning/validate.ts";
import {stepsNamedAsTables} from "../../tools/table_reference.ts";
import type {PlannerInput} from "../contracts.ts";
import {type ShortStep, specialistAnswerSchema} from "./answer_schema.ts";
import {type Scope, scopeOf} from "./columns.ts";
import type {Verdict} from "./converse.ts";
import {extractJson} from "./extract_json.ts";
import {tame} from "./fence.ts";
import {FormulaError} from "./formula_tokens.ts";
import {widenInput} from "./widen_input.ts";

/** What a specialist's reply came to: its steps after those that stood before, or its refusal. */
export type StepsMade = {plan: Plan} | {declined: string};

const MOST_ISSUES = 6;

/**
 * Makes steps of a specialist's reply: shapes checked, short forms read, tables and references looked up, each input held
 * against its tool's schema. `before` are the steps of earlier specialists, which these may name.
 */
export function checkSteps(
  reply: Reply,
  before: readonly Step[],
  input: Pick<PlannerInput, "profiles">,
  tools: ToolLookup,
): Verdict<StepsMade> {
  const written = reply.object ?? extractJson(reply.text);
  if (written === undefined)
    return {issues: ["there is no JSON object in it: answer with one JSON object and nothing else"]};
  const parsed = specialistAnswerSchema.safeParse(Array.isArray(written) ? {steps: written} : written);
  if (!parsed.success)
    return {
      issues: parsed.error.issues
        .slice(0, MOST_ISSUES)
        .map((one) => `${one.path.join(".") || "answer"}: ${one.message}`),
    };
  const {steps: short, headline, declined} = parsed.data;
  if (declined) return {value: {declined: tame(declined.reason, 400)}, doubts: []};
  const issues: string[] = [];
  const widened = (short ?? []).flatMap((one) => {
    try {
      return [widenStep(one, [...before.map(({id}) => id), ...short!.map(({id}) => id)], input, tools)];
    } catch (error) {
      if (!(error instanceof FormulaError) && !(error instanceof TabletalkError)) throw error;
      issues.push(
        `step ${one.id}: ${error instanceof TabletalkError ? `${error.message} ${error.next}` : error.message}`,
      );
      return [];
    }
  });
  if (issues.length > 0) return {issues: issues.slice(0, MOST_ISSUES)};
  const plan: Plan = {steps: [...before, ...widened], headline: headline ?? widened.at(-1)!.id};
  const drawn = widened.find((one) => one.tool === "make_chart");
  if (drawn) {
    plan.chart = drawn.id;
    if (plan.headline === drawn.id) plan.headline = sourceOf(drawn) ?? drawn.id;
  }
  try {
    validatePlan(plan, tools);
    return {value: {plan}, doubts: []};
  } catch (error) {
    if (!(error instanceof TabletalkError)) throw error;
    return {issues: [`${error.message} ${error.next}`]};
  }
}

function widenStep(
  short: ShortStep,
  ids: readonly string[],
  {profiles}: Pick<PlannerInput, "profiles">,
  tools: ToolLookup,
): Step {
  const [name = "", method] = short.tool.split(".");
  const tool = tools.get(name);
  const purpose = short.purpose ? {purpose: tame(short.purpose, 200)} : {};
  if (!tool) return {id: short.id, tool: name, input: short.input, ...purpose};
  if (tool.valuesAlone) return {id: short.id, tool: name, input: short.input, ...purpose};
  const written = method && tool.methods ? {method, ...short.input} : short.input;
  const given = withTables(tool.name === "run_sql" ? withStepsRead(written, ids) : written, ids, profiles);
  const input = widenInput(tool, given, scopeFor(given, profiles));
  return {id: short.id, tool: name, input, ...purpose};
}

/** A SELECT reads tables of steps by their ids: those that its text names are what it waits for. */
function withStepsRead(input: Record<string, unknown>, ids: readonly string[]): Record<string, unknown> {
  const {sql, tables} = input;
  if (typeof sql !== "string") return input;
  const named = (Array.isArray(tables) ? tables : []).flatMap((one: unknown) => {
    const step = typeof one === "string" ? one : (one as {$step?: unknown} | null)?.$step;
    return typeof step === "string" && ids.includes(step) ? [step] : [];
  });
  const own = new Set(
    [...sql.matchAll(/(?:\bwith|,)\s+"?(\w+)"?\s+as\s*(?:materialized\s*)?\(/gi)].map(([, name]) => name),
  );
  const read = ids.filter(
    (id) =>
      !own.has(id) &&
      new RegExp(
        `\\b(?:from|join)\\s+(?:[\\w".]+(?:\\s+(?:as\\s+)?\\w+)?\\s*,\\s*)*"?${id}"?(?![\\w.(])`,
        "i",
      ).test(sql),
  );
  const all = [...new Set([...named, ...read])];
  const {tables: _tables, ...rest} = input;
  return all.length > 0 ? {...rest, tables: all.map(($step) => ({$step}))} : rest;
}

/** Models name a step as they name a table, and a table in another case: both are put right. */
function withTables(
  input: Record<string, unknown>,
  ids: readonly string[],
  profiles: PlannerInput["profiles"],
): Record<string, unknown> {
  const {table} = input;
  if (typeof table !== "string") return input;
  const known = profiles.find((one) => one.table.toLowerCase() === table.toLowerCase());
  if (known) return {...input, table: known.table};
  if (ids.includes(table)) return {...input, table: {$step: table}};
  throw new FormulaError(
    `there is no table "${table}"; there are: ${[...profiles.map((one) => one.table), ...ids].join(", ")}`,
  );
}

/** A table of the data has the columns that it has; one that a step makes may have others beside those of the data. */
function scopeFor(input: Record<string, unknown>, profiles: PlannerInput["profiles"]): Scope {
  const tables = profiles.map((one) => one.table);
  const {table} = input;
  const made = stepsNamedAsTables(input).length > 0;
  const main = typeof table === "string" ? table : (tables[0] ?? "");
  const joined = Array.isArray(input.joins)
    ? input.joins.flatMap((one: unknown) => {
        const named = (one as {table?: unknown} | null)?.table;
        return typeof named === "string" && tables.includes(named) ? [named] : [];
      })
    : [];
  const scope = scopeOf(main, made ? [] : joined, profiles);
  return made ? {...scope, table: main, open: true} : scope;
}

function sourceOf(chart: Step): string | undefined {
  const from = chart.input.from as {$step?: unknown} | undefined;
  return typeof from?.$step === "string" ? from.$step : undefined;
}

import {TabletalkError} from "../../errors.ts";
import type {Reply} from "../../models/ask.ts";
import {compileReading} from "../../planning/compile.ts";
import type {Plan} from "../../planning/plan.ts";
import type {Reading} from "../../planning/reading.ts";
import {type ToolLookup, validatePlan} from "../../planning/validate.ts";
import type {PlannerInput, PlannerOutput} from "../contracts.ts";
import {withOneSpelling} from "../offline/same_things.ts";
import {
  type Delegated,
  type PlannerAnswer,
  plannerAnswerSchema,
  type SlimQuery,
  type SlimReading,
} from "./answer_schema.ts";
import {checkMeaning} from "./check_meaning.ts";
import {droppedWords} from "./check_question.ts";
import {checkValues} from "./check_values.ts";
import {wordDoubts} from "./check_words.ts";
import type {Verdict} from "./converse.ts";
import {columnsIn} from "./doubts/condition_truth.ts";
import {keepsDenials} from "./doubts/heard_doubts.ts";
import {plainly} from "./doubts/mentions.ts";
import {modelDoubts} from "./doubts/model_doubts.ts";
import {queryDoubts} from "./doubts/query_doubts.ts";
import {extractJson} from "./extract_json.ts";
import {tame} from "./fence.ts";
import {readingOfQuery} from "./query_reading.ts";
import {sayingRewritten} from "./rewritten.ts";
import {widenReading} from "./widen_reading.ts";

/** What a planner's model answered: an output, or goals for specialists. */
export type Planned = PlannerOutput | {kind: "delegated"; goals: readonly Delegated[]};

/** Makes a planner's output of a model's reply, or says what is wrong with it. */
export async function checkAnswer(
  reply: Reply,
  input: PlannerInput,
  tools?: ToolLookup,
): Promise<Verdict<Planned>> {
  const written = reply.object ?? extractJson(reply.text);
  if (written === undefined)
    return {issues: ["there is no JSON object in it: answer with one JSON object and nothing else"]};
  const parsed = plannerAnswerSchema.safeParse(wrapped(withoutNulls(written)));
  if (!parsed.success) {
    return {
      issues: parsed.error.issues
        .slice(0, 6)
        .map((one) => `${one.path.join(".") || "answer"}: ${one.message}`),
    };
  }
  const answer = parsed.data;
  if (answer.declined) return {value: declined(answer.declined), doubts: []};
  if (answer.delegate) {
    if (!tools) return {issues: ['"delegate" is not offered here: use "readings" or "sql"']};
    return {value: {kind: "delegated", goals: answer.delegate}, doubts: []};
  }
  const verdict = sayingRewritten(await checkKind(answer, input, tools), answer, input);
  if ("issues" in verdict) {
    const {issues, last} = verdict;
    return {issues, ...(last && {last: held(last, answer, input).value})};
  }
  return held(verdict.value, answer, input);
}

/** An output held against the words of its question: with the doubts about it, which go where it goes. */
function held(
  output: PlannerOutput,
  answer: PlannerAnswer,
  input: PlannerInput,
): {value: PlannerOutput; doubts: string[]} {
  const {question, profiles, asOf} = input;
  if (output.kind === "declined") return {value: output, doubts: []};
  const names = profiles.flatMap(({table, columns}) => [table, ...columns.map(({name}) => name)]);
  const read = output.kind === "readings" ? output.readings : [];
  const dropped = droppedWords(plainly(question), answer, names).filter(
    (word) => /\d/.test(word) || !keepsDenials(input, read),
  );
  const carried = columnsIn(input.earlier.at(-1)?.plan);
  const query = output.kind === "plan" ? answer.sql?.query : undefined;
  const readAs = query === undefined ? undefined : readingOfQuery(query, profiles, question);
  const doubts = read.length > 0 ? wordDoubts(question, read, profiles, asOf, carried) : [];
  const found = new Set(doubts);
  doubts.push(...modelDoubts(input, readAs ? [readAs] : read, carried).filter((one) => !found.has(one)));
  if (query !== undefined) doubts.push(...queryDoubts(question, query, profiles, asOf));
  if (readAs) doubts.push(...wordDoubts(question, [readAs], profiles, asOf, carried));
  const quoted = dropped.map((one) => `"${one}"`).join(", ");
  const value = {
    ...(dropped.length > 0 ? withDoubt(output, dropped) : output),
    ...(dropped.length + doubts.length > 0 && {
      doubts: [...(quoted ? [`the question says ${quoted}, and nothing is made of it`] : []), ...doubts],
    }),
    ...(readAs && {readAs}),
  };
  if (!quoted) return {value, doubts};
  const doubt = `the question says ${quoted}, which is nowhere in your answer: put it in, list it under "unplaced", or decline`;
  return {value, doubts: [doubt, ...doubts]};
}

async function checkKind(
  answer: PlannerAnswer,
  input: PlannerInput,
  tools?: ToolLookup,
): Promise<{issues: string[]; last?: PlannerOutput} | {value: PlannerOutput}> {
  if (answer.readings) return checkReadings(answer.readings, input);
  if (answer.sql) return checkQuery(answer.sql, input);
  const steps = answer.plan!;
  if (!tools) return {issues: ['"plan" is not offered here: use "readings" or "sql"']};
  const plan: Plan = {steps: steps.steps, headline: steps.headline, ...(steps.chart && {chart: steps.chart})};
  try {
    validatePlan(plan, tools);
    return {value: {kind: "plan", plan}};
  } catch (error) {
    return {issues: [said(error)]};
  }
}

async function checkReadings(
  slim: readonly SlimReading[],
  input: PlannerInput,
): Promise<{issues: string[]; last?: PlannerOutput} | {value: PlannerOutput}> {
  const readings: Reading[] = [];
  const faults: string[] = [];
  const missing: string[] = [];
  for (const one of slim) {
    const widened = widenReading(one, input.profiles, input.question);
    if ("issues" in widened) {
      faults.push(...widened.issues);
      continue;
    }
    const {scope} = widened;
    const values = await checkValues(widened.reading, {...input, scope});
    const problems = [...checkMeaning(values.reading, scope), ...compileIssues(values.reading, input)];
    faults.push(...problems);
    missing.push(...values.issues);
    if (!problems.length && !values.issues.length) {
      const table = input.profiles.find((profile) => profile.table === values.reading.table);
      readings.push(withOneSpelling(values.reading, table));
    }
  }
  const distinct = readings.filter(
    (one, i) => readings.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === i,
  );
  if (!faults.length && !missing.length) return {value: placedOrDeclined(distinct)};
  const issues = [...faults, ...missing.map((one) => `${one}. If none of them is meant, decline`)];
  if (distinct.length) return {issues, last: {kind: "readings", readings: distinct}};
  if (faults.length) return {issues};
  return {
    issues,
    last: {kind: "declined", reason: `${upperFirst(missing.join("; "))}.`, suggestions: [], unplaced: []},
  };
}

/** Words of weight that no reading could place stop the answer. */
function placedOrDeclined(readings: Reading[]): PlannerOutput {
  const unplacedIn = (reading: Reading) =>
    reading.placements.filter((one) => one.place === "unplaced").map((one) => tame(one.text, 60));
  const placed = readings.filter((reading) => !unplacedIn(reading).length);
  if (placed.length) return {kind: "readings", readings: placed};
  const unplaced = [...new Set(readings.flatMap(unplacedIn))];
  return {
    kind: "declined",
    reason: "A part of the question has no place in this data.",
    suggestions: [],
    unplaced,
  };
}

function compileIssues(reading: Reading, input: PlannerInput): string[] {
  const profile = input.profiles.find((one) => one.table === reading.table);
  try {
    if (profile) compileReading(reading, profile);
    return [];
  } catch (error) {
    return [said(error)];
  }
}

/** A query is tried without its rows: the gate, the parser and the binder say whether it can run. */
async function checkQuery(
  slim: SlimQuery,
  input: PlannerInput,
): Promise<{issues: string[]} | {value: PlannerOutput}> {
  const sql = slim.query.trim().replace(/;\s*$/, "");
  let columns: string[];
  try {
    const result = await input.session.query(`SELECT * FROM (${sql}\n) LIMIT 0`, {
      signal: input.signal,
      limits: {timeMs: 5000},
    });
    columns = result.columns.map((column) => column.name);
  } catch (error) {
    if (error instanceof TabletalkError && error.code === "aborted") throw error;
    return {issues: [`sql: ${said(error)}`]};
  }
  const says = tame(slim.says, 200);
  const steps: Plan["steps"] = [{id: "answer", tool: "run_sql", purpose: says, input: {sql, title: says}}];
  if (!slim.chart) return {value: {kind: "plan", plan: {steps, headline: "answer"}}};
  const {kind, ...named} = slim.chart;
  const channels = withoutNulls(named) as Record<string, string | string[]>;
  const unknown = Object.values(channels)
    .flat()
    .filter((name) => !columns.includes(name));
  if (unknown.length)
    return {
      issues: [`chart: the query gives no column ${unknown.join(", ")}; it gives ${columns.join(", ")}`],
    };
  const spec = {kind, ...channels, title: says};
  steps.push({id: "chart", tool: "make_chart", purpose: "show it", input: {from: {$step: "answer"}, spec}});
  return {value: {kind: "plan", plan: {steps, headline: "answer", chart: "chart"}}};
}

function declined(answer: NonNullable<PlannerAnswer["declined"]>): PlannerOutput {
  const short = (texts: readonly string[] | null | undefined, length: number) =>
    (texts ?? []).slice(0, 5).map((one) => tame(one, length));
  return {
    kind: "declined",
    reason: tame(answer.reason, 400),
    suggestions: short(answer.suggestions, 120),
    unplaced: short(answer.unplaced, 60),
  };
}

/** What a model insists on leaving out is said aloud in the reading. */
function withDoubt(output: PlannerOutput, dropped: readonly string[]): PlannerOutput {
  if (output.kind !== "readings") return output;
  const note = `${dropped.map((one) => `"${one}"`).join(", ")} in the question changes nothing`;
  return {
    ...output,
    readings: output.readings.map((one) => ({...one, assumptions: [...one.assumptions, note]})),
  };
}

/** Models leave the outer object away, or write one reading where a list belongs. */
function wrapped(value: unknown): unknown {
  if (Array.isArray(value)) return {readings: value};
  if (typeof value !== "object" || value === null) return value;
  const object = value as Record<string, unknown>;
  if ("intent" in object) return {readings: [object]};
  if ("reading" in object) return {readings: [object.reading].flat()};
  if (object.readings && !Array.isArray(object.readings)) return {...object, readings: [object.readings]};
  return object;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== null)
      .map(([key, one]) => [key, withoutNulls(one)]),
  );
}

function said(error: unknown): string {
  if (error instanceof TabletalkError) return `${error.message} ${error.next}`;
  throw error;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

import {resolve} from "node:path";
import {type ChartKind, chartKindSchema} from "../../charts/spec.ts";
import {TabletalkError} from "../../errors.ts";
import {compileReading} from "../../planning/compile.ts";
import {executePlan, headlineOf} from "../../planning/execute.ts";
import type {Plan} from "../../planning/plan.ts";
import type {Answer} from "../channel.ts";
import {EXPORT_FORMATS, exportAnswer, headlineTable, statements} from "../export_rows.ts";
import {rowsBehind} from "../rows_behind.ts";
import type {TurnParts} from "../turn_parts.ts";
import {artifactLines} from "./channel.ts";
import {FEEDBACK_COMMANDS} from "./feedback_commands.ts";
import {MEMORY_COMMANDS} from "./memory_commands.ts";
import {printable, type Style} from "./style.ts";

/** What a slash command works on. */
export interface SlashContext {
  parts: TurnParts;
  /** The last answer, and its question. */
  last: {question: string; answer: Answer; turn?: string} | undefined;
  /** Keeps what the person thinks of an answer, where answers are kept. */
  feedback?: (given: {turn: string; verdict: "up" | "down"; comment?: string}) => Promise<void>;
  /** Pins an answer, or takes the pin away; says what was done. */
  pin?: (given: {turn: string; note?: string; isTaken: boolean}) => Promise<string>;
  /** Says something into the conversation, as if it had been typed. */
  say?: (text: string) => Promise<void>;
  style: Style;
  width: number;
  asOf: Date;
  timeZone: string;
  signal: AbortSignal;
  print: (text: string) => void;
  /** Puts text on the line that the person edits, where there is one. */
  prefill: (text: string) => boolean;
}

export interface SlashCommand {
  name: string;
  usage: string;
  summary: string;
  run: (context: SlashContext, words: string) => Promise<void>;
}

const ROWS = 20;

/** The commands of the chat, by name. `/help` and `/quit` belong to the chat itself. */
export const SLASH_COMMANDS: readonly SlashCommand[] = [
  {name: "how", usage: "/how", summary: "how the last answer came about: steps, SQL, notes", run: how},
  {
    name: "rows",
    usage: "/rows [n]",
    summary: "the rows behind the last answer, or behind row n of it",
    run: rows,
  },
  {name: "sql", usage: "/sql [edit | SELECT …]", summary: "see the SQL, edit it, run your own", run: sql},
  {
    name: "chart",
    usage: "/chart [kind]",
    summary: `draw the last answer: ${chartKindSchema.options.join(", ")}`,
    run: chart,
  },
  {
    name: "export",
    usage: "/export csv|xlsx|sql|ipynb [file]",
    summary: "take the last answer away",
    run: exportLast,
  },
  ...FEEDBACK_COMMANDS,
  ...MEMORY_COMMANDS,
  {name: "datasets", usage: "/datasets", summary: "the tables, their columns and types", run: datasets},
];

function lastOf(context: SlashContext): {question: string; answer: Answer; plan: Plan} {
  const {last} = context;
  if (!last?.answer.plan)
    throw new TabletalkError("bad_use", "There is no answer yet.", "Ask a question first.");
  return {...last, plan: last.answer.plan};
}

async function how(context: SlashContext): Promise<void> {
  const {answer, plan} = lastOf(context);
  if (answer.reading) context.print(answer.reading);
  for (const step of plan.steps) {
    const artifact = answer.artifacts[step.id];
    const took = artifact ? ` (${Math.round(artifact.provenance.elapsedMs)} ms)` : "";
    context.print(
      context.style.bold(`${step.id}: ${step.tool}${took}`) + (step.purpose ? ` — ${step.purpose}` : ""),
    );
    for (const statement of artifact?.provenance.sql ?? []) context.print(printable(statement, true));
    if (typeof step.input.code === "string") context.print(printable(step.input.code, true));
    for (const note of artifact?.provenance.notes ?? [])
      context.print(context.style.dim(`- ${printable(note)}`));
    for (const dataset of artifact?.provenance.datasets ?? []) {
      context.print(context.style.dim(`- reads ${dataset.name}, version ${dataset.hash.slice(0, 12)}`));
    }
  }
  if (answer.recipe) context.print(`Replay it: tabletalk replay ${answer.recipe}`);
}

async function rows(context: SlashContext, words: string): Promise<void> {
  const {answer, plan} = lastOf(context);
  const row = words === "" ? undefined : Number(words);
  if (row !== undefined && !(Number.isInteger(row) && row > 0)) {
    throw new TabletalkError(
      "bad_use",
      `“${words}” is not the number of a row.`,
      "Give a number, such as /rows 1.",
    );
  }
  const behind = rowsBehind(plan, headlineTable(answer), row, ROWS);
  await runAndPrint(context, behind);
}

async function sql(context: SlashContext, words: string): Promise<void> {
  if (words === "" || words === "edit") {
    const {answer, plan} = lastOf(context);
    const found = statements(answer);
    // What a tool looks up beforehand comes before the statement that answers.
    const main = answer.artifacts[plan.headline]?.provenance.sql.at(-1);
    const editing = words === "edit" && main !== undefined;
    if (editing && context.prefill(`/sql ${main.replace(/\s+/g, " ")}`)) return;
    for (const statement of found) context.print(printable(statement, true));
    return;
  }
  const {timeMs, rows: most} = context.parts.limits;
  const result = await context.parts.session.query(words, {
    limits: {timeMs, rows: most},
    signal: context.signal,
  });
  const shown = {table: result, units: {}, truncated: result.truncated};
  context.print((await artifactLines(shown, context.style, context.width, ROWS)).join("\n"));
}

async function chart(context: SlashContext, words: string): Promise<void> {
  const {plan} = lastOf(context);
  const kind = words === "" ? undefined : chartKindSchema.safeParse(words).data;
  if (words !== "" && !kind) {
    throw new TabletalkError(
      "bad_use",
      `There is no chart kind “${words}”.`,
      `Use: ${chartKindSchema.options.join(", ")}.`,
    );
  }
  const drawn = await withChart(context, plan, kind);
  const step = drawn.chart;
  if (step === undefined) {
    throw new TabletalkError(
      "bad_chart",
      "No chart suits this answer.",
      "Ask for a measure by a group, or by month.",
    );
  }
  const execution = await execute(context, drawn);
  const artifact = execution.artifacts.get(step);
  if (!artifact) throw execution.steps.find((one) => one.id === step)?.error;
  const made = await context.parts.drawChart(step, artifact, context.signal);
  for (const path of Object.values(made.paths)) if (path) context.print(`Chart: ${path}`);
  context.print(context.style.dim(printable(made.altText)));
}

async function withChart(context: SlashContext, plan: Plan, kind: ChartKind | undefined): Promise<Plan> {
  if (!plan.reading) return plan;
  const profile = await context.parts.session.profile(plan.reading.table);
  const asked = {...plan.reading.chart, asked: true, ...(kind && {kind})};
  return compileReading({...plan.reading, chart: asked}, profile);
}

async function exportLast(context: SlashContext, words: string): Promise<void> {
  const {answer, question} = lastOf(context);
  const [format = "", ...rest] = words.split(/\s+/);
  const known = EXPORT_FORMATS.map((one) => one.extension);
  if (!known.includes(format)) {
    throw new TabletalkError(
      "bad_use",
      `“${format}” is no format for an export.`,
      `Use: ${known.join(", ")}.`,
    );
  }
  const path = resolve(rest.join(" ") || `answer.${format}`);
  await exportAnswer(answer, question, path.endsWith(`.${format}`) ? path : `${path}.${format}`);
  context.print(`Written: ${path.endsWith(`.${format}`) ? path : `${path}.${format}`}`);
}

async function datasets(context: SlashContext): Promise<void> {
  for (const {name, version} of context.parts.session.datasets) {
    context.print(context.style.bold(`${name}: ${version.rows.toLocaleString("en")} rows`));
    context.print(
      `  ${version.columns.map((column) => `${printable(column.name)} (${column.type})`).join(", ")}`,
    );
  }
}

async function execute(context: SlashContext, plan: Plan) {
  const {session, registry, limits} = context.parts;
  const {asOf, timeZone, signal} = context;
  const profile = (table: string) => session.profile(table, {signal});
  return executePlan(plan, {registry, context: {session, profile, limits, asOf, timeZone}, signal});
}

async function runAndPrint(context: SlashContext, plan: Plan): Promise<void> {
  const artifact = headlineOf(plan, await execute(context, plan));
  context.print((await artifactLines(artifact, context.style, context.width, ROWS)).join("\n"));
}

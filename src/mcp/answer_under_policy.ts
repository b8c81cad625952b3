import type {Answer} from "../channels/channel.ts";
import type {Plan} from "../planning/plan.ts";
import type {Artifact} from "../tools/tool.ts";
import {FEWEST_ROWS} from "./guarded_select.ts";
import type {McpCalling} from "./mcp_tool.ts";
import {recountAnswer} from "./policy/recount_answer.ts";

const GROUPS_ALONE = `This workspace tells assistants of groups of at least ${FEWEST_ROWS} rows alone`;
/** Tools whose result is rows as they are in a table, where no reading says what was asked. */
const GIVES_ROWS: ReadonlySet<string> = new Set(["run_sql", "run_code", "find_values"]);
/** Methods whose result is of rows one by one, or of moments that may have a single one. */
const METHODS_OF_ROWS: ReadonlySet<string> = new Set([
  "predict",
  "reduce",
  "anomalies",
  "time_anomalies",
  "decompose",
  "survival",
]);
const OF_ROWS: ReadonlySet<string> = new Set(["rows", "duplicates", "relation"]);

/** Whether an answer is rows as they are in a table. */
export function givesRows({plan}: Answer): boolean {
  if (!plan) return false;
  if (plan.reading) return OF_ROWS.has(plan.reading.intent) || isOneOfRows(plan);
  const {tool, method} = headlineCall(plan);
  return GIVES_ROWS.has(tool) || tool === "prepare_data" || METHODS_OF_ROWS.has(String(method));
}

/** "Which movie is the longest?": one row is the answer. */
export function isOneOfRows({reading}: Plan): boolean {
  return reading?.intent === "which" && reading.groups.length === 0;
}

/** The artifact that an answer tells of; none of one that declines or asks back. */
export function headlineOf({plan, artifacts, choices, declined}: Answer): Artifact | undefined {
  return plan && choices.length === 0 && !declined ? artifacts[plan.headline] : undefined;
}

/**
 * An answer as the workspace's policy lets assistants see it: of rows only how many there are, of groups those that are large
 * enough, and no value of a cell where nothing was computed.
 */
export async function answerUnder(answer: Answer, calling: McpCalling, question: string): Promise<Answer> {
  if (calling.policy.sql === "on") return answer;
  if (answer.parts) {
    const parts: Answer[] = [];
    for (const part of answer.parts) parts.push(await answerUnder(part, calling, question));
    return {...answer, parts};
  }
  const told = await toldUnder(answer, calling, question);
  // Reasons may name a value that is far from the others.
  return told.confidence ? {...told, confidence: {...told.confidence, reasons: []}} : told;
}

async function toldUnder(answer: Answer, calling: McpCalling, question: string): Promise<Answer> {
  if (answer.declined) return declinedUnder(answer, answer.declined);
  if (answer.choices.length > 0) return choicesUnder(answer, question);
  const {plan} = answer;
  // What was taught, or said in talk.
  if (!plan) return answer;
  const headline = headlineOf(answer);
  if (plan.reading?.intent === "describe")
    return alone(
      answer,
      "describe_table tells what is in a table, as far as this workspace lets assistants see it.",
    );
  if (!headline || plan.outputs) return alone(answer, `${GROUPS_ALONE}: ask for numbers by group.`);
  if (givesRows(answer)) {
    const {length} = headline.table.rows;
    const count = length < FEWEST_ROWS ? `fewer than ${FEWEST_ROWS}` : String(length);
    return alone(answer, `${count}${headline.truncated ? " or more" : ""} rows. ${GROUPS_ALONE}.`);
  }
  return groupsUnder(answer, headline, calling);
}

/** Cells whose own rows and values were counted, and are enough. */
async function groupsUnder(answer: Answer, headline: Artifact, calling: McpCalling): Promise<Answer> {
  const {table, title} = headline;
  const {plan, reading} = answer;
  const recounted = await recountAnswer(answer, headline, calling);
  if (!recounted)
    return alone(
      answer,
      `${GROUPS_ALONE}, and of how many this is cannot be counted. Ask for a count, sum, mean or median of a column by groups, or take run_statistics.`,
    );
  const {isTold, isWhole, small} = recounted;
  const ofHeadline = (step: string): boolean => {
    const drawn = plan?.steps.find(({id}) => id === step)?.input as {from?: {$step?: string}} | undefined;
    return drawn?.from?.$step === plan?.headline;
  };
  const ours = plan?.steps.every(({id, tool}) => id === plan.headline || tool === "make_chart");
  if (isWhole && ours && table.rows.length > 0)
    return {...answer, charts: answer.charts.filter(({step}) => ofHeadline(step))};
  const values = answer.values.filter(({evidence: {step, row, column}}) => {
    const at = table.columns.findIndex(({name}) => name === column);
    return step === plan?.headline && isTold[row]?.[at] === true;
  });
  if (values.length === 0)
    return alone(
      answer,
      `${GROUPS_ALONE}; this tells of fewer. Ask for more rows: a wider condition, or none.`,
    );
  const note = small > 0 ? `, ${small} of fewer than ${FEWEST_ROWS} rows left out` : "";
  return {...alone(answer, `${title}${note}:`), values, ...(reading !== undefined && {reading})};
}

/** A text without what the answer told, and how the question was read: that may name a cell. */
function alone(answer: Answer, text: string): Answer {
  const {reading: _reading, citations: _citations, ...rest} = answer;
  return {...rest, answer: text, values: [], charts: [], evidence: []};
}

/** Why names what is in the data; what could not be placed is the asker's own. */
function declinedUnder(answer: Answer, {suggestions, unplaced}: NonNullable<Answer["declined"]>): Answer {
  const words = unplaced.map((word) => `“${word}”`).join(", ");
  const why = words ? `I could not place: ${words}.` : "I can't answer that from this data.";
  const offers = suggestions.map((one) => `  - ${one}`);
  return alone(answer, [why, ...offers].join("\n"));
}

/** Each reading without its number, and without values that the asker did not name: how many rows they are of is not known. */
function choicesUnder(answer: Answer, question: string): Answer {
  const said = answer.choices.map(({said, reading}) => {
    const unnamed = reading.filters
      .flatMap(({condition}) => valuesIn(condition))
      .filter((value) => value !== "" && !question.toLowerCase().includes(value.toLowerCase()));
    return unnamed.reduce((text, value) => text.replaceAll(value, "…"), said);
  });
  const lines = said.map((text, at) => {
    const isDouble = said.filter((one) => one === text).length > 1;
    return `  ${at + 1}. ${text}${isDouble ? ` (${answer.choices[at]!.reading.table})` : ""}`;
  });
  return alone(answer, ["I am not sure that I read you right. Which is meant?", ...lines].join("\n"));
}

/** The texts that a condition compares with. */
function valuesIn(condition: unknown): string[] {
  if (typeof condition !== "object" || condition === null) return [];
  return Object.entries(condition).flatMap(([name, inside]) => {
    if (name === "value" || name === "values")
      return [inside].flat().filter((one): one is string => typeof one === "string");
    return [inside].flat().flatMap(valuesIn);
  });
}

function headlineCall(plan: Plan): {tool: string; method: unknown} {
  const step = plan.steps.find(({id}) => id === plan.headline);
  return {tool: step?.tool ?? "", method: (step?.input as {method?: unknown} | undefined)?.method};
}

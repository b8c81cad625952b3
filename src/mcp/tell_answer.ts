import type {McpPolicy} from "../access/mcp_policy.ts";
import type {Answer} from "../channels/channel.ts";
import {apartFromDataLines} from "../channels/data_lines.ts";
import {harmless} from "../channels/harmless.ts";
import {sayConfidence} from "../planning/confidence.ts";
import type {Value} from "../planning/evidence.ts";
import {formatValue} from "../planning/format_value.ts";
import {givesRows, headlineOf, isOneOfRows} from "./answer_under_policy.ts";
import {tokenBound, withinTokens} from "./token_bound.ts";

/** The most tokens of an answer in words. */
export const MOST_TOKENS = 590;
const MOST_EXACT = 160;
/** Of these a statement that gives all numbers. */
const MOST_SELECT = 100;
const MOST_READING = 90;
const MOST_CAVEATS = 80;
const MOST_DATA = 120;
const MOST_TITLE = 30;
const CUT = "(cut: ask for less at once)";

/**
 * An answer in words for a host's model: what was found, numbers with all their digits, how the question was read, how sure it is,
 * and the ids to go on with. Rows of the data are left out: how to get them is said.
 */
export function tellAnswer(
  answer: Answer,
  {conversation, policy}: {conversation: string; policy: McpPolicy},
): string {
  const parts = answer.parts ?? [answer];
  const choices = answer.choices.length > 0 || parts.some((part) => part.choices.length > 0);
  const recipes = [...new Set([answer, ...parts].flatMap(({recipe}) => recipe ?? []))];
  const last = [
    ...(choices
      ? ['Reply with ask in this conversation: the number ("1"), or the question in other words.']
      : []),
    [
      ...recipes.map((one) => `recipe ${one}`),
      ...(answer.reports ?? []).map(
        ({kind, id, title}) => `${kind} “${harmless(withinTokens(title, MOST_TITLE, "…"))}” ${id}`,
      ),
      `conversation ${conversation}`,
    ].join(" · "),
    ...(answer.reports && answer.reports.length > 0 && policy.sql === "on"
      ? ["Its page as a file: export_result with its title or id, as html or pdf."]
      : []),
  ].join("\n");
  const left = MOST_TOKENS - tokenBound(last) - 2;
  const each = Math.floor(left / parts.length);
  const told = parts.map((part, at) => {
    const asked = parts.length > 1 ? `${at + 1}. ${withinTokens(part.question ?? "", 30, "…")}\n` : "";
    return asked + tellPart(part, each - tokenBound(asked) - 2, policy);
  });
  // Names of columns and cells stand in it.
  return [harmless(withinTokens(told.join("\n"), left, CUT)), last].join("\n");
}

function tellPart(answer: Answer, most: number, policy: McpPolicy): string {
  const rows = rowsTold(answer, policy);
  const reading =
    answer.reading !== undefined && !answer.answer.includes(answer.reading)
      ? [withinTokens(answer.reading, MOST_READING, "…")]
      : [];
  const caveats = caveatsOf(answer);
  // Where its data is from is told whole, however long the answer is.
  const {text: said, lines: data} = apartFromDataLines(answer.answer);
  const beside = [
    ...reading,
    ...(caveats ? [withinTokens(caveats, MOST_CAVEATS, "…")] : []),
    ...(data.length > 0 ? [withinTokens(data.join("\n"), MOST_DATA, "…")] : []),
  ];
  const exact =
    rows === undefined ? exactNumbers(answer, policy, Math.min(MOST_EXACT, Math.floor(most / 3))) : "";
  const used = [...beside, exact].reduce((sum, line) => sum + tokenBound(line) + 1, 0);
  const text = withinTokens(rows ?? said, Math.max(40, most - used), CUT);
  return [text, exact, ...beside].filter((line) => line !== "").join("\n");
}

/** How sure it is, what is wrong with its chart, and where its quotes are from. */
function caveatsOf({confidence, choices, charts, citations = []}: Answer): string {
  const warnings = charts.flatMap(({warnings: said = []}) => said.map((one) => `In the chart: ${one}`));
  const quoted = citations.map(
    ({number, title, location}) => `[${number}] ${[title, location].filter(Boolean).join(", ")}`,
  );
  const sure = confidence && choices.length === 0 ? [sayConfidence(confidence)] : [];
  return [...sure, ...warnings, ...quoted].join("\n");
}

/** What is said in place of rows of the data, and how to get them; undefined of an answer that tells none. */
function rowsTold(answer: Answer, policy: McpPolicy): string | undefined {
  const headline = headlineOf(answer);
  const isOne = headline?.table.rows.length === 1 || (answer.plan && isOneOfRows(answer.plan));
  if (policy.sql !== "on" || !headline || headline.table.rows.length === 0) return undefined;
  if (!givesRows(answer) || isOne) return undefined;
  const {title, truncated, table, select} = headline;
  const found = `${title}: ${table.rows.length}${truncated ? " or more" : ""} rows.`;
  return `${found} Rows are not told here: run_sql gives them${select === undefined ? "." : ` with\n${select}`}`;
}

/** The headline's numbers with all their digits, those that the text does not have; where they are many, how to get all. */
function exactNumbers(answer: Answer, policy: McpPolicy, most: number): string {
  if (answer.choices.length > 0) return "";
  const values =
    answer.plan && isOneOfRows(answer.plan)
      ? answer.values.filter(({evidence}) => evidence.row === 0)
      : answer.values;
  const there = new Set(
    answer.answer
      .replaceAll(/(?<=\d),(?=\d{3})/g, "")
      .match(/\d+(?:\.\d+)?/g)
      ?.map(Number),
  );
  const missing = values.flatMap((value) => {
    const number = exactly(value);
    if (number === undefined || there.has(Math.abs(number))) return [];
    return [`${nameOf(value)} ${number}${value.unit === "%" || value.unit === "percent" ? " %" : ""}`];
  });
  const select = policy.sql === "on" ? headlineOf(answer)?.select : undefined;
  const whole = `all by run_sql: ${select}`;
  const all = select !== undefined && tokenBound(whole) <= MOST_SELECT ? whole : "and more";
  const told: string[] = [];
  let used = 4;
  for (const item of missing) {
    used += tokenBound(item) + 2;
    if (used > most) return told.length > 0 ? `Exact: ${told.join(" · ")} · ${all}` : "";
    told.push(item);
  }
  return told.length > 0 ? `Exact: ${told.join(" · ")}` : "";
}

const nameOf = ({name}: Value): string => formatValue(name.replaceAll(/\s+/g, " ").slice(0, 80));

/** Ten digits of it, a large sum to its cents; of a share its percentage. */
function exactly({value, unit}: Value): number | undefined {
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  const number = unit === "%" ? value * 100 : value;
  return Number(Math.abs(number) < 1e8 ? number.toPrecision(10) : number.toFixed(2));
}

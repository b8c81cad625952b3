import {randomUUID} from "node:crypto";
import type {CallResult} from "../../../channels/calls/wire.ts";
import type {Answer} from "../../../channels/channel.ts";
import {askedBack} from "../../../channels/chat/compose_text.ts";
import {sayConfidence} from "../../../planning/confidence.ts";
import type {Artifact} from "../../../tools/tool.ts";
import {failure} from "../phrases.ts";
import type {ShownTurn} from "../screen.ts";

const MOST_ROWS = 200;
const MOST_COLUMNS = 60;
const MOST_TABLE_BYTES = 60_000;
const LONGEST_CELL = 500;
const LONGEST_TEXT = 20_000;
const MOST_CHOICES = 20;
const MOST_SUGGESTIONS = 3;

type ShownTable = NonNullable<CallResult["table"]>;
type Row = ShownTable["rows"][number];

/**
 * What became of a question, for the screen: exact where what is spoken is rounded, and small enough to pass through a room.
 * A table has at most 200 rows and 60 KB, and says `truncated` where it has more.
 * @param charts those that are drawn of it
 */
export function callResultOf(
  {stored: {turn, answer, error}, caption}: ShownTurn,
  charts: CallResult["charts"],
): CallResult {
  const known = {turn: turn.id, question: cutText(turn.question), caption: cutText(caption)};
  if (!answer) {
    const isStopped = turn.state === "aborted";
    return {
      ...known,
      state: isStopped ? "aborted" : "failed",
      answer: cutText(error?.message ?? "This could not be answered."),
      choices: [],
      charts: [],
      sql: [],
      ...(error && {next: cutText(error.next)}),
    };
  }
  const {choices, declined, confidence, reading} = answer;
  const isAsking = choices.length > 0;
  const asked = isAsking && !answer.parts ? askedBack(answer.answer) : undefined;
  const table = isAsking ? undefined : tableOf(answer);
  const recipe = answer.recipe ?? turn.recipe;
  const suggestions = declined?.suggestions.slice(0, MOST_SUGGESTIONS) ?? [];
  return {
    ...known,
    state: isAsking ? "choices" : declined ? "declined" : "answered",
    ...(reading !== undefined && {reading: cutText(reading)}),
    answer: cutText(asked?.question || answer.answer),
    choices: choices
      .slice(0, MOST_CHOICES)
      .map(({said}, number) => ({number, said: cutText(asked?.said[number] ?? said, LONGEST_CELL)})),
    ...(table && {table}),
    charts,
    sql: sqlOf(answer),
    ...(recipe !== undefined && {recipe}),
    ...(confidence && {confidence: sayConfidence(confidence)}),
    ...(suggestions.length > 0 && {next: cutText(`You can ask: ${suggestions.join("; ")}`)}),
  };
}

/** What does not work, as a result of no turn. */
export function troubleShown({message, next}: {message: string; next: string}): CallResult {
  return {
    turn: `trouble-${randomUUID()}`,
    state: "failed",
    question: "",
    caption: cutText(failure({message, next})),
    answer: cutText(message),
    choices: [],
    charts: [],
    sql: [],
    next: cutText(next),
  };
}

/** The table that the answer is read from; none where it is one row, which the answer says. */
function tableOf(answer: Answer): ShownTable | undefined {
  const {plan, artifacts, declined} =
    answer.parts?.findLast((part) => part.plan && !part.declined && part.choices.length === 0) ?? answer;
  const headline = plan && !declined ? artifacts[plan.headline] : undefined;
  return headline && headline.table.rows.length > 1 ? shownTable(headline) : undefined;
}

function shownTable({title, table, units, truncated}: Artifact): ShownTable {
  const columns = table.columns.slice(0, MOST_COLUMNS).map(({name, type, unit = units[name]}) => ({
    name: cutText(name, LONGEST_CELL),
    type,
    ...(unit !== undefined && {unit: cutText(unit, LONGEST_CELL)}),
  }));
  const rows: Row[] = [];
  let bytes = Buffer.byteLength(JSON.stringify(columns));
  for (const cells of table.rows.slice(0, MOST_ROWS)) {
    const row = cells
      .slice(0, MOST_COLUMNS)
      .map((cell) => (typeof cell === "string" ? cutText(cell, LONGEST_CELL) : cell));
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
    if (bytes > MOST_TABLE_BYTES) break;
    rows.push(row);
  }
  const isCut = rows.length < table.rows.length || columns.length < table.columns.length;
  return {title: cutText(title, LONGEST_CELL), columns, rows, truncated: truncated || isCut};
}

/** The statements of its steps in their order, each once. */
function sqlOf({parts, plan, artifacts}: Answer): string[] {
  const told = parts
    ? parts.flatMap(sqlOf)
    : (plan?.steps ?? []).flatMap(({id}) => artifacts[id]?.provenance.sql ?? []);
  let left = LONGEST_TEXT;
  return [...new Set(told)].flatMap((one) => {
    if (left <= 0) return [];
    const shown = cutText(one, left);
    left -= shown.length;
    return [shown];
  });
}

function cutText(text: string, most = LONGEST_TEXT): string {
  if (text.length <= most) return text;
  // Not between the halves of a letter.
  return `${text.slice(0, Math.max(0, most - 1)).replace(/[\ud800-\udbff]$/, "")}…`;
}

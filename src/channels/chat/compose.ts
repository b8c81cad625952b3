import {sayConfidence} from "../../planning/confidence.ts";
import {messageById} from "../../store/conversation_list.ts";
import type {Answer} from "../channel.ts";
import {answerActions, askAction, choiceAction, describesTable} from "./answer_actions.ts";
import {askedAloud} from "./asked_aloud.ts";
import {isAsked, replyChart} from "./compose_chart.ts";
import {importedParts} from "./compose_imported.ts";
import {replyTable} from "./compose_table.ts";
import {answerMarkdown, askedBack, noteMarkdown} from "./compose_text.ts";
import type {DeskParts} from "./desk_parts.ts";
import {escapeMarkdown, plainLine} from "./escape.ts";
import type {ReplyDocument, ReplyPart} from "./reply.ts";
import {type StoredAnswer, storedAnswer} from "./stored_answer.ts";

const MOST_SUGGESTIONS = 3;
const LONGEST_SUMMARY = 200;

/** The answer to a message (by the inbox's id of it) as it is to be shown, from what is stored alone. */
export async function composeReply(
  parts: DeskParts,
  workspace: string,
  message: string,
): Promise<ReplyDocument> {
  const store = parts.service.store.within(workspace);
  const found = await messageById(store, workspace, message);
  const stored = found?.turn && (await storedAnswer(store, workspace, found.turn.id));
  if (!stored) return errorDocument("This question has no answer.", "Ask it again.");
  const made = composeTurn(parts, stored);
  const pages = stored.answer?.reports ? await pagesOf(parts, workspace, stored.answer) : [];
  const document = {...made, parts: [...made.parts, ...pages]};
  const asked = await askedAloud(store, workspace, message);
  return asked === undefined ? document : {...document, parts: [asked, ...document.parts]};
}

async function pagesOf(parts: DeskParts, workspace: string, answer: Answer): Promise<ReplyPart[]> {
  const {reportParts} = await import("./compose_reports.ts");
  return reportParts(parts, workspace, answer);
}

/** A turn as it is to be shown. */
export function composeTurn(
  parts: Pick<DeskParts, "service" | "settings">,
  stored: StoredAnswer,
): ReplyDocument {
  const {turn, answer, error} = stored;
  if (turn.state === "aborted" && (error?.message ?? "").startsWith("Stopped"))
    return {summary: "Stopped.", parts: [{kind: "note", markdown: "Stopped."}], actions: []};
  if (!answer) return errorDocument(error?.message ?? "This broke.", error?.next ?? "Ask again.");
  return {
    summary: summaryOf(answer),
    parts: [
      ...importedParts(answer.imported ?? []),
      ...(answer.parts ? partsOf(parts, answer) : answerParts(parts, answer)),
      ...choicesPart(turn.id, answer),
      ...suggestionsPart(turn.id, answer),
    ],
    actions: answerActions(turn, answer, parts.settings),
  };
}

/** A document that says what went wrong. */
export function errorDocument(message: string, next: string): ReplyDocument {
  return {summary: plainLine(message), parts: [{kind: "error", message, next}], actions: []};
}

function summaryOf({answer, imported}: Answer): string {
  const [first = ""] = answer.split("\n").filter((line) => line.trim() !== "");
  const line = plainLine(first || (imported?.[0] ? `${imported[0].name} was read.` : "Done."));
  return line.length <= LONGEST_SUMMARY ? line : `${[...line].slice(0, LONGEST_SUMMARY - 1).join("")}…`;
}

/** The questions of one message, each with its answer. */
function partsOf(desk: Pick<DeskParts, "service">, {parts = []}: Answer): ReplyPart[] {
  return parts.flatMap((part, at): ReplyPart[] => [
    {kind: "text", markdown: `**${at + 1}.** ${escapeMarkdown(part.question ?? "")}`},
    ...answerParts(desk, part),
  ]);
}

function answerParts(desk: Pick<DeskParts, "service">, answer: Answer): ReplyPart[] {
  const {plan, artifacts, citations = [], declined} = answer;
  const headline = plan && answer.choices.length === 0 ? artifacts[plan.headline] : undefined;
  const isDescription = describesTable(plan);
  const table =
    headline && headline.table.rows.length > 1 && !isDescription ? replyTable(headline, plan) : undefined;
  const chart = declined ? undefined : replyChart(desk, answer);
  const text = declined ? declined.reason : answer.choices.length > 0 ? "" : answer.answer;
  const shown = table && plan ? plan.headline : undefined;
  const whole = declined ? answerMarkdown(text, []) : answerMarkdown(text, answer.evidence, {shown});
  // How large the table is stands beside the file's name already.
  const markdown = isOfOneFile(answer) ? whole.split("\n").slice(1).join("\n").trim() : whole;
  const notes = notesOf(answer, headline?.truncated ?? false);
  const both: ReplyPart[] = [...(table ? [table] : []), ...(chart ? [chart] : [])];
  return [
    ...(markdown === "" ? [] : [{kind: "text" as const, markdown}]),
    ...(isAsked(plan) ? both.reverse() : both),
    ...(citations.length > 0 ? [citationsPart(citations)] : []),
    ...(notes === "" ? [] : [{kind: "note" as const, markdown: notes}]),
  ];
}

/** How the question was read, how sure the answer is, and what must be told of its table and chart. */
function notesOf({answer, reading, confidence, charts, choices, plan}: Answer, isTruncated: boolean): string {
  if (choices.length > 0 || describesTable(plan)) return "";
  const lines = [
    ...(reading !== undefined && !answer.includes(reading) ? [reading] : []),
    ...(confidence && confidence.level !== "high" ? [sayConfidence(confidence)] : []),
    ...(confidence?.level === "high" ? smallDoubts(confidence) : []),
    ...(isTruncated ? ["The table was cut at the limit of rows."] : []),
    ...charts.flatMap(({warnings = []}) => warnings.map((warning) => `In the chart: ${warning}`)),
  ];
  return noteMarkdown(lines);
}

/** What speaks against an answer that is sure all the same; what was assumed stands in the reading. */
function smallDoubts({reasons, doubts = []}: NonNullable<Answer["confidence"]>): string[] {
  const told = doubts.filter((kind) => kind !== "guess").length;
  const said = reasons.filter((reason) => !reason.startsWith("assumed")).slice(0, Math.min(told, 2));
  return said.length > 0 ? [`Note: ${said.join("; ")}`] : [];
}

function citationsPart(citations: NonNullable<Answer["citations"]>): ReplyPart {
  const lines = citations.map(({number, title, location, quote}) => {
    const place = [title, location].filter(Boolean).join(", ");
    const short = quote.length > 200 ? `${[...quote].slice(0, 199).join("")}…` : quote;
    return `[${number}] ${place}: "${short}"`;
  });
  return {kind: "note", markdown: noteMarkdown(lines)};
}

function choicesPart(turn: string, {answer, choices, parts}: Answer): ReplyPart[] {
  if (choices.length === 0) return [];
  const {question, said} = askedBack(parts?.find((part) => part.choices.length > 0)?.answer ?? answer);
  return [
    {
      kind: "choices",
      question,
      choices: choices.map((choice, at) => ({
        said: (!parts && said[at]) || choice.said,
        action: choiceAction(turn, at, choice.said),
      })),
    },
  ];
}

function suggestionsPart(turn: string, answer: Answer): ReplyPart[] {
  const questions = suggestionsOf(answer).slice(0, MOST_SUGGESTIONS);
  // Whoever asked a question and got its answer knows what to ask.
  const isAnswered = answer.plan !== undefined && !describesTable(answer.plan) && !answer.declined;
  if (questions.length === 0 || answer.choices.length > 0 || isAnswered) return [];
  return [
    {
      kind: "suggestions",
      questions: questions.map((question, at) => ({question, action: askAction(turn, at, question)})),
    },
  ];
}

/** Whether it is what one file holds that came in with the message. */
function isOfOneFile({imported = [], plan}: Answer): boolean {
  const [file, another] = imported;
  return another === undefined && file?.datasets.length === 1 && describesTable(plan);
}

/** What can be asked next, in the order of the buttons `ask:<turn>:<n>`. */
export function suggestionsOf({suggestions, declined}: Answer): string[] {
  return [...new Set([...(suggestions ?? []), ...(declined?.suggestions ?? [])])];
}

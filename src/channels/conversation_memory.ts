import {z} from "zod";
import type {EarlierTurn} from "../agents/contracts.ts";
import {type Plan, planSchema} from "../planning/plan.ts";
import {type Reading, readingSchema} from "../planning/reading.ts";
import {reportFormatSchema} from "../reports/formats.ts";
import type {StoredTurn} from "../store/turns.ts";
import type {Answer} from "./channel.ts";

/** How many earlier turns a follow-up can reach. */
const MEMORY = 6;
/** How many turns are looked through for them: words that were taught and greetings are turns too. */
export const TURNS_READ = 40;

const UNDO = /^\W*(?:undo|take (?:that|it) back|revert|scratch that)\b/i;
const NTH: readonly [RegExp, number][] = [
  [/\b(?:first|original)\b/i, 0],
  [/\bsecond\b/i, 1],
  [/\bthird\b/i, 2],
  [/\bfourth\b/i, 3],
  [/\b(?:previous|one before|last but one)\b/i, -2],
];
const GO_BACK =
  /^(?:ok(?:ay)?,? |please |can you |now )*(?:(?:go|jump|take me|switch|return|get) back to|back to|return to|show(?: me)?(?: again)?|repeat) (?:the |my |our )?(first|original|second|third|fourth|previous|one before)(?: (?:one|question|answer|chart|table|result|thing))?(?: again)?\s*[.!?]*$|^(?:the )?(first|original|second|third|fourth|previous) (?:one|question|answer)(?: again)(?: please)?\s*[.!?]*$|^(go back|back)\s*[.!]*$/i;

/** A turn that gave no answer yet. */
export interface OpenTurn {
  question: string;
  unplaced: readonly string[];
  /** It was asked back, and not declined. */
  asked: boolean;
  /** What it was asked back with. */
  offered: readonly {reading: Reading; plan?: Plan | undefined; confirms?: string[] | undefined}[];
}

/** What a conversation remembers when a message comes. */
export interface Memory {
  /** Answers that stand, oldest first: what was undone is left out. */
  standing: EarlierTurn[];
  /** The question that was declined or asked back just before, with its words that had no place. */
  open: OpenTurn | undefined;
  /** What the last turn did to taught words. */
  taught: NonNullable<Answer["taught"]>;
  /** What the last turn asked about forgetting. */
  forgetting: Answer["forgetting"];
}

/** Reads the memory of a conversation from its last turns, newest last. */
export function memoryOf(turns: readonly StoredTurn[]): Memory {
  const standing: EarlierTurn[] = [];
  for (const turn of turns) {
    const found = earlierOf(turn);
    if (found.length > 0 && UNDO.test(turn.question)) standing.pop();
    else standing.push(...found);
  }
  const last = turns.at(-1);
  const kept = keptIn(last);
  return {
    standing,
    open: openIn(last),
    taught: kept.taught ?? [],
    forgetting: kept.forgetting,
  };
}

/** What became of a file of the message. */
const importedSchema = z.object({
  name: z.string(),
  datasets: z.array(
    z.object({
      name: z.string(),
      rows: z.number(),
      columns: z.number(),
      notes: z.array(z.string()),
      doubts: z.array(z.string()),
    }),
  ),
  error: z.object({code: z.string(), message: z.string(), next: z.string()}).optional(),
});

/** A page that was made, as it is stored with its turn. */
export const madeReportSchema = z.object({
  id: z.string(),
  kind: z.enum(["report", "dashboard", "analysis"]),
  title: z.string(),
  format: reportFormatSchema.optional(),
});

/** What is stored of an answer: its text, and what later messages may need of it. */
const keptSchema = z.object({
  text: z.string(),
  taught: z
    .array(z.object({term: z.string(), before: z.string().nullable(), after: z.string().nullable()}))
    .optional(),
  unplaced: z.array(z.string()).optional(),
  forgetting: z
    .object({what: z.enum(["conversation", "mine"]), by: z.string(), done: z.boolean()})
    .optional(),
  /** The files of its charts. */
  charts: z.array(z.string()).optional(),
  joined: z.string().optional(),
  imported: z.array(importedSchema).optional(),
  suggestions: z.array(z.string()).optional(),
  /** Pages that were made. */
  reports: z.array(madeReportSchema).optional(),
  /** Of a turn that failed. */
  error: z.object({code: z.string(), next: z.string()}).optional(),
  offered: z
    .array(
      z.object({
        reading: readingSchema,
        plan: planSchema.optional(),
        confirms: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  parts: z
    .array(
      z.object({
        question: z.string(),
        text: z.string(),
        plan: z.unknown(),
        recipe: z.string().optional(),
      }),
    )
    .optional(),
});

/** What of an answer is stored with its turn. */
export function keptOf({
  answer,
  taught,
  declined,
  parts,
  question,
  choices,
  charts,
  forgetting,
  imported,
  suggestions,
  reports,
}: Answer): z.infer<typeof keptSchema> {
  return {
    text: answer,
    ...(taught && {taught}),
    ...(question !== undefined && {joined: question}),
    ...(choices.length > 0 && {
      offered: choices.map(({reading, plan, confirms}) => ({reading, plan, confirms})),
    }),
    ...(declined && {unplaced: declined.unplaced}),
    ...(forgetting && {forgetting}),
    ...(imported && {imported}),
    ...(suggestions && {suggestions}),
    ...(reports && {reports}),
    ...(charts.length > 0 && {charts: charts.flatMap(({paths}) => Object.values(paths))}),
    ...(parts && {
      parts: parts.map((part) => ({
        question: part.question ?? "",
        text: part.answer,
        plan: part.plan,
        ...(part.recipe !== undefined && {recipe: part.recipe}),
      })),
    }),
  };
}

function openIn(turn: StoredTurn | undefined): OpenTurn | undefined {
  if (turn?.state !== "declined" && turn?.state !== "choices") return undefined;
  const {joined, unplaced = [], offered = []} = keptIn(turn);
  return {question: joined ?? turn.question, unplaced, asked: turn.state === "choices", offered};
}

/** The choices that a turn offered, in their order. */
export function offeredBy(turn: StoredTurn): OpenTurn["offered"] {
  return openIn(turn)?.offered ?? [];
}

const YES =
  /^(?:yes|yep|yeah|yup|right|correct|exactly|sure|ok(?:ay)?|that(?:'s| is)? (?:it|right|one)|that one|please do|y)(?:[\s,]+(?:please|thanks|that one|that is it|that's it))*[\s.!]*$/i;
const NTH_OFFERED =
  /^(?:the |option |number |no\.? ?|#)*(?:(\d)|(first|one)|(second|two)|(third|three)|(fourth|four)|(last))(?: (?:one|option|please))*[\s.!]*$/i;

/** The choice of an open turn that a message takes: "yes" where there is one, "2", "the second one". */
export function takenOf(
  message: string,
  open: OpenTurn | undefined,
): OpenTurn["offered"][number] | undefined {
  if (!open || open.offered.length === 0) return undefined;
  const text = message.trim();
  if (YES.test(text)) return open.offered.length === 1 ? open.offered[0] : undefined;
  const found = NTH_OFFERED.exec(text);
  if (!found) return undefined;
  if (found[6]) return open.offered.at(-1);
  const at = found[1] ? Number(found[1]) - 1 : [2, 3, 4, 5].findIndex((group) => found[group] !== undefined);
  return open.offered[at];
}

const keptIn = (turn: StoredTurn | undefined): Partial<z.infer<typeof keptSchema>> =>
  keptSchema.safeParse(turn?.answer).data ?? {};

/** What a follow-up leans on. */
export const earlierIn = ({standing}: Memory): EarlierTurn[] => standing.slice(-MEMORY);

/** The answered turns that a stored one holds: one for each of its questions. */
function earlierOf(turn: StoredTurn): EarlierTurn[] {
  if (turn.state !== "answered") return [];
  const {parts, joined} = keptIn(turn);
  const all = parts ?? [{question: joined ?? turn.question, plan: turn.plan, text: turn.summary ?? ""}];
  return all.flatMap(({question, plan, text}) => {
    const parsed = planSchema.safeParse(plan);
    return parsed.success ? [{question, plan: parsed.data, summary: text}] : [];
  });
}

/** The answer that a message goes back to ("undo", "go back to the first one"); "none" where there is none. */
export function goesBackTo(message: string, {standing}: Memory): EarlierTurn | "none" | undefined {
  const text = message.trim();
  if (UNDO.test(text) && text.split(/\s+/).length <= 5) return standing.at(-2) ?? "none";
  const found = GO_BACK.exec(text);
  if (!found) return undefined;
  const word = found[1] ?? found[2] ?? "previous";
  const at = NTH.find(([name]) => name.test(word))?.[1] ?? -2;
  return standing.at(at) ?? "none";
}

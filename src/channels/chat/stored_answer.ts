import {z} from "zod";
import {planSchema} from "../../planning/plan.ts";
import type {Store} from "../../store/store.ts";
import {lastEvent} from "../../store/turn_events.ts";
import {artifactsOf, type StoredTurn, turnById} from "../../store/turns.ts";
import type {Artifact} from "../../tools/tool.ts";
import {emptyAnswer} from "../answer.ts";
import type {Answer, ImportedFile, TurnEvent} from "../channel.ts";
import {madeReportSchema} from "../conversation_memory.ts";
import {storedArtifact} from "../http/told.ts";

/** What is stored of one turn. */
export interface StoredAnswer {
  turn: StoredTurn;
  /** Undefined of a turn that failed or was stopped. Its artifacts are there, too. */
  answer?: Answer;
  /** What a turn that failed said. */
  error?: {message: string; next: string};
}

const keptSchema = z.object({
  text: z.string(),
  suggestions: z.array(z.string()).optional(),
  reports: z.array(madeReportSchema).optional(),
  parts: z
    .array(
      z.object({
        question: z.string(),
        text: z.string(),
        plan: z.unknown().optional(),
        recipe: z.string().optional(),
      }),
    )
    .optional(),
});
const errorSchema = z.object({error: z.object({code: z.string(), next: z.string()})});

/**
 * A turn's answer from the store alone: as its last event told it, else (events are kept for a week) by what the turn itself
 * keeps. Undefined where the workspace has no such turn.
 */
export async function storedAnswer(
  store: Pick<Store, "db">,
  workspace: string,
  turnId: string,
): Promise<StoredAnswer | undefined> {
  const turn = await turnById(store, workspace, turnId);
  if (!turn) return undefined;
  const [ended, stored] = await Promise.all([
    turn.message === undefined ? undefined : lastEvent(store, workspace, turn.message),
    artifactsOf(store, workspace, turnId),
  ]);
  const last = ended as TurnEvent | undefined;
  if (turn.state === "failed" || turn.state === "aborted") {
    const told = last?.type === "error" ? last.next : errorSchema.safeParse(turn.answer).data?.error.next;
    const message = turn.summary ?? "The question could not be answered.";
    return {turn, error: {message, next: told ?? "Ask again."}};
  }
  const artifacts = Object.fromEntries(stored.map((one) => [one.step, storedArtifact(one)]));
  const told = last?.type === "answer" ? last.answer : keptAnswer(turn);
  return {turn, answer: withArtifacts(told, artifacts)};
}

/** Each part with its own artifacts, under the names that its plan gives them. */
function withArtifacts(answer: Answer, artifacts: Record<string, Artifact>): Answer {
  const {parts} = answer;
  if (!parts) return {...answer, artifacts};
  const main = parts.findLastIndex((part) => part.plan && !part.declined);
  return {
    ...answer,
    artifacts,
    parts: parts.map((part, at) => {
      const prefix = at === main ? "" : `q${at + 1}_`;
      const own = (part.plan?.steps ?? []).flatMap(({id}) => {
        const found = artifacts[prefix + id];
        return found ? [[id, found] as const] : [];
      });
      return {...part, artifacts: Object.fromEntries(own)};
    }),
  };
}

function keptAnswer(turn: StoredTurn): Answer {
  const kept = keptSchema.safeParse(turn.answer).data;
  const answer = emptyAnswer(kept?.text ?? turn.summary ?? "");
  const plan = planSchema.safeParse(turn.plan).data;
  const imported = (turn.answer as {imported?: ImportedFile[]} | undefined)?.imported;
  const parts = kept?.parts?.map(({question, text, plan: made, recipe}): Answer => {
    const parsed = planSchema.safeParse(made).data;
    return {
      ...emptyAnswer(text),
      question,
      ...(parsed && {plan: parsed}),
      ...(recipe !== undefined && {recipe}),
    };
  });
  return {
    ...answer,
    ...(plan && {plan}),
    ...(turn.recipe !== undefined && {recipe: turn.recipe}),
    ...(imported && {imported}),
    ...(kept?.suggestions && {suggestions: kept.suggestions}),
    ...(kept?.reports && {reports: kept.reports}),
    ...(parts && {parts}),
    ...(turn.state === "declined" && {
      declined: {reason: answer.answer, suggestions: kept?.suggestions ?? [], unplaced: []},
    }),
  };
}

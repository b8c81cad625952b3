import {type ErrorCode, TabletalkError} from "../../errors.ts";
import {artifactDigest, readRecipe} from "../../planning/recipe.ts";
import type {TakenMessage} from "../../store/inbox.ts";
import {recipeById} from "../../store/recipes.ts";
import {runById} from "../../store/runs.ts";
import type {Store} from "../../store/store.ts";
import type {RunEnd} from "../../workflows/run/finish_run.ts";
import {emptyAnswer} from "../answer.ts";
import type {Answer, InboundMessage} from "../channel.ts";
import type {KeepTurn} from "../conversation.ts";
import {keptOf} from "../conversation_memory.ts";
import type {Recorder} from "../inbox/recorder.ts";
import {nameOfUse} from "../who_asks.ts";
import {runResult} from "../workflow_runs/run_result.ts";
import type {Told} from "./told.ts";

/** Answers a message that a schedule put there: from the store alone, nothing is computed again. */
export async function tellRun(
  store: Store,
  message: TakenMessage,
  told: Told,
  {inbound, recorder, keep}: {inbound: InboundMessage; recorder: Recorder; keep: KeepTurn},
): Promise<void> {
  const base = {
    conversation: message.conversationId,
    messageId: message.messageId,
    question: message.text,
    person: nameOfUse(message.actor),
  };
  const {error} = told;
  if (error) {
    const {code, message: text, next} = error;
    await recorder.render(inbound, {type: "error", code: code as ErrorCode, message: text, next});
    await keep({...base, state: "failed", summary: text, answer: {text, error: {code, next}}}, []);
    return;
  }
  const answer =
    told.run === undefined
      ? emptyAnswer(told.words ?? "")
      : await answerOfRun(store, message.workspace, told);
  await recorder.render(inbound, {type: "answer", answer});
  await keep(
    {
      ...base,
      state: "answered",
      plan: answer.plan,
      reading: answer.plan?.reading,
      answer: keptOf(answer),
      summary: answer.answer,
      recipe: answer.recipe,
      timings: {},
    },
    Object.entries(answer.artifacts).map(([step, artifact]) => ({
      step,
      kind: artifact.kind,
      title: artifact.title,
      digest: artifactDigest(artifact),
      content: artifact,
    })),
  );
}

/** A run's result as an answer; an alert's reason stands before it. @throws TabletalkError not_found for a run that is gone */
export async function answerOfRun(
  store: Store,
  workspace: string,
  {run: id = "", reason, note}: Pick<Told, "run" | "reason" | "note">,
): Promise<Answer> {
  const run = await runById(store, workspace, id);
  if (!run) throw new TabletalkError("not_found", "This run is gone.", "Run the workflow again.");
  const result = await runResult(store, workspace, run);
  if (result.waitsFor)
    return emptyAnswer(`It waits for somebody's word: ${result.waitsFor.question} (run ${run.id})`);
  const end = run.result as RunEnd | undefined;
  const {artifacts, text, values, recipe} = result;
  const plan = recipe === undefined ? undefined : readRecipe(await recipeById(store, workspace, recipe)).plan;
  const head = reason === undefined ? "" : `${reason}\n`;
  const evidence = (end?.evidence ?? []).map((bound) => ({
    ...bound,
    start: bound.start + head.length,
    end: bound.end + head.length,
  }));
  const ids = new Set(plan?.steps.map((step) => step.id) ?? Object.keys(artifacts));
  return {
    ...emptyAnswer(head + text + (note === undefined ? "" : `\n\n${note}`)),
    values,
    evidence,
    artifacts: Object.fromEntries(Object.entries(artifacts).filter(([step]) => ids.has(step))),
    ...(plan && {plan}),
    ...(recipe !== undefined && {recipe}),
  };
}

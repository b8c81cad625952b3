import {TabletalkError} from "../../../errors.ts";
import type {DatasetSummary} from "../../../kaggle/answers.ts";
import {noCredentials} from "../../../kaggle/credentials.ts";
import type {PromptMessage} from "../../../models/ask.ts";
import type {FoundOnKaggle, KaggleShelf, PlannerInput, PlannerOutput} from "../../contracts.ts";
import type {Delegated} from "../answer_schema.ts";
import {makeCards} from "../card.ts";
import {type ConverseOptions, converse} from "../converse.ts";
import {fence, tame} from "../fence.ts";
import {earlierLines, QUESTION_LENGTH} from "../planner_prompt.ts";
import {kaggleV1} from "../prompts/kaggle_v1.ts";
import {type KaggleCalls, type KaggleEnd, kaggleActionSchema} from "./action_schema.ts";
import {checkAction} from "./check_action.ts";
import {KAGGLE} from "./may_need.ts";
import {lookAt, type Seen, searchFor} from "./shelf_calls.ts";

/** Replies of the model: calls, and the end. */
const MOST_REPLIES = 4;

/**
 * Has a model look on Kaggle for data that was asked for: a few searches and looks, then up to three data sets, or none. What it names
 * was shown to it, and what it says of them is bound to that. Nothing is imported.
 * @throws TabletalkError unauthorized without credentials; unavailable where Kaggle does not answer; model_failed where the model gives
 * no usable reply
 */
export async function lookOnKaggle(
  goals: readonly Delegated[],
  input: PlannerInput & {kaggle: NonNullable<PlannerInput["kaggle"]>},
  {isPart = false, ...options}: ConverseOptions & {/** Other work was given with it. */ isPart?: boolean},
): Promise<PlannerOutput> {
  const kaggle = await input.kaggle();
  const {method} = await kaggle.credentials();
  if (method === "anonymous") throw noCredentials([]);
  const {signal} = input;
  const card = makeCards(input.profiles);
  const seen: Seen = {known: new Map(), searched: []};
  const asked = [
    ...(input.profiles.length > 0 ? [fence("dataset", card.text)] : []),
    ...earlierLines(input),
    `The person asked: ${tame(input.question, QUESTION_LENGTH)}`,
  ].join("\n");
  const told = [
    asked,
    ...(input.commercial ? ["They work for money: commercial true, unless they say otherwise."] : []),
    `Your goal: ${tame(goals.map(({goal}) => goal).join("; "), QUESTION_LENGTH)}`,
  ].join("\n");
  const messages: PromptMessage[] = [{role: "user", content: told}];
  for (let reply = 1; ; reply += 1) {
    const left = MOST_REPLIES - reply;
    const prompt = {
      role: KAGGLE.name,
      version: kaggleV1.version,
      instructions: kaggleV1.text,
      messages,
      schema: kaggleActionSchema,
      shown: {columns: card.columns, results: []},
    };
    // A goal is a model's words, and proves nothing.
    const grounds = {asked, left};
    const action = await converse<KaggleCalls | KaggleEnd>(
      prompt,
      async (written) => checkAction(written, seen, grounds),
      options,
    );
    if (action.kind === "end") {
      const found = await foundIn(action, seen, kaggle, signal);
      const reason = found.lacks === "" ? "Nothing on Kaggle was found that fits" : found.lacks;
      const declined = {kind: "declined" as const, reason: `${reason}.`, suggestions: [], unplaced: []};
      // Where nothing was looked for, nothing is said of what there is.
      return seen.known.size + seen.searched.length === 0
        ? {
            ...declined,
            reason: found.lacks === "" ? "That is nothing to look for on Kaggle." : declined.reason,
          }
        : {...declined, found: {...found, ...(isPart && {isPart})}};
    }
    const shown = await calling(
      action.kind === "search"
        ? searchFor(action.searches, seen, kaggle, signal)
        : lookAt(action.refs, seen, kaggle, signal),
    );
    const remains =
      left === 1
        ? 'No calls are left: write "found" or "declined".'
        : `${left - 1} round${left === 2 ? "" : "s"} of calls left; end as soon as you can.`;
    messages.push(
      {role: "assistant", content: JSON.stringify(writtenOf(action))},
      {role: "user", content: `${fence("kaggle", shown)}\n${remains}`},
    );
  }
}

const writtenOf = (calls: KaggleCalls): object =>
  calls.kind === "search" ? {search: calls.searches} : {look: calls.refs};

/** What Kaggle is asked; its limits are no model's, which another might stand in for. */
async function calling<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof TabletalkError) || error.code !== "limit_reached") throw error;
    throw new TabletalkError("unavailable", error.message, error.next, {cause: error});
  }
}

/** What was found, each with the version and licence of its own page. */
async function foundIn(
  {found, lacks}: KaggleEnd,
  {known, searched}: Seen,
  kaggle: KaggleShelf,
  signal: AbortSignal,
): Promise<FoundOnKaggle> {
  const whole = async (ref: string): Promise<DatasetSummary> => {
    const {dataset, isWhole} = known.get(ref.toLowerCase())!;
    if (isWhole) return dataset;
    // What the list said of it stands where its page cannot be read.
    return kaggle.dataset(ref, {signal}).catch((error: unknown) => {
      signal.throwIfAborted();
      if (error instanceof TabletalkError) return dataset;
      throw error;
    });
  };
  const datasets = await Promise.all(found.map(async ({ref, why}) => ({dataset: await whole(ref), why})));
  return {searched, datasets, lacks};
}

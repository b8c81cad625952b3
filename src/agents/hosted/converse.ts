import {TabletalkError} from "../../errors.ts";
import type {Account} from "../../models/account.ts";
import {askModel, type Prompt, type PromptMessage, type Reply} from "../../models/ask.ts";
import type {HostedModel} from "../../models/providers.ts";
import {tame} from "./fence.ts";

/**
 * What became of a reply: a result, perhaps with doubts that are worth one more round; or what is wrong with it, perhaps
 * with a result that stands when the rounds are over.
 */
export type Verdict<T> = {value: T; doubts: string[]} | {issues: string[]; last?: T};

export interface ConverseOptions {
  models: readonly HostedModel[];
  account: Account;
  signal: AbortSignal;
  retryBaseMs?: number;
  /** Replies asked of each model, the first included. Default 2: one, and one mended. */
  rounds?: number;
}

/**
 * Asks models in order until one gives a reply that passes `check`. Each gets its faults back once; one that is down,
 * refuses or keeps writing rubbish is passed over.
 *
 * @throws TabletalkError `model_failed` of the last model when none is left; `aborted` when the signal fires.
 */
export async function converse<T>(
  prompt: Prompt,
  check: (reply: Reply) => Promise<Verdict<T>>,
  options: ConverseOptions,
): Promise<T> {
  let failure: TabletalkError | undefined;
  for (const model of options.models) {
    try {
      return await askUntilValid(model, prompt, check, options);
    } catch (error) {
      if (!(error instanceof TabletalkError) || error.code !== "model_failed") throw error;
      failure = error;
    }
  }
  throw (
    failure ??
    new TabletalkError(
      "model_failed",
      "No model is configured for this.",
      "Name one, or use --model offline.",
    )
  );
}

async function askUntilValid<T>(
  model: HostedModel,
  prompt: Prompt,
  check: (reply: Reply) => Promise<Verdict<T>>,
  {account, signal, retryBaseMs, rounds = 2}: ConverseOptions,
): Promise<T> {
  let messages: readonly PromptMessage[] = prompt.messages;
  let standing: {value: T} | undefined;
  let issues: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    let reply: Reply;
    try {
      reply = await askModel(
        model,
        {...prompt, messages},
        {account, signal, ...(retryBaseMs !== undefined && {retryBaseMs})},
      );
    } catch (error) {
      if (standing && error instanceof TabletalkError && error.code === "model_failed") return standing.value;
      throw error;
    }
    if (reply.ending === "refused") {
      throw new TabletalkError(
        "model_failed",
        `${model.id} refused to answer.`,
        "Ask in another way, or use another model.",
      );
    }
    const verdict = await check(reply);
    if ("value" in verdict) {
      if (!verdict.doubts.length || round === rounds) return verdict.value;
      standing = {value: verdict.value};
      issues = verdict.doubts;
    } else {
      issues = verdict.issues;
      if (verdict.last !== undefined) standing = {value: verdict.last};
    }
    messages = [...prompt.messages, ...repair(reply, issues)];
  }
  if (standing) return standing.value;
  throw new TabletalkError(
    "model_failed",
    `${model.id} gave no usable answer in ${rounds} rounds: ${issues[0] ?? "nothing"}`,
    "Ask in another way, or use another model.",
  );
}

/** What the model wrote, and what is wrong with it. */
function repair(reply: Reply, issues: readonly string[]): PromptMessage[] {
  const written = reply.object === undefined ? reply.text : JSON.stringify(reply.object);
  const cut = reply.ending === "length" ? ["it was cut for its length: write less"] : [];
  const faults = [...cut, ...issues].slice(0, 8).map((one) => `- ${tame(one, 400)}`);
  return [
    {role: "assistant", content: written.slice(0, 4000) || "(nothing)"},
    {
      role: "user",
      content: `That cannot be used as it is:\n${faults.join("\n")}\nWrite the whole JSON again, mended.`,
    },
  ];
}

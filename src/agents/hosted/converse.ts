import {TabletalkError} from "../../errors.ts";
import {type Account, type AnsweredBy, noteAnswer} from "../../models/account.ts";
import {askModel, type Prompt, type PromptMessage, passedOverError, type Reply} from "../../models/ask.ts";
import {type Health, sharedHealth} from "../../models/health.ts";
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
  /** Which models are passed over for now. Default: what this process knows. */
  health?: Health;
  /** The offline pair answers where no model does: then none is asked that is passed over for now. */
  fallback?: boolean;
}

/**
 * Asks models in order until one gives a reply that passes `check`. Each gets its faults back once; one that is down,
 * refuses or keeps writing rubbish is passed over. Models that failed lately come last, as a last hope, or not at all where the
 * offline pair can answer. Who answered, and why others did not, is noted on the account.
 *
 * @throws TabletalkError when none is left: `limit_reached` where the day's limits stopped one, else `model_failed`; `aborted` when
 * the signal fires.
 */
export async function converse<T>(
  prompt: Prompt,
  check: (reply: Reply) => Promise<Verdict<T>>,
  options: ConverseOptions,
): Promise<T> {
  const {models, account, health = sharedHealth, fallback = false} = options;
  const skipped = models.filter((model) => health.skips(model));
  const asked = models.filter((model) => !skipped.includes(model));
  const passedOver: AnsweredBy["passedOver"] = [];
  const failures: TabletalkError[] = [];
  const note = (model: HostedModel, error: TabletalkError) => {
    passedOver.push({model: model.id, why: error.message});
    failures.push(error);
  };
  if (fallback || asked.length > 0)
    for (const model of skipped) note(model, passedOverError(health.of(model)));
  for (const model of [...asked, ...(fallback ? [] : skipped)]) {
    const lastHope = skipped.includes(model);
    try {
      const value = await askUntilValid(model, prompt, check, {...options, health, lastHope});
      noteAnswer(account, prompt.role, model.id, passedOver);
      return value;
    } catch (error) {
      if (!isPassedOver(error)) throw error;
      note(model, error);
    }
  }
  noteAnswer(account, prompt.role, fallback ? "offline" : undefined, passedOver);
  throw noneLeft(failures);
}

/** Whether an error is one model's, so that the next one, or the offline pair, may answer. */
export function isPassedOver(error: unknown): error is TabletalkError {
  return error instanceof TabletalkError && ["model_failed", "limit_reached"].includes(error.code);
}

/** The error of the last model; with several models it says what was wrong with each. */
function noneLeft(failures: readonly TabletalkError[]): TabletalkError {
  const limited = failures.find(({code}) => code === "limit_reached");
  if (limited) return limited;
  const last = failures.at(-1);
  if (!last)
    return new TabletalkError(
      "model_failed",
      "No model is configured for this.",
      "Name one, or use --model offline.",
    );
  const messages = [...new Set(failures.map(({message}) => message))];
  if (messages.length === 1) return last;
  return new TabletalkError("model_failed", messages.join(" "), last.next, {cause: last});
}

async function askUntilValid<T>(
  model: HostedModel,
  prompt: Prompt,
  check: (reply: Reply) => Promise<Verdict<T>>,
  {
    account,
    signal,
    retryBaseMs,
    rounds = 2,
    health,
    lastHope,
  }: ConverseOptions & {
    health: Health;
    lastHope: boolean;
  },
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
        {account, signal, health, lastHope, ...(retryBaseMs !== undefined && {retryBaseMs})},
      );
    } catch (error) {
      if (standing && isPassedOver(error)) return standing.value;
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

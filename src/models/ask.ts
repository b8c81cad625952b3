import type {Agent} from "@mastra/core/agent";
import type {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {
  type Account,
  type CallOutcome,
  estimateTokens,
  noteReply,
  noteRequest,
  type Shown,
  type Taken,
} from "./account.ts";
import {type Failure, pause, readFailure, retryDelay} from "./failure.ts";
import {type Health, type ModelHealth, type Pass, sharedHealth} from "./health.ts";
import {languageModel} from "./language_model.ts";
import type {HostedModel} from "./providers.ts";

/** One message of the exchange after the instructions. */
export interface PromptMessage {
  role: "user" | "assistant";
  content: string;
}

/** What to send. `schema` says what the answer looks like; how it is used depends on the model's answer mode. */
export interface Prompt {
  role: string;
  /** The version of the instructions, for the record. */
  version?: string;
  instructions: string;
  messages: readonly PromptMessage[];
  schema: z.ZodType;
  shown: Shown;
}

/** What came back: text, or the arguments of the one tool. `ending`: whether the provider said that it was complete. */
export interface Reply {
  text: string;
  object?: unknown;
  ending: "complete" | "length" | "cut" | "refused";
}

export interface AskOptions {
  account: Account;
  signal: AbortSignal;
  /** Requests to one model for one reply, the first included. Default 3. */
  attempts?: number;
  /** The first wait before trying again, in milliseconds. Default 500. */
  retryBaseMs?: number;
  /** Which models are passed over for now. Default: what this process knows. */
  health?: Health;
  /** Nobody else is left to answer: a model that is passed over for now is asked all the same, once. */
  lastHope?: boolean;
}

/** Models that turned out to allow no temperature but their own. */
const fixedTemperature = new Set<string>();

function refusesTemperature({error, retry}: Failure): boolean {
  return !retry && /temperature/i.test(error.message);
}

/** The name of the tool through which a model in mode "tool" hands over its answer. */
const ANSWER_TOOL = "answer";

/**
 * Asks one model once, as a Mastra agent. Tries again with a growing, jittered wait on 429, 5xx and broken connections. A model
 * that failed several times in a row is passed over for a while (`health.ts`).
 *
 * @throws TabletalkError `model_failed` when the model cannot answer, is passed over, or the budget is used up; `limit_reached` when
 * the day's limits are; `aborted` when the signal fires.
 */
export async function askModel(model: HostedModel, prompt: Prompt, options: AskOptions): Promise<Reply> {
  const {account, signal, attempts = 3, retryBaseMs = 500, health = sharedHealth, lastHope = false} = options;
  checkLength(model, prompt);
  let failure: Failure | undefined;
  for (let attempt = 1; ; attempt += 1) {
    if (signal.aborted) throw abortedError();
    const pass = await health.enter(model, {lastHope, signal});
    if (signal.aborted) {
      pass?.dropped();
      throw abortedError();
    }
    if (!pass) throw failure?.error ?? passedOverError(health.of(model));
    const outcome = await askOnce(model, prompt, account, signal, pass);
    if ("text" in outcome) return outcome;
    if (refusesTemperature(outcome) && !fixedTemperature.has(model.id)) {
      fixedTemperature.add(model.id);
      continue;
    }
    if (attempt >= attempts) throw outcome.error;
    if (!outcome.retry || pass.probe) throw outcome.error;
    failure = outcome;
    await pause(retryDelay(attempt, retryBaseMs, outcome.afterMs), signal).catch(() => {
      throw abortedError();
    });
  }
}

/** A request that its model could not take is not sent. */
function checkLength({id, limits}: HostedModel, prompt: Prompt): void {
  const tokens = estimateTokens(wholePrompt(prompt));
  if (limits?.contextTokens === undefined || tokens <= limits.contextTokens) return;
  throw new TabletalkError(
    "model_failed",
    `The question and its data are too long for ${id}: about ${tokens} tokens of ${limits.contextTokens}.`,
    "Ask of fewer tables, or use a model with a longer context.",
  );
}

/** What is said of a model that is not asked for now. */
export function passedOverError({model, says, next, until}: ModelHealth, now = Date.now()): TabletalkError {
  const seconds = Math.max(1, Math.ceil(((until ?? now) - now) / 1000));
  return new TabletalkError(
    "model_failed",
    `${model} is not asked for another ${seconds} s. ${says ?? "It failed several times."}`,
    next ?? "Try again later, or name a second model.",
  );
}

/** One request: within budget and day's limits, in time, and told to health and account whatever becomes of it. */
async function askOnce(
  model: HostedModel,
  prompt: Prompt,
  account: Account,
  signal: AbortSignal,
  pass: Pass,
): Promise<Reply | Failure> {
  const text = wholePrompt(prompt);
  const replyTokens = Math.min(
    account.budget.replyTokens,
    model.limits?.replyTokens ?? Number.POSITIVE_INFINITY,
  );
  const callMs = model.limits?.callMs ?? (model.remote ? account.budget.callMs : account.budget.localCallMs);
  let taken: Taken | undefined;
  try {
    taken = await account.allowance?.take(model, {input: estimateTokens(text), output: replyTokens});
    noteRequest(account, model, prompt.role, text, prompt.shown, prompt.version);
  } catch (error) {
    pass.dropped();
    await taken?.settle({input: 0, output: 0});
    throw error;
  }
  const began = performance.now();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), callMs);
  const both = AbortSignal.any([signal, stop.signal]);
  const reply: Reply = {text: "", ending: "cut"};
  const tokens = {input: 0, output: 0};
  let outcome: Reply | Failure | undefined;
  try {
    const failure = await Promise.race([
      readReply(model, prompt, replyTokens, both, reply, tokens),
      untilAborted(both),
    ]);
    if (signal.aborted) throw abortedError();
    if (stop.signal.aborted) outcome = tooSlow(model, callMs);
    else outcome = failure ? readFailure(failure.cause, model) : reply;
    return outcome;
  } finally {
    clearTimeout(timer);
    stop.abort();
    const ms = Math.round(performance.now() - began);
    const written = reply.text + (reply.object === undefined ? "" : JSON.stringify(reply.object));
    const used = {
      input: Math.max(tokens.input, estimateTokens(text)),
      output: Math.max(tokens.output, estimateTokens(written)),
    };
    noteReply(account, model, used, {role: prompt.role, ms, ...endOf(outcome)});
    if (!outcome) pass.dropped();
    else if ("text" in outcome) pass.answered(ms);
    else pass.failed(outcome);
    await taken?.settle(used);
  }
}

function endOf(outcome: Reply | Failure | undefined): Pick<CallOutcome, "outcome" | "why"> {
  if (!outcome) return {outcome: "stopped"};
  return "text" in outcome ? {outcome: "answered"} : {outcome: "failed", why: outcome.error.message};
}

function tooSlow(model: HostedModel, callMs: number): Failure {
  const message = `${model.id} did not answer within ${Math.round(callMs / 1000)} s.`;
  const error = new TabletalkError("model_failed", message, "Try again, or use a faster model.");
  return {error, trouble: "slow", retry: false};
}

/** Reads the stream into `reply` and `tokens`, so that what came before a failure still counts. */
async function readReply(
  model: HostedModel,
  prompt: Prompt,
  replyTokens: number,
  abortSignal: AbortSignal,
  reply: Reply,
  tokens: {input: number; output: number},
): Promise<{cause: unknown} | undefined> {
  try {
    const agent = await makeAgent(model, prompt);
    const messages = prompt.messages.map(({role, content}) =>
      role === "user" ? {role: "user" as const, content} : {role: "assistant" as const, content},
    );
    const settings = {
      maxSteps: 1,
      abortSignal,
      modelSettings: {
        maxRetries: 0,
        maxOutputTokens: replyTokens,
        ...(!fixedTemperature.has(model.id) && {temperature: 0}),
      },
    };
    const stream =
      model.answers === "json"
        ? await agent.stream(messages, {
            ...settings,
            structuredOutput: {schema: prompt.schema, errorStrategy: "warn"},
          })
        : await agent.stream(messages, settings);
    for await (const chunk of stream.fullStream) {
      if (abortSignal.aborted) return undefined;
      if (chunk.type === "error") return {cause: chunk.payload.error};
      if (chunk.type === "text-delta") reply.text += chunk.payload.text;
      if (chunk.type === "tool-call" && chunk.payload.toolName === ANSWER_TOOL)
        reply.object = chunk.payload.args;
      if (chunk.type === "finish") {
        reply.ending = endingOf(chunk.payload.stepResult.reason);
        tokens.input = chunk.payload.output.usage.inputTokens ?? 0;
        tokens.output = chunk.payload.output.usage.outputTokens ?? 0;
      }
      if (estimateTokens(reply.text) > replyTokens * 2) {
        reply.ending = "length";
        return undefined;
      }
    }
    return undefined;
  } catch (cause) {
    return {cause};
  }
}

async function makeAgent(model: HostedModel, prompt: Prompt): Promise<Agent> {
  process.env.MASTRA_TELEMETRY_DISABLED ??= "1";
  const [{Agent: MastraAgent}, {createTool}, {noopLogger}, config] = await Promise.all([
    import("@mastra/core/agent"),
    import("@mastra/core/tools"),
    import("@mastra/core/logger"),
    languageModel(model),
  ]);
  const answer = createTool({
    id: ANSWER_TOOL,
    description: "Hands over the answer.",
    inputSchema: prompt.schema,
  });
  const agent = new MastraAgent({
    id: prompt.role,
    name: prompt.role,
    instructions: prompt.instructions,
    model: config,
    maxRetries: 0,
    ...(model.answers === "tool" && {tools: {[ANSWER_TOOL]: answer}}),
  });
  // The model's own loop too: its default logger writes requests that broke, with their prompts, to stderr.
  agent.__registerPrimitives({logger: noopLogger});
  return agent;
}

function endingOf(reason: string | undefined): Reply["ending"] {
  if (reason === "stop" || reason === "tool-calls" || reason === "end-turn") return "complete";
  if (reason === "length") return "length";
  if (reason === "content-filter") return "refused";
  return "cut";
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), {once: true});
  });
}

function wholePrompt({instructions, messages}: Prompt): string {
  return [instructions, ...messages.map((message) => message.content)].join("\n");
}

function abortedError(): TabletalkError {
  return new TabletalkError("aborted", "Stopped.", "Ask again when you like.");
}

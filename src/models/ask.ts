import type {Agent} from "@mastra/core/agent";
import type {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {type Account, estimateTokens, noteReply, noteRequest, type Shown} from "./account.ts";
import {type Failure, pause, readFailure, retryDelay} from "./failure.ts";
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
}

/** Models that turned out to allow no temperature but their own. */
const fixedTemperature = new Set<string>();

function refusesTemperature({error, retry}: Failure): boolean {
  return !retry && /temperature/i.test(error.message);
}

/** The name of the tool through which a model in mode "tool" hands over its answer. */
const ANSWER_TOOL = "answer";

/**
 * Asks one model once, as a Mastra agent. Tries again with a growing, jittered wait on 429, 5xx and broken connections.
 *
 * @throws TabletalkError `model_failed` when the model cannot answer or the budget is used up; `aborted` when the signal fires.
 */
export async function askModel(model: HostedModel, prompt: Prompt, options: AskOptions): Promise<Reply> {
  const {account, signal, attempts = 3, retryBaseMs = 500} = options;
  for (let attempt = 1; ; attempt += 1) {
    if (signal.aborted) throw abortedError();
    noteRequest(account, model, prompt.role, wholePrompt(prompt), prompt.shown, prompt.version);
    const outcome = await askOnce(model, prompt, account, signal);
    if ("text" in outcome) return outcome;
    if (attempt >= attempts) throw outcome.error;
    if (refusesTemperature(outcome) && !fixedTemperature.has(model.id)) {
      fixedTemperature.add(model.id);
      continue;
    }
    if (!outcome.retry) throw outcome.error;
    await pause(retryDelay(attempt, retryBaseMs, outcome.afterMs), signal).catch(() => {
      throw abortedError();
    });
  }
}

async function askOnce(
  model: HostedModel,
  prompt: Prompt,
  account: Account,
  signal: AbortSignal,
): Promise<Reply | Failure> {
  const {replyTokens} = account.budget;
  const callMs = model.remote ? account.budget.callMs : account.budget.localCallMs;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), callMs);
  const both = AbortSignal.any([signal, stop.signal]);
  const reply: Reply = {text: "", ending: "cut"};
  const tokens = {input: 0, output: 0};
  try {
    const failure = await Promise.race([
      readReply(model, prompt, replyTokens, both, reply, tokens),
      untilAborted(both),
    ]);
    if (signal.aborted) throw abortedError();
    if (stop.signal.aborted) {
      const message = `${model.id} did not answer within ${Math.round(callMs / 1000)} s.`;
      return {
        error: new TabletalkError("model_failed", message, "Try again, or use a faster model."),
        retry: false,
      };
    }
    return failure ? readFailure(failure.cause, model) : reply;
  } finally {
    clearTimeout(timer);
    stop.abort();
    const written = reply.text + (reply.object === undefined ? "" : JSON.stringify(reply.object));
    noteReply(account, model, {
      input: Math.max(tokens.input, estimateTokens(wholePrompt(prompt))),
      output: Math.max(tokens.output, estimateTokens(written)),
    });
  }
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
  agent.__setLogger(noopLogger);
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

import {TabletalkError} from "../errors.ts";
import {type Account, estimateTokens, noteReply, noteRequest} from "./account.ts";
import {passedOverError} from "./ask.ts";
import {type Failure, pause, readFailure, retryDelay} from "./failure.ts";
import {type Health, type Pass, sharedHealth} from "./health.ts";
import type {HostedModel} from "./providers.ts";

export interface EmbedOptions {
  account: Account;
  signal: AbortSignal;
  /** Asked for where the model can make vectors of several sizes. */
  dimensions?: number;
  /** Requests for one batch, the first included. Default 4. */
  attempts?: number;
  /** The first wait before trying again, in milliseconds. Default 500. */
  retryBaseMs?: number;
  health?: Health;
}

/** Texts of one request, and their characters: below what providers take. */
const MOST_TEXTS = 64;
const MOST_CHARACTERS = 100_000;
const ROLE = "embedding";

/** What the models of a provider give for texts. */
interface Maker {
  doEmbed(options: {
    values: string[];
    abortSignal: AbortSignal;
    providerOptions?: Record<string, Record<string, number>>;
  }): PromiseLike<{embeddings: number[][]; usage?: {tokens: number}}>;
}

/**
 * Has a model make the vectors of texts, a batch at a time, in order. Tries again with a growing, jittered wait on 429, 5xx and broken
 * connections; each request counts in the account's budget and in its record of what left the machine.
 * @throws TabletalkError model_failed when the model cannot answer, answers wrongly, or the budget is used up; aborted
 */
export async function embedTexts(
  model: HostedModel,
  texts: readonly string[],
  options: EmbedOptions,
): Promise<Float32Array[]> {
  const maker = await makerOf(model);
  const found: Float32Array[] = [];
  for (const batch of batches(texts)) found.push(...(await embedBatch(maker, model, batch, options)));
  return found;
}

async function embedBatch(
  maker: Maker,
  model: HostedModel,
  texts: readonly string[],
  options: EmbedOptions,
): Promise<Float32Array[]> {
  const {signal, attempts = 4, retryBaseMs = 500, health = sharedHealth} = options;
  for (let attempt = 1; ; attempt++) {
    if (signal.aborted) throw stopped();
    const pass = await health.enter(model, {lastHope: true, signal});
    if (signal.aborted) {
      pass?.dropped();
      throw stopped();
    }
    if (!pass) throw passedOverError(health.of(model));
    const outcome = await embedOnce(maker, model, texts, options, pass);
    if (Array.isArray(outcome)) return outcome;
    if (!outcome.retry || attempt >= attempts) throw outcome.error;
    await pause(retryDelay(attempt, retryBaseMs, outcome.afterMs), signal).catch(() => {
      throw stopped();
    });
  }
}

async function embedOnce(
  maker: Maker,
  model: HostedModel,
  texts: readonly string[],
  {account, signal, dimensions}: EmbedOptions,
  pass: Pass,
): Promise<Float32Array[] | Failure> {
  const whole = texts.join("\n");
  const tokens = {input: estimateTokens(whole), output: 0};
  const began = performance.now();
  const callMs = model.limits?.callMs ?? (model.remote ? account.budget.callMs : account.budget.localCallMs);
  const late = AbortSignal.timeout(callMs);
  const note = (outcome: "answered" | "failed" | "stopped", why?: string): void =>
    noteReply(account, model, tokens, {
      role: ROLE,
      outcome,
      ms: Math.round(performance.now() - began),
      ...(why !== undefined && {why}),
    });
  let taken: Awaited<ReturnType<NonNullable<Account["allowance"]>["take"]>> | undefined;
  try {
    taken = await account.allowance?.take(model, tokens);
    noteRequest(account, model, ROLE, whole, {columns: [], results: []});
  } catch (error) {
    pass.dropped();
    throw error;
  }
  try {
    const {embeddings, usage} = await maker.doEmbed({
      values: [...texts],
      abortSignal: AbortSignal.any([signal, late]),
      ...(dimensions !== undefined && {
        providerOptions: {[model.protocol === "openai" ? "openai" : model.provider]: {dimensions}},
      }),
    });
    if (usage) tokens.input = Math.max(tokens.input, usage.tokens);
    const vectors = checked(model, embeddings, texts.length, dimensions);
    pass.answered(performance.now() - began);
    note("answered");
    return vectors;
  } catch (error) {
    if (signal.aborted) {
      pass.dropped();
      note("stopped");
      throw stopped();
    }
    const failure = late.aborted ? tooSlow(model, callMs) : failureOf(error, model);
    pass.failed(failure);
    note("failed", failure.error.message);
    return failure;
  } finally {
    await taken?.settle(tokens);
  }
}

/** One vector for each text, all of one size, of finite numbers. */
function checked(
  model: HostedModel,
  embeddings: readonly (readonly number[])[],
  count: number,
  dimensions: number | undefined,
): Float32Array[] {
  const wrong = (what: string): TabletalkError =>
    new TabletalkError(
      "model_failed",
      `${model.id} answered with ${what}.`,
      "Check that it is a model for embeddings, and the number of dimensions that it can make.",
    );
  if (embeddings.length !== count) throw wrong(`${embeddings.length} vectors for ${count} texts`);
  const size = dimensions ?? embeddings[0]?.length ?? 0;
  if (size === 0 || embeddings.some((vector) => vector.length !== size))
    throw wrong(`vectors of another size than ${size || "one"}`);
  if (embeddings.some((vector) => vector.some((place) => !Number.isFinite(place))))
    throw wrong("vectors that are no numbers");
  return embeddings.map((vector) => Float32Array.from(vector));
}

async function makerOf(model: HostedModel): Promise<Maker> {
  const place = {
    baseURL: model.url,
    apiKey: model.key ?? "none",
    ...(model.reach && {fetch: (await import("./guarded_fetch.ts")).guardedFetch(model.reach)}),
  };
  switch (model.protocol) {
    case "anthropic":
      throw new TabletalkError(
        "bad_use",
        `${model.id} makes no vectors: Anthropic has no such models.`,
        "Name a model for embeddings, as in openai/text-embedding-3-small.",
      );
    case "openai": {
      const {createOpenAI} = await import("@ai-sdk/openai");
      return createOpenAI(place).embeddingModel(model.model) as Maker;
    }
    case "compatible": {
      const {createOpenAICompatible} = await import("@ai-sdk/openai-compatible");
      return createOpenAICompatible({...place, name: model.provider}).embeddingModel(model.model) as Maker;
    }
  }
}

function* batches(texts: readonly string[]): Generator<string[]> {
  let batch: string[] = [];
  let characters = 0;
  for (const text of texts) {
    if (batch.length === MOST_TEXTS || (batch.length > 0 && characters + text.length > MOST_CHARACTERS)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(text);
    characters += text.length;
  }
  if (batch.length > 0) yield batch;
}

function failureOf(error: unknown, model: HostedModel): Failure {
  if (error instanceof TabletalkError) return {error, trouble: "request", retry: false};
  return readFailure(error, model);
}

function tooSlow(model: HostedModel, callMs: number): Failure {
  const message = `${model.id} did not answer within ${Math.round(callMs / 1000)} s.`;
  const error = new TabletalkError("model_failed", message, "Try again, or use a faster model.");
  return {error, trouble: "slow", retry: false};
}

const stopped = (): TabletalkError =>
  new TabletalkError("aborted", "Stopped.", "Start it again when you like.");

import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {estimateTokens, noteReply, noteRequest, openAccount} from "./account.ts";
import {readFailure} from "./failure.ts";
import type {HostedModel} from "./providers.ts";
import {type ModelTest, TEST_BUDGET, type TestOptions} from "./test_model.ts";

const TEXT = "hello";
const answerSchema = z.object({
  data: z.array(z.object({embedding: z.array(z.number()).min(1)})).min(1),
});

/** Has a model make the vector of one word. Never throws but for `aborted`. */
export async function testEmbedding(model: HostedModel, options: TestOptions): Promise<ModelTest> {
  const {signal, health, account = openAccount(TEST_BUDGET)} = options;
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  const failed = ({message, next}: TabletalkError): ModelTest => ({
    model: model.id,
    works: false,
    ms: took(),
    says: message,
    next,
  });
  if (model.protocol === "anthropic") {
    const says = `${model.id} makes no vectors: Anthropic has no such models.`;
    return failed(new TabletalkError("model_failed", says, "Name another for the role embedding."));
  }
  const pass = await health.enter(model, {lastHope: true, signal});
  if (!pass) return failed(new TabletalkError("model_failed", "Stopped.", "Try again."));
  const tokens = {input: estimateTokens(TEXT), output: 0};
  try {
    const taken = await account.allowance?.take(model, tokens);
    noteRequest(account, model, "test", TEXT, {columns: [], results: []});
    await taken?.settle(tokens);
    const dimensions = await dimensionsOf(model, signal);
    pass.answered(took());
    noteReply(account, model, tokens, {role: "test", outcome: "answered", ms: took()});
    return {
      model: model.id,
      works: true,
      ms: took(),
      says: `makes vectors of ${dimensions} numbers in ${took()} ms`,
    };
  } catch (error) {
    if (signal.aborted) {
      pass.dropped();
      throw new TabletalkError("aborted", "Stopped.", "Test again when you like.");
    }
    if (error instanceof TabletalkError && error.code !== "refused") {
      pass.dropped();
      return failed(error);
    }
    const failure = readFailure(error, model);
    pass.failed(failure);
    noteReply(account, model, tokens, {
      role: "test",
      outcome: "failed",
      ms: took(),
      why: failure.error.message,
    });
    return failed(failure.error);
  }
}

async function dimensionsOf(model: HostedModel, signal: AbortSignal): Promise<number> {
  const call = model.reach ? (await import("./guarded_fetch.ts")).guardedFetch(model.reach) : fetch;
  const callMs = model.limits?.callMs ?? (model.remote ? TEST_BUDGET.callMs : TEST_BUDGET.localCallMs);
  const answer = await call(`${model.url}/embeddings`, {
    method: "POST",
    headers: {"content-type": "application/json", authorization: `Bearer ${model.key ?? "none"}`},
    body: JSON.stringify({model: model.model, input: [TEXT]}),
    signal: AbortSignal.any([signal, AbortSignal.timeout(callMs)]),
  });
  const text = await answer.text();
  if (!answer.ok) {
    const responseHeaders = Object.fromEntries(answer.headers);
    throw Object.assign(new Error(text.slice(0, 300)), {statusCode: answer.status, responseHeaders});
  }
  const parsed = answerSchema.safeParse(jsonOf(text));
  if (!parsed.success) throw Object.assign(new Error("no vector in its answer"), {statusCode: 200});
  return parsed.data.data[0]!.embedding.length;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

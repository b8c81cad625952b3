import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {type Account, openAccount} from "./account.ts";
import {askModel, type Reply} from "./ask.ts";
import type {Health} from "./health.ts";
import type {HostedModel} from "./providers.ts";

/** What one tiny call found out about a model. */
export interface ModelTest {
  model: string;
  works: boolean;
  /** How long the call took, in milliseconds. */
  ms: number;
  /** Whether it answered in the form that was asked for; absent where it did not answer, and for embeddings. */
  structured?: boolean;
  /** What was found, and what to do about it. */
  says: string;
  next?: string;
}

export interface TestOptions {
  signal: AbortSignal;
  health: Health;
  /** Where the call is counted. */
  account?: Account;
}

/** How long a test waits; a local model may first have to be loaded. */
export const TEST_BUDGET = {calls: 2, callMs: 30_000, localCallMs: 120_000, replyTokens: 1_000} as const;

const sumSchema = z.object({sum: z.number()});

/** Asks a model for a sum, in the form that it is set to answer in: one call of some thirty tokens. Never throws but for `aborted`. */
export async function testModel(model: HostedModel, options: TestOptions): Promise<ModelTest> {
  const {signal, health, account = openAccount(TEST_BUDGET)} = options;
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  const prompt = {
    role: "test",
    instructions: 'You add numbers. Answer with JSON alone, in the form {"sum": number}.',
    messages: [{role: "user" as const, content: "2 + 3"}],
    schema: sumSchema,
    shown: {columns: [], results: []},
  };
  try {
    const reply = await askModel(model, prompt, {account, signal, health, lastHope: true, attempts: 1});
    return {model: model.id, ...judged(model, reply, took())};
  } catch (error) {
    if (!(error instanceof TabletalkError) || error.code === "aborted") throw error;
    return {model: model.id, works: false, ms: took(), says: error.message, next: error.next};
  }
}

function judged(model: HostedModel, reply: Reply, ms: number): Omit<ModelTest, "model"> {
  const found = sumSchema.safeParse(reply.object ?? jsonIn(reply.text));
  if (found.success) {
    const right = found.data.sum === 5;
    const says = right
      ? `answers in ${ms} ms, in the form asked for`
      : `says that 2 + 3 is ${found.data.sum}`;
    return {
      works: true,
      ms,
      structured: true,
      says,
      ...(!right && {next: "A larger model makes fewer mistakes."}),
    };
  }
  if (reply.ending === "length") {
    return {
      works: true,
      ms,
      structured: false,
      says: `thinks for more than ${TEST_BUDGET.replyTokens} tokens about 2 + 3`,
      next: "Give it less effort to think with, or take another model.",
    };
  }
  const other = model.answers === "text" ? "json or tool" : "text";
  return {
    works: true,
    ms,
    structured: false,
    says: `answers in ${ms} ms, but not in the form asked for (${model.answers})`,
    next: `Set its "answers" to ${other} in the registry, or take another model.`,
  };
}

/** The JSON object in a short text; undefined where there is none. */
function jsonIn(text: string): unknown {
  const found = /\{[^{}]*\}/.exec(text.replaceAll(/<think>[\s\S]*?<\/think>/g, ""))?.[0];
  try {
    return found === undefined ? undefined : JSON.parse(found);
  } catch {
    return undefined;
  }
}

import {TabletalkError} from "../errors.ts";
import {costOf} from "./prices.ts";
import type {HostedModel} from "./providers.ts";

/** Hard limits of one turn, kept by our own count whatever the provider reports. */
export interface Budget {
  /** Requests sent, retries included. */
  calls: number;
  /** Tokens in and out together. */
  tokens: number;
  /** Tokens that one reply may have. */
  replyTokens: number;
  /** For one request, from sending it to the end of its reply. */
  callMs: number;
  /** The same for an address on this machine, where a model may first have to be loaded. */
  localCallMs: number;
}

export const defaultBudget: Budget = {
  calls: 10,
  tokens: 40_000,
  replyTokens: 4_000,
  callMs: 60_000,
  localCallMs: 180_000,
};

/** What a turn used. `cost` is in US dollars and absent when the price of any model in it is not known. */
export interface Usage {
  calls: number;
  inputTokens: number;
  outputTokens: number;
  cost?: number;
}

/** What a request showed to a model: by name, never the text itself. */
export interface Shown {
  /** Columns whose name, type and aggregates were shown, by table. */
  columns: {table: string; column: string; masked: boolean}[];
  /** Results of steps whose cells were shown: the step's id, its columns, and how many rows. */
  results: {step: string; columns: string[]; rows: number}[];
}

/** One request, for the record of what left the machine. */
export interface SentRecord extends Shown {
  at: Date;
  role: string;
  /** The version of the prompt. */
  prompt?: string;
  model: string;
  address: string;
  /** False when the address is on this machine: then nothing left it. */
  remote: boolean;
  characters: number;
}

/** One request and what became of it, for tokens and cost by role and model. */
export interface CallRecord {
  at: Date;
  role: string;
  model: string;
  remote: boolean;
  /** `stopped`: whoever asked did not want it any more. */
  outcome: "answered" | "failed" | "stopped";
  /** Why it failed. */
  why?: string;
  ms: number;
  inputTokens: number;
  outputTokens: number;
  /** US dollars; absent where the model's price is not known. */
  cost?: number;
}

/** Who gave a role's answer in the end, and which models before it did not, and why. */
export interface AnsweredBy {
  role: string;
  /** A model's id, or `offline`; absent: nobody. */
  model?: string;
  passedOver: {model: string; why: string}[];
}

/** What a day's limits leave: asked before each request, told after it. */
export interface Allowance {
  /**
   * Takes what a request may use off the day's limits.
   * @throws TabletalkError `limit_reached` naming the limit, when it is free again, and who can raise it.
   */
  take(model: HostedModel, tokens: {input: number; output: number}): Promise<Taken>;
}

/** What was taken for one request; put right by what it used. */
export interface Taken {
  settle(used: {input: number; output: number}): Promise<void>;
}

/** The running account of one turn: its budget, what it used, what it sent, and who answered. */
export interface Account {
  readonly budget: Budget;
  readonly usage: Usage;
  readonly sent: SentRecord[];
  readonly calls: CallRecord[];
  readonly answers: AnsweredBy[];
  /** The day's limits of whoever asks. Absent: none. */
  readonly allowance?: Allowance;
}

/** Opens an account for one turn. */
export function openAccount(budget: Partial<Budget> = {}, allowance?: Allowance): Account {
  return {
    budget: {...defaultBudget, ...budget},
    usage: {calls: 0, inputTokens: 0, outputTokens: 0, cost: 0},
    sent: [],
    calls: [],
    answers: [],
    ...(allowance && {allowance}),
  };
}

/** Our own count of tokens, for budgets and for providers that report none: four characters to a token. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/**
 * Notes a request before it is sent.
 *
 * @throws TabletalkError `model_failed` when it would pass the budget on calls or tokens; then nothing is sent.
 */
export function noteRequest(
  account: Account,
  model: HostedModel,
  role: string,
  prompt: string,
  shown: Shown,
  version?: string,
): void {
  const {budget, usage, sent} = account;
  const next = "Ask something smaller, raise the budget, or use --model offline.";
  if (usage.calls >= budget.calls) {
    throw new TabletalkError(
      "model_failed",
      `The budget of ${budget.calls} model calls for this question is used up.`,
      next,
    );
  }
  if (usage.inputTokens + usage.outputTokens + estimateTokens(prompt) >= budget.tokens) {
    throw new TabletalkError(
      "model_failed",
      `The budget of ${budget.tokens} tokens for this question is used up.`,
      next,
    );
  }
  usage.calls += 1;
  sent.push({
    ...shown,
    at: new Date(),
    role,
    ...(version !== undefined && {prompt: version}),
    model: model.id,
    address: new URL(model.url).origin,
    remote: model.remote,
    characters: prompt.length,
  });
}

/** What became of a request, beside its tokens. */
export type CallOutcome = Pick<CallRecord, "role" | "outcome" | "ms" | "why">;

/** Notes what a request used: the provider's figures, or ours where it reports less. */
export function noteReply(
  account: Account,
  model: HostedModel,
  tokens: {input: number; output: number},
  call: CallOutcome = {role: "", outcome: "answered", ms: 0},
): void {
  const {usage} = account;
  usage.inputTokens += tokens.input;
  usage.outputTokens += tokens.output;
  const cost = model.price && costOf(model.price, tokens);
  if (cost !== undefined && usage.cost !== undefined) usage.cost += cost;
  else delete usage.cost;
  account.calls.push({
    ...call,
    at: new Date(),
    model: model.id,
    remote: model.remote,
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    ...(cost !== undefined && {cost}),
  });
}

/** Notes who answered for a role, `offline` where no model did, and who was passed over before. */
export function noteAnswer(
  account: Account,
  role: string,
  model: string | undefined,
  passedOver: AnsweredBy["passedOver"],
): void {
  account.answers.push({role, ...(model !== undefined && {model}), passedOver});
}

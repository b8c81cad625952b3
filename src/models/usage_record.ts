import type {ModelUse, Sent} from "../store/usage.ts";
import type {Account} from "./account.ts";

/** What a turn's account comes to for the store: usage by role and model, and each request that was sent. */
export function usageRecord({calls, sent}: Pick<Account, "calls" | "sent">): {
  uses: ModelUse[];
  sent: Sent[];
} {
  const uses = new Map<string, ModelUse>();
  for (const {role, model, inputTokens, outputTokens, cost} of calls) {
    const key = JSON.stringify([role, model]);
    const before = uses.get(key);
    const costs = before ? before.cost !== undefined && cost !== undefined : cost !== undefined;
    uses.set(key, {
      role,
      model,
      calls: (before?.calls ?? 0) + 1,
      inputTokens: (before?.inputTokens ?? 0) + inputTokens,
      outputTokens: (before?.outputTokens ?? 0) + outputTokens,
      ...(costs && {cost: (before?.cost ?? 0) + (cost ?? 0)}),
    });
  }
  return {
    uses: [...uses.values()],
    sent: sent.map(({at, prompt, ...one}) => ({
      ...one,
      ...(prompt !== undefined && {prompt}),
      at: at.toISOString(),
    })),
  };
}

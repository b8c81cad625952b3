/** What discord.js throws when Discord refuses a request, as far as it is looked at here. */
interface Refusal {
  code: number | string;
  status: number;
  message: string;
}

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
export const CODES = {
  unknownChannel: 10_003,
  unknownMessage: 10_008,
  unknownWebhook: 10_015,
  missingAccess: 50_001,
  cannotMessage: 50_007,
  missingPermissions: 50_013,
  invalidWebhookToken: 50_027,
  invalidForm: 50_035,
  threadExists: 160_004,
  requestTooLarge: 40_005,
} as const;

/** The refusal in what was thrown; undefined for anything else (no connection, a fault of ours). */
export function refusalOf(thrown: unknown): Refusal | undefined {
  if (!(thrown instanceof Error)) return undefined;
  if (!("status" in thrown) || typeof thrown.status !== "number") return undefined;
  const code =
    "code" in thrown && (typeof thrown.code === "number" || typeof thrown.code === "string")
      ? thrown.code
      : 0;
  return {code, status: thrown.status, message: thrown.message};
}

/** Whether Discord refused for one of these reasons. */
export function isRefused(thrown: unknown, ...codes: readonly number[]): boolean {
  const refusal = refusalOf(thrown);
  return refusal !== undefined && codes.includes(Number(refusal.code));
}

/** Whether trying again can never help: Discord understood, and says no. */
export function isFinal(thrown: unknown): boolean {
  const status = refusalOf(thrown)?.status;
  return status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** What went wrong, for a log: without addresses, which hold the tokens of interactions. */
export function saidFailure(thrown: unknown): string {
  const refusal = refusalOf(thrown);
  if (refusal) return `${refusal.status} ${refusal.message.split("\n")[0]} (${refusal.code})`;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.replace(/(interactions|webhooks)\/(\d+)\/[^/\s]+/g, "$1/$2/…");
}

/** Why an answer cannot be posted, in words for the one who asked. */
export function whyShut(thrown: unknown): string {
  const code = Number(refusalOf(thrown)?.code);
  if (code === CODES.missingPermissions) return "I am not allowed to post there";
  if (code === CODES.missingAccess) return "I cannot see that channel";
  if (code === CODES.unknownChannel) return "that channel is gone";
  return "Discord did not let me post there";
}

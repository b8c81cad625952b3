import {TabletalkError} from "../errors.ts";

/** A limit that refused: which, how much of it is used, and when it is free again. */
export interface ReachedLimit {
  /** "questions a day", "tries to sign in", ... */
  name: string;
  /** Whose it is. */
  of: "person" | "workspace" | "key" | "address" | "account";
  allowed: number;
  used: number;
  /** ISO 8601; absent where nothing but room made frees it. */
  resetsAt?: string;
}

/** A refusal by a limit. HTTP tells `retryAfterSeconds` as Retry-After. */
export class LimitReached extends TabletalkError {
  readonly limit: ReachedLimit;
  readonly retryAfterSeconds: number | undefined;

  constructor(limit: ReachedLimit, message: string, next: string) {
    super("limit_reached", message, next);
    this.name = "LimitReached";
    this.limit = limit;
    this.retryAfterSeconds =
      limit.resetsAt === undefined
        ? undefined
        : Math.max(1, Math.ceil((Date.parse(limit.resetsAt) - Date.now()) / 1000));
  }
}

/** A time to wait, in words: "40 seconds", "3 minutes", "2 hours". */
export function waitInWords(seconds: number): string {
  const [amount, unit] =
    seconds < 90 ? [seconds, "second"] : seconds < 5400 ? [seconds / 60, "minute"] : [seconds / 3600, "hour"];
  const rounded = Math.max(1, Math.ceil(amount));
  return `${rounded} ${unit}${rounded === 1 ? "" : "s"}`;
}

const MINUTE_MS = 60_000;

/** Counts what each of several people do, so that one of them cannot take all of a call. */
export interface PerMinute {
  /** `first`: it is too much, and was not since a minute: that is worth a word. */
  take(who: string): "taken" | "first" | "over";
}

/** @param most what each may do in any minute */
export function perMinute(most: number, now: () => number = Date.now): PerMinute {
  const taken = new Map<string, {at: number[]; toldAt: number}>();
  return {
    take(who) {
      const since = now() - MINUTE_MS;
      for (const [other, {at}] of taken) if ((at.at(-1) ?? 0) <= since) taken.delete(other);
      const own = taken.get(who) ?? {at: [], toldAt: Number.NEGATIVE_INFINITY};
      taken.set(who, own);
      own.at = own.at.filter((one) => one > since);
      if (own.at.length < most) {
        own.at.push(now());
        return "taken";
      }
      if (own.toldAt > since) return "over";
      own.toldAt = now();
      return "first";
    },
  };
}

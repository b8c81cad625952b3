/** What a Prefer header (RFC 7240) says of waiting: so many seconds, not at all, or nothing. */
export function preferredWait(header: string | undefined): number | "respond-async" | undefined {
  for (const one of header?.split(/[,;]/) ?? []) {
    const [name = "", value = ""] = one.split("=").map((part) => part.trim().toLowerCase());
    if (name === "respond-async") return "respond-async";
    if (name !== "wait") continue;
    if (value === "") return LONGEST_WAIT;
    if (/^\d{1,4}$/.test(value)) return Math.min(LONGEST_WAIT, Number(value));
  }
  return undefined;
}

/** The longest that a request waits for an answer, in seconds. */
export const LONGEST_WAIT = 110;

const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  // The server is starting, stopping, or has no connection left.
  "57P01",
  "57P02",
  "57P03",
  "53300",
]);

/** What node-postgres says without a code. */
const BROKEN =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired)/;

/** Whether the server could not be reached, or is going down or coming up: the same may work a little later. */
export function isUnreachable(error: unknown): boolean {
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    const {code, syscall} = one as {code?: unknown; syscall?: unknown};
    // A socket that is not there; a file that is not is another matter.
    if (code === "ENOENT" && syscall === "connect") return true;
    if (typeof code === "string" && (UNREACHABLE.has(code) || code.startsWith("08"))) return true;
    if (BROKEN.test(one.message)) return true;
    if (one instanceof AggregateError && one.errors.some(isUnreachable)) return true;
  }
  return false;
}

/** What an error says, without what it was sent. */
export function saidOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0].message;
  return error instanceof Error && error.message !== "" ? error.message : String(error);
}

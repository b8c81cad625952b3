import {type ErrorCode, TabletalkError} from "../errors.ts";

/** What the process says to whoever started it. */
export const EXIT = {answered: 0, failed: 1, badUse: 2, declined: 3} as const;

/** What the person did, as against what the machine could not do. */
const BAD_USE: ReadonlySet<ErrorCode> = new Set([
  "bad_use",
  "no_data",
  "bad_file",
  "unknown_table",
  "unknown_column",
  "unknown_value",
  "bad_query",
  "refused",
  "bad_recipe",
  "unauthorized",
  "forbidden",
  "not_found",
  "conflict",
]);

/** The exit status that belongs to an error. */
export function exitStatusOf(code: ErrorCode): number {
  return BAD_USE.has(code) ? EXIT.badUse : EXIT.failed;
}

/** Anything thrown, as an error that says what to do next. */
export function asTabletalkError(thrown: unknown): TabletalkError {
  if (thrown instanceof TabletalkError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new TabletalkError("internal", `Something broke: ${message}`, "Report this with the command.", {
    cause: thrown,
  });
}

/**
 * Tells an error: one line what, one line what to do next, on stderr; with `json` also as `{error}` on stdout. Sets the
 * exit status.
 */
export function tellFailure(thrown: unknown, json: boolean): void {
  const error = asTabletalkError(thrown);
  if (json) {
    const {code, message, next} = error;
    process.stdout.write(`${JSON.stringify({error: {code, message, next}}, undefined, 2)}\n`);
  }
  process.stderr.write(`tabletalk: ${oneLine(error.message)}\n${oneLine(error.next)}\n`);
  if (process.env.TABLETALK_DEBUG)
    process.stderr.write(`${String(error.stack)}\n${String(error.cause ?? "")}\n`);
  process.exitCode = exitStatusOf(error.code);
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").trim();
}

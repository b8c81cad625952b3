import {TabletalkError} from "../../errors.ts";

/** What of a call can fail while it goes on. */
export type Failing = "listen" | "speak";

/** Trouble that goes on is told again after this long. */
const AGAIN_MS = 60_000;

const UNKNOWN = {
  listen: new TabletalkError(
    "unavailable",
    "I cannot understand speech any more.",
    "Type your questions, or start a new call.",
  ),
  speak: new TabletalkError("unavailable", "I cannot speak any more.", "Answers are shown on the page."),
};

/** What to tell of a failure, undefined where it was told just now. What is no error of ours is not told to people. */
export function troubleTold(): (what: Failing, error: unknown) => TabletalkError | undefined {
  const told = new Map<Failing, number>();
  return (what, error) => {
    if (Date.now() - (told.get(what) ?? 0) < AGAIN_MS) return undefined;
    told.set(what, Date.now());
    return error instanceof TabletalkError ? error : UNKNOWN[what];
  };
}

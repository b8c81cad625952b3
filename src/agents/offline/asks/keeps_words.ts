import {lookUp} from "../lexicon_look_up.ts";
import {tokenize} from "../tokens.ts";
import type {AskScene} from "./ask_scene.ts";

const MOST_WORDS = 3;
/** A value that is named as surely as this is meant. */
const SURE = 0.12;
const DENIES =
  /\b(?:not|without|w\/o|except|excluding|exclude|other than|never|isn't|aren't|wasn't|don't|doesn't|didn't|hasn't|haven't)\b/i;
const DENIED = /"not"|!=|not_in|is_null|"<"|\bnull_|under|below/;

/**
 * Whether a plan of a kind of question keeps what the question names beside its kind: values of the data and denials. A plan that
 * drops one answers another question. `sure`: only values that may be no column's name count.
 */
export function keepsWords(
  {question, lexicon}: Pick<AskScene, "question" | "lexicon">,
  plan: unknown,
  {sure = false}: {sure?: boolean} = {},
): boolean {
  const written = JSON.stringify(plan).toLowerCase();
  if (DENIES.test(question) && !DENIED.test(written)) return false;
  const tokens = tokenize(question);
  for (let from = 0; from < tokens.length; from++) {
    for (let to = Math.min(tokens.length, from + MOST_WORDS); to > from; to--) {
      const words = tokens.slice(from, to).map((token) => token.lower);
      const entries = lookUp(lexicon, words, false);
      const cheapest = Math.min(...entries.map((entry) => entry.cost), 1);
      const values = entries.filter(
        (entry) => entry.kind === "value" && !entry.needsColumn && entry.cost <= SURE,
      );
      const isColumn = entries.some((entry) => entry.kind === "column" && (sure || entry.cost <= cheapest));
      if (values.length === 0 || isColumn) continue;
      const kept = values.some(
        (entry) =>
          entry.kind === "value" &&
          (written.includes(JSON.stringify(entry.value).toLowerCase()) ||
            written.includes(`"column":${JSON.stringify(entry.column.profile.name).toLowerCase()}`)),
      );
      if (!kept) return false;
      from = to - 1;
      break;
    }
  }
  return true;
}

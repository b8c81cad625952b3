import type {TableProfile} from "../../../data/profile.ts";
import {columnsIn, type MarkedText, take} from "./marked_text.ts";
import type {Placed} from "./preparations.ts";

const STRIPS =
  /\b(?:strip\w*|trim\w*|remov\w*|delet\w*)\s+(?:off |away |any |all |the |both )*(?:leading|trailing|surrounding|outer|extra)[^.;\n]*?\b(?:blanks?|white-?\s?spaces?|spaces?)\b(?: (?:from|of|in|around) (?:the |all |each )?(?:values?|texts?|entries|⟨c\d+⟩)(?: column)?)?|\bstr\.strip\(\)|\b(?:strip|trim)\w*\s+(?:the |all )?(?:white-?\s?spaces?|blanks|spaces)\b/;
const CASES =
  /\b(?:convert|turn|chang|transform|mak|put|writ|bring)\w*\s+(?:the |all |every |each |it |them |its |of )*(?:texts?|values?|entries|strings?|⟨c\d+⟩|column|case)?\s*(?:values? )?(?:to|into|in)?\s*(lower|upper|title)[- ]?\s?case\b|\bstr\.(lower|upper|title)\(\)|\b(lower|upper)-?\s?cas(?:e|ed|ing)\s+(?:the |all )?(?:texts?|values?|entries|⟨c\d+⟩)(?: column)?/;

/** Texts that are brought into one form, of the only column of text that stands beside it; what speaks of it is taken. */
export function textCleaningOf(text: MarkedText, profile: TableProfile): Placed[] {
  let at: number | undefined;
  let to: "lower" | "upper" | "title" | undefined;
  const before = text.left;
  take(text, STRIPS, (match) => {
    at ??= match.index;
    return true;
  });
  take(text, CASES, (match) => {
    at ??= match.index;
    to = (match[1] ?? match[2] ?? match[3]) as typeof to;
    return true;
  });
  if (at === undefined) return [];
  const columns = columnsIn(text.marked, text).filter(
    (name) => profile.columns.find((one) => one.name === name)?.type === "text",
  );
  const exact = columns.filter((name) =>
    text.mentions.some((one) => one.kind === "column" && one.name === name && one.exact),
  );
  const [column] = columns.length === 1 ? columns : exact.length === 1 ? exact : [];
  if (column === undefined) {
    text.left = before;
    return [];
  }
  take(text, /\bclean\w*\s+(?:up )?(?:the )?(?:⟨c\d+⟩|column|it|texts?|values?)(?: column)?/, () => true);
  return [{at, operation: {do: "clean", columns: [column], ...(to && {case: to})}}];
}

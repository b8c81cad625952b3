/** Words that leave rows out. */
export const LEAVES_OUT =
  "(?:exclud\\w*|remov\\w*|drop\\w*|omit\\w*|discard\\w*|except(?: for)?|other than|apart from|leav\\w+ out|not (?:from|in|of)|ignor\\w*)";
/** Ages in words, and how they compare. */
export const AGES: ["<" | "<=" | ">" | ">=", string][] = [
  [">", "older than|over the age of|above the age of|aged (?:over|above)"],
  ["<", "younger than|under the age of|below the age of|aged (?:under|below)"],
];
/** "remove the rows where": the condition that follows says what is left out. */
export const DROPS_ROWS =
  /\b(?:(?:exclud|remov|drop|discard|omit|delet|eliminat|ignor|skip|disregard)\w*|leav\w* out|without)\s+(?:all\s+|any\s+)?(?:the\s+)?[a-z]+\s+(?:where|with|whose|having|that have|in which|for which)\s+(?:the\s+|an?\s+)?$/;
/** "rows where ... are removed". */
export const DROPPED =
  /^[^.;,\n⟨]{0,30}?\b(?:are|is|should be|must be|were|have to be|get)\s+(?:first |then |to be )?(?:removed|dropped|excluded|left out|gone|discarded|ignored|deleted|omitted|disregarded|eliminated)\b/;

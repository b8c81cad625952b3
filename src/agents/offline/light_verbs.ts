import type {LexColumn} from "./lexicon.ts";
import type {Source} from "./parser.ts";
import {LIGHT_VERBS} from "./vocabulary.ts";

/** Verbs that say what became of a thing where they end a question ("how many lived?"), and only where it is otherwise. */
const FATES = new Set("live lives lived work works worked paid pay pays grow grows grew grown".split(" "));
/** Words that are nouns after an article or an adjective: "what place", "the cost", "best paid". */
const NOUNS = new Set(
  "place cost costs pay paid work works play plays rank ranks score scores called call".split(" "),
);
const BEFORE_NOUNS = new Set(
  "the a an what which each per total average avg mean median highest lowest best worst top most least better first second third last".split(
    " ",
  ),
);
/** A value this surely named is meant. */
const SURE = 0.1;
const FEW = 60;

const isYesNo = ({profile: {type, min, max, distinct}}: LexColumn): boolean =>
  type === "boolean" || (type === "integer" && min === 0 && max === 1 && distinct === 2);

/**
 * Whether the word at a place is a verb that only repeats what the measure says. It is not where the data has it as a value or
 * a yes/no column ("how many orders shipped" with a status Shipped), nor where it ends the question and tells a fate.
 */
export function isLightVerb({tokens, edges}: Source, at: number): boolean {
  const word = tokens[at]!.lower;
  if (!LIGHT_VERBS.has(word)) return false;
  const isNamed = edges[at]!.some(
    (edge) =>
      edge.to === at + 1 &&
      ((edge.is === "value" &&
        !edge.needsColumn &&
        edge.cost <= SURE &&
        edge.column.profile.distinct <= FEW) ||
        (edge.is === "column" && isYesNo(edge.column))),
  );
  const isLast = !tokens.slice(at + 1).some((token) => token.kind !== "mark");
  if (NOUNS.has(word) && BEFORE_NOUNS.has(tokens[at - 1]?.lower ?? "")) return false;
  return !isNamed && !(isLast && FATES.has(word));
}

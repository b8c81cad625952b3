import {isNamed} from "./known_names.ts";

/** What somebody wants analysed: a goal in their words, or nothing in particular. */
export interface AskedAnalysis {
  goal?: string;
}

const POLITE =
  "(?:(?:ok(?:ay)?|now|please|then|great|thanks?|hi|hello|hey),? |(?:can|could|would|will) you (?:please )?|let's |i(?:'d| would) like (?:you to |an? )?|i want (?:you to |an? )?|i need (?:you to |an? )?)*";
const DEEP = "(?:deep|full|thorough|complete|comprehensive|in-depth|detailed|exploratory|proper)";
const KIND = `(?:${DEEP}(?:,? ${DEEP})? (?:dive|analysis|exploration|report|look|study)|deep-dive|deepdive|exploratory data analysis|eda)`;
const NAMED_KIND = new RegExp(`\\b${KIND}s?\\b`, "giu");
const DATA =
  "(?:(?:this|the|my|our|these|all) )?(?:data ?set|data|table|file|spreadsheet|csv|sheet|it|this|everything)";
const THOROUGHLY =
  "(?:thoroughly|in depth|in detail|deeply|fully|from top to bottom|properly|comprehensively)";
const LOOK = "(?:analy[sz]e|explore|investigate|examine|study|dig into|look into)";
const REPORT =
  "(?:and )?(?:then )?(?:write|make|create|give me|produce|prepare)(?: me| up)? (?:an? |the )?(?:full |short )?report(?: (?:on|about|of) (?:it|this|that|what you find))?";

/** Shapes of a whole message; `goal` is what it is to be about. */
const SHAPES: readonly RegExp[] = [
  // "deep dive into sales", "do a full analysis of churn by plan", "I'd like a thorough analysis"
  `${POLITE}(?:(?:do|run|make|give me|perform|conduct|start|write|prepare) )?(?:me )?(?:an? |the )?${KIND}(?: (?:in ?to|of|on|for|about) (?<goal>.{2,200}?))?(?:,? ${REPORT})?`,
  // "analyse this thoroughly", "explore sales in depth", "explore this data and write a report"
  `${POLITE}${LOOK} (?<goal2>.{2,120}?),? ${THOROUGHLY}(?:,? ${REPORT})?`,
  `${POLITE}${THOROUGHLY.replace("(?:", "(?:")} ${LOOK} (?<goal3>.{2,160}?)(?:,? ${REPORT})?`,
  `${POLITE}${LOOK} (?<goal4>.{2,160}?),? ${REPORT}`,
  // "what drives churn? full analysis", "what drives churn - deep dive please"
  `(?<goal5>.{4,200}?)[?.!,:;–—-]+ ?${POLITE}(?:do |run |make |give me )?(?:an? )?${KIND}(?:,? please)?`,
  `(?<goal6>.{4,200}?) (?:with|as|in) an? ${KIND}`,
].map((shape) => new RegExp(`^\\W*${shape}(?:,? please)?[\\s.!?]*$`, "iu"));

const NOTHING_SAID = new RegExp(`^(?:(?:of|in|on|into|about) )?${DATA}(?: (?:set|in full|for me))?$`, "iu");
/** What the data can be asked by name: "how many deep dives were there?" */
const QUESTION =
  /^\W*(?:how many|how much|how often|which|who|when|where|list|show|count|number of|average|total)\b/i;

/**
 * What a message asks to be analysed in depth, or undefined: it must say so in so many words ("deep dive", "full analysis",
 * "thoroughly", "and write a report"). Questions that a table with such words could answer stay questions.
 * @param known names of columns and tables: a message that uses one of them as "full report" is a question of it
 */
export function readAnalysisRequest(text: string, known: readonly string[] = []): AskedAnalysis | undefined {
  const line = text
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, " ")
    .trim();
  if (line.length > 400 || QUESTION.test(line)) return undefined;
  const kinds = line.match(NAMED_KIND) ?? [];
  if (kinds.some((kind) => isNamed(kind, known))) return undefined;
  for (const shape of SHAPES) {
    const groups = shape.exec(line)?.groups;
    if (!groups) continue;
    const said = (groups.goal ?? groups.goal2 ?? groups.goal3 ?? groups.goal4 ?? groups.goal5 ?? groups.goal6)
      ?.replace(/[\s.!,;:]+$/, "")
      .trim();
    if (said !== undefined && /\b(?:by|per|for each|in each) (?:full|deep|thorough)\b/i.test(said))
      return undefined;
    if (said === undefined || said === "" || NOTHING_SAID.test(said)) return {};
    return {goal: said};
  }
  return undefined;
}

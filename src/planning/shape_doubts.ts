import type {Reading} from "./reading.ts";

const LISTS =
  /\b(?:show|list|display|print|give|see|find|get|pull|view|which|who|whose|what|where|when|rows?|records?|lines?|entries|examples?|details?|all|those|these|them|ones?|top|bottom|first|last|latest|newest|oldest|longest|shortest|highest|lowest|biggest|largest|smallest|most|least|best|worst|\w+est|names?|any|anyone|anything|hasnt|havent|hasn't|haven't|every|look ?up)\b/i;
const COUNTS =
  /\bhow (?:many|much)\b|\bnumber of\b|\bno\.? of\b|\bcount\b|\btotal\b|\bsum\b|\bavg\b|\baverage\b|\bmean\b|\bmedian\b|%|\bpercent\w*\b|\bshare\b|\bproportion\b/i;
const VALUES =
  /\b(?:values?|kinds?|types?|which|what|whats|list|different|distinct|unique|options|categories|show|levels?|codes?|names?|all|every|who|distribut\w*|histogram|spread|breakdown|split|frequen\w*)\b/i;
const RELATES =
  /\b(?:correlat\w*|relat\w*|affect\w*|depend\w*|impact\w*|effect|vs|versus|between|link\w*|associat\w*|influenc\w*|driv\w+|go(?:es)? with|connect\w*|more|less|higher|lower|matter\w*|predict\w*|explain\w*|against|scatter|as|when|do|does|if|r|pearson|spearman)\b/i;
const SPREADS =
  /\b(?:distribut\w*|histogram|spread|range|vary|varies|typical\w*|usual\w*|normal\w*|look|summar\w*|describ\w*|statistics|stats|outliers?|quartiles?|percentiles?|median|skew\w*|show|plot|chart|graph|box\w*|how long|long)\b/i;

/** A kind of result that the question's words do not ask for. */
export function shapeDoubts(question: string, reading: Reading): string[] {
  const {intent, groups, measures, chart} = reading;
  if (chart?.asked) return [];
  if (intent === "rows") {
    if (
      COUNTS.test(question) &&
      !/\btop\b|\b\w+est\b|\bmost\b|\bleast\b|\bwho\b|\bwhich\b|\blist\b|\bshow\b/i.test(question)
    )
      return ["a figure was asked for and rows are given"];
    if (!LISTS.test(question)) return ["rows are given, and no word asks for a list"];
  }
  if (intent === "distinct" && (COUNTS.test(question) || !VALUES.test(question)))
    return ["the values of a column are given, and no word asks for them"];
  if (intent === "correlation" && !RELATES.test(question)) return ["no word asks how columns go together"];
  if (intent === "distribution" && !SPREADS.test(question) && !VALUES.test(question))
    return ["no word asks for a distribution"];
  const isShare = measures.some((one) => one.over) || reading.windows.length > 0;
  if (intent === "aggregate" && groups.length === 0 && /^\W*(?:which|who)\b/i.test(question) && !isShare)
    return ["“which” was asked and one figure for all is given"];
  return [];
}

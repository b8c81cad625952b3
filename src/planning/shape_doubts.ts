import type {TableProfile} from "../data/profile.ts";
import {namePartsOf} from "./claims/column_units.ts";
import type {Reading} from "./reading.ts";
import {accountsFor} from "./words_accounted.ts";

const LISTS =
  /\b(?:show|list|display|print|give|see|find|get|pull|view|which|who|whose|what|where|when|rows?|records?|lines?|entries|examples?|details?|all|those|these|them|ones?|top|bottom|first|last|latest|newest|oldest|longest|shortest|highest|lowest|biggest|largest|smallest|most|least|best|worst|\w+est|names?|any|anyone|anything|hasnt|havent|hasn't|haven't|every|look ?up)\b/i;
const PICKS = /\b(?:top|bottom|\w+est|most|least|who|which|list|show|rows?)\b/i;
/** "countries below 60": things that meet a bound are listed. */
const BOUNDS =
  /\b(?:with|without|over|under|above|below|more than|less than|at least|at most|between|where|whose|within)\b|[<>]/i;
const COUNTS =
  /\bhow (?:many|much)\b|\bnumber of\b|\bno\.? of\b|\bcount\b|\btotal\b|\bsum\b|\bavg\b|\baverage\b|\bmean\b|\bmedian\b|%|\bpercent\w*\b|\bshare\b|\bproportion\b/i;
const VALUES =
  /\b(?:values?|kinds?|types?|which|what|whats|list|different|distinct|unique|options|categories|show|levels?|codes?|names?|all|every|who|distribut\w*|histogram|spread|breakdown|split|frequen\w*)\b/i;
const RELATES =
  /\b(?:correlat\w*|relat\w*|affect\w*|depend\w*|impact\w*|effect|vs|versus|between|link\w*|associat\w*|influenc\w*|driv\w+|go(?:es)? with|connect\w*|more|less|higher|lower|matter\w*|predict\w*|explain\w*|against|scatter|as|when|do|does|if|r|pearson|spearman)\b/i;
const SPREADS =
  /\b(?:distribut\w*|histogram|spread|range|vary|varies|typical\w*|usual\w*|normal\w*|look|summar\w*|describ\w*|statistics|stats|outliers?|quartiles?|percentiles?|median|skew\w*|show|plot|chart|graph|box\w*|how long|long)\b/i;

const AGAINST = /\b(?:vs|versus|against|compared (?:to|with)|as opposed to)\b/i;
const MORE_THAN =
  /\b(?:more|less|fewer|higher|lower|greater|bigger|larger|smaller|better|worse|longer|shorter)\b.*\bthan\b(?! \d)/i;
const EXTREME = /\b(?:max|maximum|min|minimum|highest|lowest|record)\b/i;
const OF_MONEY =
  /(?:%|\b(?:percent(?:age)?|share|proportion|part|fraction))\s+of\s+(?:the |our |all |total )*(?:sales|revenue|turnover|takings|income|spend(?:ing)?|value|profit|costs?|amount|money)\b/i;

/** A word asks for a chart: what a reader of charts takes for one may hold none. */
export const asksForChart = ({chart, placements}: Reading): boolean =>
  chart?.asked === true &&
  (placements.length === 0 ||
    placements.some(({place, as}) => place === "output" || (place === "intent" && as !== "written out")));

/** A kind of result that the question's words do not ask for. */
export function shapeDoubts(question: string, reading: Reading, profile?: TableProfile): string[] {
  const {intent, groups, measures} = reading;
  if (asksForChart(reading)) return [];
  if (intent === "rows") {
    const named = JSON.stringify([reading.filters, reading.having]).toLowerCase();
    const [counted] = COUNTS.exec(question) ?? [];
    if (counted && !named.includes(`"${counted.toLowerCase()}"`) && !PICKS.test(question))
      return ["a figure was asked for and rows are given"];
    if (!LISTS.test(question) && !BOUNDS.test(question))
      return ["rows are given, and no word asks for a list"];
  }
  const isNumber = profile?.columns.some(
    ({name, role}) => role === "measure" && [reading.columns[0]?.name, groups[0]?.name].includes(name),
  );
  if (
    intent === "distinct" &&
    isNumber &&
    !/\b(?:values?|distinct|unique|different|kinds?|types?|levels?)\b/i.test(question)
  )
    return ["the values of a column are given, and a figure of it may be meant"];
  if (intent === "distinct" && (COUNTS.test(question) || !VALUES.test(question)))
    return ["the values of a column are given, and no word asks for them"];
  if (intent === "correlation" && !RELATES.test(question)) return ["no word asks how columns go together"];
  if (intent === "distribution" && !SPREADS.test(question) && !VALUES.test(question))
    return ["no word asks for a distribution"];
  if (
    reading.comparison &&
    groups.some(({unit, part, name}) => !unit && !part && /date|day|time/i.test(name))
  )
    return ["two periods are compared day by day"];
  const isSplit = groups.length > 0 || reading.comparison || measures.some((one) => one.where ?? one.over);
  const isOfTwo = reading.filters.some(
    ({condition}) => condition.op === "in" && condition.values.length === 2,
  );
  const isAgainst = AGAINST.test(question) || (isOfTwo && MORE_THAN.test(question));
  if (intent === "aggregate" && !isSplit && isAgainst)
    return ["two things were to be compared, and they are not told apart"];
  if (reading.comparison && measures.some(({fn}) => fn === "max" || fn === "min") && !EXTREME.test(question))
    return ["the highest or lowest of two periods is compared"];
  const isCount =
    measures.length === 1 && measures[0]!.fn === "count" && !measures[0]!.over && !measures[0]!.where;
  const isOfRows = reading.placements.some(({place}) => place === "table");
  if (
    reading.comparison &&
    isCount &&
    reading.placements.length > 0 &&
    !isOfRows &&
    !namesItsDate(question, reading) &&
    !/\b(?:how many|number of|no\.? of|count|rows|records|lines)\b/i.test(question)
  )
    return ["rows are compared, and no word asks for their count"];
  const [counted] = measures;
  if (counted?.over && counted.fn === "count" && !counted.of && OF_MONEY.test(question))
    return ["a share of an amount was asked for and rows are counted"];
  const isShare = measures.some((one) => one.over) || reading.windows.length > 0;
  if (intent === "aggregate" && groups.length === 0 && /^\W*(?:which|who)\b/i.test(question) && !isShare)
    return ["“which” was asked and one figure for all is given"];
  return [];
}

/** "signups" of the column of days that people signed up on. */
function namesItsDate(question: string, {period}: Reading): boolean {
  const words = question.toLowerCase().match(/\p{L}+/gu) ?? [];
  return namePartsOf(period?.column ?? "").some(
    (part) =>
      part.length > 3 &&
      !/^(?:date|time|year|month)/i.test(part) &&
      words.some((word) => accountsFor(part.toLowerCase(), word)),
  );
}

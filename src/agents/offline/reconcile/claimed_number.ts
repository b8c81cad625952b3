import {type ShownNumber, scanNumbers} from "../../../planning/scan_numbers.ts";

/** A number that someone holds against the answer before: "finance says 430k". */
export interface Claim {
  /** As it stands in the question: "430k". */
  text: string;
  value: number;
  /** Half a unit of the last digit that it shows; of trailing zeros, those count as rounding too. */
  tolerance: number;
  percent: boolean;
}

const SAYS =
  /\b(?:says?|said|has|have|had|shows?|showed|gets?|got|gives?|gave|makes?|made|counts?|counted|lists?|listed|reports?|reported|claims?|tells?|told|thinks?|expect(?:s|ed)?|should(?:n't)? be|ought to be|supposed to be|comes? (?:out )?(?:to|at)|came (?:out )?(?:to|at)|is|was|where does|where's)\b/i;
const WHOSE =
  /\b(?:finance|accounting|accounts|controlling|my|our|the|his|her|their|i|we|they|he|she|boss|team|excel|sheet|file|list|export|count|bank|auditors?|till|spreadsheet|pivot|report|dashboard|looker|tableau|power ?bi|crm|sap|erp|system|it)\b/i;
/** Words that ask for something of their own: then the number is part of a question. */
const ASKS =
  /\b(?:how many|how much|which|list (?:the|all|every|of)|show me|average|by|per|top|more than|less than|over|under|above|below|between|at least|since|after|before|where)\b/i;
const MOST_WORDS = 14;

/** The claim in a question about an earlier answer; undefined where it is none. */
export function claimedNumber(question: string): Claim | undefined {
  if (question.split(/\s+/).length > MOST_WORDS || !SAYS.test(question) || !WHOSE.test(question))
    return undefined;
  const rest = question.replace(/\bwhere (?:does|do|is|'s)\b/i, "");
  if (ASKS.test(rest)) return undefined;
  const numbers = scanNumbers(question.replaceAll(/(?<=\d)m\b/g, "M")).filter(
    (one) => (one.kind === "plain" || one.kind === "money" || one.kind === "percent") && !isYear(one),
  );
  const [only] = numbers;
  return only && numbers.length === 1
    ? {text: only.text, value: only.value, tolerance: toleranceOf(only), percent: only.kind === "percent"}
    : undefined;
}

const isYear = ({kind, value, text}: ShownNumber): boolean =>
  kind === "plain" && /^(19|20)\d\d$/.test(text) && value < 2100;

/** "430,000" is said as roundly as "430k". */
function toleranceOf({text, value, tolerance}: ShownNumber): number {
  if (/[a-z]/i.test(text)) return tolerance;
  const digits = text.replaceAll(/[^\d.]/g, "");
  const zeros = digits.includes(".") ? 0 : (/0*$/.exec(digits)?.[0].length ?? 0);
  const significant = digits.length - zeros;
  return zeros > 0 && significant >= 2 && Math.abs(value) >= 1000 ? tolerance * 10 ** zeros : tolerance;
}

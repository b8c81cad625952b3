import type {Field} from "./fields.ts";
import {fieldOf} from "./fields.ts";
import {find, isEdge, isOpen, type Request, type Stretch, take} from "./request.ts";

/** An order that is asked for: along an axis, by a field, or by what is shown. */
export interface Sort {
  direction: "asc" | "desc";
  axis?: "x" | "y";
  field?: Field;
}

const ASC =
  "ascending|asc|increasing|alphabetically|alphabetical|alphabetic|(?:the )?low(?:est)? to (?:the )?high(?:est)?|(?:the )?small(?:est)? to (?:the )?(?:large|big|great)(?:r|st|est)?|(?:the )?least to (?:the )?most|smallest first|lowest first|a to z";
const DESC =
  "descending|desc|decreasing|decending|(?:the )?high(?:est)? to (?:the )?low(?:est)?|(?:the )?(?:large|big|great)(?:st|est)? to (?:the )?small(?:est)?|(?:the )?most to (?:the )?least|largest first|highest first|biggest first|z to a";
const DIRECTION = new RegExp(
  `(?<![\\w~])(?:(?:in|from|by|with|an|a|the) )*(?:(?<asc>${ASC})|(?<desc>${DESC}))(?: alphabetical)?(?: orders?)?(?![\\w])`,
  "d",
);
const STRONG =
  /^(?:sort|sorted|sorting|sorts|order|ordered|ordering|orders|rank|ranked|ranking|arrange|arranged|arranging)$/;
const WEAK = /^(?:list|show|display|visualize|make|put)$/;
const LEADING =
  /^(?:and|then|please|could|can|you|i|want|to|would|also|like|should|note|that|them|it|the|with|by|result|results|is|are|in|,|;|:|bars|bar|help|me|using|a|of|on)$/;
const TRAILING = /^(?:please|order|orders)$/;
const LONGEST = 8;

/** Takes every order out of a request, the first one that says most first. */
export function takeSorts(request: Request): Sort[] {
  const sorts: Sort[] = [];
  for (let found = find(request, DIRECTION); found; found = find(request, DIRECTION)) {
    const direction = found.groups.desc ? "desc" : "asc";
    const after = fieldAfter(request, found.to);
    const before = fieldBefore(request, found.from);
    const target =
      after?.target ?? before.target ?? (found.text.includes("alphabet") ? {axis: "x" as const} : undefined);
    take(request, found, "order", direction);
    if (after) take(request, {from: found.to, to: after.to}, "order");
    take(request, {from: before.from, to: found.from}, "order");
    trail(request, after?.to ?? found.to);
    sorts.push({direction, ...target});
  }
  const plain = find(
    request,
    /(?<![\w~])(?:sorted|sort|ordered|order|ranked|rank|arranged|arrange)(?: (?:them|it|bars|the bars))? by /d,
  );
  const by = plain && fieldFrom(request, plain.to);
  if (plain && by) {
    take(request, {from: plain.from, to: by.to}, "order");
    lead(request, plain.from);
    sorts.push({direction: "asc", ...by.target});
  }
  return sorts.sort((a, b) => weight(b) - weight(a));
}

const weight = (sort: Sort): number => Number(sort.axis !== undefined || sort.field !== undefined);

type Target = Pick<Sort, "axis" | "field">;

/** "... by the number of trees", "... of the y axis". */
function fieldAfter(request: Request, at: number): {target: Target; to: number} | undefined {
  const words = request.words.slice(at, at + 3).map((word) => word.lower);
  if (!isOpen(request, at)) return undefined;
  if (["by", "of", "on", "for"].includes(words[0] ?? "")) return fieldFrom(request, at + 1);
  if (words[0] === "according" || words[0] === "based") return fieldFrom(request, at + 2);
  return undefined;
}

/** The longest stretch from here on that is one field or an axis. */
function fieldFrom(request: Request, at: number): {target: Target; to: number} | undefined {
  let end = at;
  while (end < at + LONGEST && !isEdge(request, end)) end++;
  for (let to = end; to > at; to--) {
    const target = targetOf(request, {from: at, to});
    if (target) return {target, to};
  }
  return undefined;
}

/** "sort y axis", "and rank the number of trees", "could you show names": where the words of an order begin. */
function fieldBefore(request: Request, at: number): {from: number; target?: Target} {
  let low = at;
  while (low > 0 && at - low < LONGEST && !isEdge(request, low - 1)) low--;
  for (let verb = at - 1; verb >= low; verb--) {
    const word = request.words[verb]!.lower;
    if (!STRONG.test(word) && !(WEAK.test(word) && startsClause(request, verb))) continue;
    let from = verb + 1;
    while (from < at && /^(?:by|of|on|according|to|based|the)$/.test(request.words[from]!.lower)) from++;
    const target = from < at ? targetOf(request, {from, to: at}) : undefined;
    if (from >= at || target) return {from: lead(request, verb), ...(target && {target})};
  }
  const target = axisOf(request, {from: low, to: at});
  return target ? {from: lead(request, low), target} : {from: at};
}

/** A weak verb asks for an order only at the head of a clause of its own, after something was said. */
function startsClause(request: Request, verb: number): boolean {
  let at = verb - 1;
  while (at >= 0 && isOpen(request, at) && LEADING.test(request.words[at]!.lower)) {
    if (/^[,;]$/.test(request.words[at]!.lower) || request.words[at]!.lower === "and") return true;
    at--;
  }
  return at >= 0 && isEdge(request, at);
}

function lead(request: Request, from: number): number {
  let at = from;
  while (isOpen(request, at - 1) && LEADING.test(request.words[at - 1]!.lower)) at--;
  take(request, {from: at, to: from}, "filler");
  return from;
}

function trail(request: Request, to: number): void {
  let at = to;
  while (isOpen(request, at) && TRAILING.test(request.words[at]!.lower)) at++;
  take(request, {from: to, to: at}, "filler");
}

function targetOf(request: Request, stretch: Stretch): Target | undefined {
  const axis = axisOf(request, stretch);
  if (axis) return axis;
  const field = fieldOf(request, stretch);
  return field && field.is !== "value" && field.is !== "period" && field.is !== "rows" ? {field} : undefined;
}

function axisOf(request: Request, {from, to}: Stretch): Target | undefined {
  const text = request.words
    .slice(from, to)
    .map((word) => word.lower)
    .join(" ")
    .replace(/^(?:(?:the|by|in|on|of|along) )+/, "");
  if (/^x(?: axis)?(?: labels?| values?)?$/.test(text)) return {axis: "x"};
  if (/^(?:names?|labels?|categories|bars by name)$/.test(text) && !fieldOf(request, {from, to}))
    return {axis: "x"};
  if (/^names$/.test(text)) return {axis: "x"};
  if (/^y(?: axis)?(?: labels?| values?)?$/.test(text)) return {axis: "y"};
  return /^(?:total|total numbers?|total amount|total count|counts?|totals|number|numbers|values?|bars?|how many|amount)$/.test(
    text,
  )
    ? {axis: "y"}
    : undefined;
}

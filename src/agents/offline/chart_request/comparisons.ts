import type {Condition} from "../../../tools/condition.ts";
import {isNumeric} from "../column_nature.ts";
import {readNumber} from "../lattice.ts";
import type {LexColumn} from "../lexicon.ts";
import {COMPARATORS} from "../vocabulary.ts";
import {isOpen, type Request} from "./request.ts";

/** A comparison of a column with something, and where its words end. */
export interface Comparison {
  condition: Condition;
  said: string;
  to: number;
  /** No word says how it is compared: only a value stands there. */
  bare: boolean;
  quoted?: boolean;
}

type Op = keyof typeof COMPARATORS;
const PHRASES = (Object.keys(COMPARATORS) as Op[])
  .flatMap((op) => COMPARATORS[op].map((phrase) => [phrase.split(" "), op] as const))
  .concat([
    [["equal", "to"], "="],
    [["equals", "to"], "="],
    [["not", "equal", "to"], "!="],
    [["not", "equals", "to"], "!="],
    [["no", "more", "than"], "<="],
    [["older", "than"], ">"],
    [["younger", "than"], "<"],
    [["longer", "than"], ">"],
    [["shorter", "than"], "<"],
    [["cheaper", "than"], "<"],
    [["after"], ">"],
    [["before"], "<"],
  ])
  .sort((a, b) => b[0].length - a[0].length);

/** What a column is compared with from this word on: "is not null", "in the range of 8 and 12", "higher than the average". */
export function comparisonAt(request: Request, at: number, column: LexColumn): Comparison | undefined {
  if (!isOpen(request, at)) return undefined;
  let next = at;
  let negated = false;
  let aux = false;
  while (
    isOpen(request, next) &&
    /^(?:does|do|did|is|are|was|were|be|not|n't|doesn't|don't|isn't|aren't|never)$/.test(
      request.words[next]!.lower,
    )
  ) {
    const word = request.words[next]!.lower;
    if (/not|n't|never/.test(word)) negated = true;
    aux = true;
    next++;
  }
  const found =
    nullAt(request, next, column) ??
    betweenAt(request, next, column) ??
    textAt(request, next, column) ??
    averageAt(request, next, column) ??
    numberAt(request, next, column) ??
    valueAt(request, next, column);
  if (!found) return undefined;
  if (!negated) return aux ? {...found, bare: false} : found;
  return {
    ...found,
    bare: false,
    condition: {op: "not", arg: found.condition},
    said: found.said.includes(" is ") ? found.said.replace(" is ", " is not ") : `not ${found.said}`,
  };
}

const textFrom = (request: Request, at: number, length: number): string =>
  request.words
    .slice(at, at + length)
    .map((word) => word.lower)
    .join(" ");

function nullAt(request: Request, at: number, column: LexColumn): Comparison | undefined {
  const {name} = column.profile;
  const word = request.words[at]?.lower ?? "";
  if (!/^(?:null|missing|empty|blank|nan|none|na)$/.test(word)) return undefined;
  return {condition: {op: "is_null", of: column.ref}, said: `${name} is missing`, to: at + 1, bare: false};
}

function betweenAt(request: Request, at: number, column: LexColumn): Comparison | undefined {
  const start =
    /^(?:in )?(?:the )?(?:range (?:of |from |between )?|between |ranging from |ranges from |from )(?:the )?/.exec(
      `${textFrom(request, at, 6)} `,
    );
  if (!start || !isNumeric(column)) return undefined;
  const low = readNumber(request.words, at + start[0].trim().split(" ").length);
  if (!low || !/^(?:and|to|-)$/.test(request.words[low.to]?.lower ?? "")) return undefined;
  const high = readNumber(request.words, low.to + 1);
  if (!high || high.value < low.value) return undefined;
  return {
    condition: {op: "between", of: column.ref, low: low.value, high: high.value},
    said: `${column.profile.name} from ${low.value} to ${high.value}`,
    to: high.to,
    bare: false,
  };
}

const TEXTS: readonly (readonly [pattern: RegExp, op: "contains" | "starts_with" | "ends_with"])[] = [
  [
    /^(?:contains?|containing|includes?|including|like|with|has|have) (?:the |a )?(?:letters?|words?|substrings?|strings?|characters?) /,
    "contains",
  ],
  [/^(?:contains?|containing|includes?|including|like) /, "contains"],
  [
    /^(?:(?:starts?|starting|begins?|beginning) (?:with|by|from)) (?:the |a )?(?:letters?|words?|capital)? ?/,
    "starts_with",
  ],
  [/^(?:(?:that |which )?(?:ends?|ending) (?:with|in|by)) (?:the |a )?(?:letters?|words?)? ?/, "ends_with"],
];

function textAt(request: Request, at: number, column: LexColumn): Comparison | undefined {
  if (column.profile.type !== "text") return undefined;
  const shift = /^(?:that|which)$/.test(request.words[at]?.lower ?? "") ? 1 : 0;
  const text = `${textFrom(request, at + shift, 7)} `;
  for (const [pattern, op] of TEXTS) {
    const match = pattern.exec(text);
    if (!match) continue;
    const place = at + shift + match[0].trim().split(" ").length;
    const word = request.words[place];
    if (!word || !isOpen(request, place) || word.kind === "mark") continue;
    // "the letters p or y": a list of them is read whole.
    if (/^\p{L}$/u.test(word.text) && /^(?:or|and|,) \p{L}$/u.test(textFrom(request, place + 1, 2)))
      return undefined;
    const value = word.text.replaceAll("%", "");
    const said = `${column.profile.name} ${op.replace("_", " ")} "${value}"`;
    return {condition: {op, of: column.ref, value}, said, to: place + 1, bare: false};
  }
  return undefined;
}

function opAt(request: Request, at: number): {op: Op; to: number} | undefined {
  for (const [words, op] of PHRASES)
    if (
      words.every((word, index) => isOpen(request, at + index) && request.words[at + index]!.lower === word)
    )
      return {op, to: at + words.length};
  return undefined;
}

function averageAt(request: Request, at: number, column: LexColumn): Comparison | undefined {
  const found = opAt(request, at);
  if (!found || found.op === "=" || found.op === "!=" || !isNumeric(column)) return undefined;
  const match =
    /^(?:the |than |overall |its |their )*(?<how>average|mean|avg|median)(?: (?:of )?(?:the |all )*)?/.exec(
      textFrom(request, found.to, 6),
    );
  if (!match) return undefined;
  const aggregate = match.groups!.how === "median" ? "median" : "avg";
  let to = found.to + match[0].trim().split(" ").length;
  const again = request.edges[to]?.find(
    (edge) => edge.is === "column" && edge.column === column && isOpen(request, to),
  );
  if (again) to = again.to;
  return {
    condition: {op: "compare_to", of: column.ref, comparison: found.op, aggregate},
    said: `${column.profile.name} ${found.op} the ${aggregate === "avg" ? "average" : "median"} ${column.profile.name}`,
    to,
    bare: false,
  };
}

function numberAt(request: Request, at: number, column: LexColumn): Comparison | undefined {
  if (!isNumeric(column)) return undefined;
  const found = opAt(request, at);
  const start = found?.to ?? at;
  const number = isOpen(request, start) ? readNumber(request.words, start) : undefined;
  if (!number) return undefined;
  const after = textFrom(request, number.to, 3);
  const post =
    /^(?:or|and) (?<how>more|higher|above|over|greater|older|later|less|fewer|below|under|lower|younger|earlier)(?! than| \d)/.exec(
      after,
    );
  const op: Op = post
    ? /^(?:less|fewer|below|under|lower|younger|earlier)$/.test(post.groups!.how!)
      ? "<="
      : ">="
    : (found?.op ?? "=");
  return {
    condition: {op, of: column.ref, value: number.value},
    said: `${column.profile.name} ${op === "=" ? "is" : op} ${number.value}`,
    to: post ? number.to + 2 : number.to,
    bare: !found && !post,
  };
}

/** "is Paid", "equals "Visa"", "in West or East". */
function valueAt(request: Request, at: number, column: LexColumn): Comparison | undefined {
  const found = opAt(request, at);
  if (found && found.op !== "=" && found.op !== "!=") return undefined;
  let next = found?.to ?? at;
  while (isOpen(request, next) && /^(?:either|the|in|a|an|both|one|of)$/.test(request.words[next]!.lower))
    next++;
  const values: (string | number | boolean)[] = [];
  let quoted = false;
  let to = next;
  for (;;) {
    const value = oneValue(request, next, column);
    if (!value) break;
    values.push(value.value);
    quoted ||= value.quoted;
    to = value.to;
    next = to;
    while (isOpen(request, next) && /^(?:or|,|and|nor)$/.test(request.words[next]!.lower)) next++;
    if (next === to) break;
  }
  if (values.length === 0) return undefined;
  const {name} = column.profile;
  const condition: Condition =
    values.length === 1 ? {op: "=", of: column.ref, value: values[0]!} : {op: "in", of: column.ref, values};
  const said = values.length === 1 ? `${name} is ${values[0]}` : `${name} is in (${values.join(", ")})`;
  const negated = found?.op === "!=";
  return {
    condition: negated ? {op: "not", arg: condition} : condition,
    said: negated ? said.replace(" is ", " is not ") : said,
    to,
    bare: !found,
    quoted,
  };
}

function oneValue(
  request: Request,
  at: number,
  column: LexColumn,
): {value: string | number | boolean; to: number; quoted: boolean} | undefined {
  if (!isOpen(request, at)) return undefined;
  const word = request.words[at]!;
  const edges = request.edges[at]!.filter(
    (edge) => edge.is === "value" && edge.column === column && edge.cost <= 0.7,
  );
  const [best] = edges.sort((a, b) => b.to - a.to || a.cost - b.cost);
  if (best?.is === "value") return {value: best.value, to: best.to, quoted: word.kind === "quoted"};
  if (word.kind !== "quoted") return undefined;
  if (isNumeric(column)) {
    const value = Number(word.text);
    return Number.isNaN(value) ? undefined : {value, to: at + 1, quoted: true};
  }
  const known = column.profile.top.find((one) => String(one.value).toLowerCase() === word.lower);
  return {value: known ? String(known.value) : word.text, to: at + 1, quoted: true};
}

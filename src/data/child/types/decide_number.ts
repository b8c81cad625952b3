import type {ReceiptEntry} from "../../dataset.ts";
import {type Decision, type Grounds, MOSTLY} from "./decision.ts";
import {decimalOf} from "./file_evidence.ts";
import {cellsOf, countOf, TEXT, type Texts} from "./form.ts";
import {
  HUGE_INTEGER,
  isWritten,
  markedNumber,
  NOTATIONS,
  type Notation,
  PLAIN_INTEGER,
  PLAIN_NUMBER,
  readWritten,
  type Written,
} from "./numbers.ts";
import {isCurrency} from "./units.ts";

const DIGITS = /^[-+]?\d+$/;
const NEVER_COUNTED =
  /phone|t[eé]l[eéèê]f|telefoon|(^|[^a-z])(tel|tél|fax|mobile?|mobil|m[oó]vil|celular|handy|portable|gsm|iban|isbn|ssn)([^a-z]|$)|телефон|טלפון|هاتف|電話|电话|전화/iu;
const IDENTIFIER = /(^|[^a-z])(id|key|code|number|no|nr|num|account|card|uuid|hash)([^a-z]|$)|id$/i;
const LONG = 15;
const BIGGEST = 18;
/** So many texts tell whether a column is worth a closer look. */
const TRIED = 60;
const examples = (texts: Iterable<string>): string[] => [...texts].slice(0, 5);

/** Digits that name a thing and do not count: as text, or nothing where they may be numbers. */
export function codeDecision(name: string, texts: Texts): Decision | undefined {
  const digits = [...texts.keys()].filter((text) => DIGITS.test(text));
  if (digits.length === 0 || countOf(texts, (text) => DIGITS.test(text)) < MOSTLY * cellsOf(texts))
    return undefined;
  const text = (why: string, shown: readonly string[]): Decision => ({
    form: TEXT,
    entries: [
      {
        kind: "type",
        column: name,
        message: `${name} stays text: ${why}.`,
        count: countOf(texts, (one) => shown.includes(one)),
        examples: examples(shown),
      },
    ],
  });
  const leading = digits.filter((one) => /^[-+]?0\d/.test(one));
  if (leading.length > 0) return text("codes begin with zeros, which numbers would lose", leading);
  const phones = digits.filter((one) => /^\+\d{7,}$/.test(one));
  if (phones.length > 0) return text("it holds telephone numbers", phones);
  if (NEVER_COUNTED.test(name)) return text("its name says that the digits name something", digits);
  const lengths = digits.map((one) => one.replace(/\D/g, "").length);
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  if (digits.length > 1 && shortest >= LONG && longest === shortest)
    return text(`its numbers all have ${longest} digits, as identifiers have`, digits);
  if (longest <= BIGGEST) return undefined;
  if (longest <= 38 && longest - shortest >= 3 && !IDENTIFIER.test(name) && digits.length === texts.size)
    return {
      form: HUGE_INTEGER,
      entries: [
        {
          kind: "type",
          column: name,
          message: `${name}: whole numbers of up to ${longest} digits are kept exactly.`,
        },
      ],
    };
  return text(
    `it holds numbers of ${longest} digits, more than can be computed with exactly`,
    digits.filter((one) => one.length > BIGGEST),
  );
}

/** How the numbers of a column are written; nothing where hardly any are numbers. */
export function numberDecision(name: string, texts: Texts, grounds: Grounds): Decision | undefined {
  const all = cellsOf(texts);
  const keys = [...texts.keys()];
  const step = Math.max(1, Math.floor(keys.length / TRIED));
  const tried = keys.filter((_text, at) => at % step === 0);
  if (tried.filter((text) => readWritten(text)).length < 0.25 * tried.length) return undefined;
  const written = new Map<string, Written>();
  for (const text of texts.keys()) {
    const one = readWritten(text);
    if (one) written.set(text, one);
  }
  const numbers = countOf(texts, (text) => written.has(text));
  if (numbers < 0.5 * all) return undefined;
  const called = countOf(texts, (text) => /^\+\d{1,3}[ .-]\d/.test(text));
  if (called > 0.5 * all)
    return {
      form: TEXT,
      entries: [{kind: "type", column: name, message: `${name} stays text: it holds telephone numbers.`}],
    };
  if (NEVER_COUNTED.test(name))
    return {
      form: TEXT,
      entries: [
        {
          kind: "type",
          column: name,
          message: `${name} stays text: its name says that the digits name something.`,
        },
      ],
    };
  const {choices} = grounds;
  if (choices.decimal !== ",") {
    const bare = countOf(texts, (text) => written.get(text)?.bare === true && PLAIN_NUMBER.fits(text));
    const groups = countOf(texts, (text) => /^[-+]?[1-9]\d{0,2}\.\d{3}$/.test(text));
    if (bare === numbers && groups < bare) {
      const whole = countOf(texts, PLAIN_INTEGER.fits);
      return {form: whole === bare ? PLAIN_INTEGER : PLAIN_NUMBER, entries: []};
    }
  }
  const units = new Map<string, number>();
  const affixes = new Set<string>();
  let unitless = 0;
  for (const [text, one] of written) {
    const times = texts.get(text)!;
    if (one.unit === undefined) unitless += times;
    else {
      units.set(one.unit, (units.get(one.unit) ?? 0) + times);
      affixes.add(one.affix!);
    }
  }
  const entries: ReceiptEntry[] = [];
  const byCount = [...units].sort((a, b) => b[1] - a[1]);
  if (byCount.length > 1) {
    return {
      form: TEXT,
      entries: [
        {
          kind: "unit",
          column: name,
          message: `${name} stays text: its numbers have several units, ${byCount
            .slice(0, 4)
            .map(([unit, times]) => `${unit} (${times})`)
            .join(", ")}.`,
          count: numbers,
          examples: examples([...written].filter(([, one]) => one.unit).map(([text]) => text)),
          doubt: true,
        },
      ],
    };
  }
  const unit = byCount[0]?.[0];
  const fitting = NOTATIONS.filter(
    (notation) => !choices.decimal || notation.decimal === choices.decimal,
  ).map((notation) => ({
    notation,
    fits: countOf(texts, (text) => written.has(text) && isWritten(written.get(text)!.body, notation)),
  }));
  const most = Math.max(...fitting.map((one) => one.fits));
  if (most < 0.5 * all) return undefined;
  const best = fitting.filter((one) => one.fits === most).map((one) => one.notation);
  const bodies = [...written.values()].map((one) => one.body);
  const chosen = chooseNotation(best, bodies, grounds);
  const whole = bodies.every((body) => isWhole(body, chosen.notation));
  const group = [...texts.keys()].filter((text) => written.has(text));
  if (chosen.doubt && !choices.decimal)
    entries.push({
      kind: "type",
      column: name,
      message: `${name}: "${group.find((text) => /\d[.,]\d{3}/.test(text))}" was read as ${chosen.notation.thousands === "" ? "a fraction with three decimals" : "thousands"}; it could be the other way.`,
      count: numbers,
      examples: examples(group),
      reverse: {decimal: chosen.notation.decimal === "." ? "," : "."},
      doubt: true,
    });
  else if (chosen.notation.thousands !== "" || chosen.notation.decimal === ",")
    entries.push({
      kind: "type",
      column: name,
      message: `${name}: ${sayNotation(chosen.notation, whole)}.`,
      examples: examples(group.filter((text) => /[.,'’ \u00a0\u202f]/.test(written.get(text)!.body))),
      reverse: {text: [name]},
    });
  if (unit !== undefined)
    entries.push({
      kind: "unit",
      column: name,
      message: `${name}: "${unit}" was taken off the numbers and kept as their unit${unit === "%" ? " (12% is 12)" : ""}.`,
      count: byCount[0]![1],
      examples: examples(group.filter((text) => written.get(text)!.unit)),
      reverse: {text: [name]},
    });
  if (unit !== undefined && !isCurrency(unit) && unitless > 0)
    entries.push({
      kind: "unit",
      column: name,
      message: `${name}: ${unitless} of ${numbers} numbers bear no unit; they were taken as ${unit} too.`,
      count: unitless,
      examples: examples([...written].filter(([, one]) => !one.unit).map(([text]) => text)),
      doubt: true,
    });
  const negatives = group.filter((text) => /^\(|-$/.test(text));
  if (negatives.length > 0)
    entries.push({
      kind: "type",
      column: name,
      message: `${name}: numbers in brackets or with a minus behind them are negative.`,
      count: countOf(texts, (text) => negatives.includes(text)),
      examples: examples(negatives),
    });
  const bare =
    affixes.size === 0 &&
    negatives.length === 0 &&
    chosen.notation.thousands === "" &&
    chosen.notation.decimal === ".";
  if (bare && group.every((text) => written.get(text)!.bare))
    return {form: whole ? PLAIN_INTEGER : PLAIN_NUMBER, entries};
  return {
    form: markedNumber(
      chosen.notation,
      [...affixes].sort((a, b) => b.length - a.length),
      unit,
      whole,
    ),
    entries,
  };
}

function isWhole(body: string, {decimal}: Notation): boolean {
  return !body.includes(decimal) && body.replace(/\D/g, "").length <= BIGGEST;
}

/** Of the notations that fit as many numbers, the one that the numbers themselves, the file, or custom say. */
function chooseNotation(
  fitting: readonly Notation[],
  bodies: readonly string[],
  {choices, file}: Grounds,
): {notation: Notation; doubt: boolean} {
  const decimals = new Set(fitting.map((notation) => notation.decimal));
  const first = fitting[0]!;
  if (choices.decimal || decimals.size === 1) return {notation: first, doubt: false};
  const marked = bodies.filter((body) => /[.,]/.test(body));
  if (marked.length === 0)
    return {notation: fitting.find((one) => one.decimal === (file.decimal ?? ".")) ?? first, doubt: false};
  const own = marked.map(decimalOf).find((mark) => mark !== undefined);
  const mark = marked[0]!.replace(/[^.,]/g, "")[0] as "." | ",";
  const other = mark === "." ? "," : ".";
  const asDecimal = fitting.find((one) => one.decimal === mark) ?? first;
  const asThousands = fitting.find((one) => one.decimal === other && one.thousands === mark) ?? first;
  if (own) return {notation: fitting.find((one) => one.decimal === own) ?? first, doubt: false};
  const unmarked = bodies.filter((body) => !/[.,]/.test(body));
  const grouped =
    unmarked.length > 0 &&
    unmarked.every((body) => body.length <= 3) &&
    !bodies.some((body) => /^0[.,]/.test(body));
  if (unmarked.some((body) => body.replace(/\D/g, "").length > 3))
    return {notation: asDecimal, doubt: file.decimal !== mark};
  if (file.decimal === mark) return {notation: asDecimal, doubt: true};
  if (file.decimal === other) return {notation: asThousands, doubt: false};
  if (mark === ",") return {notation: asThousands, doubt: !grouped};
  return grouped ? {notation: asThousands, doubt: true} : {notation: asDecimal, doubt: true};
}

function sayNotation({decimal, thousands}: Notation, whole: boolean): string {
  const parted = {
    "": "",
    ",": "commas part thousands",
    ".": "points part thousands",
    " ": "spaces part thousands",
    "'": "apostrophes part thousands",
  }[thousands];
  const fraction = whole || decimal === "." ? "" : "a comma parts the fraction";
  return [parted, fraction].filter(Boolean).join(", ");
}

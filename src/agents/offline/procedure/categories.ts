import type {TableProfile} from "../../../data/profile.ts";
import type {Condition} from "../../../tools/condition.ts";
import {nameKey, nameWords} from "../tokens.ts";
import {type MarkedText, mentionAt, take} from "./marked_text.ts";

/** Named ranges of a number: Child (0-12), Adult (20-59), Elderly (60 and above). */
export interface Categories {
  name: string;
  column: string;
  all: {label: string; condition: Condition; said: string}[];
}

const N = "(-?\\d+(?:\\.\\d+)?)";
const C = "(?:⟨c\\d+⟩)";
const UNIT = "(?:\\s*(?:years?(?: old)?|yrs?|%|usd|dollars))?";
const RANGES: {
  pattern: string;
  bounds: (numbers: number[], text: string) => [Bound | undefined, Bound | undefined];
}[] = [
  {
    pattern: `${N}\\s*(<=?)\\s*${C}\\s*(<=?)\\s*${N}`,
    bounds: ([a, b], text) => {
      const [first, second] = [...text.matchAll(/<=?/g)].map(([sign]) => sign);
      return [
        {op: first === "<" ? ">" : ">=", value: a!},
        {op: second === "<" ? "<" : "<=", value: b!},
      ];
    },
  },
  {pattern: `${C}\\s*<=\\s*${N}`, bounds: ([a]) => [undefined, {op: "<=", value: a!}]},
  {pattern: `${C}\\s*<\\s*${N}`, bounds: ([a]) => [undefined, {op: "<", value: a!}]},
  {pattern: `${C}\\s*>=\\s*${N}`, bounds: ([a]) => [{op: ">=", value: a!}, undefined]},
  {pattern: `${C}\\s*>\\s*${N}`, bounds: ([a]) => [{op: ">", value: a!}, undefined]},
  {
    pattern: `(?:from )?${N}${UNIT}\\s*(?:up )?(?:to|and)\\s*(?:below|under|less than|but (?:below|under|less than))\\s*${N}`,
    bounds: ([a, b]) => [
      {op: ">=", value: a!},
      {op: "<", value: b!},
    ],
  },
  {
    pattern: `${N}${UNIT}\\s*(?:-|–|to|and)\\s*${N}${UNIT}(?!\\s*(?:above|over))`,
    bounds: ([a, b]) => [
      {op: ">=", value: a!},
      {op: "<=", value: b!},
    ],
  },
  {
    pattern: `${N}${UNIT}\\s*(?:\\+|and (?:above|over|older|more|up|higher)|or (?:above|over|older|more|higher))`,
    bounds: ([a]) => [{op: ">=", value: a!}, undefined],
  },
  {
    pattern: `(?:above|over|more than|greater than|older than|>)\\s*${N}`,
    bounds: ([a]) => [{op: ">", value: a!}, undefined],
  },
  {
    pattern: `(?:under|below|less than|younger than|<)\\s*${N}`,
    bounds: ([a]) => [undefined, {op: "<", value: a!}],
  },
];

interface Bound {
  op: "<" | "<=" | ">" | ">=";
  value: number;
}

/** The named ranges that a text cuts a column into, taken from it; undefined where it names none. */
export function categoriesOf(
  text: MarkedText,
  names: readonly string[],
  profile: TableProfile,
): Categories | undefined {
  const found: {
    label: string;
    low: Bound | undefined;
    high: Bound | undefined;
    column: string | undefined;
  }[] = [];
  const before = text.left;
  const range = RANGES.map(({pattern}) => pattern).join("|");
  take(
    text,
    new RegExp(
      `(?:["']?([a-z][a-z0-9 _-]{0,24}?)["']?|(⟨v\\d+⟩))\\s*\\(\\s*(?:ages?\\s+)?((?:${range})${UNIT})\\s*\\)`,
    ),
    (match) => {
      const piece = match[3]!;
      const kind = RANGES.find(({pattern}) => new RegExp(`^(?:${pattern})`).test(piece));
      if (!kind) return undefined;
      const numbers = (piece.replace(/⟨c\d+⟩/g, " ").match(/-?\d+(?:\.\d+)?/g) ?? []).map((one) =>
        Number(one.replace(/^-(?=\d)/, "")),
      );
      const [low, high] = kind.bounds(numbers, piece);
      const mark = /⟨c\d+⟩/.exec(piece)?.[0];
      const mention = mark ? mentionAt(text, mark) : undefined;
      const value = match[2] ? mentionAt(text, match[2]) : undefined;
      const label =
        value?.kind === "value"
          ? String(value.value)
          : match[1]!.replace(/^(?:and|or|as|into|groups?)\s+/, "").trim();
      found.push({label, low, high, column: mention?.kind === "column" ? mention.name : undefined});
      return true;
    },
  );
  if (found.length < 2) {
    text.left = before;
    return undefined;
  }
  const name =
    names.find((one) =>
      /group|categor|band|bin|level|range|class|bracket|segment|status|tier|stage/i.test(one),
    ) ??
    names[0] ??
    "category";
  const column = found.find((one) => one.column)?.column ?? sourceOf(name, text, profile);
  if (column === undefined) return undefined;
  const uppers = found.map((one) => one.high).filter((one) => one !== undefined);
  return {
    name,
    column,
    all: found.map(({label, low, high}) => {
      // "13-19" after "0-12": what lies between 12 and 13 belongs to the upper one, as cut points would have it.
      const below =
        low &&
        low.op === ">=" &&
        uppers.find((one) => one.op === "<=" && one.value < low.value && low.value - one.value <= 1);
      const from: Bound | undefined = below ? {op: ">", value: below.value} : low;
      const args = [from, high].flatMap((bound): Condition[] =>
        bound ? [{op: bound.op, of: {column}, value: bound.value}] : [],
      );
      const condition: Condition = args.length > 1 ? {op: "and", args} : args[0]!;
      const said = [from, high]
        .flatMap((bound) => (bound ? [`${column} ${bound.op} ${bound.value}`] : []))
        .join(" and ");
      return {label, condition, said};
    }),
  };
}

/** "AgeGroup" is of the column Age; else what the text cuts up. */
function sourceOf(name: string, text: MarkedText, profile: TableProfile): string | undefined {
  const words = nameWords(name).filter(
    (word) =>
      !/^(?:group|groups|category|categories|band|bands|bin|bins|level|range|class|bracket|segment|tier|stage)$/.test(
        word,
      ),
  );
  const numbers = profile.columns.filter(({type}) => type === "integer" || type === "number");
  const own = numbers.find((column) => nameKey(column.name) === nameKey(words.join("")));
  if (own) return own.name;
  const mark =
    /\b(?:based on|categori[sz]\w*|bin\w*|group\w*|divid\w*|cut\w*|using)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}?(⟨c\d+⟩)/.exec(
      text.marked,
    )?.[1];
  const mention = mark ? mentionAt(text, mark) : undefined;
  if (mention?.kind === "column" && numbers.some((one) => one.name === mention.name)) return mention.name;
  const exact = new Set(
    text.mentions.flatMap((one) =>
      one.kind === "column" && one.exact && numbers.some((other) => other.name === one.name)
        ? [one.name]
        : [],
    ),
  );
  return exact.size === 1 ? [...exact][0] : undefined;
}

import {cleanSql, type Form, literal} from "./form.ts";
import {unitAfter, unitBefore} from "./units.ts";

/** Which signs part the thousands and the fraction. */
export interface Notation {
  decimal: "." | ",";
  /** "" where thousands are not parted. */
  thousands: "" | "," | "." | " " | "'";
}

const SPACES = " \u00a0\u202f\u2009";
const GROUP = {"": "", ",": ",", ".": "\\.", " ": `[${SPACES}]`, "'": "['’´]"} as const;

/** The notations there are, the commonest first. */
export const NOTATIONS: readonly Notation[] = [
  {decimal: ".", thousands: ""},
  {decimal: ".", thousands: ","},
  {decimal: ",", thousands: ""},
  {decimal: ",", thousands: "."},
  {decimal: ",", thousands: " "},
  {decimal: ".", thousands: " "},
  {decimal: ".", thousands: "'"},
  {decimal: ",", thousands: "'"},
];

function bodyPattern({decimal, thousands}: Notation, whole: boolean): string {
  const group = GROUP[thousands];
  const indian = thousands === "," ? `|\\d{1,2}(?:,\\d{2})+,\\d{3}` : "";
  const digits = group ? `(?:\\d{1,3}(?:${group}\\d{3})+${indian}|\\d+)` : "\\d+";
  const mark = decimal === "." ? "\\." : ",";
  return whole ? digits : `(?:${digits}(?:${mark}\\d*)?|${mark}\\d+)`;
}

const bodies = new Map(
  NOTATIONS.map((notation) => [notation, new RegExp(`^${bodyPattern(notation, false)}$`, "u")]),
);

/** Whether the digits and marks of a number are written in a notation. */
export const isWritten = (body: string, notation: Notation): boolean =>
  (bodies.get(notation) ?? new RegExp(`^${bodyPattern(notation, false)}$`, "u")).test(body);

/** A number as it is written: the sign and unit apart from digits and marks. */
export interface Written {
  body: string;
  /** As it is spelled. */
  affix?: string;
  unit?: string;
  exponent: boolean;
  /** Only digits, signs and points: nothing that a plain cast would not read. */
  bare: boolean;
}

const SHAPE = new RegExp(
  `^(\\()?([-+−–]?)[${SPACES}]?([^\\d\\s().,+−–'’-]{1,4}\\.?)?[${SPACES}]?([-+−–]?)[${SPACES}]?((?:\\d|[.,]\\d)(?:[\\d.,'’´${SPACES}]*[\\d.,])?)([eE][-+]?\\d{1,3})?([${SPACES}]?)([^\\d\\s()'’,+−–-][^\\s()]{0,11})?[${SPACES}]?(-)?(\\))?$`,
  "u",
);

/** Takes a clean text apart, or nothing where it is no number. */
export function readWritten(text: string): Written | undefined {
  const found = text.length <= 60 ? SHAPE.exec(text) : null;
  if (!found) return undefined;
  const [, open, sign, before, inner, body, exponent, space, after, trailing, close] = found;
  if ((open === undefined) !== (close === undefined)) return undefined;
  const signs = [sign, inner, trailing, open].filter(Boolean).length;
  if (signs > 1 || (before && after)) return undefined;
  const unit = before ? unitBefore(before) : after ? unitAfter(after, space !== "") : undefined;
  if ((before || after) && unit === undefined) return undefined;
  if (exponent && (before || after || open)) return undefined;
  const affix = before || after;
  const bare = !affix && !open && !trailing && !/[−–]/.test(sign!) && /^[-+]?[\d.]+$/.test(sign! + body!);
  return {
    body: body!,
    ...(affix && {affix}),
    ...(unit && {unit}),
    exponent: exponent !== undefined,
    bare,
  };
}

const WHOLE = /^[-+]?\d{1,18}$/;

/** Whole numbers as DuckDB reads them; a code with leading zeros and a fraction are none. */
export const PLAIN_INTEGER: Form = {
  type: "integer",
  key: "integer",
  fits: (text) => WHOLE.test(text) && !/^[-+]?0\d/.test(text),
  first: (column) => `TRY_CAST(${column} AS BIGINT)`,
  sql: (column, first) =>
    `CASE WHEN CAST(${first} AS VARCHAR) = ${column} AND strlen(${column}) < 19 THEN ${first} WHEN regexp_full_match(${cleanSql(column)}, '[-+]?(0|[1-9]\\d{0,17})') THEN TRY_CAST(${cleanSql(column)} AS BIGINT) END`,
};

/** Whole numbers of up to 38 digits. */
export const HUGE_INTEGER: Form = {
  type: "integer",
  key: "huge",
  fits: (text) => /^[-+]?(0|[1-9]\d{0,37})$/.test(text),
  sql: (column) =>
    `CASE WHEN regexp_full_match(${cleanSql(column)}, '[-+]?(0|[1-9]\\d{0,37})') THEN TRY_CAST(${cleanSql(column)} AS HUGEINT) END`,
};

const REAL = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?$/;

/** Numbers with a decimal point as DuckDB reads them. */
export const PLAIN_NUMBER: Form = {
  type: "number",
  key: "number",
  fits: (text) => REAL.test(text) && text.length <= 60 && Number.isFinite(Number(text)),
  first: (column) => `TRY_CAST(${column} AS DOUBLE)`,
  sql: (column, first) =>
    `CASE WHEN ${first} IS NULL AND ${column} > '~' THEN TRY_CAST(${cleanSql(column)} AS DOUBLE) WHEN isfinite(${first}) THEN ${first} END`,
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** Numbers with marks of thousands, units, signs of currency, or negatives of accountants. */
export function markedNumber(
  notation: Notation,
  affixes: readonly string[],
  unit: string | undefined,
  whole: boolean,
): Form {
  const space = `[${SPACES}]?`;
  const spellings = affixes.length > 0 ? `(?:${affixes.map(escaped).join("|")})?` : "";
  const sign = `[-+−–]?${space}`;
  const body = bodyPattern(notation, whole);
  const exponent = affixes.length === 0 && !whole ? "(?:[eE][-+]?\\d{1,3})?" : "";
  const inner = `${spellings}${space}${sign}${body}${exponent}${space}${spellings}${space}`;
  const pattern = `(?:${sign}${inner}-?|\\(${inner}\\))`;
  const test = new RegExp(`^${pattern}$`, "u");
  return {
    type: whole ? "integer" : "number",
    key: JSON.stringify([notation, affixes, whole]),
    fits: (text) => test.test(text),
    ...(unit && {unit}),
    sql(column) {
      const clean = cleanSql(column);
      let text = clean;
      for (const affix of affixes) text = `replace(${text}, ${literal(affix)}, '')`;
      const dropped = `()${SPACES}${exponent ? "" : "-+"}−–${notation.thousands === "'" ? "'’´" : notation.thousands.trim()}`;
      text = `translate(${text}, ${literal(dropped)}, '')`;
      if (notation.decimal === ",") text = `replace(${text}, ',', '.')`;
      const minus = exponent
        ? `(starts_with(${clean}, '(') OR starts_with(${clean}, '−') OR starts_with(${clean}, '–'))`
        : `regexp_matches(${clean}, '[(−–-]')`;
      const number = `TRY_CAST(${exponent ? `CASE WHEN ends_with(${text}, '-') THEN '-' || rtrim(${text}, '-') ELSE ${text} END` : text} AS ${whole ? "BIGINT" : "DOUBLE"})`;
      return `CASE WHEN regexp_full_match(${clean}, ${literal(pattern)}) THEN CASE WHEN ${minus} THEN -${number} ELSE ${number} END END`;
    },
  };
}

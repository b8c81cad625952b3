import {cleanSql, type Form, literal} from "./form.ts";
import {MONTH_PATTERN, MONTHS} from "./month_names.ts";

export type Order = "day_first" | "month_first" | "year_first";

/** The parts of a date by the groups of its pattern. */
interface Shape {
  key: string;
  pattern: string;
  /** Where year, month and day stand among the groups; no day is the first of the month. */
  parts(order: Order): {year: number; month: number; day?: number};
  /** The month is a name. */
  named?: boolean;
  /** The order of day and month is open. */
  open?: boolean;
  said(order: Order): string;
}

const WEEKDAY =
  "(?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim)\\.?,? |(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo),? )?";
const DAY = "(\\d{1,2})";
const YEAR = "(\\d{4})";
const NAME = `(${MONTH_PATTERN})\\.?`;
const SHORT = "'?(\\d{2})";

const numeric = (key: string, sign: string, year: string): Shape => ({
  key: `${key} ${sign}`,
  pattern: `${DAY}${sign}${DAY}${sign}${year}`,
  open: true,
  parts: (order) => (order === "month_first" ? {year: 3, month: 1, day: 2} : {year: 3, month: 2, day: 1}),
  said: (order) => {
    const mark = sign.replace("\\", "");
    const long = year === YEAR ? "year" : "year of two digits";
    return order === "month_first" ? `month${mark}day${mark}${long}` : `day${mark}month${mark}${long}`;
  },
});

/** The shapes of dates that there are. */
export const SHAPES: readonly Shape[] = [
  ...["-", "/", "\\."].map(
    (sign): Shape => ({
      key: `ymd ${sign}`,
      pattern: `${YEAR}${sign}${DAY}${sign}${DAY}`,
      parts: () => ({year: 1, month: 2, day: 3}),
      said: () => `year${sign.replace("\\", "")}month${sign.replace("\\", "")}day`,
    }),
  ),
  ...["/", "\\.", "-"].map((sign) => numeric("dmy", sign, YEAR)),
  ...["/", "\\.", "-"].map((sign): Shape => {
    const two = numeric("short", sign, "(\\d{2})");
    return {
      ...two,
      parts: (order) => (order === "year_first" ? {year: 1, month: 2, day: 3} : two.parts(order)),
      said: (order) => (order === "year_first" ? "year of two digits, month, day" : two.said(order)),
    };
  }),
  {
    key: "d mon y",
    pattern: `${WEEKDAY}${DAY}(?:st|nd|rd|th|er|\\.|º)?(?:[ /-]| de | of )?${NAME}(?:[ ,/-]+| de )?${YEAR}(?: г\\.?| r\\.?)?`,
    named: true,
    parts: () => ({year: 3, month: 2, day: 1}),
    said: () => "day, name of the month, year",
  },
  {
    key: "d mon yy",
    pattern: `${WEEKDAY}${DAY}[ /-]${NAME}[ /-]${SHORT}`,
    named: true,
    parts: () => ({year: 3, month: 2, day: 1}),
    said: () => "day, name of the month, year of two digits",
  },
  {
    key: "mon d y",
    pattern: `${WEEKDAY}${NAME}[ -]${DAY}(?:st|nd|rd|th)?,?[ -]${YEAR}`,
    named: true,
    parts: () => ({year: 3, month: 1, day: 2}),
    said: () => "name of the month, day, year",
  },
  {
    key: "y mon d",
    pattern: `${YEAR}[ /-]${NAME}[ /-]${DAY}`,
    named: true,
    parts: () => ({year: 1, month: 2, day: 3}),
    said: () => "year, name of the month, day",
  },
  {
    key: "cjk",
    pattern: `${YEAR}[年년] ?${DAY}[月월] ?${DAY}[日일]`,
    parts: () => ({year: 1, month: 2, day: 3}),
    said: () => "year, month, day",
  },
  {
    key: "mon y",
    pattern: `${NAME}[ ,/-]+${YEAR}`,
    named: true,
    parts: () => ({year: 2, month: 1}),
    said: () => "name of the month, year; each is the first of its month",
  },
  {
    key: "mon yy",
    pattern: `${NAME}[ -]${SHORT}`,
    named: true,
    parts: () => ({year: 2, month: 1}),
    said: () => "name of the month, year of two digits; each is the first of its month",
  },
  {
    key: "y mon",
    pattern: `${YEAR}[ -]${NAME}`,
    named: true,
    parts: () => ({year: 1, month: 2}),
    said: () => "year, name of the month; each is the first of its month",
  },
  {
    key: "ym",
    pattern: `${YEAR}[-/](\\d{1,2})`,
    parts: () => ({year: 1, month: 2}),
    said: () => "year and month; each is the first of its month",
  },
  {
    key: "my",
    pattern: `(\\d{1,2})[-/.]${YEAR}`,
    parts: () => ({year: 2, month: 1}),
    said: () => "month and year; each is the first of its month",
  },
];

/** Eight digits: year, month, day. Only where more says that they are dates. */
export const COMPACT: Shape = {
  key: "compact",
  pattern: "((?:19|20)\\d{2})(\\d{2})(\\d{2})",
  parts: () => ({year: 1, month: 2, day: 3}),
  said: () => "year, month and day without signs between them",
};

const CLOCK = "(?:,? +|T)(\\d{1,2})[:.h](\\d{2})(?:[:.](\\d{2})(?:[.,](\\d{1,9}))?)? ?([ap]\\.?m\\.?|Uhr|h)?";
const ZONE = " ?(Z|UTC|GMT|[-+]\\d{2}(?::?\\d{2})?)";

/** What stands behind the day. */
export type Clock = "none" | "clock" | "zone";

const compiled = new Map<string, RegExp>();
const matcher = (pattern: string): RegExp => {
  const known = compiled.get(pattern) ?? new RegExp(`^(?:${pattern})$`, "iu");
  compiled.set(pattern, known);
  return known;
};
const full = (shape: Shape, clock: Clock): string =>
  `${shape.pattern}${clock === "none" ? "" : CLOCK}${clock === "zone" ? ZONE : ""}`;

/** How a clean text is written as a date. */
export interface DateText {
  shape: Shape;
  clock: Clock;
  /** The first and second number, where their order is open. */
  pair?: [number, number, number];
}

/** The shape that a text has, whatever its order. */
export function readDate(text: string, compact = false): DateText | undefined {
  if (text.length < 5 || text.length > 60 || !/\d/.test(text)) return undefined;
  for (const shape of compact ? [COMPACT, ...SHAPES] : SHAPES)
    for (const clock of ["none", "clock", "zone"] as const) {
      const found = matcher(full(shape, clock)).exec(text);
      if (!found) continue;
      return {
        shape,
        clock,
        ...(shape.open && {
          pair: [Number(found[1]), Number(found[2]), Number(found[3])] as [number, number, number],
        }),
      };
    }
  return undefined;
}

const year4 = (year: number, digits: number): number =>
  digits > 2 ? year : year < 69 ? 2000 + year : 1900 + year;

/** Whether a text is a day of the calendar in this shape and order. */
export function isDay(text: string, shape: Shape, clock: Clock, order: Order): boolean {
  const found = matcher(full(shape, clock)).exec(text);
  if (!found) return false;
  const {year, month, day} = shape.parts(order);
  const named = shape.named ? MONTHS.get(found[month]!.toLowerCase()) : Number(found[month]);
  const y = year4(Number(found[year]), found[year]!.length);
  const d = day === undefined ? 1 : Number(found[day]);
  if (named === undefined || named < 1 || named > 12 || d < 1 || y < 1) return false;
  if (d > new Date(Date.UTC(2000 + (y % 400), named, 0)).getUTCDate()) return false;
  if (clock === "none") return true;
  const at = Math.max(year, month, day ?? 0);
  const hour = Number(found[at + 1]);
  const half = /^[ap]/i.test(found[at + 5] ?? "");
  return (
    (half ? hour >= 1 && hour <= 12 : hour < 24) &&
    Number(found[at + 2]) < 60 &&
    Number(found[at + 3] ?? 0) < 60
  );
}

/** One shape in SQL: its groups as a date or timestamp. */
function shapeSql(column: string, shape: Shape, clock: Clock, order: Order, timestamp: boolean): string {
  const clean = cleanSql(column);
  const lower = shape.named || clock !== "none" ? `lower(${clean})` : clean;
  const pattern = `^(?:${full(shape, clock).replace("|T)", "|t)").replaceAll("Uhr", "uhr").replaceAll("Z|UTC|GMT", "z|utc|gmt")})$`;
  const {year, month, day} = shape.parts(order);
  const at = Math.max(year, month, day ?? 0);
  const names = Array.from(
    {length: at + (clock === "none" ? 0 : 5) + (clock === "zone" ? 1 : 0)},
    (_, index) => `'g${index + 1}'`,
  );
  const group = (index: number): string => `date_parts__.g${index}`;
  const monthNumber = shape.named
    ? `CAST(map_extract(MAP {${[...MONTHS].map(([name, number]) => `${literal(name)}: ${number}`).join(", ")}}, ${group(month)})[1] AS VARCHAR)`
    : group(month);
  const yearNumber = `CASE WHEN length(${group(year)}) > 2 THEN ${group(year)} WHEN ${group(year)} < '69' THEN '20' || ${group(year)} ELSE '19' || ${group(year)} END`;
  const date = `${yearNumber} || '-' || ${monthNumber} || '-' || ${day === undefined ? "'1'" : group(day)}`;
  const struct = `regexp_extract(${lower}, ${literal(pattern)}, [${names.join(", ")}])`;
  let value: string;
  if (clock === "none") value = `TRY_CAST(${date} AS ${timestamp ? "TIMESTAMP" : "DATE"})`;
  else {
    const half = group(at + 5);
    const hour = group(at + 1);
    const hours = `CASE WHEN starts_with(${half}, 'p') AND ${hour} <> '12' THEN CAST(TRY_CAST(${hour} AS INTEGER) + 12 AS VARCHAR) WHEN starts_with(${half}, 'a') AND ${hour} = '12' THEN '0' ELSE ${hour} END`;
    const second = `CASE WHEN ${group(at + 3)} = '' THEN '00' ELSE ${group(at + 3)} END || CASE WHEN ${group(at + 4)} = '' THEN '' ELSE '.' || ${group(at + 4)} END`;
    const local = `TRY_CAST(${date} || ' ' || lpad(${hours}, 2, '0') || ':' || ${group(at + 2)} || ':' || ${second} AS TIMESTAMP)`;
    if (clock === "clock") value = local;
    else {
      const zone = group(at + 6);
      const minutes = `CASE WHEN ${zone} IN ('z', 'utc', 'gmt') THEN 0 ELSE (CASE WHEN starts_with(${zone}, '-') THEN -1 ELSE 1 END) * (TRY_CAST(substr(${zone}, 2, 2) AS INTEGER) * 60 + coalesce(TRY_CAST(substr(replace(${zone}, ':', ''), 4, 2) AS INTEGER), 0)) END`;
      value = `${local} - to_minutes(${minutes})`;
    }
  }
  return `list_transform([${struct}], lambda date_parts__: ${value})[1]`;
}

/** Dates of one shape or several; the order says how those are read where it is open. */
export function dateForm(
  shapes: readonly {shape: Shape; clock: Clock}[],
  order: Order,
  /** Read those that are no day in this order in the other one. */
  either = false,
): Form {
  const timestamp = shapes.some(({clock}) => clock !== "none");
  const other: Order = order === "month_first" ? "day_first" : "month_first";
  const ways = shapes.flatMap(({shape, clock}) => [
    {shape, clock, order},
    ...(either && shape.open ? [{shape, clock, order: other}] : []),
  ]);
  const iso = shapes.some(({shape, clock}) => shape.key === "ymd -" && clock === "none") && !timestamp;
  const isoTime = shapes.some(({shape, clock}) => shape.key === "ymd -" && clock === "clock");
  return {
    type: timestamp ? "timestamp" : "date",
    key: JSON.stringify([ways.map((way) => [way.shape.key, way.clock, way.order]), either]),
    fits: (text) => ways.some((way) => isDay(text, way.shape, way.clock, way.order)),
    ...(iso && {
      first: (column: string) =>
        `CASE WHEN strlen(${column}) = 10 AND ${column} < ':' THEN TRY_CAST(${column} AS DATE) END`,
    }),
    ...(isoTime && {
      first: (column: string) =>
        `CASE WHEN strlen(${column}) = 19 AND ${column} < ':' THEN CASE WHEN substr(${column}, 17, 1) = ':' THEN TRY_CAST(${column} AS TIMESTAMP) END END`,
    }),
    sql(column, first) {
      const parts = ways.map((way) => shapeSql(column, way.shape, way.clock, way.order, timestamp));
      if (iso || isoTime) parts.unshift(first);
      return parts.length === 1 ? parts[0]! : `coalesce(${parts.join(", ")})`;
    },
  };
}

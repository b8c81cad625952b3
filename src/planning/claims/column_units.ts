import type {Cell, Column} from "../../data/table.ts";
import {CURRENCY_SIGNS} from "../format_value.ts";
import type {ShownNumber} from "../scan_numbers.ts";

/** What the numbers of a column measure, as far as its unit or its name tells. */
export interface ColumnUnit {
  /** A currency sign. */
  sign?: string;
  percent?: "fraction" | "percent";
  /** A unit of measure by its one name: "mm", "year", "°C". */
  unit?: string;
  /** What one stands for: 1000 in a column of thousands. */
  scale?: number;
  /** Whole numbers that count things, by the name no money. */
  counts?: boolean;
}

const UNIT_WORDS: Record<string, string> = {
  kg: "kg kgs kilogram kilograms kilo kilos",
  g: "g gram grams",
  t: "t tons ton tonne tonnes",
  lb: "lb lbs pound pounds",
  oz: "oz ounce ounces",
  km: "km kms kilometre kilometres kilometer kilometers",
  m: "m metre metres meter meters",
  cm: "cm centimetre centimetres centimeter centimeters",
  mm: "mm millimetre millimetres millimeter millimeters",
  mi: "mi mile miles",
  ft: "ft foot feet",
  inch: "inch inches",
  l: "l litre litres liter liters",
  ml: "ml millilitre millilitres milliliter milliliters",
  ms: "ms millisecond milliseconds",
  s: "s sec secs second seconds",
  min: "min mins minute minutes",
  h: "h hr hrs hour hours",
  d: "d day days",
  week: "week weeks",
  month: "month months",
  year: "yr yrs year years",
  "°C": "°c celsius degc centigrade",
  "°F": "°f fahrenheit degf",
  knot: "kt kts knot knots",
  mph: "mph",
  "m/s": "m/s",
  "km/h": "km/h kmh kph",
  hp: "hp horsepower",
  kw: "kw kilowatt kilowatts",
  kwh: "kwh",
  mw: "mw megawatt megawatts",
  gb: "gb gigabyte gigabytes",
  mb: "mb megabyte megabytes",
  sqft: "sqft",
  acre: "acre acres",
  hectare: "ha hectare hectares",
};
const UNITS = new Map(
  Object.entries(UNIT_WORDS).flatMap(([unit, words]) =>
    words.split(" ").map((word) => [word, unit] as const),
  ),
);
const MONEY_SUFFIXES: Record<string, string> = {
  usd: "$",
  dollar: "$",
  dollars: "$",
  eur: "€",
  euro: "€",
  euros: "€",
  gbp: "£",
  yen: "¥",
  jpy: "¥",
  inr: "₹",
  rupees: "₹",
  chf: "CHF",
};
const MONEY_WORDS: Record<string, string> = {...MONEY_SUFFIXES, pounds: "£", pound: "£", bucks: "$"};
const SCALES: Record<string, number> = {
  thousands: 1e3,
  thousand: 1e3,
  millions: 1e6,
  million: 1e6,
  billions: 1e9,
};
const MONEY_NAMES =
  /price|cost|sales|revenue|amount|profit|gross|budget|income|salar|spen[dt]|fare|fee|pay|paid|value|total|balance|tax|discount|gdp|wage|earning|worth|usd|eur|gbp|money|turnover|rent|charge|bill|refund|net|mean|avg|average|median|sum|min|max|^[a-z]$/i;
const FRACTION_NAMES = /share|rate|ratio|fraction|margin|proportion|percent|pct|%/i;

/** The parts of a column's name: "Flipper Length (mm)" and "flipperLength_mm" alike. */
export function namePartsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}%°/]+/u)
    .filter((part) => part !== "");
}

/** Whether a part of a name only tells the unit. */
export function isUnitPart(part: string, at: number): boolean {
  return (
    at > 0 &&
    part !== "min" &&
    (UNITS.has(part) || part in MONEY_SUFFIXES || part in SCALES || part === "c" || part === "f")
  );
}

export function unitOf(column: Column, given: string | undefined, cells: readonly Cell[]): ColumnUnit {
  const declared = given ?? column.unit;
  if (declared !== undefined) {
    if (CURRENCY_SIGNS.includes(declared)) return {sign: declared};
    if (declared === "%") return {percent: "fraction"};
    if (declared === "percent") return {percent: "percent"};
    const unit = UNITS.get(declared.toLowerCase());
    if (unit) return {unit};
  }
  const parts = namePartsOf(column.name);
  const found: ColumnUnit = {};
  for (const [at, part] of parts.entries()) {
    const isLast = at === parts.length - 1;
    if (at === 0 && parts.length > 1) continue;
    if (part in MONEY_SUFFIXES) found.sign = MONEY_SUFFIXES[part]!;
    if (part in SCALES && parts.length > 1) found.scale = SCALES[part]!;
    if (!isLast || parts.length === 1) continue;
    const isMinute = part !== "min" || /time|duration|length|delay|wait|elapsed/i.test(column.name);
    const unit =
      (isMinute ? UNITS.get(part) : undefined) ?? (part === "c" ? "°C" : part === "f" ? "°F" : undefined);
    if (part === "ms" && /wind|speed|velocity/i.test(column.name)) found.unit = "m/s";
    else if (unit && part.length > (unit === "°C" || unit === "°F" ? 0 : 1)) found.unit = unit;
    else if (part === "g") found.unit = "g";
  }
  const numbers = cells.filter((cell) => typeof cell === "number");
  // "avg_days_to_ship": the unit stands before what it takes.
  const taken = parts.find(
    (part, at) =>
      at < parts.length - 1 &&
      parts[at + 1] === "to" &&
      /^(?:days|hours|minutes|seconds|weeks|months|years)$/.test(part),
  );
  if (taken && !found.unit) found.unit = UNITS.get(taken)!;
  if (!found.sign && !found.unit && numbers.length > 0 && FRACTION_NAMES.test(column.name)) {
    const named = /percent|pct|%/i.test(column.name);
    const small = numbers.every((value) => Math.abs(value) <= 1);
    if (named || small)
      found.percent =
        small && !(named && numbers.some((value) => Math.abs(value) === 1)) ? "fraction" : "percent";
  }
  const whole = numbers.length > 0 && numbers.every(Number.isInteger);
  if (whole && !found.sign && !found.unit && !found.scale && !found.percent && !MONEY_NAMES.test(column.name))
    found.counts = true;
  return found;
}

/** The unit that stands right after a number: a canonical name, or a currency sign for "dollars". */
export function unitAfter(after: string): {unit?: string; sign?: string} {
  const match = /^[\s-]?(°\s?[CF]\b|km\/h|m\/s|[A-Za-z]+)/.exec(after);
  if (!match) return {};
  const word = match[1]!.replace(/\s/g, "").toLowerCase();
  if (word.length === 1 && match[0].startsWith(" ") && !/^\s[gm]\b(?!\s+[a-z])/.test(after)) return {};
  const sign = MONEY_WORDS[word];
  const unit = UNITS.get(word);
  return {...(sign && {sign}), ...(unit && {unit})};
}

/** Whether "points" of percent are meant. */
export function isPoints(number: ShownNumber, after: string): boolean {
  return (
    number.kind === "percent" &&
    (/point|pp\b/i.test(number.text) || /^[\s-]*(?:percentage\s)?(?:points?|pp|pts)\b/i.test(after))
  );
}

/** How many of the second unit one of the first is. */
const CONVERTED: Record<string, number> = {
  "g kg": 1 / 1000,
  "kg g": 1000,
  "kg t": 1 / 1000,
  "mm cm": 1 / 10,
  "cm mm": 10,
  "mm m": 1 / 1000,
  "cm m": 1 / 100,
  "m km": 1 / 1000,
  "km m": 1000,
  "min h": 1 / 60,
  "h min": 60,
  "s min": 1 / 60,
  "min s": 60,
  "ms s": 1 / 1000,
  "d h": 24,
  "h d": 1 / 24,
  "week d": 7,
  "d week": 1 / 7,
  "month year": 1 / 12,
  "year month": 12,
  "ml l": 1 / 1000,
  "l ml": 1000,
};

/** Whether a number of this kind and unit can be an amount of the column. */
export function fitsUnit(number: ShownNumber, unit: ColumnUnit, after: string): boolean {
  const said = unitAfter(after);
  if (number.kind === "money") {
    if (unit.sign !== undefined)
      return unit.sign === number.sign || (unit.sign === "$" && number.sign === "US$");
    return unit.unit === undefined && unit.percent === undefined && unit.counts !== true;
  }
  if (number.kind === "percent")
    return unit.sign === undefined && unit.unit === undefined && unit.scale === undefined;
  if (unit.sign !== undefined && said.unit !== undefined && said.unit !== "lb") return false;
  if (unit.sign !== undefined && said.sign !== undefined) return said.sign === unit.sign;
  if (unit.unit !== undefined && said.unit === undefined && said.sign !== undefined)
    return said.sign === "£" && unit.unit === "lb";
  if (unit.unit === undefined || said.unit === undefined || said.unit === unit.unit) return true;
  return CONVERTED[`${unit.unit} ${said.unit}`] !== undefined;
}

/**
 * The values that a cell or a quantity in the column's terms may be shown as: as it is; times 100 where percent is shown of
 * a fraction; in full where the column is in thousands; in the unit said after it.
 */
export function shownValues(
  value: number,
  number: ShownNumber,
  unit: ColumnUnit,
  text: string,
  after = "",
): number[] {
  if (number.kind === "percent") {
    if (unit.percent === "percent") return [value];
    if (unit.percent === "fraction") return [value * 100];
    return unit.counts ? [] : [value * 100];
  }
  if (unit.scale !== undefined) {
    const bare = /thousand|million|billion|\(000/i.test(text);
    const scaled = /[a-z]/i.test(number.text);
    return scaled ? [value * unit.scale] : bare ? [value * unit.scale, value] : [value * unit.scale];
  }
  if (unit.percent === "fraction" && number.kind === "money") return [];
  const said = unit.unit === undefined ? undefined : unitAfter(after).unit;
  const factor = said !== undefined && said !== unit.unit ? CONVERTED[`${unit.unit} ${said}`] : undefined;
  return factor === undefined ? [value] : [value * factor];
}

export function isNear(value: number, number: Pick<ShownNumber, "value" | "tolerance">, sign = 1): boolean {
  const shown = number.value * sign;
  return Math.abs(value - shown) <= number.tolerance * (1 + 1e-9) + Math.abs(shown) * 1e-12;
}

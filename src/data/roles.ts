import type {Additivity, ColumnProfile, Role} from "./profile.ts";
import type {ColumnType} from "./table.ts";

/** What is known of a column before its role is decided. */
export interface ColumnFacts {
  name: string;
  type: ColumnType;
  rows: number;
  nulls: number;
  distinct: number;
  min: unknown;
  max: unknown;
  /** Mean length of text values. */
  meanLength: number;
}

/** The words of a column's name in lower case: `TaxId_2` is tax, id, 2. */
export const nameParts = (name: string): string[] =>
  name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}%]+/u)
    .filter(Boolean);

const ID_WORDS = new Set([
  "id",
  "uuid",
  "guid",
  "key",
  "ssn",
  "sku",
  "isbn",
  "barcode",
  "phone",
  "fax",
  "zip",
  "zipcode",
  "postcode",
  "postal",
  "fips",
  "iata",
  "index",
  "rowid",
  "uid",
  "ean",
  "upc",
]);
const CODE_WORDS = new Set([
  "class",
  "pclass",
  "code",
  "type",
  "category",
  "group",
  "rank",
  "grade",
  "level",
  "cylinders",
  "cyl",
  "gear",
  "gears",
  "quarter",
  "month",
  "weekday",
  "day",
  "hour",
  "week",
  "zone",
  "region",
  "district",
  "ward",
  "cluster",
  "segment",
  "status",
  "flag",
  "stage",
  "season",
  "shift",
  "floor",
  "decade",
  "origin",
  "gender",
  "sex",
  "race",
  "label",
  "target",
  "band",
  "bracket",
  "tier",
  "site",
  "store",
  "dept",
  "department",
  "party",
]);
const AVERAGE =
  /\b(rate|ratio|pct|percent|percentage|%|price|prices|cost per|avg|average|mean|median|rating|ratings|score|scores|temperature|temp|tmin|tmax|age|ages|lat|latitude|lon|lng|long|longitude|mpg|speed|velocity|per|index|bmi|height|length|width|depth|horsepower|hp|displacement|acceleration|expectancy|expect|fertility|gpa|humidity|pressure|wind|density|margin|elevation|altitude|magnitude|mag|concentration|intensity|angle|grade|level|probability|prob|share|yield|efficiency|tenure|experience|glucose|insulin|cholesterol|heartrate|bpm|thickness|diameter|radius|ph|alcohol|sugar|quality|close|open|high|low|adj|mass|hourly|mileage|economy|year|years|odds|std|sd|stddev|variance|hdi|brightness|rank)\b/;
const DAY_OF_MONTH = /^(?:(?:day|date) (?:of )?(?:the )?month|day|mday|dom)$/;
const BALANCE =
  /\b(balance|stock|inventory|headcount|population|pop|on hand|outstanding|employees|members|subscribers|enrollment)\b/;
const NOT_AVERAGE = /\b(total|sum|amount|count|number|sales|revenue|qty|quantity|units)\b/;

/**
 * What a column is for. Numbers are measures unless the name says identifier, code or year, or each row has its own
 * whole number under an identifier's name; small whole-number codes (class, cylinders, rank) are categories by name, so
 * that counts such as "siblings" stay measures. Text is a category while its values repeat, and free text after that.
 */
export function roleOf(facts: ColumnFacts): Role {
  const {type, distinct, rows, nulls} = facts;
  const named = nameParts(facts.name);
  const filled = rows - nulls;
  if (type === "boolean") return "boolean";
  if (type === "date" || type === "timestamp") return "date";
  const unique = filled > 0 && distinct === filled && nulls === 0;
  const idName = named.some((word) => ID_WORDS.has(word)) || /(^|[a-z_ ])id$/i.test(facts.name.trim());
  if (type === "integer" || type === "number") {
    const [low, high] = [Number(facts.min), Number(facts.max)];
    if (
      type === "integer" &&
      named.some((word) => word === "year" || word === "yr") &&
      named.length <= 3 &&
      low >= 1000 &&
      high <= 2200
    )
      return "date";
    if (idName && type === "integer") return "identifier";
    // Long numbers of one length, each its own: cards, accounts, keys of another system.
    if (type === "integer" && unique && rows > 20 && low >= 1e12 && digits(facts.min) === digits(facts.max))
      return "identifier";
    if (
      type === "integer" &&
      unique &&
      rows > 20 &&
      (named.includes("no") ||
        named.includes("number") ||
        /^(unnamed|column_?\d*|row|rownames|#)$/i.test(facts.name))
    )
      return "identifier";
    if (
      type === "integer" &&
      distinct <= 25 &&
      named.some((word) => CODE_WORDS.has(word)) &&
      !named.includes("age")
    )
      return "category";
    if (type === "integer" && low >= 1 && high <= 31 && DAY_OF_MONTH.test(named.join(" "))) return "category";
    return "measure";
  }
  if (type !== "text") return "text";
  if (idName && (distinct > 0.5 * filled || named.length <= 3)) return "identifier";
  if (
    unique &&
    filled > 20 &&
    facts.meanLength <= 40 &&
    /^[a-z]*\d/i.test(String(facts.min)) &&
    !/\s/.test(String(facts.min))
  )
    return "identifier";
  if (facts.meanLength > 60) return "text";
  return distinct <= Math.max(50, 0.5 * filled) ? "category" : "text";
}

const digits = (value: unknown): number => String(value).length;

/** Whether a measure may be added up, by what its name says; `fraction`: all values lie between 0 and 1. */
export function additivityOf(name: string, unit: string | undefined, fraction: boolean): Additivity {
  const phrase = nameParts(name).join(" ");
  if (fraction) return "average";
  if (BALANCE.test(phrase)) return "balance";
  if (NOT_AVERAGE.test(phrase) && !/\b(per|rate|ratio|avg|average|mean|pct|percent)\b/.test(phrase))
    return "additive";
  if (unit === "%" || unit === "°C" || unit === "°F") return "average";
  if (AVERAGE.test(phrase)) return "average";
  return "additive";
}

/** Whether rows are put in groups by a column's values: categories, and the places that are no coordinates. */
export function groups(column: Pick<ColumnProfile, "role" | "geography">): boolean {
  return column.role === "category" || (column.role === "geography" && !isCoordinate(column));
}

/** Whether a column is a latitude or a longitude: numbers that may be averaged and put in bins, never added. */
export function isCoordinate(column: Pick<ColumnProfile, "geography">): boolean {
  return column.geography === "latitude" || column.geography === "longitude";
}

/** Whether a column's values only name things, so that no arithmetic on them has a meaning: identifiers, postcodes. */
export function namesThings(column: Pick<ColumnProfile, "role" | "geography">): boolean {
  return column.role === "identifier" || (column.role === "geography" && !isCoordinate(column));
}

const UNITS: [RegExp, string][] = [
  [/\b(usd|dollars?)\b|\$/, "$"],
  [/\b(eur|euros?)\b|€/, "€"],
  [/\b(gbp|pounds sterling)\b|£/, "£"],
  [/\bkg\b/, "kg"],
  [/\b(lbs?|pounds)\b/, "lb"],
  [/\bkm\b/, "km"],
  [/\b(miles)\b(?! per)/, "mi"],
  [/\b(min|mins|minutes)\b$/, "min"],
  [/\b(hours|hrs)\b$/, "h"],
  [/\b(celsius)\b|°c/, "°C"],
  [/\b(fahrenheit)\b|°f/, "°F"],
  [/\bmm\b/, "mm"],
  [/\bcm\b/, "cm"],
];

/** The unit that a column's name states: `Weight_in_lbs` -> lb. A bare "min" is a unit only at the end of a longer name. */
export function unitOf(name: string): string | undefined {
  const bracketed = /[([](g|mg|kg|mm|cm|km|ml|ms|kWh|MWh|kW|MW)[)\]]\s*$/.exec(name)?.[1];
  if (bracketed) return bracketed;
  const phrase = `${nameParts(name).join(" ")}${/[$€£%]/.exec(name)?.[0] ?? ""}`;
  const found = UNITS.find(([pattern]) => pattern.test(phrase));
  if (!found) return undefined;
  if (found[1] === "min" && (nameParts(name).length < 3 || !/time|duration|length|runtime/.test(phrase)))
    return undefined;
  return found[1];
}

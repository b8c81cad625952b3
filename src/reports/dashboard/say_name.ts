import {nameParts} from "../../data/roles.ts";

const LONG: Readonly<Record<string, string>> = {
  qty: "quantity",
  amt: "amount",
  avg: "average",
  temp: "temperature",
  precip: "precipitation",
  pct: "percent",
  dept: "department",
  cat: "category",
  cust: "customer",
  prod: "product",
  dob: "date of birth",
  addr: "address",
  desc: "description",
  lat: "latitude",
  lon: "longitude",
  lng: "longitude",
  yr: "year",
  expect: "expectancy",
  pop: "population",
  max: "maximum",
  min: "minimum",
};
const FRONT = new Set(["max", "min", "avg", "mean", "median", "total"]);
const SHORT =
  /^(?:id|imdb|usd|eur|gbp|us|uk|eu|gdp|kpi|sku|url|ip|mpg|bmi|hdi|co2|mrr|arr|roi|ctr|cpc|nps|hp|tv|dvd|faa)$/;
/** What a unit says beside a number need not be in its name. */
const UNIT_END = /\s*[([](?:\$|€|£|%|usd|eur|gbp|kg|g|mg|lbs?|km|m|cm|mm|mi|s|ms|h|min|°c|°f|c|f)[)\]]\s*$/i;

/**
 * A column's name as people say it: `order_date` is "Order date", `temp_max` "Maximum temperature", `netAmount (USD)` "Net
 * amount", `GDP` stays. Letters other than Latin stay as they are.
 */
export function sayName(name: string): string {
  const words = nameParts(name.replace(UNIT_END, ""));
  if (words.length === 0) return name.trim() || "column";
  const ordered =
    words.length > 1 && FRONT.has(words.at(-1)!) ? [words.at(-1)!, ...words.slice(0, -1)] : words;
  const written = new Set(
    /\p{Ll}/u.test(name) ? (name.match(/(?<![\p{L}\d])\p{Lu}[\p{Lu}\d]{1,4}(?![\p{L}\d])/gu) ?? []) : [],
  );
  const own = (word: string) =>
    SHORT.test(word) || written.has(word.toUpperCase()) ? word.toUpperCase() : word;
  const said = ordered.map((word) => LONG[word] ?? own(word)).join(" ");
  return capital(said.slice(0, 80));
}

export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase("en") + text.slice(1);

/** A name within a sentence: its first letter small unless the word is written in capitals. */
export const small = (text: string): string =>
  /^\p{Lu}[\p{Lu}\d]/u.test(text) ? text : text.charAt(0).toLocaleLowerCase("en") + text.slice(1);

/** The plural of an English noun, as it stands at the end of a phrase. */
export function plural(noun: string): string {
  if (/(?:s|people|data|news|staff|weather|sex|gender|age|software|traffic)$/i.test(noun)) return noun;
  if (/[^aeiou]y$/i.test(noun)) return `${noun.slice(0, -1)}ies`;
  if (/(?:x|ch|sh)$/i.test(noun)) return `${noun}es`;
  return /person$/i.test(noun) ? noun.replace(/person$/i, "people") : `${noun}s`;
}

/** A name that none of the others has. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name} (${number})`;
  return free;
}

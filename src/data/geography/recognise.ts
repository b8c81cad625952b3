import type {Cell, ColumnType} from "../table.ts";
import {countryOf} from "./countries.ts";
import {usStateOf} from "./us_states.ts";

/** What place on earth a column names. Postcodes are text or whole numbers; coordinates are degrees. */
export type Geography = "country" | "us_state" | "region" | "city" | "postcode" | "latitude" | "longitude";

/** What is known of a column when its places are looked for. */
export interface PlaceFacts {
  /** The words of its name, in lower case. */
  words: readonly string[];
  type: ColumnType;
  distinct: number;
  min: Cell;
  max: Cell;
  /** Whether all its values are of one length of text that a name may have. */
  short: boolean;
  top: readonly {value: Cell; count: number}[];
}

const COUNTRY = new Set(["country", "countries", "nation", "nationality", "pays", "pais", "iso2", "iso3"]);
const STATE = new Set(["state", "states", "statecode", "province"]);
const REGION = new Set([
  "region",
  "province",
  "county",
  "borough",
  "canton",
  "prefecture",
  "continent",
  "bundesland",
]);
const CITY = new Set(["city", "cities", "town", "municipality", "village", "ville", "stadt", "ciudad"]);
const POSTCODE = new Set(["zip", "zipcode", "zipcodes", "postcode", "postal", "postalcode", "plz"]);
const LATITUDE = new Set(["lat", "latitude"]);
const LONGITUDE = new Set(["lon", "lng", "long", "longitude"]);
/** Words beside a place's that say the column is about the place, and not its name. */
const ABOUT =
  /^(count|number|no|num|id|rank|population|pop|area|size|total|share|rate|pct|percent|score|sales|revenue|index)$/;
const POSTCODE_TEXT = /^(?=.*\d)[a-z0-9][a-z0-9 -]{2,9}$/i;

/**
 * The kind of place that a column holds, by its name and its values: a name alone is enough for cities, regions and
 * postcodes of the right form; countries and states are also known by their values.
 */
export function geographyOf(facts: PlaceFacts): Geography | undefined {
  const {words, type} = facts;
  const says = (set: ReadonlySet<string>): boolean =>
    words.some((word) => set.has(word)) && !words.some((word) => ABOUT.test(word));
  if (type === "integer" || type === "number") return numericPlace(facts, says);
  if (type !== "text" || facts.distinct === 0 || !facts.short) return undefined;
  const texts = facts.top.map(({value}) => String(value)).filter((value) => value.trim() !== "");
  if (says(POSTCODE) && share(texts, (value) => POSTCODE_TEXT.test(value)) >= 0.8) return "postcode";
  const states = texts.map(usStateOf);
  const state = share(states, Boolean);
  const countries = texts.map(countryOf);
  const country = share(countries, Boolean);
  if (says(COUNTRY) && country >= 0.3) return "country";
  if (says(STATE) && state >= 0.8) return "us_state";
  const stateNames = states.filter((one) => one?.by === "name").length;
  if (texts.length >= 5 && state >= 0.9 && stateNames / texts.length >= 0.9) return "us_state";
  if (country >= 0.9 && state < 0.9) {
    const named = countries.filter((one) => one?.by === "name").length;
    const long = countries.filter((one) => one?.by === "iso3").length;
    if (named >= 3 || (long >= 5 && country === 1)) return "country";
  }
  if (says(CITY)) return "city";
  if (says(REGION)) return "region";
  return undefined;
}

function numericPlace(facts: PlaceFacts, says: (set: ReadonlySet<string>) => boolean): Geography | undefined {
  const {words, type} = facts;
  const [low, high] = [Number(facts.min), Number(facts.max)];
  if (facts.min === null) return undefined;
  if (says(LATITUDE) && low >= -90 && high <= 90) return "latitude";
  // "long" alone is a size of trousers as well: a longitude has fractions.
  const bare = words.includes("long") && type === "integer";
  if (says(LONGITUDE) && low >= -180 && high <= 180 && !bare) return "longitude";
  if (type === "integer" && says(POSTCODE) && low >= 0 && high <= 999_999_999) return "postcode";
  return undefined;
}

function share<Value>(values: readonly Value[], is: (value: Value) => boolean): number {
  return values.length === 0 ? 0 : values.filter(is).length / values.length;
}

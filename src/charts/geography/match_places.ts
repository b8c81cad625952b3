import {readFileSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import {STATES} from "./states.ts";

/** Which map: the countries of the world, or the states of the USA. */
export type Geography = "world" | "usa";

/** A place of a map: its code there (ISO 3166 alpha-3, or a state's two letters), name and middle in degrees. */
export interface Place {
  code: string;
  name: string;
  lon: number;
  lat: number;
  /** False: too small for the outlines that are shipped, so it is shown as a point. */
  drawn: boolean;
}

/** The places that names and codes stand for, in their order; undefined where one is on no map. */
export interface Matched {
  geography: Geography;
  places: (Place | undefined)[];
}

const countrySchema = z.array(
  z.object({iso3: z.string(), iso2: z.string(), lon: z.number(), lat: z.number(), drawn: z.boolean()}),
);

/** Names in use beside those of the Unicode locale data. */
const ALIASES: Record<string, string> = {
  america: "USA",
  "bolivia plurinational state of": "BOL",
  bosnia: "BIH",
  "brunei darussalam": "BRN",
  burma: "MMR",
  "cape verde": "CPV",
  congo: "COG",
  "congo brazzaville": "COG",
  "congo dem rep": "COD",
  "congo democratic republic of the": "COD",
  "congo kinshasa": "COD",
  "congo rep": "COG",
  "cote d ivoire": "CIV",
  "czech republic": "CZE",
  "democratic republic of congo": "COD",
  "democratic republic of the congo": "COD",
  "dr congo": "COD",
  drc: "COD",
  "east timor": "TLS",
  "egypt arab rep": "EGY",
  england: "GBR",
  "gambia the": "GMB",
  "great britain": "GBR",
  holland: "NLD",
  "hong kong": "HKG",
  "iran islamic rep": "IRN",
  "iran islamic republic of": "IRN",
  "islamic republic of iran": "IRN",
  "ivory coast": "CIV",
  korea: "KOR",
  "korea dem peoples rep": "PRK",
  "korea democratic peoples republic of": "PRK",
  "korea rep": "KOR",
  "korea republic of": "KOR",
  "kyrgyz republic": "KGZ",
  "lao pdr": "LAO",
  "lao peoples democratic republic": "LAO",
  macau: "MAC",
  macedonia: "MKD",
  "micronesia fed sts": "FSM",
  "moldova republic of": "MDA",
  myanmar: "MMR",
  palestine: "PSE",
  "peoples republic of china": "CHN",
  "republic of congo": "COG",
  "republic of ireland": "IRL",
  "republic of korea": "KOR",
  "republic of the congo": "COG",
  "russian federation": "RUS",
  "slovak republic": "SVK",
  "state of palestine": "PSE",
  swaziland: "SWZ",
  syria: "SYR",
  "syrian arab republic": "SYR",
  "taiwan province of china": "TWN",
  "tanzania united republic of": "TZA",
  "the bahamas": "BHS",
  "the gambia": "GMB",
  "the netherlands": "NLD",
  "timor leste": "TLS",
  turkey: "TUR",
  turkiye: "TUR",
  uae: "ARE",
  uk: "GBR",
  "united kingdom of great britain and northern ireland": "GBR",
  "united republic of tanzania": "TZA",
  "united states of america": "USA",
  us: "USA",
  vatican: "VAT",
  "vatican city": "VAT",
  "venezuela bolivarian republic of": "VEN",
  "venezuela rb": "VEN",
  "viet nam": "VNM",
  "west bank and gaza": "PSE",
  "yemen rep": "YEM",
};
const LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja", "ko", "ar"];

/**
 * Finds places by name (in any of 13 languages), ISO 3166 alpha-2 or alpha-3 code, or a state's name or code. The map is the
 * one that knows more of them, unless it is named; where both know as many, `column`'s name decides ("state", "country").
 * An England stands for the United Kingdom; a part of a country is otherwise on no map.
 */
export function matchPlaces(names: readonly string[], wanted: string | undefined, column: string): Matched {
  const world = names.map(country);
  const usa = names.map(state);
  const found = (places: readonly unknown[]) => places.filter((place) => place !== undefined).length;
  const named = wanted === undefined ? undefined : geographyNamed(wanted);
  const lead = found(usa) - found(world);
  const byName = /countr|nation|land|iso/i.test(column) && !/state/i.test(column) ? "world" : "usa";
  const geography = named ?? (lead > 0 ? "usa" : lead < 0 ? "world" : byName);
  return {geography, places: geography === "usa" ? usa : world};
}

/** The map that a name stands for; undefined for one that is not shipped. */
export function geographyNamed(name: string): Geography | undefined {
  const plain = key(name);
  if (/^(us|usa)( states)?$|united states|^america|^states$/.test(plain)) return "usa";
  return /world|countr|globe|global|earth/.test(plain) ? "world" : undefined;
}

let countries: Map<string, Place> | undefined;

function country(name: string): Place | undefined {
  countries ??= readCountries();
  return countries.get(key(name));
}

function readCountries(): Map<string, Place> {
  const file = join(import.meta.dirname, "countries.json");
  const rows = countrySchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const said = LANGUAGES.map((one) => new Intl.DisplayNames(one, {type: "region", fallback: "none"}));
  const found = new Map<string, Place>();
  const byCode = new Map<string, Place>();
  for (const {iso3, iso2, ...rest} of rows) {
    const place: Place = {...rest, code: iso3, name: said[0]!.of(iso2) ?? iso3};
    byCode.set(iso3, place);
    for (const code of [iso3, iso2]) found.set(key(code), place);
    for (const names of said) {
      const own = names.of(iso2);
      if (own !== undefined && !found.has(key(own))) found.set(key(own), place);
    }
  }
  for (const [alias, code] of Object.entries(ALIASES)) found.set(alias, byCode.get(code)!);
  return found;
}

let states: Map<string, Place> | undefined;

function state(name: string): Place | undefined {
  states ??= new Map(
    STATES.flatMap(([code, said, lon, lat]) => {
      const place: Place = {code, name: said, lon, lat, drawn: true};
      return [code, said, `US-${code}`].map((one): [string, Place] => [key(one), place]);
    }).concat([
      ["washington dc", stateOf("DC")],
      ["washington d c", stateOf("DC")],
    ]),
  );
  return states.get(key(name));
}

function stateOf(wanted: string): Place {
  const [code, name, lon, lat] = STATES.find(([one]) => one === wanted)!;
  return {code, name, lon, lat, drawn: true};
}

/** A name without case, accents, signs and articles. */
function key(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/[’'`]/gu, "")
    .replace(/&/g, " and ")
    .replace(/\bst\b\.?/g, "saint")
    .replace(/[^\p{Letter}\p{Number}]+/gu, " ")
    .trim();
}

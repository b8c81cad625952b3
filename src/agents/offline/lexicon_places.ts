import {countryOf} from "../../data/geography/countries.ts";
import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import {nameWords} from "./tokens.ts";

const PLACE_WORDS = ["country", "nation", "region"];

/** What a column is called whose values are mostly countries, whatever its name: words that no column is called by. */
export function placeWords(profile: ColumnProfile, tables: readonly TableProfile[]): string[] {
  if (profile.type !== "text" || profile.distinct > 250 || profile.top.length === 0) return [];
  const values = profile.top.slice(0, 40);
  const known = values.filter(({value}) => (countryOf(String(value))?.by ?? "iso2") !== "iso2").length;
  if (known < 0.6 * values.length) return [];
  const taken = new Set(tables.flatMap((table) => table.columns.flatMap((column) => nameWords(column.name))));
  return PLACE_WORDS.filter((word) => !taken.has(word));
}

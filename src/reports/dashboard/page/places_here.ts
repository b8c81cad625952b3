import type {Geography, Matched, Place} from "../../../charts/geography/match_places.ts";

/** On the page, in place of the search among all names: the places that were found when it was made. */
const found = new Map<string, Place>();
let map: Geography = "world";

export function keepPlaces(places: Readonly<Record<string, Place>>, geography: Geography): void {
  map = geography;
  for (const [name, place] of Object.entries(places)) found.set(name, place);
}

export function matchPlaces(names: readonly string[]): Matched {
  return {geography: map, places: names.map((name) => found.get(name))};
}

export const geographyNamed = (): Geography => map;

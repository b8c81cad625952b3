import {expect, test} from "vitest";
import {countryOf} from "../../src/data/geography/countries.ts";
import {groups, isCoordinate, namesThings} from "../../src/data/roles.ts";
import {workplace} from "./workplace.ts";

const {opened} = workplace();

async function placesOf(name: string, text: string): Promise<Record<string, string | undefined>> {
  const profile = await (await opened(`${name}.csv`, text)).profile(name);
  return Object.fromEntries(profile.columns.map((one) => [one.name, one.geography]));
}

test("countries by name in any spelling, and by code in capitals", () => {
  expect(
    ["Côte d'Ivoire", "united states", "Czech Republic", "DE", "DEU"].map((text) => countryOf(text)?.iso2),
  ).toEqual(["CI", "US", "CZ", "DE", "DE"]);
  expect(["Atlantis", "de", "Europe"].map(countryOf)).toEqual([undefined, undefined, undefined]);
});

test("places are known by their names and their values", async () => {
  const rows = [
    "Germany,Ohio,02139,52.5,13.4,Berlin",
    "France,Texas,10001,48.9,2.35,Paris",
    "Japan,Utah,94110,35.7,139.7,Tokyo",
    "Brazil,Iowa,60601,-15.8,-47.9,Brasilia",
    "Kenya,Maine,73301,-1.3,36.8,Nairobi",
  ];
  expect(await placesOf("places", `market,home,zip,lat,lon,city\n${rows.join("\n")}\n`)).toEqual({
    market: "country",
    home: "us_state",
    zip: "postcode",
    lat: "latitude",
    lon: "longitude",
    city: "city",
  });
});

test("what only sounds like a place is none", async () => {
  const text = "state,city_count,long,country_sales\nopen,3,12,5\nclosed,4,14,6\nopen,5,13,7\n";
  expect(Object.values(await placesOf("none", text))).toEqual([undefined, undefined, undefined, undefined]);
});

test("places group, coordinates do not, and postcodes are never added up", () => {
  const place = (geography: "city" | "latitude" | "postcode") => ({role: "geography" as const, geography});
  expect([place("city"), place("postcode"), place("latitude")].map(groups)).toEqual([true, true, false]);
  expect([place("postcode"), place("latitude")].map(namesThings)).toEqual([true, false]);
  expect(isCoordinate(place("latitude"))).toBe(true);
});

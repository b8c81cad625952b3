import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import type {Cell} from "../../src/data/table.ts";
import {type Example, tableOf} from "./gallery.ts";

/** Real places: vega-datasets (its README names the sources). */
const data = (name: string): string =>
  readFileSync(
    fileURLToPath(new URL(`../../node_modules/vega-datasets/data/${name}`, import.meta.url)),
    "utf8",
  );

const countries = (
  JSON.parse(data("gapminder.json")) as {year: number; country: string; life_expect: number}[]
)
  .filter(({year}) => year === 2005)
  .map(({country, life_expect}): Cell[] => [country, life_expect]);

const lines = (name: string): string[][] =>
  data(name)
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

const states = lines("population_engineers_hurricanes.csv").map(([state, , population]): Cell[] => [
  state!,
  Number(population),
]);

const capitals = (
  JSON.parse(data("us-state-capitals.json")) as {city: string; lat: number; lon: number}[]
).map(({city, lat, lon}): Cell[] => [city, lat, lon]);

/** The two kinds of maps. */
export const MAP_EXAMPLES: readonly Example[] = [
  {
    name: "choropleth",
    table: tableOf({country: "text", life_expectancy: "number"}, countries),
    shows: "Life expectancy",
    spec: {
      kind: "choropleth",
      x: "country",
      y: "life_expectancy",
      yUnit: "years",
      title: "Life expectancy in 2005",
    },
  },
  {
    name: "choropleth-states",
    table: tableOf({state: "text", population: "integer"}, states),
    shows: "Population",
    spec: {kind: "choropleth", x: "state", y: "population", title: "Population by state"},
  },
  {
    name: "point-map",
    table: tableOf({city: "text", lat: "number", lon: "number"}, capitals),
    shows: "capitals",
    spec: {kind: "point_map", x: "city", lat: "lat", lon: "lon", title: "State capitals"},
  },
];

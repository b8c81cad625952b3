import {afterAll, describe, expect, test} from "vitest";
import {checkFigure} from "../../src/charts/check_figure.ts";
import {figure} from "../../src/charts/figure.ts";
import {matchPlaces} from "../../src/charts/geography/match_places.ts";
import {createChartRenderer} from "../../src/charts/renderer.ts";
import type {ChartSpec} from "../../src/charts/spec.ts";
import {tableOf} from "./gallery.ts";

const renderer = createChartRenderer();
afterAll(() => renderer.close());

const size = {width: 800, height: 500};
const codes = (names: string[], column = "place", wanted?: string) => {
  const {geography, places} = matchPlaces(names, wanted, column);
  return [geography, ...places.map((place) => place?.code)];
};
const titleOf = (made: {layout: Record<string, unknown>}) => (made.layout.title as {text: string}).text;

describe("places are known", () => {
  test.each([
    ["names", ["Germany", "Côte d'Ivoire", "Viet Nam"], ["world", "DEU", "CIV", "VNM"]],
    ["names in other languages", ["Österreich", "Espagne", "日本"], ["world", "AUT", "ESP", "JPN"]],
    ["ISO codes of two and three letters", ["FR", "gbr", "ZAF"], ["world", "FRA", "GBR", "ZAF"]],
    ["names in common use", ["USA", "UK", "South Korea", "Russia"], ["world", "USA", "GBR", "KOR", "RUS"]],
    ["names of the World Bank", ["Korea, Rep.", "Egypt, Arab Rep."], ["world", "KOR", "EGY"]],
    ["states", ["Texas", "new york", "Washington, D.C."], ["usa", "TX", "NY", "DC"]],
    ["Georgia among states", ["Georgia", "Alabama"], ["usa", "GA", "AL"]],
    ["Georgia among countries", ["Georgia", "Armenia"], ["world", "GEO", "ARM"]],
    ["what is nowhere", ["Atlantis", "France"], ["world", undefined, "FRA"]],
  ])("by %s", (_, names, expected) => {
    expect(codes(names)).toEqual(expected);
  });
  test("two letters that are both are read as the column's name says", () => {
    expect(codes(["CA", "DE", "IN"], "state")).toEqual(["usa", "CA", "DE", "IN"]);
    expect(codes(["CA", "DE", "IN"], "country")).toEqual(["world", "CAN", "DEU", "IND"]);
  });
});

describe("a map of places", () => {
  const spec: ChartSpec = {kind: "choropleth", x: "country", y: "life", title: "Life"};
  const table = tableOf({country: "text", life: "number"}, [
    ["Norway", 83],
    ["Atlantis", 99],
    ["Singapore", 84],
    ["Chad", 54],
    ["Mexico", null],
  ]);
  test("says what is not on it and what has no value", () => {
    const made = figure(spec, table, size);
    expect(titleOf(made)).toContain("1 of 5 places not on the map: Atlantis");
    expect(titleOf(made)).toContain("1 without a value left grey");
  });
  test("shows places too small for an outline as points", () => {
    const [outlines, points] = figure(spec, table, size).data;
    expect(outlines).toMatchObject({type: "choropleth", locations: ["NOR", "TCD"], z: [83, 54]});
    expect(points).toMatchObject({type: "scattergeo", marker: {color: [84]}});
  });
  test("plots what the table says, and a change of it is found", () => {
    const made = figure(spec, table, size);
    expect(checkFigure(made, spec, table)).toEqual([]);
    (made.data[0]!.z as number[])[1] = 45;
    expect(checkFigure(made, spec, table)).toEqual(["mark 1 of series 0 plots 45, the table says 54"]);
  });
  test("refuses two rows of one place, naming them", () => {
    const twice = tableOf({country: "text", life: "number"}, [
      ["UK", 1],
      ["France", 2],
      ["United Kingdom", 3],
    ]);
    expect(() => figure(spec, twice, size)).toThrow("Rows 1 and 3 are both United Kingdom");
  });
  test("refuses a column that is not of places", () => {
    const other = tableOf({country: "text", life: "number"}, [
      ["apples", 1],
      ["pears", 2],
    ]);
    expect(() => figure(spec, other, size)).toThrow("2 of 2 values of 'country' are on no map");
  });
  test.each(["light", "dark"] as const)(
    "is drawn whole in %s: every outline, nothing cut off",
    async (theme) => {
      const {content, warnings} = await renderer.renderChecked({...spec, theme}, table, {format: "svg"});
      expect(warnings).toEqual([]);
      expect(
        Buffer.from(content)
          .toString()
          .match(/choroplethlocation/g)?.length,
      ).toBe(2);
    },
  );
  test("an outline that is missing from the map is found after drawing", async () => {
    const made = figure(spec, table, size);
    (made.data[0]!.locations as string[])[0] = "XYZ";
    const {faults} = await renderer.renderFigureChecked(made, {format: "svg"});
    expect(faults).toContain("1 of 2 places are not drawn");
  });
});

describe("a map of points", () => {
  const spec: ChartSpec = {
    kind: "point_map",
    x: "city",
    lat: "lat",
    lon: "lon",
    label: "city",
    title: "Cities",
  };
  const cities = (rows: (string | number | null)[][]) =>
    tableOf({city: "text", lat: "number", lon: "number"}, rows);
  test("is fitted to its points", () => {
    const made = figure(
      spec,
      cities([
        ["Berlin", 52.5, 13.4],
        ["Munich", 48.1, 11.6],
      ]),
      size,
    );
    const geo = made.layout.geo as {lonaxis: {range: number[]}; lataxis: {range: number[]}};
    expect(geo.lonaxis.range[0]).toBeLessThan(11.6);
    expect(geo.lonaxis.range[1]! - geo.lonaxis.range[0]!).toBeLessThan(20);
    expect(geo.lataxis.range[0]).toBeGreaterThan(40);
  });
  test("goes across the date line where that is shorter", () => {
    const made = figure(
      spec,
      cities([
        ["Suva", -18, 178],
        ["Apia", -13.8, -172],
      ]),
      size,
    );
    const {range} = (made.layout.geo as {lonaxis: {range: [number, number]}}).lonaxis;
    expect(range[1] - range[0]).toBeLessThan(60);
  });
  test("counts rows without a place on the earth", () => {
    const made = figure(
      spec,
      cities([
        ["A", 52, 13],
        ["B", 48, 11],
        ["C", null, 3],
        ["D", 120, 3],
      ]),
      size,
    );
    expect(titleOf(made)).toContain("2 of 4 places not on the map");
  });
  test("has no streets, and says so", () => {
    expect(() =>
      figure(
        spec,
        cities([
          ["A", 52.5, 13.4],
          ["B", 52.51, 13.41],
        ]),
        size,
      ),
    ).toThrow("no streets");
  });
  test("is drawn with its names", async () => {
    const table = cities([
      ["Berlin", 52.5, 13.4],
      ["Munich", 48.1, 11.6],
    ]);
    const {content, warnings} = await renderer.renderChecked(spec, table, {format: "svg"});
    expect(warnings).toEqual([]);
    expect(Buffer.from(content).toString()).toContain("Berlin");
  });
});

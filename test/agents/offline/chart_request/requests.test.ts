import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {createOfflinePlanner} from "../../../../src/agents/offline/planner.ts";
import {createEngine} from "../../../../src/data/create_engine.ts";
import type {Engine, Session} from "../../../../src/data/engine.ts";
import type {TableProfile} from "../../../../src/data/profile.ts";
import type {Plan} from "../../../../src/planning/plan.ts";
import {sayReading} from "../../../../src/planning/say_reading.ts";

const folder = mkdtempSync(join(tmpdir(), "tabletalk-charts-"));
let engine: Engine;
let session: Session;
let profile: TableProfile;

/** 120 plants of a nursery: each has a name, a bed, a soil, petals of 3 to 6, a height and a price, and a day of planting. */
function plants(): string {
  const rows = ["plant_name,bed,soil,petals,height_cm,price,stem_width,planted_on"];
  for (let at = 0; at < 120; at++) {
    const day = new Date(Date.UTC(2021, 0, 1 + at * 9)).toISOString().slice(0, 10);
    const bed = ["Hill", "Meadow", "Pond"][at % 3];
    const soil = ["chalk", "clay", "loam", "peat", "sand"][(at * 7) % 5];
    rows.push(
      [
        `Plant ${at}`,
        bed,
        soil,
        3 + (at % 4),
        20 + ((at * 13) % 97) * 1.5,
        2 + ((at * 29) % 83) / 4,
        1 + ((at * 11) % 53) / 10,
        day,
      ].join(","),
    );
  }
  return rows.join("\n");
}

beforeAll(async () => {
  const path = join(folder, "plants.csv");
  writeFileSync(path, plants());
  engine = createEngine({folder: join(folder, "data")});
  const [dataset] = await engine.importFile(path);
  session = await engine.open([dataset!]);
  profile = await session.profile(dataset!.name);
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, {recursive: true, force: true});
});

async function planned(question: string, before?: Plan): Promise<Plan | undefined> {
  const output = await createOfflinePlanner().plan({
    question,
    profiles: [profile],
    earlier: before ? [{question: "", plan: before, summary: ""}] : [],
    session,
    asOf: new Date("2025-01-01"),
    timeZone: "UTC",
    signal: AbortSignal.timeout(20_000),
  });
  return output.kind === "plan" ? output.plan : undefined;
}

/** How a plan was read, and its chart: the kind, what stands where. */
function drawn(plan: Plan | undefined): string {
  const step = plan?.steps.find((one) => one.id === plan.chart);
  const spec = (step?.input.spec ?? {}) as Record<string, unknown>;
  const parts = ["kind", "x", "y", "series", "facet", "arrangement"].flatMap((key) =>
    spec[key] === undefined
      ? []
      : [key === "kind" ? String(spec[key]) : `${key} ${[spec[key]].flat().join("+")}`],
  );
  return parts.join(", ");
}
const read = (plan: Plan | undefined): string =>
  plan?.reading
    ? sayReading(plan.reading)
        .replace(/^Read as: /, "")
        .replace(/; assuming:.*$/, "")
    : "declined";

const CHARTS: [question: string, chart: string][] = [
  ["draw a histogram of the heights", "histogram, x height_cm, y count"],
  ["how many plants per height bin", "bar, x height_cm, y count"],
  ["bar chart of prices in buckets of 5", "bar, x price, y count"],
  ["scatterplot of height vs price", "scatter, x height_cm, y price"],
  ["height against price, coloured by soil", "scatter, x height_cm, y price, series soil"],
  ["plot height versus price for each bed", "scatter, x height_cm, y price, facet bed"],
  ["small multiples of height by price for each bed", "scatter, x height_cm, y price, facet bed"],
  ["bar chart, soil vs average price", "bar, x soil, y average price"],
  ["number of plants by soil, stacked by bed", "bar, x soil, y count, series bed, arrangement stacked"],
  [
    "bars of the average height by petals and bed",
    "bar, x petals, y average height_cm, series bed, arrangement grouped",
  ],
  ["line chart of the mean price over time", "line, x planted_on, y average price"],
  ["pie chart showing the number of plants in each bed", "pie, x bed, y count"],
  [
    "how many plants were planted in each weekday? draw bars, bin planted on by weekday",
    "bar, x weekday, y count",
  ],
  ["show the plant name and price in a bar chart", "bar, x plant_name, y price"],
  ["x axis soil, y axis the maximum of price, bar graph", "bar, x soil, y maximum price"],
  [
    "show min and max price of each soil as a scatter plot, use a different color for each soil",
    "scatter, x minimum price, y maximum price, series soil",
  ],
];

test.each(CHARTS)("%s: %s", async (question, chart) => {
  expect(drawn(await planned(question))).toBe(chart);
});

const READINGS: [question: string, reading: string][] = [
  [
    "bar chart of the average price by soil, sort the y axis from high to low",
    "avg(price) by soil, ordered by avg(price), largest first, as a bar chart",
  ],
  [
    "Draw a bar chart of how many plants each soil has, and display the x-axis in descending order please.",
    "count of rows by soil, ordered by soil, largest first, as a bar chart",
  ],
  [
    "For plants whose price is between 5 and 12, a bar chart of the number of plants in each bed",
    "count of rows by bed, price from 5 to 12, as a bar chart",
  ],
  [
    "a pie of the number of plants per soil, for those whose bed is not Pond",
    "count of rows by soil, bed is not Pond, as a pie chart",
  ],
  [
    "bar chart of the number of plants by bed with a price higher than 20 or lower than 4",
    "count of rows by bed, price > 20 or price < 4, as a bar chart",
  ],
  [
    "for plants whose height is more than 50 and price is not null or petals is 3, bars of plants by bed",
    "count of rows by bed, (height_cm > 50 and price is not missing) or petals is 3, as a bar chart",
  ],
  [
    "bars of the number of plants by soil that have the letters p or y in their soil",
    'count of rows by soil, soil contains "p" or "y", as a bar chart',
  ],
];

test.each(READINGS)("%s", async (question, reading) => {
  expect(read(await planned(question))).toBe(reading);
});

test.each([
  "bar chart of the number of dragons by bed",
  "pie chart of plants by bed except the poisonous ones",
  "scatter plot of height vs price for the 12 best",
])("a word of weight without a place stops it: %s", async (question) => {
  expect(await planned(question)).toBeUndefined();
});

test("a chart is coloured, parted and put into panels by what is said after it", async () => {
  const points = await planned("scatterplot of height vs price");
  expect(drawn(await planned("color by soil", points))).toBe("scatter, x height_cm, y price, series soil");
  expect(drawn(await planned("split the plots by bed", points))).toBe(
    "scatter, x height_cm, y price, facet bed",
  );
  const bars = await planned("bar chart of the number of plants by soil");
  expect(drawn(await planned("stack by bed", bars))).toBe(
    "bar, x soil, y count, series bed, arrangement stacked",
  );
});

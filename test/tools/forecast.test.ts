import {readFileSync} from "node:fs";
import {join} from "node:path";
import {beforeAll, describe, expect, test} from "vitest";
import {MersenneTwister} from "../../src/statistics/random/mersenne_twister.ts";
import {changePointsMethod} from "../../src/tools/run_statistics/change_points.ts";
import {seasonalityMethod} from "../../src/tools/run_statistics/seasonality.ts";
import {timeAnomaliesMethod} from "../../src/tools/run_statistics/time_anomalies.ts";
import type {Artifact, Method} from "../../src/tools/tool.ts";
import {forecastMethod} from "../../src/tools/train_model/forecast.ts";
import {openTables, type Tables} from "./open_tables.ts";

const INPUTS = join(import.meta.dirname, "../golden/reference/inputs.json");
const AIR = (JSON.parse(readFileSync(INPUTS, "utf8")) as {airpassengers: number[]}).airpassengers;
const month = (at: number): string =>
  `${1949 + Math.floor(at / 12)}-${String(1 + (at % 12)).padStart(2, "0")}`;
const day = (at: number): string => new Date(Date.UTC(2023, 0, 1 + at)).toISOString().slice(0, 10);

const random = new MersenneTwister(7);
const sales = Array.from({length: 200}, (_, at) => ({
  day: day(at),
  amount: Math.round(100 + [0, 0, 0, 0, 10, 60, 50][at % 7]! + (at >= 120 ? 80 : 0) + 5 * random.normal()),
}));

let tables: Tables;
beforeAll(async () => {
  const air = AIR.map((value, at) => `${month(at)}-15,${value}\n${month(at)}-27,0`);
  const missing = sales.filter(({day: one}) => one !== "2023-02-03" && one !== "2023-02-04");
  tables = await openTables({
    air: `day,passengers\n${air.join("\n")}\n1961-01-03,40\n`,
    sales: `day,amount\n${missing.map((row) => `${row.day},${row.amount}`).join("\n")}\n`,
    hours: `at,load\n${Array.from({length: 24 * 9}, (_, at) => `${new Date(Date.UTC(2024, 2, 1, at)).toISOString().slice(0, 19)},${50 + (at % 24) + random.normal()}`).join("\n")}\n`,
    years: `year,sold\n${Array.from({length: 20}, (_, at) => `${2000 + at},${100 + 5 * at + (at % 3)}`).join("\n")}\n`,
    words: "day,amount\nsoon,1\nlater,2\n",
    few: `day,amount\n${sales
      .slice(0, 6)
      .map((row) => `${row.day},${row.amount}`)
      .join("\n")}\n`,
    flat: `day,amount\n${sales
      .slice(0, 40)
      .map((row) => `${row.day},5`)
      .join("\n")}\n`,
  });
});

const run = (method: Method, input: Record<string, unknown>): Promise<Artifact> =>
  method.run(method.input.parse({method: method.name, ...input}), tables.context);
const of = (table: string, column: string, unit: string, fn = "sum") => ({
  table,
  time: {of: {column: "day"}, unit},
  measure: {name: column, fn, of: {column}},
});
const notes = (artifact: Artifact): string => artifact.provenance.notes.join("\n");

describe("forecast", () => {
  test("a season of months: model, why, backtest and coverage are told; the last piece of a month is left out", async () => {
    const artifact = await run(forecastMethod, {...of("air", "passengers", "month"), horizon: 12});
    const {columns, rows} = artifact.table;
    expect(columns.map(({name}) => name)).toEqual(["period", "actual", "forecast", "low", "high"]);
    expect(rows).toHaveLength(144 + 12);
    expect(rows[143]).toEqual(["1960-12-01", 432, null, null, null]);
    expect(rows[144]![0]).toBe("1961-01-01");
    for (const [, , forecast, low, high] of rows.slice(144) as number[][]) {
      expect(low).toBeLessThan(forecast!);
      expect(high).toBeGreaterThan(forecast!);
    }
    // July is above November of the same year.
    expect(Number(rows[150]![2])).toBeGreaterThan(Number(rows[154]![2]) + 100);
    expect(notes(artifact)).toMatch(/The last month \(1961-01-01\) is left out/);
    expect(notes(artifact)).toMatch(/Model: .*least backtest error/);
    expect(notes(artifact)).toMatch(/Backtest .* MASE .*Seasonal naive \[12\]: MASE/);
    expect(notes(artifact)).toMatch(/Its intervals held \d/);
    expect(artifact.chart).toMatchObject({kind: "line", x: "period"});
  });

  test("the same seed gives the same numbers", async () => {
    const input = {...of("sales", "amount", "day"), model: "ets", horizon: 7, seed: 3};
    const [one, other] = [await run(forecastMethod, input), await run(forecastMethod, input)];
    expect(one.table.rows).toEqual(other.table.rows);
  });

  test("days without rows count as 0 where they are added up", async () => {
    const artifact = await run(forecastMethod, {...of("sales", "amount", "day"), model: "seasonal_naive"});
    expect(artifact.table.rows.find(([period]) => period === "2023-02-03")![1]).toBe(0);
    expect(notes(artifact)).toMatch(/2 of 200 days have no value: they count as 0/);
    const mean = await run(forecastMethod, {...of("sales", "amount", "day", "avg"), model: "mean"});
    expect(Number(mean.table.rows.find(([period]) => period === "2023-02-03")![1])).toBeGreaterThan(90);
  });

  test("too short a history is declined with what would be needed", async () => {
    await expect(run(forecastMethod, of("few", "amount", "day"))).rejects.toMatchObject({
      code: "bad_plan",
      message: expect.stringMatching(/at least 8 periods, there are 6/),
    });
    const twelve = {...of("sales", "amount", "month"), model: "holt_winters"};
    await expect(run(forecastMethod, twelve)).rejects.toMatchObject({code: "bad_plan"});
  });

  test("a series that never changes goes on, and says so", async () => {
    const artifact = await run(forecastMethod, of("flat", "amount", "day"));
    expect(artifact.table.rows.at(-1)!.slice(2)).toEqual([5, 5, 5]);
    expect(notes(artifact)).toMatch(/never changes/);
  });
});

test("seasonality: a week in days, and the trend beside it", async () => {
  const artifact = await run(seasonalityMethod, of("sales", "amount", "day", "avg"));
  const [week, year, slope] = artifact.table.rows;
  expect(week![0]).toBe("season of 7 (a week)");
  expect(Number(week![1])).toBeGreaterThan(0.8);
  expect(week![5]).toBe(true);
  expect(year!.slice(1)).toEqual([null, null, null, null, null]);
  expect(notes(artifact)).toMatch(/season of 365 was not looked for: it needs more than 730 periods/);
  expect(Number(slope![1])).toBeGreaterThan(0);
});

test("change points: the step is found where it was made", async () => {
  const artifact = await run(changePointsMethod, of("sales", "amount", "week", "avg"));
  expect(artifact.table.rows).toHaveLength(2);
  expect(Number(artifact.table.rows[1]![5])).toBeGreaterThan(60);
  const flat = await run(changePointsMethod, of("flat", "amount", "day"));
  expect(flat.table.rows).toHaveLength(1);
});

test("anomalies: the days without sales stand out, with what was expected", async () => {
  const artifact = await run(timeAnomaliesMethod, of("sales", "amount", "day"));
  expect(
    artifact.table.rows
      .slice(0, 2)
      .map(([period]) => period)
      .sort(),
  ).toEqual(["2023-02-03", "2023-02-04"]);
  const [, actual, expected, low] = artifact.table.rows[0] as [string, number, number, number];
  expect(actual).toBeLessThan(low);
  expect(expected).toBeGreaterThan(90);
  expect(notes(artifact)).toMatch(/2 of them are periods without rows/);
});

test("hours and years are periods too; the next ones follow", async () => {
  const load = {name: "load", fn: "avg", of: {column: "load"}};
  const hours = await run(forecastMethod, {
    table: "hours",
    time: {of: {column: "at"}, unit: "hour"},
    measure: load,
    model: "mstl",
    horizon: 2,
  });
  expect(hours.table.rows.slice(-3).map(([period]) => period)).toEqual([
    "2024-03-09 23:00:00",
    "2024-03-10 00:00:00",
    "2024-03-10 01:00:00",
  ]);
  expect(notes(hours)).toMatch(/Season: 24 hours/);
  const sold = {name: "sold", fn: "sum", of: {column: "sold"}};
  const years = await run(forecastMethod, {
    table: "years",
    time: {of: {column: "year"}, unit: "year"},
    measure: sold,
    model: "drift",
    horizon: 2,
  });
  expect(years.table.rows.at(-1)!.slice(0, 2)).toEqual([2021, null]);
  expect(Number(years.table.rows.at(-1)![2])).toBeCloseTo(209, -1);
});

test("dates that are text are refused with what to do", async () => {
  await expect(run(forecastMethod, of("words", "amount", "day"))).rejects.toMatchObject({code: "bad_plan"});
});

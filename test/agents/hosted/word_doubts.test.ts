import {describe, expect, test} from "vitest";
import {slimReadingSchema} from "../../../src/agents/hosted/answer_schema.ts";
import {wordDoubts} from "../../../src/agents/hosted/check_words.ts";
import {queryDoubts} from "../../../src/agents/hosted/doubts/query_doubts.ts";
import {rivalReadings} from "../../../src/agents/hosted/doubts/rivals.ts";
import {readingOfQuery} from "../../../src/agents/hosted/query_reading.ts";
import {widenReading} from "../../../src/agents/hosted/widen_reading.ts";
import type {Reading} from "../../../src/planning/reading.ts";
import {openTables} from "../../tools/open_tables.ts";

const DAY = 86_400_000;
const visits = Array.from({length: 120}, (_, at) => {
  const day = (more: number) => new Date(Date.UTC(2023, 0, 1 + 5 * at + more)).toISOString().slice(0, 10);
  const ward = ["Cedar", "Maple", "Oak"][at % 3];
  const left = at % 7 === 0 ? "" : day(4);
  return [
    `V${100 + Math.floor(at / 2)}`,
    ward,
    day(0),
    left,
    at % 4 === 0 ? "true" : "false",
    20 + at,
    15 + at,
    2 + (at % 9),
  ];
});
const wards = [
  ["Cedar", "North", 30],
  ["Maple", "North", 22],
  ["Oak", "South", 41],
];
const csv = (head: string, rows: readonly (readonly unknown[])[]) =>
  `${[head, ...rows.map((row) => row.join(","))].join("\n")}\n`;

const {context} = await openTables({
  visits: csv("visit_id,ward,admitted_on,discharged_on,emergency,gross_charge,net_charge,wait_mins", visits),
  wards: csv("ward,site,beds", wards),
});
const profiles = await Promise.all(["visits", "wards"].map((name) => context.profile(name)));
const asOf = new Date(Date.parse("2024-08-20") + DAY);

const charge = {measures: [{name: "charge", fn: "sum", of: "net_charge"}]};
const lines = {measures: [{name: "lines", fn: "count"}]};
function reading(slim: object): Reading {
  const parsed = slimReadingSchema.parse({intent: "aggregate", table: "visits", ...slim});
  const widened = widenReading(parsed, profiles, "");
  if ("issues" in widened) throw new Error(widened.issues.join("; "));
  return widened.reading;
}
const doubts = (question: string, slim: object) => wordDoubts(question, [reading(slim)], profiles, asOf);

describe("a reading that keeps to its question is not doubted", () => {
  test.each<[string, object]>([
    ["net charge outside Cedar", {...charge, filters: ["ward in ('Maple', 'Oak')"]}],
    ["net charge of Oak and Maple", {...charge, filters: ["not (ward = 'Cedar')"]}],
    ["rows waiting over 5 mins", {...lines, filters: ["not (wait_mins <= 5)"]}],
    [
      "net charge in 2023 by ward",
      {...charge, groups: [{of: "ward"}], filters: ["year(admitted_on) = 2023"]},
    ],
    [
      "net charge of patients discharged in march 2023",
      {...charge, period: {column: "discharged_on", from: "2023-03-01", through: "2023-03-31"}},
    ],
    ["net charge with and without emergency", {...charge, groups: [{of: "emergency"}]}],
    ["lines never discharged", {...lines, filters: ["discharged_on is null"]}],
    [
      "how many visits in Oak",
      {measures: [{name: "visits", fn: "count_distinct", of: "visit_id"}], filters: ["ward = 'Oak'"]},
    ],
    [
      "share of Oak lines that were emergency",
      {
        measures: [{name: "share", fn: "count", where: "emergency = true", over: {fn: "count"}}],
        filters: ["ward = 'Oak'"],
      },
    ],
  ])("%s", (question, slim) => {
    expect(doubts(question, slim)).toEqual([]);
  });
});

describe("a reading of another question is doubted", () => {
  test.each<[string, object, RegExp]>([
    ["net charge outside Cedar", {...charge, filters: ["ward = 'Cedar'"]}, /not "cedar"/],
    ["net charge of Oak", charge, /"oak"/],
    [
      "net charge in 2023 by ward",
      {
        ...charge,
        groups: [{of: "ward"}],
        period: {column: "admitted_on", from: "2023-01-01", through: "2023-06-30"},
      },
      /2023/,
    ],
    [
      "net charge since march 2024",
      {...charge, period: {column: "admitted_on", from: "2024-04-01"}},
      /march 2024/,
    ],
    [
      "net charge of patients discharged in march 2023",
      {...charge, period: {column: "admitted_on", from: "2023-03-01", through: "2023-03-31"}},
      /discharged_on/,
    ],
    ["lines never discharged", {...lines, filters: ["discharged_on is not null"]}, /denies/],
    ["gross charge by ward", {...charge, groups: [{of: "ward"}]}, /gross_charge/],
    [
      "average minutes by ward",
      {measures: [{name: "x", fn: "avg", of: "net_charge"}], groups: [{of: "ward"}]},
      /wait_mins/,
    ],
    ["how many visits in Oak", {...lines, filters: ["ward = 'Oak'"]}, /visit_id/],
    [
      "share of Oak lines that were emergency",
      {
        measures: [
          {name: "share", fn: "count", where: "emergency = true and ward = 'Oak'", over: {fn: "count"}},
        ],
      },
      /whole of the share/,
    ],
    [
      "total net charge by ward",
      {measures: [{name: "x", fn: "avg", of: "net_charge"}], groups: [{of: "ward"}]},
      /total/,
    ],
    [
      "net charge by ward",
      {
        ...charge,
        groups: [{of: "ward"}],
        filters: ["ward = 'Oak'", "emergency = true"],
        comparison: {kind: "same_period_last_year", against: {from: "2023-01-01", through: "2023-12-31"}},
        period: {column: "admitted_on", from: "2024-01-01", through: "2024-06-30"},
      },
      /days are compared/,
    ],
  ])("%s", (question, slim, says) => {
    expect(doubts(question, slim).join("; ")).toMatch(says);
  });
});

describe("a query", () => {
  const says = (question: string, sql: string) => {
    const computed = readingOfQuery(sql, profiles, question);
    return [
      ...queryDoubts(question, sql, profiles, asOf),
      ...(computed ? wordDoubts(question, [computed], profiles, asOf) : []),
    ].join("; ");
  };
  test("is read as the reading that it computes", () => {
    const made = readingOfQuery(
      `SELECT v.ward, round(100.0 * sum(case when v.emergency then 1 else 0 end) / count(*), 1) AS pct FROM visits v WHERE v.wait_mins > 3 GROUP BY 1 ORDER BY 2 DESC LIMIT 2`.replace(
        "v.emergency then",
        "v.emergency = true then",
      ),
      profiles,
      "",
    );
    expect(made).toMatchObject({
      table: "visits",
      groups: [{of: {column: "ward"}}],
      measures: [{name: "pct", fn: "count", where: {op: "=", value: true}, over: {fn: "count"}}],
      filters: [{condition: {op: ">", value: 3}}],
      order: [{by: "pct", direction: "desc"}],
      limit: 2,
    });
  });
  test("that does more is not read", () => {
    expect(
      readingOfQuery("SELECT ward, rank() OVER (ORDER BY beds) FROM wards", profiles, ""),
    ).toBeUndefined();
  });
  test("that keeps to its question is not doubted", () => {
    const sql =
      "SELECT w.site, sum(v.net_charge) AS charge FROM visits v JOIN wards w ON v.ward = w.ward GROUP BY w.site";
    expect(says("net charge by site", sql)).toBe("");
  });
  test.each([
    [
      "beds by site",
      "SELECT w.site, sum(w.beds) AS beds FROM wards w JOIN visits v ON v.ward = w.ward GROUP BY w.site",
      /multiplies rows/,
    ],
    ["net charge of Oak", "SELECT sum(net_charge) AS charge FROM visits", /oak/],
    ["net charge of Oak", "WITH x AS (SELECT * FROM visits) SELECT sum(net_charge) FROM x", /oak/],
  ])("of another question is doubted: %s", (question, sql, wrong) => {
    expect(says(question, sql)).toMatch(wrong);
  });
});

describe("another column that fits a word as well", () => {
  const rivals = (question: string, slim: object) =>
    rivalReadings(question, reading(slim), profiles, asOf).map(({measures}) => measures[0]!.of);
  test("is set beside the one taken", () => {
    expect(rivals("total charge", {...charge})).toEqual([{column: "gross_charge"}]);
  });
  test("is not where the question or the reading says which", () => {
    expect(rivals("total net charge", charge)).toEqual([]);
    expect(rivals("total charge", {...charge, assumptions: ["net_charge, after discounts"]})).toEqual([]);
  });
});

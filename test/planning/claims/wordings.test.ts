import {expect, test} from "vitest";
import type {Cell} from "../../../src/data/table.ts";
import {verifyDraft} from "../../../src/planning/verify.ts";
import type {Artifact} from "../../../src/tools/tool.ts";

// Replies as models write them, each with the same where one thing is wrong: [right, wrong].

const shops = table(
  ["shop", "takings_gbp", "customers"],
  [
    ["Harbour", 48210.5, 1204],
    ["Station", 31877.25, 1610],
    ["Market", 12040, 388],
    ["Airport", 96420.75, 2075],
  ],
);
const months = table(
  ["month", "energy_kwh"],
  [
    ["2023-01", 920],
    ["2023-02", 870],
    ["2023-03", 640],
    ["2023-04", 455],
    ["2023-05", 310],
    ["2023-06", 330],
  ],
);
const depots = table(
  ["depot", "profit_eur"],
  [
    ["Lyon", 18200],
    ["Nantes", -4100],
    ["Lille", 7350],
    ["Metz", -880],
  ],
);
const lines = table(
  ["line", "year", "riders"],
  [
    ["Red", 2021, 41000],
    ["Red", 2022, 52500],
    ["Blue", 2021, 30200],
    ["Blue", 2022, 28900],
  ],
);
const towns = table(
  ["town", "rent_2010_eur", "rent_2020_eur"],
  [
    ["Ulm", 610, 890],
    ["Trier", 540, 700],
    ["Jena", 480, 790],
  ],
);
const repairs = table(
  ["site", "avg_days_to_repair"],
  [
    ["North", 2.1],
    ["South", 6.4],
    ["Coast", 3.9],
  ],
);
const tests = table(["test", "statistic", "p_value", "n"], [["Mann-Whitney", 310.5, 0.21, 64]]);
const forms = table(["forms", "with_email"], [[1250, 1010]]);

test.each<[Artifact, string, string]>([
  [shops, "The Airport takes about £46 per customer.", "The Airport takes about £64 per customer."],
  [shops, "Market had 388 of 5,277 customers.", "Market had 388 of 5,727 customers."],
  [
    shops,
    "Market trails Station (£12,040 vs. £31,877.25).",
    "Market trails Station (£31,877.25 vs. £12,040).",
  ],
  [shops, "You asked who leads. Airport does, at £96k.", "You asked who leads. Station does, at £96k."],
  [months, "Spring (March to May) used 1,405 kWh in all.", "Spring (March to May) used 1,605 kWh in all."],
  [months, "June was the only month in which use rose.", "June was the only month in which use fell."],
  [
    months,
    "Use fell by 26 % in March, from 870 to 640 kWh.",
    "Use fell by 26 % in April, from 870 to 640 kWh.",
  ],
  [
    depots,
    "Nantes is the biggest loss-maker, losing €4,100.",
    "Metz is the biggest loss-maker, losing €4,100.",
  ],
  [depots, "Lyon earned about 18 thousand euros.", "Lyon earned about 28 thousand euros."],
  [
    lines,
    "Red gained 11,500 riders between 2021 and 2022, while Blue lost 1,300.",
    "Blue gained 11,500 riders between 2021 and 2022, while Red lost 1,300.",
  ],
  [
    lines,
    "Both lines together went from 71,200 to 81,400 riders.",
    "Both lines together went from 71,200 to 91,400 riders.",
  ],
  [
    towns,
    "Jena saw the steepest rise, from €480 to €790.",
    "Trier saw the steepest rise, from €540 to €700.",
  ],
  [towns, "By 2020 rents in Ulm were at €890.", "By 2010 rents in Ulm were at €890."],
  [repairs, "North is faster than South (2.1 vs 6.4 days).", "South is faster than North (6.4 vs 2.1 days)."],
  [repairs, "From slowest to fastest: South, Coast, North.", "From slowest to fastest: North, Coast, South."],
  [
    tests,
    "The difference is not significant (Mann-Whitney, p = 0.21).",
    "The difference is significant (Mann-Whitney, p = 0.21).",
  ],
  [tests, "With n = 64, p > 0.05.", "With n = 64, p < 0.05."],
  [forms, "240 of the 1,250 forms have no email (19 %).", "240 of the 1,250 forms have no email (81 %)."],
])("%#: right and wrong", (artifact, right, wrong) => {
  const unbound = (text: string) => verifyDraft({text, values: []}, new Map([["s0", artifact]])).unboundAt;
  expect(unbound(right)).toEqual([]);
  expect(unbound(wrong)).not.toEqual([]);
});

function table(names: string[], rows: Cell[][]): Artifact {
  return {
    kind: "table",
    title: "result",
    table: {
      columns: names.map((name, at) => ({
        name,
        type: rows.every((row) => typeof row[at] === "number")
          ? rows.every((row) => Number.isInteger(row[at]))
            ? "integer"
            : "number"
          : "text",
      })),
      rows,
    },
    units: {},
    truncated: false,
    provenance: {tool: "run_sql", datasets: [], sql: [], notes: [], elapsedMs: 0},
  };
}

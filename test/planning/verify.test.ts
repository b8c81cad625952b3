import {describe, expect, test} from "vitest";
import type {Cell, Column} from "../../src/data/table.ts";
import {type Reading, readingSchema} from "../../src/planning/reading.ts";
import {withoutUnverified} from "../../src/planning/sentences.ts";
import {bindNumber, READING_STEP, ROW_COUNT, verifyDraft} from "../../src/planning/verify.ts";
import type {Artifact} from "../../src/tools/tool.ts";

const regions = table(
  "Revenue by region",
  [
    ["region", "text"],
    ["revenue", "number"],
    ["share", "number"],
    ["orders", "integer"],
  ],
  [
    ["East", 512345.67, 0.512, 500],
    ["West", 301234.5, 0.301, 300],
    ["North", 187000, 0.187, 41],
  ],
  {revenue: "$", share: "%"},
);
const months = table(
  "Revenue by month",
  [
    ["month", "date"],
    ["revenue", "number"],
    ["revenue percent change", "number"],
  ],
  [
    ["2024-04-01", 1000000, null],
    ["2024-05-01", 1250000, 0.25],
    ["2024-06-01", 1125000, -0.1],
  ],
  {revenue: "$", "revenue percent change": "%"},
);
const summary = table(
  "Summary of age",
  [
    ["n", "integer"],
    ["mean", "number"],
    ["median", "number"],
    ["sd", "number"],
    ["missing", "integer"],
  ],
  [[714, 29.69911764, 28, 14.52649733, 177]],
  {},
);
const classes = table(
  "Survival by class",
  [
    ["Pclass", "integer"],
    ["survived", "number"],
  ],
  [
    [1, 0.6296],
    [2, 0.4728],
    [3, 0.2424],
  ],
  {survived: "%"},
);
const movies = table(
  "Longest movies",
  [
    ["title", "text"],
    ["minutes", "integer"],
  ],
  [
    ["Toy Story 2", 92],
    ["Toy Story", 81],
    ["2001: A Space Odyssey", 149],
    ["12 Angry Men", 96],
  ],
  {minutes: "min"},
);
const temperatures = table("Coldest", [["low", "number"]], [[-5], [-17.25]], {low: "°C"});
const test1 = table(
  "Welch's t-test",
  [
    ["t", "number"],
    ["p", "number"],
  ],
  [[-2.345678, 0.0000123]],
  {},
  ["95 % confidence interval by Welch's method; 3 rows with missing values were left out."],
);

const points = table(
  "Points",
  [
    ["name", "text"],
    ["weight", "integer"],
  ],
  Array.from({length: 1000}, (_, index) => [`car ${index}`, 1000 + index]),
  {},
);
const extremes = table(
  "What is in cars",
  [
    ["column", "text"],
    ["min", "text"],
    ["max", "text"],
  ],
  [["price", "0", "80.5"]],
  {},
);

const topFive = readingSchema.parse({
  intent: "aggregate",
  table: "orders",
  measures: [{name: "revenue", fn: "sum", of: {column: "net_amount"}}],
  groups: [{name: "region", of: {column: "region"}}],
  filters: [{condition: {op: ">=", of: {column: "quantity"}, value: 20}, said: "quantity is at least 20"}],
  period: {
    column: "ordered_at",
    from: "2024-05-01",
    to: "2024-06-01",
    anchor: "data",
    partial: false,
    said: "1-31 May 2024 (last full month in the data)",
  },
  order: [{by: "revenue", direction: "desc"}],
  limit: 7,
});

type Case = [what: string, text: string, artifacts: Artifact[], unbound: string[], reading?: Reading];

const right: Case[] = [
  ["an integer", "There were 714 ages.", [summary], []],
  ["rounded", "The mean age is 29.7.", [summary], []],
  ["rounded to a whole", "The mean age is 30.", [summary], []],
  ["all digits", "The mean is 29.69911764.", [summary], []],
  ["thousands separators", "East made $512,345.67.", [regions], []],
  ["a scale letter", "East made $0.5M.", [regions], []],
  ["a scale word", "In May it was 1.25 million.", [months], []],
  ["a thousand", "East made about $512k.", [regions], []],
  ["a fraction as percent", "East has 51.2 % of it.", [regions], []],
  ["percent in words", "East has 51 percent of it.", [regions], []],
  ["two rows in order", "East made $512,346 and West $301,235.", [regions], []],
  ["numbers before names", "$512,346 came from East and $301,235 from West.", [regions], []],
  ["names, then numbers in turn", "East and West had 500 and 300 orders.", [regions], []],
  [
    "names, then numbers in turn, with shares",
    "East and West had 500 (51.2 %) and 300 (30.1 %).",
    [regions],
    [],
  ],
  [
    "names with their numbers in brackets",
    "East leads (500), then West (300) and North (41).",
    [regions],
    [],
  ],
  ["a list", "1. East: 500\n2. West: 300\n3. North: 41", [regions], []],
  ["a table in text", "| region | orders |\n| East | 500 |\n| West | 300 |", [regions], []],
  ["a month", "In May 2024 revenue was $1,250,000.", [months], []],
  ["months without a year", "It was $1.25M in May and $1.125M in June.", [months], []],
  ["a change between two months", "It was $1.25M in May 2024, up 25 % from $1M in April 2024.", [months], []],
  ["a change, the month first", "In May 2024 it was $1.25M, up 25 % from $1M in April 2024.", [months], []],
  ["extremes with their names", "Orders range from 41 in North to 500 in East.", [regions], []],
  ["possessives", "East's 500 orders are more than West's 300 and North's 41.", [regions], []],
  ["bold print", "**East** leads with **$512,346** (51.2%).", [regions], []],
  ["a rise", "Revenue rose by 25 % in May 2024.", [months], []],
  ["a fall said without minus", "Revenue fell by 10 % in June 2024.", [months], []],
  ["a fall with minus", "The change in June 2024 was -10 %.", [months], []],
  ["a negative", "The lowest was -17.25 °C.", [temperatures], []],
  ["a real minus sign", "The lowest was −17.25 °C.", [temperatures], []],
  ["digits in a name", "Toy Story 2 runs 92 minutes, Toy Story 81.", [movies], []],
  ["a name that begins with digits", "2001: A Space Odyssey runs 149 min.", [movies], []],
  ["a number that is a class", "Of Pclass 3, 24.2 % survived; of Pclass 1, 63 %.", [classes], []],
  ["the count of rows", "There are three regions.", [regions], []],
  ["the count of names", "The two, East and West, had 500 and 300.", [regions], []],
  ["column names beside numbers", "The mean is 29.7 and the median 28.", [summary], []],
  ["a small number in exponents", "p = 1.23e-5.", [test1], []],
  ["what a note says", "The 95 % interval leaves out 3 rows.", [test1], []],
  ["the reading's limit", "The top 7 regions: East with 500.", [regions], [], topFive],
  ["the reading's filter", "With at least 20 pieces, East had 500.", [regions], [], topFive],
  ["the reading's period", "In May 2024, East had 500.", [regions], [], topFive],
  [
    "the reading's period, said in full",
    "In 1-31 May 2024 (last full month in the data), East had 500.",
    [regions],
    [],
    topFive,
  ],
  ["the reading's year", "In 2024 East had 500.", [regions], [], topFive],
  ["the first rows of a long table", "The weights begin with 1000, 1001 and 1002.", [points], []],
  ["a row of a long table by its name", "The car 900 weighs 1,900.", [points], []],
  ["numbers that travel as text", "The price goes from 0 to 80.5.", [extremes], []],
  ["a sum of cells", "East and West made $813,580.17 together.", [regions], []],
  ["a difference of cells", "East had 200 more orders than West.", [regions], []],
  ["the mean of a column", "The mean weight is 1,500.", [points], []],
  ["no number at all", "East had the most.", [regions], []],
  ["letters with digits", "CO2 and B2B have no number here.", [regions], []],
];

const wrong: Case[] = [
  ["a wrong number", "There were 715 ages.", [summary], ["715"]],
  ["wrongly rounded", "The mean age is 29.8.", [summary], ["29.8"]],
  ["more digits than are there", "The mean is 29.69911799.", [summary], ["29.69911799"]],
  ["rounded to hundreds as if exact", "East made $512,300.", [regions], ["$512,300"]],
  ["the wrong scale", "East made $512M.", [regions], ["$512M"]],
  ["a fraction without its percent", "East has a share of 51.2 orders.", [regions], ["51.2"]],
  ["a count said as percent", "East has 500 % of it.", [regions], ["500 %"]],
  ["the wrong percent", "East has 52 % of it.", [regions], ["52 %"]],
  ["swapped rows", "East had 300 orders and West 500.", [regions], ["300", "500"]],
  ["swapped rows, numbers first", "300 orders came from East and 500 from West.", [regions], ["300", "500"]],
  ["swapped in turn", "East and West had 300 and 500 orders.", [regions], ["500"]],
  [
    "a change from the wrong month",
    "In May 2024 it was $1.25M, up 25 % from $1.00M in June 2024.",
    [months],
    ["$1.00M"],
  ],
  ["another row's number", "East had 41 orders.", [regions], ["41"]],
  ["a list with two swapped", "- East: 500\n- West: 41\n- North: 300", [regions], ["41", "300"]],
  ["the wrong month", "In June 2024 revenue was $1,250,000.", [months], ["$1,250,000"]],
  ["swapped months", "It was $1.125M in May and $1.25M in June.", [months], ["$1.125M", "$1.25M"]],
  ["a month that is not there", "In July 2024 it was lower.", [months], ["July 2024"]],
  ["up where it went down", "Revenue rose by 10 % in June 2024.", [months], ["rose"]],
  ["down where it went up", "Revenue fell by 25 % in May 2024.", [months], ["fell"]],
  ["a lost minus", "The lowest was 17.25 °C.", [temperatures], ["17.25"]],
  ["the wrong unit", "East made €512,345.67.", [regions], ["€512,345.67"]],
  ["money that is no money", "The longest takes $149.", [movies], ["$149"]],
  ["swapped columns", "The mean is 28 and the median 29.7.", [summary], ["28", "29.7"]],
  ["the number of another column", "The median is 29.7.", [summary], ["29.7"]],
  ["swapped names with digits", "Toy Story 2 runs 81 minutes, Toy Story 92.", [movies], ["81", "92"]],
  ["a name that is not there", "Toy Story 3 is not 92 minutes long.", [movies], ["3", "92"]],
  ["the wrong class", "Of Pclass 3, 63 % survived.", [classes], ["63 %"]],
  ["a wrong sum", "East and West made $813,680.17 together.", [regions], ["$813,680.17"]],
  ["a wrong difference", "East had 210 more orders than West.", [regions], ["210"]],
  ["a difference that nothing calls for", "East had 200 orders.", [regions], ["200"]],
  ["the wrong count of rows", "There are 4 regions.", [regions], ["4"]],
  ["a number word", "There are five regions.", [regions], ["five"]],
  [
    "the count of a table that was cut",
    "There are three regions.",
    [{...regions, truncated: true}],
    ["three"],
  ],
  ["a limit that the reading has not", "The top 8: East with 500.", [regions], ["8"], topFive],
  ["a year that the reading has not", "In 2023 East had 500.", [regions], ["2023"], topFive],
  ["a date outside the reading", "On 6 May 2023 East had 500.", [regions], ["6 May 2023"], topFive],
  ["an ordinal", "East is 4th with 500.", [regions], ["4th"]],
  [
    "one wrong among right ones",
    "East made $512,346, West $301,235 and North $188,000.",
    [regions],
    ["$188,000"],
  ],
  ["any number that a long table happens to hold", "The weight is 1,500.", [points], ["1,500"]],
  ["no evidence at all", "It was 42.", [], ["42"]],
];

test.each(right)("bound: %s", (_, text, artifacts, unbound, reading) => {
  expect(verify(text, artifacts, reading).unbound).toEqual(unbound);
});

test.each(wrong)("not bound: %s", (_, text, artifacts, unbound, reading) => {
  expect(verify(text, artifacts, reading).unbound).toEqual(unbound);
});

describe("evidence", () => {
  test("names the very cell", () => {
    const {evidence, text} = verify("East made $512,346 and West $301,235.", [regions]);
    expect(evidence.map((one) => [text.slice(one.start, one.end), one.evidence])).toEqual([
      ["$512,346", [{step: "s0", row: 0, column: "revenue"}]],
      ["$301,235", [{step: "s0", row: 1, column: "revenue"}]],
    ]);
  });

  test("of equal cells, takes the one beside whose name the number stands", () => {
    const twins = table(
      "Twins",
      [
        ["who", "text"],
        ["age", "integer"],
      ],
      [
        ["Ann", 7],
        ["Bo", 7],
      ],
      {},
    );
    expect(verify("Bo is 7.", [twins]).evidence[0]?.evidence).toEqual([{step: "s0", row: 1, column: "age"}]);
  });

  test("names the reading, and the count of rows", () => {
    const counted = verify("There are 3 regions.", [regions]).evidence[0]?.evidence;
    expect(counted).toEqual([{step: "s0", row: 0, column: ROW_COUNT}]);
    const limited = verify("The top 7.", [regions], topFive).evidence[0]?.evidence;
    expect(limited?.[0]?.step).toBe(READING_STEP);
  });

  test("of a headline value must hold that very value", () => {
    const evidence = {step: "s0", row: 0, column: "orders"};
    const values = [
      {name: "orders of East", value: 500, evidence},
      {name: "orders of West", value: 300, evidence},
      {name: "nothing", value: 1, evidence: {step: "s9", row: 0, column: "orders"}},
    ];
    const result = verifyDraft({text: "", values}, new Map([["s0", regions]]));
    expect(result.values.map((value) => value.name)).toEqual(["orders of East"]);
    expect(result.unbound).toEqual(["orders of West", "nothing"]);
  });

  test("of one number alone", () => {
    const artifacts = new Map([["s0", regions]]);
    expect(bindNumber("51.2 %", artifacts)).toEqual([{step: "s0", row: 0, column: "share"}]);
    expect(bindNumber("nothing", artifacts)).toEqual([]);
  });
});

describe("what was not bound", () => {
  const text = "East made $512,346. West made $999. That is all.\n\n- North: 12\n- East: 500";

  test("loses its sentence", () => {
    const {unboundAt} = verify(text, [regions]);
    expect(withoutUnverified(text, unboundAt)).toBe("East made $512,346. That is all.\n\n- East: 500");
  });

  test("or is marked", () => {
    const {unboundAt} = verify(text, [regions]);
    expect(withoutUnverified(text, unboundAt, "mark")).toBe(
      "East made $512,346. West made $999 (not verified). That is all.\n\n- North: 12 (not verified)\n- East: 500",
    );
  });
});

function verify(text: string, artifacts: Artifact[], reading?: Reading) {
  const byStep = new Map(artifacts.map((artifact, index) => [`s${index}`, artifact]));
  return verifyDraft({text, values: []}, byStep, {reading});
}

function table(
  title: string,
  columns: [string, Column["type"]][],
  rows: Cell[][],
  units: Record<string, string>,
  notes: string[] = [],
): Artifact {
  return {
    kind: "table",
    title,
    table: {columns: columns.map(([name, type]) => ({name, type})), rows},
    units,
    truncated: false,
    provenance: {tool: "aggregate", datasets: [{name: "orders", hash: "h"}], sql: [], notes, elapsedMs: 1},
  };
}

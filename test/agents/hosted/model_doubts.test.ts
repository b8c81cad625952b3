import {describe, expect, test} from "vitest";
import {slimReadingSchema} from "../../../src/agents/hosted/answer_schema.ts";
import {wordDoubts} from "../../../src/agents/hosted/check_words.ts";
import {modelDoubts} from "../../../src/agents/hosted/doubts/model_doubts.ts";
import {widenReading} from "../../../src/agents/hosted/widen_reading.ts";
import {openTables} from "../../tools/open_tables.ts";

const KINDS = ["Screen swap", "Battery swap", "Clean after water damage", "Data recovery"];
const rows = Array.from({length: 160}, (_, at) => {
  const day = (more: number) => new Date(Date.UTC(2023, 0, 1 + 4 * at + more)).toISOString().slice(0, 10);
  const done = at % 9 === 0 ? "" : day(2 + (at % 6));
  const stars = at % 3 === 0 ? "" : 1 + (at % 5);
  return [
    `R${500 + at}`,
    ["Leith", "Gorgie", "Morningside"][at % 3],
    KINDS[at % 4],
    ["Ada", "Bo", "Cy", "Di"][(at * 7) % 4],
    day(0),
    done,
    40 + ((at * 37) % 500),
    (20 + ((at * 13) % 90)).toFixed(2),
    stars,
    at % 4 === 0 ? "Yes" : "No",
  ];
});
const head = "Job Ref,Shop,Repair Kind,Fitter,Brought In,Finished,Bench Min,Parts Cost,Stars,Warranty";
const {context} = await openTables({repairs: `${[head, ...rows.map((row) => row.join(","))].join("\n")}\n`});
const profiles = [await context.profile("repairs")];
const asOf = new Date("2024-10-05");

const count = {measures: [{name: "jobs", fn: "count"}]};
const of = (fn: string, column: string) => ({measures: [{name: "x", fn, of: `"${column}"`}]});
const by = (column: string) => ({groups: [{of: `"${column}"`}]});
const share = (where: string, over?: string) => ({
  measures: [{name: "share", fn: "count", where, over: {fn: "count", ...(over && {where: over})}}],
});
const only = (...filters: string[]) => ({filters});
const days = (column: string, from?: string, through?: string) => ({
  period: {column, ...(from && {from}), ...(through && {through})},
});
const first = (order: string, limit = 1) => ({
  intent: limit === 1 ? "which" : "aggregate",
  order: [order],
  limit,
});

function doubts(question: string, slim: object): string[] {
  const parsed = slimReadingSchema.parse({intent: "aggregate", table: "repairs", ...slim});
  const widened = widenReading(parsed, profiles, "");
  if ("issues" in widened) throw new Error(widened.issues.join("; "));
  const readings = [widened.reading];
  return [
    ...wordDoubts(question, readings, profiles, asOf),
    ...modelDoubts({question, profiles, asOf}, readings, new Set()),
  ];
}

/** A question, the reading that is right, and a reading with one part of it changed. */
const pairs: [question: string, right: object, wrong: object][] = [
  [
    "what did the Leith shop spend on parts",
    {...of("sum", "Parts Cost"), ...only("Shop = 'Leith'")},
    of("avg", "Parts Cost"),
  ],
  [
    "how long is a job usually on the bench, by fitter",
    {...of("median", "Bench Min"), ...by("Fitter")},
    of("sum", "Bench Min"),
  ],
  ["bench minutes all told, per shop", {...of("sum", "Bench Min"), ...by("Shop")}, of("avg", "Bench Min")],
  [
    "middle parts cost for each kind of repair",
    {...of("median", "Parts Cost"), ...by("Repair Kind")},
    of("avg", "Parts Cost"),
  ],
  ["the dearest part ever fitted", of("max", "Parts Cost"), of("min", "Parts Cost")],
  ["jobs of 3 hours or longer", {...count, ...only('"Bench Min" >= 180')}, only('"Bench Min" <= 180')],
  ["jobs with parts under a tenner", {...count, ...only('"Parts Cost" < 10')}, only('"Parts Cost" > 10')],
  ["jobs with 2 stars or worse", {...count, ...only("Stars <= 2")}, only("Stars >= 2")],
  [
    "how many jobs cost more than fifty in parts",
    {...count, ...only('"Parts Cost" > 50')},
    only('"Parts Cost" < 50'),
  ],
  [
    "which shop has the cheapest parts on average",
    {...of("avg", "Parts Cost"), ...by("Shop"), ...first("x asc")},
    {order: ["x desc"]},
  ],
  [
    "which kind of repair is the rarest",
    {...count, ...by("Repair Kind"), ...first("jobs asc")},
    {order: ["jobs desc"]},
  ],
  [
    "repairs finished in the last 2 months of 2023",
    {...count, ...days("Finished", "2023-11-01", "2023-12-31")},
    days("Finished", "2023-12-01", "2023-12-31"),
  ],
  [
    "repairs finished in the first 3 weeks of march 2024",
    {...count, ...days("Finished", "2024-03-01", "2024-03-21")},
    days("Finished", "2024-03-01", "2024-03-31"),
  ],
  [
    "swaps per fitter",
    {...count, ...by("Fitter"), ...only("\"Repair Kind\" in ('Screen swap', 'Battery swap')")},
    only(),
  ],
  ["recovery jobs by shop", {...count, ...by("Shop"), ...only("\"Repair Kind\" = 'Data recovery'")}, only()],
  ["jobs still without a finish date", {...count, ...only("Finished is null")}, only("Finished is not null")],
  ["repairs that have not finished, by shop", {...count, ...by("Shop"), ...only("Finished is null")}, only()],
  [
    "percentage of Gorgie jobs under warranty",
    share("Shop = 'Gorgie' and Warranty = 'Yes'", "Shop = 'Gorgie'"),
    share("Shop = 'Gorgie' and Warranty = 'Yes'", "Warranty = 'Yes'"),
  ],
  [
    "share of battery swap jobs at Leith",
    share("\"Repair Kind\" = 'Battery swap' and Shop = 'Leith'", "\"Repair Kind\" = 'Battery swap'"),
    share("\"Repair Kind\" = 'Battery swap' and Shop = 'Leith'"),
  ],
  [
    "average parts cost of Leith jobs",
    {...of("avg", "Parts Cost"), ...only("Shop = 'Leith'")},
    of("max", "Parts Cost"),
  ],
];

test.each(pairs)("%s: the right reading is not doubted", (question, right) => {
  expect(doubts(question, right)).toEqual([]);
});

test.each(pairs)("%s: another reading is", (question, right, wrong) => {
  expect(doubts(question, {...right, ...wrong})).not.toEqual([]);
});

describe("a word that ranks by what no column says", () => {
  const right = {...of("sum", "Parts Cost"), ...by("Fitter"), ...first("x desc", 3)};
  test("must be explained", () => {
    expect(doubts("the three thriftiest fitters", right).join("; ")).toContain('"thriftiest"');
  });
  test("is none where the reading says what it took it for", () => {
    const assumptions = ["thriftiest: the least spent on parts"];
    expect(doubts("the three thriftiest fitters", {...right, order: ["x asc"], assumptions})).toEqual([]);
  });
});

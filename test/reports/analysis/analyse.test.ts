import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {noiseTable, plantedTable} from "../../../bench/analysis_tables.ts";
import type {AnalysisProgress} from "../../../src/reports/analysis/run_questions.ts";
import {type ReportDocument, reportDocumentSchema} from "../../../src/reports/document.ts";
import {unboundIn} from "../../../src/reports/verify_document.ts";
import {type Analyses, findingsIn, openAnalyses, textOf} from "./analysed.ts";

let analyses: Analyses;
beforeAll(() => {
  analyses = openAnalyses();
});
afterAll(() => analyses[Symbol.asyncDispose]());

const CAUSES =
  /\b(?:because of|causes?|caused|due to|leads? to|led to|results? in|impacts?|makes? .* (?:higher|lower))\b/i;

describe("a table with planted effects", () => {
  let report: ReportDocument;
  const recipes: string[] = [];
  const told: AnalysisProgress[] = [];
  beforeAll(async () => {
    report = await analyses.of(
      plantedTable(101, 400),
      {goal: "what drives revenue", budget: {steps: 60}},
      {
        keepRecipe: async ({question}) => {
          recipes.push(question);
          return `recipe${recipes.length}`;
        },
        onProgress: (progress) => told.push(progress),
      },
    );
  });

  test("has them in the first sentences, and at most six sentences", () => {
    const first = report.summary.slice(0, 3).map(({text}) => text);
    expect(first.join(" ")).toMatch(/visits/);
    expect(first.join(" ")).toMatch(/West/);
    expect(report.summary.length).toBeLessThanOrEqual(6);
    expect(findingsIn(report)[0]).toMatchObject({strength: "strong"});
  });

  test("is a document whose every number is a cell of its tables", () => {
    expect(reportDocumentSchema.parse(report)).toBeDefined();
    expect(unboundIn(report)).toEqual([]);
  });

  test("a number that is changed no longer is", () => {
    const broken = structuredClone(report);
    const [said] = broken.summary.filter(({evidence}) =>
      evidence.some(({text}) => /^\d+(?:\.\d+)?$/.test(text)),
    );
    const number = said!.evidence.find(({text}) => /^\d+(?:\.\d+)?$/.test(text))!;
    const wrong = String(Number(number.text) + 40);
    said!.text = `${said!.text.slice(0, number.start)}${wrong}${said!.text.slice(number.end)}`;
    expect(unboundIn(broken)).not.toEqual([]);
  });

  test("says what goes together and never what causes it", () => {
    const said = textOf(report).replace(/What goes together need not cause one another[^\n]*/, "");
    expect(said).not.toMatch(CAUSES);
  });

  test("counts every comparison, and keeps a recipe of each question", () => {
    expect(report.comparisons).toMatch(/^\d+ comparisons were made, shown here or not/);
    const tests = Object.values(report.tables).find(({title}) => title.startsWith("Every comparison"));
    const [p, holm] = [1, 2].map((at) => tests!.table.rows.map((row) => Number(row[at])));
    expect(holm!.every((value, row) => value >= p![row]!)).toBe(true);
    expect(report.recipes.map(({question}) => question)).toEqual(recipes);
    expect(recipes).toContain("What goes with revenue?");
  });

  test("tells which question it is at, of how many, and never goes back", () => {
    expect(told[0]).toMatchObject({number: 1, wave: 1});
    expect(told.every(({number, of, share}) => number <= of && share >= 0 && share < 1)).toBe(true);
    expect(told.map(({number}) => number)).toEqual(told.map((_, at) => at + 1));
  });

  test("charts state what they show, of tables that are there", () => {
    const charts = report.sections.flatMap(({blocks}) => blocks).filter((block) => block.kind === "chart");
    expect(charts.length).toBeGreaterThan(3);
    for (const {table, spec} of charts) {
      const columns = report.tables[table]!.table.columns.map(({name}) => name);
      expect(columns).toContain(spec.x);
      expect(columns).toEqual(expect.arrayContaining([spec.y].flat()));
    }
  });
});

test("a goal in words of values makes those rows the outcome: who returns", async () => {
  const report = await analyses.of(plantedTable(102, 400), {
    goal: "what drives returned orders",
    budget: {steps: 30},
  });
  expect(report.summary[0]!.text).toMatch(/returned is yes is highest for channel partner/);
  expect(report.maker).toMatchObject({kind: "analysis", target: "returned"});
});

test("a table of pure noise gives no finding that is more than a description, and the report says that nothing holds", async () => {
  const report = await analyses.of(noiseTable(1, 200), {budget: {steps: 50}});
  const tested = findingsIn(report).filter(({strength}) => strength !== "descriptive");
  expect(tested).toEqual([]);
  expect(report.summary[0]!.text).toMatch(/^Nothing was found .* none holds after correcting/);
  expect(report.sections.map(({id}) => id)).toContain("nothing-sure");
});

test("steps are a budget: what was not asked is told, and the rest is a report", async () => {
  const report = await analyses.of(plantedTable(103, 100), {budget: {steps: 6}});
  const left = report.sections.find(({id}) => id === "left-out");
  expect(JSON.stringify(left)).toMatch(/the 6 steps that it may take were used/);
  expect(report.summary.map(({text}) => text).join(" ")).toMatch(/questions were not asked/);
  expect(unboundIn(report)).toEqual([]);
});

test("time is a budget: without any left nothing is asked, and that is an error that says so", async () => {
  await expect(analyses.of(noiseTable(4, 50), {budget: {minutes: 1e-9}})).rejects.toMatchObject({
    code: "time_limit",
    next: expect.stringMatching(/more steps and minutes/),
  });
});

test("Simpson's paradox is told with the correlation that it turns round", async () => {
  const rows = Array.from({length: 240}, (_, at) => {
    const group = at % 3;
    const within = (at * 37) % 40;
    return `g${group},${within + 40 * group},${(within - 70 * group + ((at * 13) % 7)).toFixed(1)}`;
  });
  const report = await analyses.of(["kind,dose,sales", ...rows].join("\n"), {goal: "what goes with sales"});
  expect(textOf(report)).toMatch(
    /Sales tends to be lower where dose is higher, yet within each kind it is the other way round/,
  );
});

describe("tables that hold little", () => {
  test.each([
    ["no row", "a,b\n"],
    ["one row", "a,b\n1,2\n"],
  ])("%s is refused, with what to do", async (_, csv) => {
    await expect(analyses.of(csv)).rejects.toMatchObject({code: "no_data"});
  });

  test("free text alone: a report that says there was nothing to compare", async () => {
    const text = "long words that nobody will ever group by, since every one of them is its own";
    const lines = Array.from({length: 30}, (_, at) => `"${text} ${"x".repeat(at)}"`);
    const report = await analyses.of(["note", ...lines].join("\n"));
    expect(report.summary[0]!.text).toMatch(/nothing to compare/);
    expect(report.comparisons).toBeUndefined();
  });

  test("one column: what is usual in it", async () => {
    const report = await analyses.of(
      ["value", ...Array.from({length: 60}, (_, at) => (at * 7) % 31)].join("\n"),
    );
    expect(textOf(report)).toMatch(/Value is usually near 1\d/);
  });
});

test("a hundred and fifty columns: some are looked at, the others are named as left out", async () => {
  const names = Array.from({length: 150}, (_, at) => `c${at}`);
  const lines = Array.from({length: 60}, (_, row) =>
    names.map((__, at) => (row * (at + 3)) % (17 + (at % 50))).join(),
  );
  const report = await analyses.of([names.join(), ...lines].join("\n"), {budget: {steps: 12}});
  expect(JSON.stringify(report.sections)).toMatch(
    /(?:, and \d{3} more): more numbers than one analysis looks at/,
  );
});

test("names that are HTML, SQL or commands are text, and the report is sound", async () => {
  const lines = Array.from(
    {length: 90},
    (_, at) => `"<b>g${at % 3}</b>","=cmd()",${(at % 3) * 5 + ((at * 7) % 11)}`,
  );
  const report = await analyses.of(['"a""; DROP TABLE x;--","@everyone","amount 2020"', ...lines].join("\n"));
  expect(report.summary[0]!.text).toContain("<b>g2</b>");
  expect(unboundIn(report)).toEqual([]);
});

test("of several tables the goal's own is looked at, and the others are named", async () => {
  const session = await analyses.over({
    orders: plantedTable(9, 60),
    staff: noiseTable(9, 120).replace("score", "wage"),
  });
  const report = await analyses.of("", {goal: "explain wage", budget: {steps: 10}}, {session});
  expect(report.maker).toMatchObject({table: "staff", target: "wage"});
  expect(report.assumptions.join(" ")).toMatch(/Only staff was looked at; orders was not/);
});

import fc from "fast-check";
import {describe, expect, test} from "vitest";
import type {Parameter} from "../../src/workflows/document.ts";
import {fillInput} from "../../src/workflows/fill.ts";
import {resolveParameters, sampleParameters} from "../../src/workflows/parameters.ts";
import {sqlStretches} from "../../src/workflows/sql_text.ts";
import {validateWorkflow} from "../../src/workflows/validate.ts";
import {CLOCK, monthlySales, openSales} from "./sales_scene.ts";

const {scene, run} = await openSales();
const value = (type: Parameter["type"], given: unknown, more: Partial<Parameter> = {}) =>
  resolveParameters({parameters: {p: {type, ...more}}}, {p: given}, CLOCK).p;

describe("a value", () => {
  test.each([
    ["month", "last month", "2026-02"],
    ["month", "This month", "2026-03"],
    ["month", "3 months ago", "2025-12"],
    ["month", "march", "2026-03"],
    ["month", "April", "2025-04"],
    ["month", "Sep 2024", "2024-09"],
    ["month", "2024-12", "2024-12"],
    ["date", "today", "2026-03-15"],
    ["date", "yesterday", "2026-03-14"],
    ["date", "two weeks ago", "2026-03-01"],
    ["date", "last day of last month", "2026-02-28"],
    ["date", "start of this year", "2026-01-01"],
    ["date", "last Sunday", "2026-03-08"],
    ["date", "last Monday", "2026-03-09"],
    ["date", "2024-02-29", "2024-02-29"],
    ["number", "12.5", 12.5],
    ["number", -3, -3],
    ["text", "'; DROP TABLE orders; --", "'; DROP TABLE orders; --"],
  ] as const)("of the type %s: %s", (type, given, expected) => {
    expect(value(type, given)).toBe(expected);
  });

  test.each([
    ["month", "2026-13"],
    ["month", "soon"],
    ["date", "2026-02-30"],
    ["date", "march"],
    ["number", "12 apples"],
    ["number", "Infinity"],
    ["number", ""],
    ["text", {a: 1}],
    ["text", "{{month}}"],
    ["dataset", " "],
    ["column", 3],
  ] as const)("of the type %s is not %j", (type, given) => {
    expect(() => value(type, given)).toThrow(/Parameter "p"/);
  });

  test("is one of its choices, and within its bounds", () => {
    expect(value("choice", "2", {choices: [1, 2]})).toBe(2);
    expect(() => value("choice", "Norht", {choices: ["North", "South"]})).toThrow(/none of its choices/);
    expect(() => value("number", 11, {max: 10})).toThrow(/above 10/);
  });

  test("is read by the clock of the time zone: the month ends there first", () => {
    const asOf = new Date("2026-02-28T23:30:00Z");
    const month = (timeZone: string) =>
      resolveParameters({parameters: {m: {type: "month", default: "this month"}}}, {}, {asOf, timeZone}).m;
    expect(month("UTC")).toBe("2026-02");
    expect(month("Europe/Berlin")).toBe("2026-03");
  });

  test("that is missing, wrong or not known is told, all at once", () => {
    const parameters = {
      region: {type: "text"},
      from: {type: "date"},
      top: {type: "number", default: 5},
    } as const;
    expect(() => resolveParameters({parameters}, {form: "today", top: "many"}, CLOCK)).toThrow(
      /4 problems[\s\S]*"form": there is no such parameter. Did you mean "from"[\s\S]*"region": it has no default[\s\S]*"from"[\s\S]*"top": "many" is no number/,
    );
  });
});

describe("putting values in", () => {
  const parameters = {
    region: {type: "text"},
    top: {type: "number"},
    month: {type: "month"},
    day: {type: "date"},
    by: {type: "column"},
    data: {type: "dataset"},
  } as const satisfies Record<string, Parameter>;
  const values = {region: "O'Brien", top: -3, month: "2024-02", day: "2024-03-31", by: 'a"b', data: "orders"};
  const fill = (input: unknown, sql?: string[]) => fillInput({input}, {parameters}, values, sql).input;

  test("keeps the type of a value that stands alone, and writes it into a longer text", () => {
    expect(
      fill({limit: "{{top}}", title: "Top {{ top }} of {{month}}", other: ["{{nobody}}", 3, null]}),
    ).toEqual({
      limit: -3,
      title: "Top -3 of 2024-02",
      other: ["{{nobody}}", 3, null],
    });
  });

  test("knows the parts of months and days", () => {
    const parts = ["first", "after", "before", "before.first", "year_before.after"];
    expect(parts.map((part) => fill(`{{month.${part}}}`))).toEqual([
      ...["2024-02-01", "2024-03-01", "2024-01", "2024-01-01", "2023-03-01"],
    ]);
    expect(["first", "after", "before", "year_before"].map((part) => fill(`{{day.${part}}}`))).toEqual([
      ...["2024-03-31", "2024-04-01", "2024-03-30", "2023-03-31"],
    ]);
  });

  test("writes literals and quoted names into SQL", () => {
    const sql = "SELECT {{by}} FROM {{data}} WHERE r = {{region}} AND n > 1-{{top}} AND d < {{month.after}}";
    expect(fill(sql, ["input"])).toBe(
      `SELECT  "a""b"  FROM  "orders"  WHERE r =  'O''Brien'  AND n > 1- (-3)  AND d <  DATE '2024-03-01' `,
    );
  });

  test("never reads what was put in again", () => {
    const text = {type: "text"} as const;
    const filled = fillInput("{{a}} {{b}}", {parameters: {a: text, b: text}}, {a: "{{b}}", b: "x"});
    expect(filled).toBe("{{b}} x");
  });
});

/** Texts as those who would break out of a literal write them. */
const hostile = fc.oneof(
  fc.string({
    unit: fc.constantFrom("'", '"', "\\", "-", "/", "*", ";", "$", "$$", "E", "\n", "\0", " ", "a", ")", "("),
  }),
  fc.string({unit: "binary"}),
);

describe("a parameter that is SQL", () => {
  const step = (sql: string, type: Parameter["type"] = "text") =>
    monthlySales({
      parameters: {p: {type, default: type === "text" ? "x" : 1}},
      nodes: [{id: "a", kind: "step", input: {tool: "run_sql", input: {sql}}}],
      headline: "a",
      chart: undefined,
      tell: undefined,
    });

  test.each(["'; DROP TABLE orders; --", "' OR '1'='1", "x' UNION SELECT 1 --", "\\", "E'", "$$ $$"])(
    "stays the text that it is: %s",
    async (p) => {
      const filled = fillInput(
        "SELECT {{p}} AS p, count(*) AS n FROM orders WHERE region <> {{p}}",
        step(""),
        {p},
        [""],
      );
      expect((await run("run_sql", {sql: filled})).table.rows).toEqual([[p, 7]]);
    },
  );

  test("is one literal in the statement, whatever it is", () => {
    const before = sqlStretches("SELECT ").length;
    fc.assert(
      fc.property(hostile, (p) => {
        const filled = fillInput("SELECT {{p}} FROM orders", step(""), {p}, [""]);
        const stretches = sqlStretches(filled);
        expect(stretches.map(({quoted}) => quoted)).toEqual([false, true, false]);
        expect(stretches[1]?.text.slice(1, -1).replaceAll("''", "'")).toBe(p);
        expect(stretches[2]?.text).toBe("  FROM orders");
        expect(before).toBe(1);
      }),
    );
  });

  test("stands within no quotes, no comment and no code", () => {
    const problems = (sql: string) => validateWorkflow(step(sql), scene).problems.map(({message}) => message);
    const quoted = [
      "SELECT '{{p}}'",
      'SELECT 1 AS "{{p}}"',
      "SELECT 1 -- {{p}}",
      "SELECT 1 /* a /* b */ {{p}} */",
    ];
    for (const sql of [...quoted, "SELECT $$ {{p}} $$", "SELECT E'\\'{{p}}'"])
      expect(problems(sql)).toEqual(["{{p}} stands within quotes or a comment of the SQL."]);
    expect(problems("SELECT 'it''s', {{p}}")).toEqual([]);
    const code = monthlySales({
      parameters: {p: {type: "text", default: "x"}},
      nodes: [
        {
          id: "a",
          kind: "step",
          input: {tool: "run_code", input: {code: "return '{{p}}'", tables: [{table: "orders"}]}},
        },
      ],
      headline: "a",
      chart: undefined,
      tell: undefined,
    });
    expect(validateWorkflow(code, scene).problems.map(({message}) => message)).toEqual([
      "{{p}} stands in code, where a value could be read as code.",
    ]);
  });
});

test("there is a value to check with for every parameter, that its own type takes", () => {
  const type = fc.constantFrom<Parameter["type"]>(
    "text",
    "number",
    "date",
    "month",
    "choice",
    "dataset",
    "column",
  );
  const bounds = {min: fc.option(fc.integer(), {nil: undefined}), choices: fc.constant(undefined)};
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom("a", "b", "c"), fc.record({type, ...bounds})), (parameters) => {
      const samples = sampleParameters({parameters}, CLOCK);
      expect(Object.keys(samples).sort()).toEqual(Object.keys(parameters).sort());
      expect(resolveParameters({parameters}, samples, CLOCK)).toEqual(samples);
    }),
  );
});

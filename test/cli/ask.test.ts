import {existsSync, readFileSync} from "node:fs";
import {afterAll, beforeAll, expect, test} from "vitest";
import {z} from "zod";
import {columnSchema} from "../../src/data/table.ts";
import {DOUBT_KINDS} from "../../src/planning/doubt.ts";
import {evidenceSchema} from "../../src/planning/evidence.ts";
import {planSchema} from "../../src/planning/plan.ts";
import {readingSchema} from "../../src/planning/reading.ts";
import {newPlace, ORDERS, type Place} from "./run_cli.ts";

let place: Place;
let orders: string;
beforeAll(() => {
  place = newPlace();
  orders = place.file("orders.csv", ORDERS);
});
afterAll(() => place.remove());

const valueSchema = z.strictObject({
  name: z.string(),
  value: z.union([z.number(), z.string(), z.boolean(), z.null()]),
  unit: z.string().nullable().optional(),
  evidence: evidenceSchema,
});

/** What `--json` promises: exactly these keys. */
const answerSchema = z.strictObject({
  answer: z.string().min(1),
  reading: z.string().nullable(),
  values: z.array(valueSchema),
  choices: z.array(
    z.strictObject({
      reading: readingSchema,
      said: z.string(),
      values: z.array(valueSchema),
      plan: planSchema.optional(),
    }),
  ),
  artifacts: z.record(
    z.string(),
    z.looseObject({
      kind: z.enum(["table", "statistic", "model", "chart", "file", "text"]),
      table: z.object({columns: z.array(columnSchema), rows: z.array(z.array(z.unknown()))}),
    }),
  ),
  charts: z.array(
    z.strictObject({
      step: z.string(),
      title: z.string(),
      altText: z.string().min(1),
      paths: z.partialRecord(z.enum(["png", "svg", "html"]), z.string()),
    }),
  ),
  plan: planSchema.nullable(),
  recipe: z.string().nullable(),
  evidence: z.array(z.looseObject({text: z.string(), evidence: z.array(evidenceSchema)})),
  declined: z
    .strictObject({reason: z.string(), suggestions: z.array(z.string()), unplaced: z.array(z.string())})
    .nullable(),
  citations: z.unknown(),
  derivation: z.looseObject({kind: z.string()}).nullable(),
  confidence: z
    .strictObject({
      level: z.enum(["high", "medium", "low"]),
      reasons: z.array(z.string()),
      doubts: z.array(z.enum(DOUBT_KINDS)),
    })
    .nullable(),
  timings: z.record(z.string(), z.number()),
});

async function askJson(question: string, ...more: string[]) {
  const ran = await place.run(["ask", question, "--data", orders, "--json", ...more]);
  return {...ran, answer: answerSchema.parse(JSON.parse(ran.stdout))};
}

test("a question is answered with its value, where it comes from and how it was read", async () => {
  const {status, answer} = await askJson("what is the total amount?");
  expect(status).toBe(0);
  expect(answer.values[0]?.value).toBe(450);
  expect(answer.answer).toContain("450");
  expect(answer.reading).toMatch(/^Read as: sum\(amount\)/);
  const [first] = answer.values;
  const table = answer.artifacts[first?.evidence.step ?? ""]?.table;
  const column = table?.columns.findIndex((one) => one.name === first?.evidence.column) ?? -1;
  expect(table?.rows[first?.evidence.row ?? -1]?.[column]).toBe(450);
});

test("the words of the terminal begin with the result and say how it was read", async () => {
  const {status, stdout} = await place.run(["ask", "total amount by region", "--data", orders]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/250/);
  expect(stdout).toMatch(/125/);
  expect(stdout).toMatch(/^Read as: sum\(amount\) by region/m);
  expect(stdout).not.toContain("\u001b");
});

test("a question about a column that is not there is declined", async () => {
  const {status, answer} = await askJson("what is the average shoe size?");
  expect(status).toBe(3);
  expect(answer.declined?.reason).toBeTruthy();
  expect(answer.values).toEqual([]);
});

test("a chart is drawn to the file that was named", async () => {
  const svg = place.path("chart.svg");
  const {status, answer} = await askJson("total amount by region as a bar chart", "--chart", svg);
  expect(status).toBe(0);
  expect(answer.charts[0]?.paths.svg).toBe(svg);
  expect(readFileSync(svg, "utf8")).toContain("<svg");
});

test("an interactive page needs no browser to be made", async () => {
  const html = place.path("chart.html");
  const env = {PUPPETEER_EXECUTABLE_PATH: "/nowhere/chromium"};
  const ran = await place.run(["ask", "total amount by region", "--data", orders, "--chart", html], {env});
  expect(ran.status).toBe(0);
  expect(existsSync(html)).toBe(true);
});

test("a browser that does not start loses the picture, not the answer", async () => {
  const png = place.path("never.png");
  const env = {PUPPETEER_EXECUTABLE_PATH: "/nowhere/chromium"};
  const ran = await place.run(["ask", "total amount by region", "--data", orders, "--chart", png], {env});
  expect(ran.status).toBe(0);
  expect(ran.stdout).toContain("250");
  expect(ran.stderr).toMatch(/could not be drawn/);
  expect(existsSync(png)).toBe(false);
});

test("two processes ask at once on one home folder", async () => {
  const both = await Promise.all([askJson("how many rows?"), askJson("what is the highest amount?")]);
  expect(both.map((one) => one.status)).toEqual([0, 0]);
  expect(both.map((one) => one.answer.values[0]?.value)).toEqual([5, 200]);
});

test("a recipe replays to the same answer, and says what is otherwise when the file is gone", async () => {
  const {answer} = await askJson("average amount by status");
  const replayed = await place.run(["replay", answer.recipe ?? ""]);
  expect(replayed.stdout).toContain(answer.answer);
  expect(replayed.stdout).toMatch(/the same/);
  expect(replayed.status).toBe(0);
  const unknown = await place.run(["replay", "ffffffffffff"]);
  expect(unknown.status).toBe(2);
  expect(unknown.stderr).toMatch(/no recipe/);
});

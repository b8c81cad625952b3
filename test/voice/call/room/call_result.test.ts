import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import type {CallResult} from "../../../../src/channels/calls/wire.ts";
import {type StoredAnswer, storedAnswer} from "../../../../src/channels/chat/stored_answer.ts";
import {callCharts, namedCharts} from "../../../../src/voice/call/room/call_charts.ts";
import {callResultOf} from "../../../../src/voice/call/room/call_result.ts";
import {type Caller, type Running, running} from "../../../channels/http/running.ts";

let server: Running;
let owner: Caller;

beforeAll(async () => {
  server = await running({works: true});
  owner = await server.member("owner");
  const file = join(server.home, "orders.csv");
  const regions = ["North", "South", "East", "West"];
  const rows = Array.from({length: 400}, (_none, at) =>
    [
      `2024-${String(1 + (at % 12)).padStart(2, "0")}-05`,
      regions[at % 4],
      `C${at} ${"é".repeat(400)}`,
      at,
      at,
      at * 2,
    ].join(","),
  );
  writeFileSync(file, `date,region,customer,beak length,flipper length,sales\n${rows.join("\n")}\n`);
  await server.service.workspace("acme").importFile(file, {by: owner.person});
});
afterAll(async () => server[Symbol.asyncDispose]());

async function asked(question: string): Promise<StoredAnswer> {
  const {json, text} = await owner.ask("POST", "/v1/ask", {question});
  const stored = await storedAnswer(server.service.store, "acme", json.turn?.id);
  if (!stored) throw new Error(text);
  return stored;
}

function shown(stored: StoredAnswer, caption = "Said."): CallResult {
  const charts = stored.answer ? callCharts(stored.answer, server.service.charts) : [];
  return callResultOf({stored, caption}, namedCharts(charts));
}

test("an answer is shown whole: exact, with its reading, table, chart, SQL, recipe and confidence", async () => {
  const result = shown(await asked("total sales by region as a bar chart"), "West leads.");
  expect(result).toMatchObject({
    state: "answered",
    question: "total sales by region as a bar chart",
    caption: "West leads.",
    choices: [],
    charts: [{alt: expect.stringContaining("largest is West")}],
  });
  expect(result.answer).toContain("40,200");
  expect(result.reading).toMatch(/region/i);
  expect(result.table?.rows).toContainEqual(["West", 40_200, 100]);
  expect(result.table?.truncated).toBe(false);
  expect(result.sql.join()).toMatch(/select/i);
  expect(result.recipe).toBeTruthy();
  expect(result.confidence).toMatch(/^Confidence: /);
  expect(result.next).toBeUndefined();
});

test("one number has no table", async () => {
  const result = shown(await asked("how many orders are there?"));
  expect(result.answer).toContain("400");
  expect(result.table).toBeUndefined();
});

test("what can be read in two ways gives choices, and no table of either", async () => {
  const result = shown(await asked("average length by region"));
  expect(result.state).toBe("choices");
  expect(result.choices.map(({number}) => number)).toEqual([0, 1]);
  expect(result.choices[1]?.said).toMatch(/flipper/i);
  expect(result.answer).not.toMatch(/^ {2}1\. /m);
  expect(result.table).toBeUndefined();
  expect(result.charts).toEqual([]);
});

test("what cannot be answered says what can", async () => {
  const result = shown(await asked("what is the average moon phase?"));
  expect(result.state).toBe("declined");
  expect(result.answer).toMatch(/moon/);
});

test("a table that is too large for a room is cut, and says so", async () => {
  const result = shown(await asked("total sales by customer"));
  const bytes = Buffer.byteLength(JSON.stringify(result.table));
  expect(bytes).toBeLessThanOrEqual(61_000);
  expect(result.table?.rows.length).toBeGreaterThan(20);
  expect(result.table?.rows.length).toBeLessThanOrEqual(200);
  expect(result.table?.truncated).toBe(true);
});

test("what failed or was stopped says why, and what to do next", async () => {
  const {turn} = await asked("how many orders are there?");
  const error = {message: "The database is away.", next: "Ask again in a minute."};
  expect(shown({turn: {...turn, state: "failed"}, error})).toMatchObject({
    state: "failed",
    answer: error.message,
    next: error.next,
  });
  expect(shown({turn: {...turn, state: "aborted"}, error})).toMatchObject({state: "aborted"});
});

test("two questions in one: the words of both, the table of the last, the charts of each by their own names", async () => {
  const result = shown(
    await asked("how many orders are there? and what is the total sales by region as a bar chart?"),
  );
  expect(result.answer).toMatch(/400/);
  expect(result.table?.rows).toHaveLength(4);
  expect(result.charts).toHaveLength(1);
  expect(result.sql.length).toBeGreaterThan(1);
});

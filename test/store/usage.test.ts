import {expect, test} from "vitest";
import {saveTurn} from "../../src/store/turns.ts";
import {addToDay, saveUsage, sentRecordsOf, usageOf} from "../../src/store/usage.ts";
import {describeStores} from "./dialects.ts";

const use = (role: string, model: string, tokens: number, cost?: number) => ({
  role,
  model,
  calls: 1,
  inputTokens: tokens,
  outputTokens: 10,
  ...(cost !== undefined && {cost}),
});
const sent = (model: string, at: string) => ({
  role: "planner",
  prompt: "planner-4",
  model,
  address: "https://api.openai.com",
  remote: true,
  characters: 400,
  columns: [{table: "orders", column: "email", masked: true}],
  results: [],
  at,
});

describeStores("usage", (store) => {
  test("is added up by role, model, person and day; what has no price is told apart", async () => {
    const here = store().within("u1");
    await saveUsage(
      here,
      "u1",
      {person: "ann"},
      {uses: [use("planner", "openai/a", 100, 0.0001), use("writer", "openai/b", 50)], sent: []},
    );
    await saveUsage(here, "u1", {person: "bob"}, {uses: [use("planner", "openai/a", 200, 0.0002)], sent: []});
    expect(await usageOf(here, "u1")).toEqual([
      {by: {}, calls: 3, inputTokens: 350, outputTokens: 30, cost: 0.0003, unpricedCalls: 1},
    ]);
    expect(await usageOf(here, "u1", {by: ["role", "model"]})).toEqual([
      {
        by: {role: "planner", model: "openai/a"},
        calls: 2,
        inputTokens: 300,
        outputTokens: 20,
        cost: 0.0003,
        unpricedCalls: 0,
      },
      {
        by: {role: "writer", model: "openai/b"},
        calls: 1,
        inputTokens: 50,
        outputTokens: 10,
        cost: 0,
        unpricedCalls: 1,
      },
    ]);
    expect((await usageOf(here, "u1", {by: ["person"]})).map(({by}) => by.person)).toEqual(["ann", "bob"]);
    const today = new Date().toISOString().slice(0, 10);
    expect((await usageOf(here, "u1", {by: ["day"]})).map(({by}) => by.day)).toEqual([today]);
    expect(await usageOf(here, "u1", {person: "bob"})).toMatchObject([{inputTokens: 200}]);
  });

  test("is that of a time, and of one workspace", async () => {
    const here = store().within("u2");
    await saveUsage(here, "u2", {}, {uses: [use("planner", "m/a", 1)], sent: []});
    const tomorrow = new Date(Date.now() + 86_400_000);
    expect(await usageOf(here, "u2", {since: tomorrow})).toEqual([]);
    expect(await usageOf(here, "u2", {until: new Date(0)})).toEqual([]);
    expect(await usageOf(store().within("u3"), "u3")).toEqual([]);
    expect(await usageOf(store().within("u3"), "u2")).toHaveLength(store().dialect === "postgres" ? 0 : 1);
  });

  test("comes with a turn, and goes with it where it cannot be kept", async () => {
    const here = store().within("u4");
    await saveUsage(here, "u4", {}, {uses: [], sent: []});
    const turn = {
      conversation: "nowhere",
      question: "how many?",
      state: "answered" as const,
      person: "ann",
      used: {uses: [use("planner", "m/a", 7)], sent: [sent("m/a", "2026-11-21T10:00:00.000Z")]},
    };
    await expect(saveTurn(here, "u4", turn)).rejects.toThrow();
    expect(await usageOf(here, "u4")).toEqual([]);
    expect(await sentRecordsOf(here, "u4")).toEqual([]);
  });

  test("what was sent is read newest first, a page at a time", async () => {
    const here = store().within("u5");
    const days = ["2026-11-19", "2026-11-20", "2026-11-21"];
    for (const day of days)
      await saveUsage(
        here,
        "u5",
        {turn: `t-${day}`, person: "ann"},
        {uses: [], sent: [sent("m/a", `${day}T10:00:00.000Z`)]},
      );
    const [first, second] = await sentRecordsOf(here, "u5", {limit: 2});
    expect([first?.turn, second?.turn]).toEqual(["t-2026-11-21", "t-2026-11-20"]);
    expect(first).toMatchObject({...sent("m/a", "2026-11-21T10:00:00.000Z"), person: "ann"});
    expect(await sentRecordsOf(here, "u5", {before: second!.id})).toMatchObject([{turn: "t-2026-11-19"}]);
    expect(await sentRecordsOf(here, "u5", {since: new Date("2026-11-21T00:00:00Z")})).toHaveLength(1);
  });

  test("counters of a day add up however many add at once", async () => {
    const here = store().within("u6");
    const add = () => addToDay(here, "u6", "ann", "2026-11-21", {tokens: 3, costMicros: 2});
    const seen = await Promise.all(Array.from({length: 20}, add));
    expect(seen.map(({tokens}) => tokens).sort((a, b) => a - b)).toEqual(
      Array.from({length: 20}, (_, index) => 3 * (index + 1)),
    );
    expect(await addToDay(here, "u6", "ann", "2026-11-21", {tokens: -3, costMicros: -2})).toEqual({
      tokens: 57,
      costMicros: 38,
    });
  });
});

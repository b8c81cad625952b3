import {beforeAll, expect, test} from "vitest";
import {createOfflinePlanner} from "../../src/agents/offline/planner.ts";
import {createOfflineWriter} from "../../src/agents/offline/writer.ts";
import type {Answer, TurnEvent} from "../../src/channels/channel.ts";
import {runTurn} from "../../src/channels/turn.ts";
import type {TurnParts, TurnSetting} from "../../src/channels/turn_parts.ts";
import {createRegistry} from "../../src/tools/registry.ts";
import {openTables, type Tables} from "../tools/open_tables.ts";

const BAKERY = `day,baker,order_no,gross_takings,net_takings,loaves
2024-05-01,Anna,1,10.5,9,3
2024-05-01,Anna,1,4.5,4,1
2024-05-02,Bob,2,20,18,6
2024-06-03,Bob,3,7,6,2
`;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables({bakery: BAKERY});
});

/** A whole turn without a model, and what was kept of it. */
async function turn(question: string, change: Partial<TurnSetting> = {}) {
  const {session, limits, asOf, timeZone, signal} = tables.context;
  const kept: string[] = [];
  const parts: TurnParts = {
    session,
    registry: createRegistry(),
    planner: async () => createOfflinePlanner(),
    writer: async () => createOfflineWriter(),
    drawChart: () => Promise.reject(new Error("no chart is asked for")),
    keepRecipe: async (finished) => {
      kept.push(finished.question);
      return "000000000000";
    },
    limits,
  };
  const events: TurnEvent[] = [];
  const setting = {question, earlier: [], asOf, timeZone, signal, charts: "asked" as const, ...change};
  const answer: Answer = await runTurn(parts, setting, (event) => events.push(event));
  return {answer, kept, told: events.map(({type}) => type)};
}

test("a word that no reading has a place for turns the answer into an offer with its number", async () => {
  const {answer, kept, told} = await turn("how many loaves did they usually burn by baker");
  expect(answer.values).toEqual([]);
  expect(kept).toEqual([]);
  expect(told).not.toContain("text");
});

test("two columns that fit the words as well are offered, each with its number, and the one picked is the answer", async () => {
  const {answer} = await turn("total takings");
  expect(answer.choices.map(({values}) => values[0]?.value).toSorted()).toEqual([37, 42]);
  expect(answer.recipe).toBeUndefined();
  const [{reading, plan, values}] = answer.choices as [Answer["choices"][number]];
  const picked = await turn("total takings", {reading, ...(plan && {plan})});
  expect(picked.answer.choices).toEqual([]);
  expect(picked.answer.values[0]?.value).toBe(values[0]?.value);
  expect(picked.kept).toEqual(["total takings"]);
});

test("what is plainly asked is answered at once", async () => {
  const {answer, told} = await turn("total net takings by baker");
  expect(answer.choices).toEqual([]);
  expect(answer.confidence?.doubts).toEqual([]);
  expect(told).toContain("text");
});

import {beforeAll, describe, expect, test} from "vitest";
import type {PlannerOutput} from "../../../../src/agents/contracts.ts";
import {createOfflinePlanner} from "../../../../src/agents/offline/planner.ts";
import {claimedNumber} from "../../../../src/agents/offline/reconcile/claimed_number.ts";
import {writeAnswer} from "../../../../src/agents/offline/writer.ts";
import {compileReading} from "../../../../src/planning/compile.ts";
import {executePlan} from "../../../../src/planning/execute.ts";
import type {Plan} from "../../../../src/planning/plan.ts";
import {verifyDraft} from "../../../../src/planning/verify.ts";
import {createRegistry} from "../../../../src/tools/registry.ts";
import {openTables, type Tables} from "../../../tools/open_tables.ts";

const ORDERS = `order_id,ordered,shipped,status,gross,net
1,2024-03-30,2024-04-02,Done,110.5,100.5
1,2024-04-01,2024-04-03,Done,220.5,200.5
2,2024-04-10,2024-04-12,Refunded,55.5,50.5
3,2024-04-20,2024-05-02,Done,330.5,300.5
4,2024-05-01,2024-05-03,Done,440.5,400.5
5,2024-05-02,2024-05-04,,77.5,70.5
`;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables({orders: ORDERS});
});
const planner = createOfflinePlanner();

async function planOf(question: string, earlier: Plan[]): Promise<PlannerOutput> {
  const {session, asOf, timeZone, signal} = tables.context;
  const profiles = [await session.profile("orders")];
  const turns = earlier.map((plan) => ({question: "", plan, summary: ""}));
  const output = await planner.plan({question, profiles, earlier: turns, session, asOf, timeZone, signal});
  if (output.kind !== "readings") return output;
  return {kind: "plan", plan: compileReading(output.readings[0]!, profiles[0]!)};
}

/** What is said to a number that someone holds against the answer of a question. */
async function heldAgainst(question: string, claim: string): Promise<string> {
  const first = await planOf(question, []);
  if (first.kind !== "plan") throw new Error(JSON.stringify(first));
  const second = await planOf(claim, [first.plan]);
  if (second.kind === "declined") return second.reason;
  if (second.kind !== "plan") throw new Error(second.kind);
  const {artifacts} = await executePlan(second.plan, {
    registry: createRegistry(),
    context: tables.context,
    signal: tables.context.signal,
  });
  const draft = writeAnswer({question: claim, plan: second.plan, artifacts});
  expect(verifyDraft(draft, artifacts, {reading: second.plan.reading}).unbound).toEqual([]);
  return draft.text;
}

describe("a number that someone has", () => {
  test.each([
    ["finance says 430k", 430_000, 500],
    ["my pivot says 1.31m", 1_310_000, 5_000],
    ["excel shows $430,115", 430_115, 0.5],
    ["no, it should be 1,200", 1_200, 50],
    ["i get 12.4%", 12.4, 0.05],
    ["our dashboard has 98", 98, 0.5],
  ])("%s", (question, value, tolerance) => {
    const claim = claimedNumber(question);
    expect(claim?.value).toBeCloseTo(value, 6);
    expect(claim?.tolerance).toBeCloseTo(tolerance, 6);
  });

  test.each([
    "total sales in 2024",
    "what is the average of the 5 largest",
    "how many say yes",
    "only orders over 500",
    "it is from 2023",
  ])("is not in: %s", (question) => {
    expect(claimedNumber(question)).toBeUndefined();
  });
});

describe("the small change that gives it", () => {
  test("a condition that was left out", async () => {
    expect(await heldAgainst("total net in april 2024 without refunded", "finance says 551.5")).toBe(
      "With status Refunded it is 551.5: 1 row, 50.5 apart. As read before: 501.",
    );
  });

  test("another column", async () => {
    expect(await heldAgainst("total net", "my pivot says 1,235")).toContain(
      "With gross in place of net it is 1,235",
    );
  });

  test("another date", async () => {
    expect(await heldAgainst("total net where ordered in april 2024", "sap has 351.5")).toContain(
      "By shipped in place of ordered it is 351.5",
    );
  });

  test("rows or things, and a mean per thing", async () => {
    expect(await heldAgainst("how many rows", "my report shows 5")).toContain("it is 5");
    expect(await heldAgainst("average net", "finance says 224.6")).toContain(
      "Per order_id, not per row it is 224.6",
    );
  });

  test("two changes, where one is not enough", async () => {
    expect(await heldAgainst("total net in april 2024", "finance says 386.5")).toMatch(
      /in place of .* and .*in place of/,
    );
  });

  test("or none is needed: the number is the one before", async () => {
    expect(await heldAgainst("total net", "finance says 1,123")).toContain("That is what I have");
  });

  test("or none: what is nearest is said", async () => {
    expect(await heldAgainst("total net", "finance says 99 million")).toMatch(
      /^No small change of what was asked gives 99 million: I tried \d+, .* Nearest: /,
    );
  });
});

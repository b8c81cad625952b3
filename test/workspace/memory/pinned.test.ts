import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {createHostedAgents} from "../../../src/agents/hosted/agents.ts";
import type {Dataset} from "../../../src/data/dataset.ts";
import {addPerson} from "../../../src/store/people.ts";
import {pinsOf, pinTurn, unpinTurn} from "../../../src/store/pins.ts";
import {openSqliteStore} from "../../../src/store/sqlite/open.ts";
import type {Store} from "../../../src/store/store.ts";
import {saveFeedback} from "../../../src/store/turns.ts";
import {onModels, startProvider} from "../../agents/hosted/provider.ts";
import {type Desk, numbers, openDesk, talking} from "./talk.ts";

const SALES = `sold,shop,amount
2024-04-03,North,10
2024-04-20,South,20
2024-05-02,North,30
2024-05-09,South,45
`;
const MORE = `${SALES}2024-06-01,North,100\n`;

let desk: Desk;
let store: Store;
let sales: Dataset;
let more: Dataset;
let owner: string;
beforeAll(async () => {
  desk = await openDesk();
  store = await openSqliteStore(":memory:");
  sales = await desk.table("sales", SALES);
  more = await desk.table("sales", MORE);
  owner = `person:${await addPerson(store, {email: "olga@shop.example", name: "Olga"})}`;
});
afterAll(async () => {
  await store.close();
  await desk.close();
});

const today = new Date().toISOString().slice(0, 10);
const BY_OLGA = `By the answer that Olga pinned on ${today}, run on the data as it is now.`;

/** A workspace in which Olga pinned the answer to a question. */
async function pinnedIn(workspace: string, question: string, note?: string): Promise<string> {
  const first = await talking(desk, {store, workspace, datasets: [sales]})(question);
  expect(first.answer).not.toContain("pinned");
  await pinTurn(store, workspace, {turn: first.turn, by: owner, ...(note && {note})});
  return first.turn;
}

describe("an answer that an owner pinned", () => {
  test("answers the same question by its plan on the data as it is now, never by its old number", async () => {
    await pinnedIn("same", "what is the total amount per shop?", "agreed with finance");
    const say = talking(desk, {store, workspace: "same", datasets: [more], actor: "bob"});
    const again = await say("What is the total amount per shop");
    expect(again.answer).toContain(`${BY_OLGA} Their note: agreed with finance`);
    const {rows} = again.artifacts[again.plan!.headline]!.table;
    expect(rows.map((row) => row.slice(0, 2))).toEqual([
      ["North", 140],
      ["South", 65],
    ]);
    expect(again.recipe).toMatch(/^[0-9a-f]{12}$/);
  });

  test("answers another wording that is read the same", async () => {
    await pinnedIn("reading", "total amount by shop");
    const say = talking(desk, {store, workspace: "reading", datasets: [more]});
    expect((await say("amount in total per shop")).answer).toContain(BY_OLGA);
    expect((await say("average amount by shop")).answer).not.toContain("pinned");
  });

  test("of a time that passes is answered for the time as it is now", async () => {
    await pinnedIn("passing", "total amount this month");
    const say = talking(desk, {store, workspace: "passing", datasets: [more], asOf: "2024-05-20T00:00:00Z"});
    const may = await say("total amount this month");
    expect(may.answer).toContain(BY_OLGA);
    expect(numbers(may)).toEqual([75]);
  });

  test("is for the same datasets alone, and for its own workspace", async () => {
    await pinnedIn("names", "total amount by shop");
    const costs = await desk.table("costs", SALES);
    const other = talking(desk, {store, workspace: "names", datasets: [costs]});
    expect((await other("total amount by shop")).answer).not.toContain("pinned");
    const elsewhere = talking(desk, {store, workspace: "elsewhere", datasets: [sales]});
    expect((await elsewhere("total amount by shop")).answer).not.toContain("pinned");
  });

  test("that is unpinned or disliked is used no more", async () => {
    const turn = await pinnedIn("unpinned", "total amount by shop");
    const say = () =>
      talking(desk, {store, workspace: "unpinned", datasets: [sales]})("total amount by shop");
    expect((await say()).answer).toContain(BY_OLGA);
    expect(await unpinTurn(store, "unpinned", turn)).toBe(true);
    expect((await say()).answer).not.toContain("pinned");
    await pinTurn(store, "unpinned", {turn, by: owner});
    await saveFeedback(store, "unpinned", {turn, actor: "bob", verdict: "down"});
    expect(await pinsOf(store, "unpinned")).toEqual([]);
    expect((await say()).answer).not.toContain("pinned");
  });

  test("whose columns are gone is said, and the question is answered anew", async () => {
    await pinnedIn("gone", "how many rows per shop?");
    const without = await desk.table("sales", "sold,store,amount\n2024-05-02,North,30\n2024-05-03,North,1\n");
    const say = talking(desk, {store, workspace: "gone", datasets: [without]});
    const answer = await say("how many rows per shop?");
    expect(answer.answer).toContain(
      `The answer that Olga pinned on ${today} no longer fits the data (there is no shop any more), so this is answered anew.`,
    );
  });

  test("of a follow-up does not answer the same words after another question", async () => {
    const say = talking(desk, {store, workspace: "follow", datasets: [sales]});
    await say("total amount");
    const by = await say("by shop?");
    await pinTurn(store, "follow", {turn: by.turn, by: owner});
    const other = talking(desk, {store, workspace: "follow", datasets: [sales]});
    await other("how many rows");
    expect((await other("by shop?")).answer).not.toContain("pinned");
  });

  test("cannot be one that computed nothing, or of another workspace", async () => {
    const say = talking(desk, {store, workspace: "none", datasets: [sales]});
    const hello = await say("hello");
    await expect(pinTurn(store, "none", {turn: hello.turn, by: owner})).rejects.toMatchObject({
      code: "bad_use",
    });
    const asked = await say("total amount");
    await expect(pinTurn(store, "other", {turn: asked.turn, by: owner})).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("with a hosted model", () => {
  test("the same question asks no planner; the same reading is told to be pinned", async () => {
    await pinnedIn("hosted", "total amount by shop");
    const reading = {
      readings: [
        {
          intent: "aggregate",
          table: "sales",
          measures: [{name: "total amount", fn: "sum", of: "amount"}],
          groups: [{name: "shop", of: "shop"}],
        },
      ],
    };
    await using provider = await startProvider({m: [{content: JSON.stringify(reading)}]});
    const {planner} = createHostedAgents(onModels(provider, ["m"]));
    const say = talking(desk, {store, workspace: "hosted", datasets: [more], planner});
    const same = await say("total amount by shop");
    expect(same.answer).toContain(BY_OLGA);
    expect(provider.requests()).toEqual([]);
    const other = talking(desk, {store, workspace: "hosted", datasets: [more], planner});
    expect((await other("the total of amount, for each shop")).answer).toContain(BY_OLGA);
    // What is pinned is an example for what is like it.
    expect(provider.requests()[0]!.messages.at(-1)!.content).toContain("Q: total amount by shop");
  });
});

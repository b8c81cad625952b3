import {afterAll, beforeAll, expect, test} from "vitest";
import {localPrincipal, type Principal} from "../../../src/access/principal.ts";
import {saveAnswer} from "../../../src/channels/schedules/save_answer.ts";
import {planSchema} from "../../../src/planning/plan.ts";
import {openSqliteStore} from "../../../src/store/sqlite/open.ts";
import type {Store} from "../../../src/store/store.ts";
import {keepWorkflow, listWorkflows, openWorkflow} from "../../../src/workflows/versions.ts";

const ann: Principal = {...localPrincipal("w"), actor: "ann", role: "analyst"};
const bob: Principal = {...localPrincipal("w"), actor: "bob", role: "analyst"};
let store: Store;
beforeAll(async () => {
  store = await openSqliteStore(":memory:");
});
afterAll(async () => store[Symbol.asyncDispose]());

const planOf = (column: string) =>
  planSchema.parse({
    steps: [
      {
        ...{id: "sum", tool: "aggregate", purpose: "sum"},
        input: {table: "orders", measures: [{name: "total", fn: "sum", of: {column}}]},
      },
    ],
    headline: "sum",
  });
const save = (by: Principal, column: string, called: string, isShared: boolean) =>
  saveAnswer(
    store,
    by,
    {question: `total ${column}`, plan: planOf(column)},
    {called, asOf: new Date("2026-11-22T12:00Z"), timeZone: "UTC", isShared},
  );
const seenBy = async (who: Principal) => (await listWorkflows(store, who)).map(({name}) => name);

test("what is saved in somebody's own conversation is theirs alone, until they say otherwise", async () => {
  expect(await save(ann, "revenue", "sales", false)).toMatchObject({isNew: true, isPrivate: true});
  expect(await seenBy(bob)).toEqual([]);
  expect(await save(ann, "revenue", "sales", true)).toMatchObject({isNew: false, isPrivate: false});
  expect(await seenBy(bob)).toEqual(["sales"]);
});

test("where several read the conversation it is for all of them", async () => {
  expect(await save(ann, "cost", "costs", true)).toMatchObject({isPrivate: false});
  expect(await seenBy(bob)).toContain("costs");
});

test("nothing private becomes a version of what others see, and nobody changes another's by saving", async () => {
  const {document, isPrivate} = await save(ann, "salary", "sales", false);
  expect([document.name, isPrivate]).toEqual(["sales-2", true]);
  expect((await save(bob, "salary", "sales", true)).document.name).not.toBe("sales");
  expect(await openWorkflow(store, ann, "sales")).toMatchObject({version: 1});
  expect(await seenBy(bob)).not.toContain("sales-2");
  const open = {...(await openWorkflow(store, ann, "costs")).document, title: "Other"};
  await expect(keepWorkflow(store, ann, open, {visibility: "private"})).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await keepWorkflow(store, ann, open)).toMatchObject({version: 2});
});

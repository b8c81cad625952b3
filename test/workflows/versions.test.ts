import {expect, test} from "vitest";
import type {Principal} from "../../src/access/principal.ts";
import {addRun} from "../../src/store/runs.ts";
import {sayChanges} from "../../src/workflows/say_changes.ts";
import {
  historyOf,
  keepWorkflow,
  listWorkflows,
  openWorkflow,
  publishVersion,
  removeWorkflow,
  rollBack,
  shareWith,
} from "../../src/workflows/versions.ts";
import {describeStores} from "../store/dialects.ts";
import {monthlySales} from "./sales_scene.ts";

const person = (name: string, role: Principal["role"] = "analyst"): Principal => ({
  kind: "person",
  workspace: "w",
  person: name,
  actor: `person:${name}`,
  role,
  scopes: ["*"],
  projects: new Map(),
});
const [ann, bob] = [person("ann"), person("bob")];
const titled = (title: string, name = "monthly-sales") => monthlySales({title, name});

describeStores("versions of workflows", (store) => {
  test("are counted, and the same content makes none", async () => {
    expect(await keepWorkflow(store(), ann, titled("One"))).toMatchObject({version: 1, isNew: true});
    expect(await keepWorkflow(store(), ann, titled("One"))).toMatchObject({version: 1, isNew: false});
    expect(await keepWorkflow(store(), bob, titled("Two"), {before: 1})).toMatchObject({version: 2});
    await expect(keepWorkflow(store(), ann, titled("Mine"), {before: 1})).rejects.toThrow(
      "at version 2 by now, not 1",
    );
    await expect(keepWorkflow(store(), ann, titled("New"), {before: 0})).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await openWorkflow(store(), bob, "monthly-sales", 1)).toMatchObject({
      document: {title: "One"},
      owner: "ann",
      changedBy: "person:ann",
    });
    await expect(openWorkflow(store(), bob, "monthly-sales", 9)).rejects.toThrow("has no version 9");
    await expect(openWorkflow(store(), bob, "monthly-sale")).rejects.toMatchObject({
      code: "not_found",
      next: 'Did you mean "monthly-sales"?',
    });
  });

  test("of several saved at once from the same version, one is kept", async () => {
    await keepWorkflow(store(), ann, titled("Base", "raced"));
    const tries = await Promise.allSettled(
      ["A", "B", "C", "D"].map((title) => keepWorkflow(store(), ann, titled(title, "raced"), {before: 1})),
    );
    expect(tries.map(({status}) => status).sort()).toEqual(["fulfilled", "rejected", "rejected", "rejected"]);
    expect((await openWorkflow(store(), ann, "raced")).version).toBe(2);
  });

  test("are published, and rolled back step by step", async () => {
    for (const title of ["1", "2", "3"]) await keepWorkflow(store(), ann, titled(title, "rolled"));
    const running = async () => (await openWorkflow(store(), ann, "rolled", "published")).version;
    expect(await running()).toBe(3);
    for (const version of [1, 2, 3]) await publishVersion(store(), ann, "rolled", version);
    await keepWorkflow(store(), ann, titled("4", "rolled"));
    expect(await running()).toBe(3);
    expect(await rollBack(store(), ann, "rolled")).toMatchObject({version: 2, number: 4});
    expect(await rollBack(store(), ann, "rolled")).toMatchObject({version: 1});
    await expect(rollBack(store(), ann, "rolled")).rejects.toThrow("Nothing was published before version 1");
    expect(await publishVersion(store(), bob, "rolled")).toMatchObject({
      version: 4,
      publishedBy: "person:bob",
    });
    const {versions, publications} = await historyOf(store(), ann, "rolled");
    expect(versions.map(({version}) => version)).toEqual([4, 3, 2, 1]);
    expect(publications.map(({version}) => version)).toEqual([4, 1, 2, 3, 2, 1]);
  });

  test("that are private are there for their owner alone", async () => {
    await keepWorkflow(store(), ann, titled("Hers", "hers"), {visibility: "private"});
    const names = async (one: Principal) => (await listWorkflows(store(), one)).map(({name}) => name);
    expect(await names(ann)).toContain("hers");
    for (const other of [bob, person("olga", "owner")]) {
      expect(await names(other)).not.toContain("hers");
      await expect(openWorkflow(store(), other, "hers")).rejects.toMatchObject({code: "not_found"});
      await expect(keepWorkflow(store(), other, titled("Mine", "hers"))).rejects.toMatchObject({
        code: "conflict",
      });
      await expect(removeWorkflow(store(), other, "hers")).rejects.toMatchObject({code: "not_found"});
    }
    await shareWith(store(), ann, "hers", "workspace");
    expect(await names(bob)).toContain("hers");
    const viewer = person("vera", "viewer");
    expect(await names(viewer)).toContain("hers");
    await expect(keepWorkflow(store(), viewer, titled("x", "hers"))).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(publishVersion(store(), viewer, "hers")).rejects.toMatchObject({code: "forbidden"});
    await expect(listWorkflows(store(), {...viewer, workspace: "other"})).resolves.toEqual([]);
  });

  test("go with their runs and publications when the workflow is taken away", async () => {
    const {id} = await keepWorkflow(store(), ann, titled("Gone", "gone"));
    await publishVersion(store(), ann, "gone");
    const run = {workflow: id, version: 1, parameters: {}, startedBy: "person:ann", principal: {}};
    await addRun(store(), "w", run);
    await removeWorkflow(store(), bob, "gone");
    await expect(openWorkflow(store(), ann, "gone")).rejects.toMatchObject({code: "not_found"});
    expect(await keepWorkflow(store(), bob, titled("Again", "gone"))).toMatchObject({
      version: 1,
      isNew: true,
    });
  });
});

test("what is different in a version is said in words", () => {
  const before = monthlySales();
  const [filter, total] = structuredClone(before.nodes);
  const after = monthlySales({
    title: "Sales",
    parameters: {month: {type: "month", default: "this month"}, region: {type: "text", default: "North"}},
    nodes: [
      filter,
      {...total, input: {...total!.input, measures: [{name: "amount", fn: "avg", of: {column: "amount"}}]}},
      {id: "again", kind: "filter", input: {table: "orders"}},
    ],
    chart: undefined,
  });
  expect(sayChanges(before, after)).toEqual([
    'Title was "Sales of a month", is "Sales".',
    'Chart is gone; it was "picture".',
    'Parameter "month": default was "last month", is "this month".',
    'Node "picture" is gone.',
    'Node "total": input.measures.0.fn was "sum", is "avg".',
    'Node "again" (filter) is new.',
  ]);
  expect(sayChanges(before, before)).toEqual([]);
});

import {expect, test} from "vitest";
import {cleanUpHttp} from "../../src/channels/http/clean_up.ts";
import {dropOldRuns} from "../../src/store/old_runs.ts";
import {addRun, changeRun, nodesOf, runsOf, saveNode} from "../../src/store/runs.ts";
import {saveWorkflow} from "../../src/store/workflows.ts";
import {describeStores} from "./dialects.ts";

const DAY_MS = 86_400_000;

describeStores("old runs", (store) => {
  const added = async (workspace: string, name: string, count: number): Promise<string[]> => {
    const {id: workflow} = await saveWorkflow(store(), workspace, {name, content: {}, by: "ann"});
    const ids: string[] = [];
    for (let at = 0; at < count; at++) {
      const {run} = await addRun(store(), workspace, {
        ...{workflow, version: 1, parameters: {}, startedBy: "ann", principal: {}},
      });
      await saveNode(store(), workspace, run.id, "sum", {state: "done", artifact: "{}"});
      await changeRun(store(), workspace, run.id, {state: "done"});
      ids.push(run.id);
    }
    return ids;
  };
  const idsOf = async (workspace: string) => (await runsOf(store(), workspace)).map(({id}) => id).reverse();

  test("go after thirty days, but for the newest of each workflow and those that wait", async () => {
    const sales = await added("w", "sales", 5);
    const costs = await added("w", "costs", 2);
    const others = await added("v", "sales", 1);
    await changeRun(store(), "w", sales[0]!, {state: "waiting", waitsFor: "sum"});
    const most = {runs: 2, days: 30};
    expect(await dropOldRuns(store(), Date.now() + 29 * DAY_MS, most)).toBe(0);
    expect(await dropOldRuns(store(), Date.now() + 31 * DAY_MS, most)).toBe(2);
    expect(await idsOf("w")).toEqual([sales[0], sales[3], sales[4], ...costs]);
    expect(await idsOf("v")).toEqual(others);
    expect(await nodesOf(store(), "w", sales[1]!)).toEqual([]);
    expect(await nodesOf(store(), "w", sales[4]!)).toHaveLength(1);
    // The hourly clean-up keeps two hundred.
    await cleanUpHttp(store(), {uploadFolder: "/nowhere"}, Date.now() + 400 * DAY_MS);
    expect(await idsOf("w")).toHaveLength(5);
  });
});

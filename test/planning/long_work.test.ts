import {expect, test} from "vitest";
import {executePlan, type StepReport} from "../../src/planning/execute.ts";
import {createRegistry} from "../../src/tools/registry.ts";
import {openTables} from "../tools/open_tables.ts";

const rows = Array.from({length: 4_000}, (_, at) =>
  [Math.sin(at), Math.cos(at * 0.7), Math.sin(at * 1.3), at % 2].join(","),
);
const {context} = await openTables({shop: ["a,b,c,bought", ...rows].join("\n")});
const training = (trees: number) => ({
  steps: [
    {
      id: "model",
      tool: "train_model",
      input: {method: "classify", table: "shop", target: "bought", model: "forest", settings: {trees}},
    },
  ],
  headline: "model",
});

test("a training tells how far it is, and stops where the turn is stopped", async () => {
  const stop = new AbortController();
  const reports: StepReport[] = [];
  const running = executePlan(training(2000), {
    registry: createRegistry(),
    context,
    signal: stop.signal,
    onStep: (report) => {
      reports.push(report);
      if (report.state === "running" && (report.share ?? 0) > 0.6) stop.abort();
    },
  });
  await expect(running).rejects.toMatchObject({code: "aborted"});
  expect(reports[0]).toEqual({id: "model", tool: "train_model", state: "started"});
  expect(reports.at(-1)).toMatchObject({id: "model", state: "running", doing: expect.any(String)});
});

test("a method that declares long work gets more than the usual time, up to the ceiling", async () => {
  const run = (longStepMs: number) =>
    executePlan(training(20), {
      registry: createRegistry(),
      context,
      signal: new AbortController().signal,
      stepTimeMs: 1,
      longStepMs,
    });
  const [long] = (await run(100_000)).steps;
  expect(long).toMatchObject({state: "done"});
  const [short] = (await run(2)).steps;
  expect(short?.error).toMatchObject({code: "time_limit", message: expect.stringMatching(/past its 2 ms/)});
});

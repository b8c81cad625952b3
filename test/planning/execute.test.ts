import {describe, expect, test} from "vitest";
import {z} from "zod";
import {TabletalkError} from "../../src/errors.ts";
import {type ExecuteOptions, executePlan, headlineOf, type StepReport} from "../../src/planning/execute.ts";
import type {Plan, Step} from "../../src/planning/plan.ts";
import type {Artifact, Tool, ToolContext} from "../../src/tools/tool.ts";

const reference = z.object({$step: z.string()});

/** Adds numbers and the artifacts of earlier steps. */
const add = tool(
  "add",
  z.object({numbers: z.array(z.union([z.number(), reference]))}),
  async ({numbers}, context) => {
    const terms = numbers.map((one) =>
      typeof one === "number" ? one : valueIn(context.artifacts.get(one.$step)),
    );
    return number(terms.reduce((sum, term) => sum + term, 0));
  },
);
const fail = tool("fail", z.object({}), async () => {
  throw new TabletalkError("bad_query", "No such column.", "Name another.");
});
const crash = tool("crash", z.object({}), async () => {
  throw new RangeError("off the end");
});
/** Never ends by itself and heeds no signal: what a hung driver does. */
const hang = tool("hang", z.object({after: reference.optional()}), () => new Promise<Artifact>(() => {}));
/** Ends when the signal fires, as a query that is interrupted does. */
const heed = tool("heed", z.object({}), (_, {signal}) => {
  const {promise, reject} = Promise.withResolvers<Artifact>();
  signal.addEventListener("abort", () => reject(new TabletalkError("aborted", "Interrupted.", "Go on.")));
  return promise;
});

describe("a plan", () => {
  test("gives each step the artifacts that it names", async () => {
    const plan = planOf([
      {id: "one", tool: "add", input: {numbers: [1, 2]}},
      {id: "two", tool: "add", input: {numbers: [{$step: "one"}, 10]}},
      {id: "three", tool: "add", input: {numbers: [{$step: "one"}, {$step: "two"}]}},
    ]);
    const execution = await run(plan);
    expect(valueIn(headlineOf(plan, execution))).toBe(16);
    expect(execution.steps.map((step) => step.state)).toEqual(["done", "done", "done"]);
  });

  test("may name its steps in any order", async () => {
    const plan = planOf([
      {id: "sum", tool: "add", input: {numbers: [{$step: "later"}, 1]}},
      {id: "later", tool: "add", input: {numbers: [41]}},
    ]);
    plan.headline = "sum";
    expect(valueIn(headlineOf(plan, await run(plan)))).toBe(42);
  });

  test("runs independent steps side by side, up to the limit", async () => {
    let running = 0;
    let most = 0;
    const together = tool("together", z.object({}), async () => {
      running++;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      return number(0);
    });
    const steps = Array.from({length: 9}, (_, index) => ({id: `s${index}`, tool: "together", input: {}}));
    await run(planOf(steps), {tools: [together], concurrency: 3});
    expect(most).toBe(3);
    most = 0;
    await run(planOf(steps), {tools: [together], concurrency: 1});
    expect(most).toBe(1);
  });

  test("starts a step when its own needs are met, not when a whole wave is", async () => {
    const order: string[] = [];
    const {promise: gate, resolve: open} = Promise.withResolvers<void>();
    const slow = tool("slow", z.object({}), async () => {
      await gate;
      order.push("slow");
      return number(0);
    });
    const quick = tool(
      "quick",
      z.object({after: reference.optional(), last: z.boolean().optional()}),
      async ({last}) => {
        order.push(last ? "last" : "quick");
        if (last) open();
        return number(0);
      },
    );
    const plan = planOf([
      {id: "slow", tool: "slow", input: {}},
      {id: "quick", tool: "quick", input: {}},
      {id: "last", tool: "quick", input: {after: {$step: "quick"}, last: true}},
    ]);
    await run(plan, {tools: [slow, quick]});
    expect(order).toEqual(["quick", "last", "slow"]);
  });
});

describe("a step that fails", () => {
  const plan = planOf([
    {id: "bad", tool: "fail", input: {}},
    {id: "child", tool: "add", input: {numbers: [{$step: "bad"}]}},
    {id: "grandchild", tool: "add", input: {numbers: [{$step: "child"}]}},
    {id: "other", tool: "add", input: {numbers: [7]}},
  ]);

  test("skips those that need it and no others", async () => {
    const reports: StepReport[] = [];
    const execution = await run(plan, {onStep: (report) => reports.push(report)});
    expect(execution.steps.map((step) => [step.id, step.state])).toEqual([
      ["bad", "failed"],
      ["child", "skipped"],
      ["grandchild", "skipped"],
      ["other", "done"],
    ]);
    expect([...execution.artifacts.keys()]).toEqual(["other"]);
    expect(reports.filter((report) => report.id === "child").map((report) => report.state)).toEqual([
      "skipped",
    ]);
  });

  test("is the reason that the headline is missing", async () => {
    const execution = await run({...plan, headline: "grandchild"});
    expect(() => headlineOf({...plan, headline: "grandchild"}, execution)).toThrow("No such column.");
  });

  test("by a fault of the program says which step broke", async () => {
    const {steps} = await run(planOf([{id: "s", tool: "crash", input: {}}]));
    expect(steps[0]?.error).toMatchObject({code: "internal", message: 'Step "s" (crash) broke: off the end'});
  });

  test.each(["hang", "heed"])("by its time limit (%s) leaves the others alone", async (name) => {
    const {steps} = await run(
      planOf([
        {id: "slow", tool: name, input: {}},
        {id: "other", tool: "add", input: {numbers: [1]}},
      ]),
      {stepTimeMs: 30},
    );
    expect(steps.map((step) => [step.state, step.error?.code])).toEqual([
      ["failed", "time_limit"],
      ["done", undefined],
    ]);
  });
});

describe("abort", () => {
  test.each(["hang", "heed"])("stops a running plan (%s), and nothing starts after it", async (name) => {
    const stop = new AbortController();
    const reports: StepReport[] = [];
    const plan = planOf([
      {id: "running", tool: name, input: {}},
      {id: "waiting", tool: "hang", input: {after: {$step: "running"}}},
    ]);
    const running = run(plan, {signal: stop.signal, onStep: (report) => reports.push(report)});
    stop.abort();
    await expect(running).rejects.toMatchObject({code: "aborted"});
    expect(reports).toEqual([{id: "running", tool: name, state: "started"}]);
  });

  test("before the start runs nothing", async () => {
    const reports: StepReport[] = [];
    const plan = planOf([{id: "s", tool: "add", input: {numbers: [1]}}]);
    await expect(
      run(plan, {signal: AbortSignal.abort(), onStep: (one) => reports.push(one)}),
    ).rejects.toMatchObject({
      code: "aborted",
    });
    expect(reports).toEqual([]);
  });
});

describe("a plan is refused when", () => {
  const step = (id: string, ...needs: string[]): Step => ({
    id,
    tool: "add",
    input: {numbers: needs.map((need) => ({$step: need}))},
  });
  const cases: [string, Plan, RegExp, RegExp?][] = [
    ["two steps share an id", planOf([step("a"), step("a")]), /Two steps are called "a"/],
    [
      "a reference leads nowhere",
      planOf([step("summary"), step("b", "sumary")]),
      /"sumary"/,
      /Did you mean "summary"/,
    ],
    [
      "steps wait for each other",
      planOf([step("a", "c"), step("b", "a"), step("c", "b")]),
      /a -> c -> b -> a/,
    ],
    ["a step waits for itself", planOf([step("a", "a")]), /a -> a/],
    ["a tool does not exist", planOf([{id: "a", tool: "ad", input: {}}]), /"ad"/, /Did you mean "add"/],
    ["a tool does not take the input", planOf([{id: "a", tool: "add", input: {numbers: ["x"]}}]), /numbers/],
    ["the headline is no step", {...planOf([step("a")]), headline: "b"}, /headline "b"/],
    ["the chart is no step", {...planOf([step("a")]), chart: "b"}, /chart "b"/],
    ["it has no step", {steps: [], headline: "a"}, /malformed/],
    ["it has 41", planOf(Array.from({length: 41}, (_, index) => step(`s${index}`))), /malformed/],
  ];

  test.each(cases)("%s", async (_, plan, message, next) => {
    const error = await run(plan).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({code: "bad_plan", message: expect.stringMatching(message)});
    expect((error as TabletalkError).next).toMatch(next ?? /./);
  });
});

interface Setting extends Partial<Omit<ExecuteOptions, "registry" | "context">> {
  tools?: Tool[];
}

function run(plan: Plan, {tools = [add, fail, crash, hang, heed], ...options}: Setting = {}) {
  const registry = {
    get: (name: string) => tools.find((one) => one.name === name),
    names: () => tools.map((one) => one.name),
  };
  const context = {limits: {timeMs: 1000, rows: 10}, asOf: new Date(0), timeZone: "UTC"} as ToolContext;
  return executePlan(plan, {registry, context, signal: new AbortController().signal, ...options});
}

function planOf(steps: Step[]): Plan {
  return {steps, headline: steps.at(-1)!.id};
}

function tool<Input>(
  name: string,
  input: z.ZodType<Input>,
  body: (input: Input, context: ToolContext) => Promise<Artifact>,
): Tool {
  return {name, description: name, input, run: body} as Tool;
}

function number(value: number): Artifact {
  return {
    kind: "table",
    title: "a number",
    table: {columns: [{name: "value", type: "integer"}], rows: [[value]]},
    units: {},
    truncated: false,
    provenance: {tool: "add", datasets: [], sql: [], notes: [], elapsedMs: 0},
  };
}

function valueIn(artifact: Artifact | undefined): number {
  return artifact?.table.rows[0]?.[0] as number;
}

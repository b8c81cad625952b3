import {expect, test} from "vitest";
import {z} from "zod";
import {TabletalkError} from "../../src/errors.ts";
import {type ExecuteOptions, executePlan, headlineOf} from "../../src/planning/execute.ts";
import type {Plan} from "../../src/planning/plan.ts";
import type {Artifact, Tool, ToolContext} from "../../src/tools/tool.ts";

const ran: string[] = [];

const note: Tool = {
  name: "note",
  description: "Notes that it ran",
  input: z.object({
    says: z.string(),
    of: z.object({$step: z.string()}).optional(),
  }) as unknown as Tool["input"],
  async run(input) {
    const {says} = input as {says: string};
    ran.push(says);
    if (says === "late") await new Promise((resolve) => setTimeout(resolve, 60));
    if (says.startsWith("broken")) throw new TabletalkError("unavailable", "Not there.", "Later.");
    if (says === "asks") throw new TabletalkError("refused", "A person is to be asked.", "Ask them.");
    return text(says);
  },
};

const step = (id: string, says = id, of?: string) => ({
  id,
  tool: "note",
  input: {says, ...(of && {of: {$step: of}})},
});

async function run(plan: Omit<Plan, "headline">, options: Partial<ExecuteOptions> = {}) {
  ran.length = 0;
  const execution = await executePlan(
    {headline: plan.steps[0]!.id, ...plan},
    {
      registry: {get: (name) => (name === "note" ? note : undefined), names: () => ["note"]},
      context: {limits: {timeMs: 1_000, rows: 10}} as unknown as Omit<ToolContext, "artifacts" | "signal">,
      signal: new AbortController().signal,
      ...options,
    },
  );
  return {...execution, states: Object.fromEntries(execution.steps.map(({id, state}) => [id, state]))};
}

test("what is given is not run again, and is there for the rest", async () => {
  const {states, artifacts} = await run(
    {steps: [step("one"), step("two", "two", "one")]},
    {given: new Map([["one", text("from before")]])},
  );
  expect(ran).toEqual(["two"]);
  expect(states).toEqual({one: "done", two: "done"});
  expect(artifacts.get("one")?.text).toBe("from before");
});

test("a step that the gate leaves out takes with it what reads it, and nothing is wrong", async () => {
  const plan = {steps: [step("one"), step("two", "two", "one"), step("three")]};
  const {steps, states} = await run(plan, {
    gate: ({id}) => (id === "one" ? {go: "skip", why: "Not this month."} : {go: "run"}),
  });
  expect(ran).toEqual(["three"]);
  expect(states).toEqual({one: "skipped", two: "skipped", three: "done"});
  expect(steps.map(({error}) => error)).toEqual([undefined, undefined, undefined]);
  expect(steps.map(({why}) => why)).toEqual(["Not this month.", 'Left out, as "one" was.', undefined]);
  const plain = {...plan, headline: "one"};
  expect(() => headlineOf(plain, {artifacts: new Map(), steps, waiting: [], elapsedMs: 0})).toThrow(
    "Not this month.",
  );
});

test("what comes after two ways goes on when one of them was taken", async () => {
  const after = new Map([
    ["both", ["left", "right"]],
    ["alone", ["left"]],
  ]);
  const {states} = await run(
    {steps: [step("left"), step("right"), step("both"), step("alone")]},
    {after, gate: ({id}) => (id === "left" ? {go: "skip", why: "The other way."} : {go: "run"})},
  );
  expect(states).toEqual({left: "skipped", right: "done", both: "done", alone: "skipped"});
});

test("a step that waits holds what needs it; the others go on, and it is told", async () => {
  const steps = [step("asks"), step("behind", "behind", "asks"), step("other")];
  const {states, waiting} = await run(
    {steps},
    {
      waitsBy: (thrown) =>
        thrown instanceof TabletalkError && thrown.code === "refused" ? "asked" : undefined,
    },
  );
  expect(states).toEqual({other: "done"});
  expect(waiting).toEqual([{id: "asks", why: "asked"}]);
  const gated = await run({steps}, {gate: ({id}) => ({go: id === "asks" ? "wait" : "run", why: "held"})});
  expect(ran).toEqual(["other"]);
  expect(gated.waiting).toEqual([{id: "asks", why: "held"}]);
});

test("a step that fails is tried again as often as it may", async () => {
  const tried: number[] = [];
  const {states} = await run(
    {steps: [step("one", "broken")]},
    {
      retryAfter: (_, error, attempt) => {
        tried.push(attempt);
        return error.code === "unavailable" && attempt < 3 ? 1 : undefined;
      },
    },
  );
  expect(tried).toEqual([1, 2, 3]);
  expect(ran).toHaveLength(3);
  expect(states).toEqual({one: "failed"});
});

test("what may fail stops what reads it and not what comes after", async () => {
  const plan = {steps: [step("one", "broken"), step("reads", "reads", "one"), step("next"), step("last")]};
  const after = new Map([
    ["next", ["one"]],
    ["last", ["reads"]],
  ]);
  const {states} = await run(plan, {after, mayFail: new Set(["one"])});
  expect(states).toEqual({one: "failed", reads: "skipped", next: "done", last: "done"});
  const strict = await run(plan, {after});
  expect(strict.states).toEqual({one: "failed", reads: "skipped", next: "skipped", last: "skipped"});
});

test("a step is kept before what needs it starts, and fails where it cannot be", async () => {
  const kept: string[] = [];
  const plan = {steps: [step("one"), step("two", "two", "one")]};
  await run(plan, {
    keep: async ({id}) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      kept.push(`${id} while ${ran.length} ran`);
    },
  });
  expect(kept).toEqual(["one while 1 ran", "two while 2 ran"]);
  const {states} = await run(plan, {
    keep: async () => {
      throw new Error("full disk");
    },
  });
  expect(states).toEqual({one: "failed", two: "skipped"});
});

test("one step may have a time of its own", async () => {
  const {states} = await run(
    {steps: [step("short", "late"), step("long", "late")]},
    {timeOfStep: new Map([["short", 5]]), concurrency: 1},
  );
  expect(states).toEqual({short: "failed", long: "done"});
});

function text(says: string): Artifact {
  return {
    kind: "text",
    title: says,
    text: says,
    table: {columns: [], rows: []},
    units: {},
    truncated: false,
    provenance: {tool: "note", datasets: [], sql: [], notes: [], elapsedMs: 0},
  };
}

import {expect, test} from "vitest";
import type {TurnEvent} from "../../../src/channels/channel.ts";
import type {ChatReply} from "../../../src/channels/chat/platform.ts";
import {firstView, tellNewest, viewAfter} from "../../../src/channels/chat/progress.ts";
import type {ProgressView} from "../../../src/channels/chat/reply.ts";

const after = (...events: TurnEvent[]): ProgressView => events.reduce(viewAfter, firstView("m1"));

test("steps are told as people say them, with what they are for, and Stop names the message", () => {
  const view = after(
    {type: "status", text: "Reading\n orders.csv"},
    {type: "step", id: "s1", tool: "aggregate", state: "started", purpose: "total amount by region"},
    {type: "step", id: "s1", tool: "aggregate", state: "running", share: 0.5, doing: "adding up"},
    {type: "step", id: "s2", tool: "make_chart", state: "started"},
    {type: "step", id: "s1", tool: "aggregate", state: "done", elapsedMs: 3},
    {type: "step", id: "s2", tool: "make_chart", state: "failed", message: "SELECT 1"},
  );
  expect(view).toEqual({
    status: "Making the chart",
    steps: [
      {id: "s1", title: "Computing figures: total amount by region", state: "done"},
      {id: "s2", title: "Making the chart", state: "failed"},
    ],
    stop: {id: "stop:m1", label: "Stop", kind: "stop"},
  });
  expect(
    after({type: "step", id: "s1", tool: "aggregate", state: "running", share: 0.5, doing: "adding up"})
      .steps[0]!.detail,
  ).toBe("adding up, 50 %");
});

test("a step's SQL is not shown, a tool of a plugin is called by its name, and lines stay short", () => {
  const {steps} = after(
    {type: "step", id: "s1", tool: "run_sql", state: "started", purpose: "SELECT secret FROM salaries"},
    {type: "step", id: "s2", tool: "acme_fetch-rates", state: "started", purpose: "x".repeat(500)},
  );
  expect(steps.map(({title}) => title.slice(0, 23))).toEqual([
    "Querying the data",
    "Using acme fetch rates:",
  ]);
  expect(steps[1]!.title).toHaveLength(80);
});

test("an answer changes nothing of what is going on", () => {
  const view = firstView("m1");
  expect(viewAfter(view, {type: "text", text: "344"})).toBe(view);
});

test("of what comes while the platform is busy only the newest is told", async () => {
  const told: string[] = [];
  let free = () => {};
  const busy = new Promise<void>((resolve) => {
    free = resolve;
  });
  const reply: ChatReply = {
    async begin() {},
    async progress({status}) {
      told.push(status);
      if (told.length === 1) await busy;
    },
    async finish() {},
  };
  const teller = tellNewest(reply, Promise.resolve(), () => {});
  const tell = (text: string) => teller.tell(after({type: "status", text}));
  tell("one");
  await new Promise((resolve) => setImmediate(resolve));
  for (const text of ["two", "three", "four"]) tell(text);
  free();
  await new Promise((resolve) => setImmediate(resolve));
  tell("five");
  await teller.end();
  expect(told[0]).toBe("one");
  expect(told).not.toContain("two");
  expect(told).not.toContain("three");
});

test("what showing progress breaks with is no reason to lose the answer", async () => {
  const failures: unknown[] = [];
  const reply: ChatReply = {
    async begin() {},
    async progress() {
      throw new Error("429");
    },
    async finish() {},
  };
  const teller = tellNewest(reply, Promise.resolve(), (error) => failures.push(error));
  teller.tell(firstView("m1"));
  await new Promise((resolve) => setImmediate(resolve));
  await teller.end();
  expect(failures).toHaveLength(1);
});

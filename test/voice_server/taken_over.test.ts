import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type CallState, RPC} from "../../src/channels/calls/wire.ts";
import type {Caller} from "./caller.ts";
import {countOf, sumOfSales} from "./orders.ts";
import {descendants, type StartedCall, type VoiceRunning, voiceRunning} from "./running.ts";

const inMarch = countOf(({order_date}) => order_date.startsWith("2024-03"));
const south = sumOfSales(({region}) => region === "South").toLocaleString("en-US");
const north = sumOfSales(({region}) => region === "North").toLocaleString("en-US");

let running: VoiceRunning;
let [first, second]: (Caller & {call: StartedCall})[] = [];
beforeAll(async () => {
  running = await voiceRunning();
  [first, second] = await Promise.all([running.call(), running.call({voice: "rms"})]);
}, 120_000);
afterAll(async () => {
  await running?.[Symbol.asyncDispose]();
});

/** Ends the processes that hold calls, as the system does when it has no memory left; the newest waits for the next call. */
function killCalls(worker: number): void {
  const processes = descendants(worker).filter(({command}) => command.includes("job_proc"));
  const holding = processes
    .map(({pid}) => pid)
    .sort((a, b) => a - b)
    .slice(0, -1);
  if (holding.length === 0) throw new Error(`No process holds a call: ${JSON.stringify(processes)}`);
  for (const pid of holding) process.kill(pid, "SIGKILL");
}

/** Waits for another agent than the one that is known, and until it listens. */
async function anotherAgent(caller: Caller, before: string | undefined): Promise<void> {
  await caller.until("another agent", () => caller.agent() && caller.agent()?.sid !== before, 60_000);
  await caller.quiet();
}

/** What an agent tells of the call, as soon as it answers: one that has only just come does not yet. */
async function stateOf(caller: Caller): Promise<CallState> {
  for (const last = Date.now() + 30_000; ; ) {
    const told = await caller.press<CallState>(RPC.state, {}).catch((error: unknown) => error as Error);
    if (!(told instanceof Error)) return told;
    if (Date.now() > last) throw told;
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** The answer that holds a number or a name, once it was received. */
const answerOf = (caller: Caller, holds: string) => () =>
  caller.results.find(({answer}) => new RegExp(`\\b${holds}\\b`).test(answer))?.answer;

describe("calls when processes end", () => {
  it("holds two calls at once, each with its own questions and answers", async () => {
    const [one, other] = [first!, second!];
    await Promise.all([one.quiet(), other.quiet()]);
    await Promise.all([
      one.sayUntil("how many orders were there in march", "the number", answerOf(one, String(inMarch))),
      other.sayUntil("total sales in the north", "the sum", answerOf(other, north)),
    ]);
    expect(one.results.at(-1)?.question).toMatch(/orders .*march/i);
    expect(other.results.at(-1)?.question).toMatch(/sales .*north/i);
    expect(one.results.map(({question}) => question).join()).not.toMatch(/north/i);
    expect(other.results.map(({question}) => question).join()).not.toMatch(/march/i);
    await Promise.all([one.quiet(), other.quiet()]);
    expect(one.told().join()).not.toContain(north);
  });

  it("goes on with another agent, with what was answered so far, when its process is killed", async () => {
    const [one, other] = [first!, second!];
    const [of, ofOther] = [one.agent()?.sid, other.agent()?.sid];
    killCalls(running.workers[0]!.pid);
    await Promise.all([anotherAgent(one, of), anotherAgent(other, ofOther)]);
    const {results} = await stateOf(one);
    expect(results).toBe(new Set(one.results.map(({turn}) => turn)).size);
    await other.quiet();
    await other.sayUntil("what were the total sales in the south", "the sum", answerOf(other, south));
  });

  it("answers what was asked of an agent that was killed before it answered", async () => {
    const one = first!;
    await one.quiet();
    const of = one.agent()?.sid;
    await one.type("which region had the highest sales");
    // The question is kept; who was to tell the answer is not there any more.
    await one.until("the question taken", () => asked(one, "which region had the highest sales"));
    killCalls(running.workers[0]!.pid);
    await anotherAgent(one, of);
    // Who asks again what was answered is sent it.
    await stateOf(one);
    expect(await one.until("the answer", answerOf(one, "North"), 40_000)).toMatch(/highest/);
    const kept = await running.owner.ask("GET", `/v1/conversations/${one.call.conversation}/messages`);
    const texts = kept.json.items.map(({text}: {text: string}) => text);
    expect(texts.filter((text: string) => text === "which region had the highest sales")).toHaveLength(1);
    await one.quiet();
  });

  it("is taken over by another worker when the whole worker is killed", async () => {
    const one = first!;
    const of = one.agent()?.sid;
    await running.startWorker();
    await running.workers[0]!.stop("SIGKILL");
    await anotherAgent(one, of);
    await one.quiet();
    const before = one.results.length;
    await one.sayUntil("how many orders were there in march", "an answer", () =>
      one.results.slice(before).some(({answer}) => new RegExp(`\\b${inMarch}\\b`).test(answer)),
    );
  });
});

const kept = new Set<string>();

/** Whether a question of the call is kept. */
function asked(caller: Caller & {call: StartedCall}, question: string): boolean {
  void running.owner.ask("GET", `/v1/conversations/${caller.call.conversation}/messages`).then(({json}) => {
    for (const {text} of json.items) kept.add(text);
  });
  return kept.has(question);
}

import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type CallState, RPC} from "../../src/channels/calls/wire.ts";
import {verbalize} from "../../src/voice/words/verbalize.ts";
import type {Caller} from "./caller.ts";
import {cough, noise} from "./noises.ts";
import {countOf, ORDERS, sumOfSales} from "./orders.ts";
import {type StartedCall, type VoiceRunning, voiceRunning} from "./running.ts";
import {RATE, silence, speech} from "./speech.ts";

const REGIONS = [...new Set(ORDERS.map(({region}) => region))];
const inMarch = new RegExp(`\\b${countOf(({order_date}) => order_date.startsWith("2024-03"))}\\b`);
const north = sumOfSales(({region}) => region === "North");

let running: VoiceRunning;
let caller: Caller & {call: StartedCall};
beforeAll(async () => {
  running = await voiceRunning();
  caller = await running.call();
}, 120_000);
afterAll(async () => {
  await running?.[Symbol.asyncDispose]();
});

/** The next result after what was received so far. */
async function nextResult(after: number, by: Caller = caller) {
  return by.until("a result", () => by.results[after], 30_000);
}

/** The stretch of speech that begins after a moment, once it is over. */
async function speechAfter(moment: number, by: Caller = caller) {
  await by.until("speech of the analyst", () => by.ear.heard.some(({from}) => from > moment), 30_000);
  await by.quiet();
  return by.ear.heard.filter(({to}) => to > moment);
}

describe("a call with the analyst", () => {
  it("begins with a greeting that says what there is to ask about, in sound and in words", async () => {
    await speechAfter(0);
    expect(caller.told()[0]).toMatch(/analyst.*orders/i);
    expect(caller.captions[0]?.from).toBe(caller.agent()?.identity);
  });

  it("answers a spoken question aloud, with the exact result, the chart and its spec on the screen", async () => {
    const asked = await caller.sayUntil("what were the total sales by region", "the answer", () =>
      caller.results.find(({question}) => /^what (?:are|were) the total sales by region$/.test(question)),
    );
    const result = asked.found;
    expect(result.state).toBe("answered");
    expect(result.answer).toContain(north.toLocaleString("en-US"));
    expect(result.table?.rows).toHaveLength(REGIONS.length);
    expect(result.table?.rows.find(([region]) => region === "North")).toContain(north);
    expect(result.sql.join()).toMatch(/group by/i);

    const stretches = await speechAfter(asked.ended);
    expect(caller.told(asked.ended)).toContain(result.caption);
    // About as long as its words take: neither cut off nor said twice.
    const saying = (await speech(verbalize(result.caption))).length / (RATE / 1000);
    const heard = stretches.reduce((sum, {from, to}) => sum + to - from, 0);
    expect(heard).toBeGreaterThan(saying * 0.8);
    expect(heard).toBeLessThan(saying * 1.3);
    const mine = caller.captions.filter(({from, final}) => from === caller.identity && final);
    expect(mine.map(({text}) => text)).toContain(result.question);
  });

  it("sends a chart that was asked for as a picture and as its spec", async () => {
    const before = caller.results.length;
    await caller.say("show me a bar chart of sales by product");
    const result = await nextResult(before);
    expect(result.state).toBe("answered");
    const chart = await caller.until("the picture", () =>
      caller.charts.find(({turn}) => turn === result.turn),
    );
    expect(chart.png?.subarray(1, 4).toString("latin1")).toBe("PNG");
    expect(chart.alt).toMatch(/Tea/);
    const spec = await caller.until("its spec", () => caller.specs.find(({turn}) => turn === result.turn));
    expect(spec.json?.spec).toMatchObject({kind: "bar"});
    expect(JSON.stringify(spec.json?.table)).toContain("Coffee");
    await caller.quiet();
  });

  it("is quiet as soon as somebody speaks, and answers what they ask then", async () => {
    const before = caller.results.length;
    await caller.type("sales by month");
    await caller.until("speech", () => caller.results[before] && caller.ear.loud());
    const cut = await caller.sayUntil("how many orders were there in march", "the answer about march", () =>
      caller.results.slice(before + 1).find(({answer}) => inMarch.test(answer)),
    );
    const result = cut.found;
    const first = caller.results[before];
    const stretch = caller.ear.heard.findLast(({from}) => from < cut.began + 500);
    // The rest of the answer about months was not said.
    const saying = (await speech(verbalize(first?.caption ?? ""))).length / (RATE / 1000);
    expect((stretch?.to ?? 0) - (stretch?.from ?? 0)).toBeLessThan(saying);
    await speechAfter(cut.ended);
    expect(caller.told(cut.ended)).toContain(result.caption);
  });

  it.each([
    ["a word of agreement", () => speech("okay", "rms")],
    ["a cough", async () => cough()],
  ])("goes on speaking through %s", async (_name, sound) => {
    const before = caller.results.length;
    const began = Date.now();
    await caller.type("sales by month");
    await caller.until("speech", () => caller.results[before] && caller.ear.loud());
    await new Promise((done) => setTimeout(done, 600));
    await caller.say(await sound());
    // It may be quiet for a moment, until it is clear that nothing was said.
    await caller.quiet(2_500);
    const heard = caller.ear.heard
      .filter(({to}) => to > began)
      .reduce((sum, {from, to}) => sum + to - from, 0);
    const saying = (await speech(verbalize(caller.results[before]?.caption ?? ""))).length / (RATE / 1000);
    expect(heard).toBeGreaterThan(saying * 0.7);
    expect(caller.results).toHaveLength(before + 1);
  });

  it("takes typed questions, and follow-ups of what was said", async () => {
    const before = caller.results.length;
    await caller.type("total sales in the north");
    expect((await nextResult(before)).answer).toContain(north.toLocaleString("en-US"));
    await caller.quiet();
    await caller.say("what were the total sales in the south");
    const south = sumOfSales(({region}) => region === "South");
    expect((await nextResult(before + 1)).answer).toContain(south.toLocaleString("en-US"));
    await caller.quiet();
  });

  it("is told by buttons to say it again, to stop, and what was answered so far", async () => {
    const {state, results} = await caller.press<CallState>(RPC.state, {});
    expect({state, results}).toEqual({
      state: "listening",
      results: new Set(caller.results.map(({turn}) => turn)).size,
    });
    const moment = Date.now();
    await caller.press(RPC.again, {});
    await caller.until("speech", () => caller.ear.heard.some(({from}) => from > moment));
    const caption = await caller.until("its caption", () => caller.told(moment)[0]);
    expect(caller.results.at(-1)?.caption).toContain(caption);
    await caller.press(RPC.stop, {});
    await caller.until("silence", () => !caller.ear.loud());
    await expect(caller.press(RPC.choose, {turn: "none", number: 7})).rejects.toThrow();
    await expect(caller.press(RPC.choose, {turn: 1})).rejects.toThrow();
    await caller.quiet();
  });

  it("says what cannot be found in the data", async () => {
    const before = caller.results.length;
    await caller.type("what was the profit per customer");
    const result = await nextResult(before);
    expect(result).toMatchObject({state: "declined"});
    expect(result.caption).toMatch(/profit/);
    await caller.quiet();
  });

  it("asks nothing of silence, of noise, and of a language that it does not know", async () => {
    const before = caller.results.length;
    const asked = await messages();
    caller.microphone.around(noise(4, 500));
    await caller.say(silence(3));
    caller.microphone.around(undefined);
    await caller.say(silence(1));
    expect(await messages()).toBe(asked);
    await caller.say("vee feel oomzatz hatten veer im foorigen yahr in ahlen laendern");
    await caller.quiet(2_500);
    // It may be taken for a question that cannot be placed, but it is never answered.
    expect(caller.results.slice(before).filter(({state}) => state === "answered")).toEqual([]);
    await caller.type("total sales");
    await caller.until("an answer", () => caller.results.at(-1)?.answer.includes("45,770"), 30_000);
    await caller.quiet();
  });

  it("listens to a second person in the room, who sees what was answered before", async () => {
    const other = await running.join(caller.call, {voice: "rms"});
    const shown = new Set(caller.results.map(({turn}) => turn)).size;
    await other.until("what was answered", () => new Set(other.results.map(({turn}) => turn)).size >= shown);
    await other.quiet();
    // Whoever was listened to before is listened to until somebody else is heard: of that the first words are lost.
    await other.say("hello");
    await other.quiet(1_500);
    await other.say("which region had the highest sales");
    for (const one of [caller, other])
      await one.until("the answer", () => one.results.at(-1)?.answer.startsWith("North"), 30_000);
    await other.quiet();
    await other.hangUp();
  });

  it("goes on when somebody's connection is lost in mid-answer and comes back", async () => {
    const before = caller.results.length;
    await caller.type("sales by month");
    await caller.until("speech", () => caller.results[before] && caller.ear.loud());
    await caller.hangUp();
    const again = await running.join(caller.call);
    await again.until("what was answered", () =>
      again.results.some(({question}) => question === "sales by month"),
    );
    const earlier = new Set(caller.results.map(({turn}) => turn));
    const asked = await again.sayUntil("how many orders were there in march", "the next answer", () =>
      again.results.some(({turn, answer}) => !earlier.has(turn) && inMarch.test(answer)),
    );
    await speechAfter(asked.ended, again);
    await again.sayUntil("goodbye", "the end of the call", () => again.gone());
    const {json} = await running.owner.ask("GET", `/v1/calls/${caller.call.id}`);
    expect(json.endedAt).not.toBeNull();
  });
});

/** How many questions of the call are kept. */
async function messages(): Promise<number> {
  const {json} = await running.owner.ask("GET", `/v1/conversations/${caller.call.conversation}/messages`);
  return json.items.length;
}

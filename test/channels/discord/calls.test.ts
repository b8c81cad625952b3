import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {enterCall} from "../../../src/channels/calls/call_entry.ts";
import {callParts} from "../../../src/channels/calls/call_parts.ts";
import {endCall} from "../../../src/channels/calls/start_call.ts";
import {openCalls} from "../../../src/store/calls.ts";
import {askInCall, theOpenCall} from "../calls/ask_in_call.ts";
import {type LocalLiveKit, startLocalLiveKit} from "../calls/local_livekit.ts";
import {ANSWERED_MS, type RunningDiscord, runningDiscord, SALES} from "./running.ts";

let livekit: LocalLiveKit;
let running: RunningDiscord;

beforeAll(async () => {
  livekit = await startLocalLiveKit();
  running = await runningDiscord({
    calls: {...livekit.settings, pageUrl: "https://tabletalk.example.com"},
  });
}, ANSWERED_MS);
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await livekit[Symbol.asyncDispose]();
});

const parts = () => callParts(running.service, running.access, livekit.settings);

afterEach(async () => {
  for (const call of await openCalls(running.service.store)) await endCall(parts(), call);
});

function codeIn(text: string): [id: string, code: string] {
  const [, id, code] = /https:\/\/tabletalk\.example\.com\/calls\/([0-9a-f]{36})#code=([\w-]+)\)/.exec(text)!;
  return [id!, code!];
}

describe("/call", {timeout: ANSWERED_MS}, () => {
  it("in a thread goes on with what was said there, and each answer is posted there, once", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const asked = discord.say(ana, acme.channel, `${discord.mention} total amount by region?`, {
      files: [SALES],
    });
    const thread = await discord.until(() => discord.thread(asked), "a thread");
    await discord.answerIn(thread, {has: /North/});

    const shown = await discord.command(ana, thread, "call").answer();
    expect(shown.isEphemeral).toBe(true);
    expect(shown.text).toContain("Join the call");
    const call = await theOpenCall(running.service);
    expect(call.audience).toBe("several");
    const [id, code] = codeIn(shown.text);
    expect(await enterCall(parts(), id, code)).toMatchObject({room: call.room, name: "Ana"});

    await askInCall(running, call, "and by product?");
    const answer = await discord.answerIn(thread, {has: /asked in the call/});
    expect(answer.text).toMatch(/Ana.*asked in the call.*and by product/s);
    expect(answer.text).toContain("650");
    expect(answer.buttons.map(({label}) => label)).toContain("How");
    const posted = discord.messagesIn(thread).filter(({text}) => text.includes("asked in the call"));
    expect(posted).toHaveLength(1);

    const [other] = codeIn((await discord.command(ana, thread, "call").answer()).text);
    expect(other).toBe(id);
    expect(discord.problems).toEqual([]);
  });

  it("in direct messages is for one person", async () => {
    const {discord} = running;
    const ben = discord.person("Ben");
    const direct = discord.direct(ben);
    await discord.command(ben, direct, "call").answer();
    const call = await theOpenCall(running.service);
    expect(call.audience).toBe("one");
    await askInCall(running, call, "what can you do?");
    await discord.answerIn(direct, {has: /asked in the call/});
    expect(discord.problems).toEqual([]);
  });

  it("where the bot may not write is a call by itself", async () => {
    const {discord} = running;
    const eve = discord.person("Eve");
    const elsewhere = discord.guild("Elsewhere", {withoutBot: true});
    const shown = await discord.command(eve, elsewhere.channel, "call", {}, {isUsersOwn: true}).answer();
    codeIn(shown.text);
    expect(shown.text).not.toContain("can be read in");
    const call = await theOpenCall(running.service);
    expect(call).toMatchObject({audience: "one", target: null});
    await askInCall(running, call, "what can you do?");
    expect(discord.messagesIn(elsewhere.channel)).toEqual([]);
    expect(discord.problems).toEqual([]);
  });

  it("says in one line that calls are not set up", async () => {
    await using plain = await runningDiscord({works: false});
    const ana = plain.discord.person("Ana");
    const acme = plain.discord.guild("Acme", {owner: ana});
    const told = await plain.discord.command(ana, acme.channel, "call").answer();
    expect(told.text).toContain("Calls are not set up here.");
    expect(plain.discord.messagesIn(acme.channel)).toEqual([]);
  });
});

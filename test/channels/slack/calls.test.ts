import {afterAll, afterEach, beforeAll, expect, test, vi} from "vitest";
import {enterCall} from "../../../src/channels/calls/call_entry.ts";
import {callParts} from "../../../src/channels/calls/call_parts.ts";
import {sendToChannel} from "../../../src/channels/calls/linked.ts";
import {endCall} from "../../../src/channels/calls/start_call.ts";
import {openCalls} from "../../../src/store/calls.ts";
import {stateOfMessage} from "../../../src/store/inbox.ts";
import {askInCall, theOpenCall} from "../calls/ask_in_call.ts";
import {type LocalLiveKit, startLocalLiveKit} from "../calls/local_livekit.ts";
import {csv} from "./data.ts";
import {BOT, type RunningSlack, runningSlack} from "./running.ts";

vi.setConfig({testTimeout: 200_000, hookTimeout: 120_000});

let livekit: LocalLiveKit;
let here: RunningSlack;
/** The thread in which Ana dropped her orders and asked of them. */
let thread: {channel: string; ts: string};
beforeAll(async () => {
  livekit = await startLocalLiveKit();
  here = await runningSlack({
    calls: livekit.settings,
    settings: {publicUrl: "https://tabletalk.example.com"},
  });
  const {ts} = await here.slack.drop({
    channel: "C0SALES",
    user: "U0ANA",
    text: `${BOT} total amount by region`,
    files: [csv()],
  });
  thread = {channel: "C0SALES", ts};
  await here.answers(thread);
});
afterAll(async () => {
  await here?.[Symbol.asyncDispose]();
  await livekit?.[Symbol.asyncDispose]();
});

afterEach(endOpen);

const parts = () => callParts(here.service, here.access, livekit.settings);

/** Gives the command, and reads what comes for whoever gave it alone. */
async function command(user: string, text: string, channel = "C0SALES"): Promise<string> {
  const [shown] = await Promise.all([here.shownTo(user), here.slack.command({user, channel, text})]);
  return shown.text;
}

const linkIn = (text: string) =>
  /<https:\/\/tabletalk\.example\.com\/calls\/([0-9a-f]{36})#code=([\w-]+)\|/.exec(text)!.slice(1, 3) as [
    string,
    string,
  ];

const inThread = () => here.slack.thread(thread.channel, thread.ts).map(here.slack.reads);

const announced = () => inThread().filter((text) => text.includes("in a call with me")).length;

async function endOpen(): Promise<void> {
  for (const call of await openCalls(here.service.store)) await endCall(parts(), call);
}

test("a call that is started at a message goes on with its thread, and each answer is posted there, once", async () => {
  const at = `https://acme.slack.com/archives/C0SALES/p${thread.ts.replace(".", "")}`;
  const shown = await command("U0ANA", `call <${at}>`);
  expect(shown).toContain("Join the call");
  expect(shown).toContain("#sales on Slack");

  const call = await theOpenCall(here.service);
  expect(call.audience).toBe("several");
  expect(livekit.rooms.get(call.room)?.dispatches).toMatchObject([{agentName: "tabletalk"}]);
  const [id, code] = linkIn(shown);
  expect(id).toBe(call.id);
  // Nobody has to sign in on the page: Slack has shown who it is.
  expect(await enterCall(parts(), id, code)).toMatchObject({room: call.room, name: "ana"});

  const message = await askInCall(here, call, "only paid");
  await here.until(
    () => inThread().some((text) => text.includes("asked in the call")),
    "the answer in the thread",
  );
  const posted = inThread().filter((text) => text.includes("asked in the call"));
  expect(posted).toHaveLength(1);
  expect(posted[0]).toMatch(/ana.*asked in the call.*only paid/s);
  expect(posted[0]).toMatch(/South \| 80/);
  expect(posted[0]).toContain("[How]");

  // It is there: asking for it does not post it again.
  const {turn} = (await stateOfMessage(here.service.store, call.workspace, message))!;
  expect(await sendToChannel(here, call, turn!)).toBe(false);
});

test("who gives the command where a call is going on is let into that one", async () => {
  const at = `https://acme.slack.com/archives/C0SALES/p${thread.ts.replace(".", "")}`;
  const [first] = linkIn(await command("U0ANA", `call ${at}`));
  const count = announced();
  const shown = await command("U0BEN", `call ${at}`);
  expect(shown).toContain("Join the call that is going on");
  const [second, code] = linkIn(shown);
  expect(second).toBe(first);
  expect(await enterCall(parts(), second, code)).toMatchObject({name: "ben"});
  expect(announced()).toBe(count);
});

test("a quiet call posts what it is told to send, and nothing else", async () => {
  const before = here.slack.messagesIn("C0SALES").length;
  const shown = await command("U0BEN", "call quiet");
  expect(shown).toContain("#sales on Slack");
  const root = here.slack.messagesIn("C0SALES").at(-1)!;
  expect(here.slack.messagesIn("C0SALES")).toHaveLength(before + 1);
  expect(here.slack.reads(root)).toMatch(/ben.* in a call with me/);
  const call = await theOpenCall(here.service);
  const message = await askInCall(here, call, "what can you do?");
  expect(here.slack.thread("C0SALES", root.ts)).toEqual([]);

  const {turn} = (await stateOfMessage(here.service.store, call.workspace, message))!;
  expect(await sendToChannel(here, call, turn!)).toBe(true);
  expect(await sendToChannel(here, call, turn!)).toBe(false);
  const [posted] = await here.answers({channel: "C0SALES", ts: root.ts});
  expect(here.slack.reads(posted!)).toMatch(/ben.*asked in the call/);
});

test("what was computed for one person alone is not sent to where others read", async () => {
  await command("U0ANA", "call");
  const call = await theOpenCall(here.service);
  const message = await askInCall(here, {...call, audience: "one", target: null}, "what can you do?");
  const {turn} = (await stateOfMessage(here.service.store, call.workspace, message))!;
  await expect(sendToChannel(here, call, turn!)).rejects.toMatchObject({code: "forbidden"});
});

test("a link lets in once; whoever was let in can come back by the code that they were given", async () => {
  const [id, code] = linkIn(await command("U0ANA", "call"));
  const entered = await enterCall(parts(), id, code);
  await expect(enterCall(parts(), id, code)).rejects.toMatchObject({code: "unauthorized"});
  const again = await enterCall(parts(), id, entered.code);
  expect(again.identity).toBe(entered.identity);
  await endOpen();
  await expect(enterCall(parts(), id, again.code)).rejects.toMatchObject({code: "unauthorized"});
});

test("a question that begins with the word is a question", async () => {
  await command("U0BEN", "call volume by region");
  await here.until(() => here.slack.ephemeral("U0BEN").at(-1)?.from === "response_url", "the answer");
  expect(await openCalls(here.service.store)).toEqual([]);
});

test("the link of a message elsewhere starts nothing", async () => {
  const shown = await command("U0ANA", "call https://acme.slack.com/archives/C0OTHER/p1700000000000100");
  expect(shown).toContain("another channel");
  expect(await openCalls(here.service.store)).toEqual([]);
});

test("where LiveKit is away nothing stays announced, and the person hears why", async () => {
  const before = here.slack.messagesIn("C0SALES").length;
  livekit.break("CreateDispatch");
  expect(await command("U0ANA", "call")).toMatch(/Calls do not work now/);
  livekit.break();
  expect(await command("U0ANA", "call")).toMatch(/Calls do not work now/);
  expect(here.slack.messagesIn("C0SALES")).toHaveLength(before);
  expect(await openCalls(here.service.store)).toEqual([]);
  expect([...livekit.rooms]).toEqual([]);
});

test("where calls are not set up, one line says so", async () => {
  await using plain = await runningSlack({works: false});
  const [shown] = await Promise.all([
    plain.shownTo("U0ANA"),
    plain.slack.command({user: "U0ANA", channel: "C0SALES", text: "call"}),
  ]);
  expect(shown.text).toBe(
    "Calls are not set up here. Ask whoever runs Tabletalk to set them up: docs/voice.md says how.",
  );
});

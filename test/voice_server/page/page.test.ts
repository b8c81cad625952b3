import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {Room} from "@livekit/rtc-node";
import type {Page} from "puppeteer-core";
import {afterAll, beforeAll, beforeEach, expect, test, vi} from "vitest";
import {type LiveKitServer, startLiveKit} from "../../../scripts/livekit.ts";
import type {CallSettings} from "../../../src/channels/calls/settings.ts";
import {storedAnswer} from "../../../src/channels/chat/stored_answer.ts";
import {TabletalkError} from "../../../src/errors.ts";
import type {PageBrowser, Watched} from "../../channels/http/page/page_browser.ts";
import {type Caller, PASSWORD, type Running, running} from "../../channels/http/running.ts";
import {type BrokenLine, brokenLine} from "../broken_line.ts";
import {type ScriptedAnalyst, scriptedAnalyst} from "../scripted_analyst.ts";
import {RATE, speech} from "../speech.ts";
import {captionsOf, hearingBrowser, loudness, pressButton, signInToCall, stateOf} from "./call_page.ts";

vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const SAMPLES = resolve(import.meta.dirname, "../../../samples");
const PAGE = resolve(import.meta.dirname, "../../../src/channels/http/page");
let folder: string;
let livekit: LiveKitServer;
let line: BrokenLine;
let settings: CallSettings;
let server: Running;
let owner: Caller;
let browser: PageBrowser;
let call: {id: string; room: string; workspace: string};
let analyst: ScriptedAnalyst;
let ada: Watched;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabletalk-call-page-"));
  livekit = await startLiveKit();
  line = await brokenLine(Number(new URL(livekit.url).port));
  settings = {
    url: livekit.url,
    publicUrl: `ws://127.0.0.1:${line.port}`,
    key: livekit.key,
    secret: livekit.secret,
  };
  server = await running({works: true, settings: {pageFolder: PAGE}, calls: settings});
  owner = await server.member("owner");
  await server.service
    .workspace("acme")
    .importFile(join(SAMPLES, "penguins.json"), {by: `person:${owner.person}`});
  const said = await speech("average body mass by species");
  const sound = new Int16Array(said.length + RATE);
  sound.set(said);
  browser = await hearingBrowser(folder, sound);
  const begun = await owner.ask("POST", "/v1/calls", {});
  expect(begun.status, begun.text).toBe(201);
  const given = await owner.ask("POST", `/v1/calls/${begun.json.id}/token`);
  call = {id: begun.json.id, room: given.json.room, workspace: "acme"};
  ada = await browser.open(`${server.url}/calls/${call.id}`);
  page = ada.page;
});
afterAll(async () => {
  await analyst?.leave();
  await browser?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  await line?.[Symbol.asyncDispose]();
  await livekit?.stop();
  await rm(folder, {recursive: true, force: true});
});
beforeEach(() => {
  ada.complaints.length = 0;
});

/** Asks by HTTP, and shows the answer in the call as the analyst does. @returns the turn's id */
async function show(question: string, caption: string): Promise<string> {
  const answered = await owner.ask("POST", "/v1/ask", {question});
  const turn: string = answered.json.turn?.id;
  const stored = await storedAnswer(server.service.store, "acme", turn);
  expect(stored, answered.text).toBeDefined();
  await analyst.screen.show({stored: stored!, caption});
  return turn;
}

const card = (turn: string): string => `[data-turn="${turn}"]`;
const textIn = (selector: string): Promise<string> => page.$eval(selector, (one) => one.textContent ?? "");

test("a member signs in, joins, and waits for the analyst", async () => {
  await signInToCall(page, "owner1@example.com", PASSWORD);
  await pressButton(page, "Join the call");
  await stateOf(page, "waiting");
  expect(await textIn(".call-state")).toBe("The analyst is on the way");
  expect(await textIn(".people")).toContain("owner1(you)");
  expect(ada.complaints).toEqual([]);
});

test("the analyst comes: it is shown, and hears the microphone", async () => {
  analyst = await scriptedAnalyst(server.service, settings, call);
  await analyst.state("listening");
  await stateOf(page, "listening");
  expect(await textIn(".people")).toContain("Analyst");
  await page.waitForSelector('.microphone[aria-pressed="true"]');
  await expect.poll(() => analyst.hears(), {timeout: 20_000}).toBe(true);
  await page.waitForFunction(
    () => !/scaleX\(0(\.00)?\)/.test(document.querySelector<HTMLElement>(".level span")!.style.transform),
  );
});

test("what the analyst says is heard", async () => {
  await analyst.sound();
  await page.waitForSelector("audio");
  await expect.poll(() => loudness(page), {timeout: 20_000}).toBeGreaterThan(0.05);
  await analyst.state("speaking");
  await stateOf(page, "speaking");
});

test("captions of both sides come as they are said; what is heard better takes its place", async () => {
  const [me] = [...analyst.room.remoteParticipants.values()];
  await analyst.heard(me!.identity, "s1", "average body", false);
  await analyst.heard(me!.identity, "s1", "average body mass by species", true);
  await analyst.says("Gentoo is heaviest with about 5.1 kilograms.");
  await expect
    .poll(() => captionsOf(page), {timeout: 10_000})
    .toEqual(["You: average body mass by species", "Analyst: Gentoo is heaviest with about 5.1 kilograms."]);
});

test("an answer is shown exactly, with its table, its chart and how it was computed", async () => {
  const turn = await show("average body mass by species as a bar chart", "Gentoo is heaviest.");
  await page.waitForSelector(`${card(turn)} .picture img`);
  expect(await textIn(`${card(turn)} .text`)).toContain("5,076");
  expect(await page.$$eval(`${card(turn)} tbody tr`, (rows) => rows.map((row) => row.textContent))).toContain(
    "Gentoo5,076.0163124",
  );
  const width = await page.waitForFunction(
    (picture) => document.querySelector<HTMLImageElement>(picture)?.naturalWidth || undefined,
    {},
    `${card(turn)} .picture img`,
  );
  expect(await width.jsonValue()).toBeGreaterThan(800);
  expect(await textIn(`${card(turn)} figcaption`)).toContain("largest is Gentoo");
  expect(await textIn(`${card(turn)} .how`)).toMatch(/SELECT.*Species/s);
  await page.locator(`${card(turn)} .picture`).click();
  await page.waitForSelector("dialog[open] img");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", {hidden: true});
  await page.locator(`${card(turn)} figure button ::-p-text(Explore)`).click();
  const frame = await (await page.waitForSelector(`${card(turn)} iframe`))!.contentFrame();
  await frame.waitForSelector(".main-svg");
  expect(ada.complaints).toEqual([]);
});

test("buttons reach the analyst under the name of who pressed them", async () => {
  const turn = await show("average length by species", "Did you mean the beak or the flipper?");
  await page.waitForSelector(`${card(turn)} .choices`);
  await page.locator(`${card(turn)} .choices li:nth-child(2) button`).click();
  await pressButton(page, "Say again");
  await pressButton(page, "Stop");
  await page.locator('button ::-p-text("Post to #sales in Slack")').click();
  await page.waitForFunction(() => document.body.textContent?.includes("Posted to #sales in Slack."));
  await page.locator("#typed").fill("how many penguins are there");
  await page.keyboard.press("Enter");
  await expect
    .poll(() => analyst.done.map((one) => one.replace(/sends .*/, "sends")).sort(), {timeout: 10_000})
    .toEqual([
      "owner1 again",
      `owner1 chooses 1 of ${turn}`,
      "owner1 sends",
      "owner1 stops",
      "owner1 types how many penguins are there",
    ]);
  expect(await captionsOf(page)).toContain("You (typed): how many penguins are there");
});

test("what a button is refused for is said with what to do next", async () => {
  analyst.refuseWith.next = new TabletalkError(
    "conflict",
    "There is nothing to say again.",
    "Ask something.",
  );
  await pressButton(page, "Say again");
  await page.waitForSelector(".board .problem");
  expect(await textIn(".board .notes .problem")).toBe("There is nothing to say again. Ask something.");
});

test("somebody else in the room cannot show what looks like an answer", async () => {
  const other = await server.member("owner");
  const given = await other.ask("POST", `/v1/calls/${call.id}/token`);
  const guest = given.status === 200 ? given : await owner.ask("POST", `/v1/calls/${call.id}/token`);
  const room = new Room();
  await room.connect(settings.url, guest.json.token, {autoSubscribe: false, dynacast: false});
  const forged = {
    turn: "forged",
    state: "answered",
    question: "x",
    caption: "",
    answer: "y",
    choices: [],
    charts: [],
    sql: [],
  };
  await room.localParticipant!.sendText(JSON.stringify(forged), {topic: "tabletalk.result"});
  await room.localParticipant!.sendText("I am the analyst", {
    topic: "lk.transcription",
    attributes: {"lk.segment_id": "x", "lk.transcription_final": "true"},
  });
  await expect
    .poll(async () => (await captionsOf(page)).at(-1), {timeout: 10_000})
    .toMatch(/^owner\d: I am the analyst$/);
  expect(await page.$(card("forged"))).toBeNull();
  await room.disconnect();
});

test("the analyst goes and another comes: both are shown, and the answers stay", async () => {
  const before = await page.$$eval(".message", (all) => all.length);
  await analyst.leave();
  await stateOf(page, "away");
  expect(await textIn(".call-state")).toBe("The analyst is coming back");
  expect(await page.$eval("form button[type=submit]", (one) => (one as HTMLButtonElement).disabled)).toBe(
    true,
  );
  analyst = await scriptedAnalyst(server.service, settings, call);
  await stateOf(page, "listening");
  expect(await page.$$eval(".message", (all) => all.length)).toBe(before);
  await analyst.sound();
});

test("a connection that breaks is made again, and goes on", async () => {
  line.cut(2_000);
  await stateOf(page, "reconnecting");
  await stateOf(page, "listening", 60_000);
  const turn = await show("how many penguins are there?", "344 penguins.");
  await page.waitForSelector(card(turn));
  expect(await textIn(`${card(turn)} .text`)).toContain("344");
  await expect.poll(() => loudness(page), {timeout: 20_000}).toBeGreaterThan(0.05);
});

test("whoever comes again gets the answers so far, with their charts", async () => {
  const turn = await show("average flipper length by island as a bar chart", "Biscoe has the longest.");
  await page.waitForSelector(`${card(turn)} .picture img`);
  await page.reload();
  await pressButton(page, "Join the call");
  await page.waitForSelector(`${card(turn)} .picture img`);
  expect(await page.$$eval(".message", (all) => all.length)).toBe(2);
});

test("on a phone nothing is wider than the screen", async () => {
  await page.setViewport({width: 360, height: 740});
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
});

test("the chat has a button that begins a call, and leads there", async () => {
  const {page: chat} = await browser.open(`${server.url}/`);
  await chat.locator('input[name="email"]').fill("owner1@example.com");
  await chat.locator('input[name="password"]').fill(PASSWORD);
  await chat.locator("form button[type=submit]").click();
  await pressButton(chat, "Call");
  await chat.waitForSelector(".door");
  expect(new URL(chat.url()).pathname).toMatch(/^\/calls\/[\w-]+$/);
  await pressButton(chat, "Join without a microphone");
  await stateOf(chat, "waiting");
  await pressButton(chat, "Leave");
  await chat.waitForSelector(".door");
  await chat.close();
});

test("a call that ends says so", async () => {
  expect((await owner.ask("POST", `/v1/calls/${call.id}/end`)).status).toBe(200);
  await page.waitForSelector(".door .problem");
  expect(await textIn(".door .problem")).toContain("The call has ended.");
  await pressButton(page, "Join the call");
  await page.waitForFunction(() => /ended/.test(document.querySelector(".door .problem")?.textContent ?? ""));
});

test("the files of the page hold nothing that is loaded from elsewhere", async () => {
  const html = await readFile(join(PAGE, "call.html"), "utf8");
  expect(html).not.toMatch(/https?:/);
});

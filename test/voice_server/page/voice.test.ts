import type {Page} from "puppeteer-core";
import {afterAll, beforeAll, expect, test, vi} from "vitest";
import type {PageBrowser, Watched} from "../../channels/http/page/page_browser.ts";
import {ORDERS, sumOfSales} from "../orders.ts";
import {type VoiceRunning, voiceRunning} from "../running.ts";
import {RATE, speech} from "../speech.ts";
import {captionsOf, hearingBrowser, loudness, pressButton, stateOf} from "./call_page.ts";

vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const QUESTION = "what were the total sales by region";
const REGIONS = [...new Set(ORDERS.map(({region}) => region))];
let running: VoiceRunning;
let browser: PageBrowser;
let watched: Watched;
let page: Page;

beforeAll(async () => {
  running = await voiceRunning();
  const said = await speech(QUESTION);
  // It begins when the microphone is turned on, and does not come again while the test lasts.
  const sound = new Int16Array(said.length + 200 * RATE);
  sound.set(said, 2 * RATE);
  browser = await hearingBrowser(running.home, sound);
  const {id} = await running.startCall();
  watched = await browser.open(`${running.url}/calls/${id}`);
  page = watched.page;
});
afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await running?.[Symbol.asyncDispose]();
});

/** Comes in by an API key, which the window alone keeps. */
async function join(): Promise<void> {
  await page.locator("summary").click();
  await page.locator('input[name="code"]').fill(running.owner.key);
  await page.locator('details form button[type="submit"]').click();
  await pressButton(page, "Join without a microphone");
}

test("the analyst greets, aloud and in captions", async () => {
  await join();
  await stateOf(page, "speaking", 60_000);
  await expect.poll(() => loudness(page), {timeout: 20_000}).toBeGreaterThan(0.02);
  await expect
    .poll(async () => (await captionsOf(page))[0], {timeout: 20_000})
    .toMatch(/^Analyst: .*orders/i);
  await stateOf(page, "listening");
});

test("a question of the microphone is answered aloud and on the screen", async () => {
  await page.locator(".microphone").click();
  const card = await page.waitForSelector(".message[data-state=answered]", {timeout: 60_000});
  expect(await card!.$eval("h2", (one) => one.textContent)).toBe(QUESTION);
  await expect.poll(() => loudness(page), {timeout: 20_000}).toBeGreaterThan(0.02);
  const north = sumOfSales(({region}) => region === "North");
  expect(await card!.$eval(".text", (one) => one.textContent)).toContain(north.toLocaleString("en-US"));
  expect(await card!.$$eval("tbody tr", (rows) => rows.length)).toBe(REGIONS.length);
  await card!.waitForSelector(".picture img");
  const said = await card!.$eval(".said q", (one) => one.textContent);
  const lines = async () => (await captionsOf(page)).map((one) => one.toLowerCase());
  await expect.poll(lines, {timeout: 30_000}).toContain(`you: ${QUESTION}`);
  await expect.poll(() => captionsOf(page), {timeout: 30_000}).toContain(`Analyst: ${said}`);
  await stateOf(page, "listening");
});

test("a typed question is answered the same way", async () => {
  await page.locator("#typed").fill("how many orders are there in the south?");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll(".message").length === 2);
  const south = ORDERS.filter(({region}) => region === "South").length;
  expect(await page.$$eval(".message .text", (all) => all.at(-1)?.textContent)).toContain(String(south));
});

test("stop stops what is said, and say again says it again", async () => {
  await stateOf(page, "listening");
  await pressButton(page, "Say again");
  await stateOf(page, "speaking");
  await page.keyboard.press("Escape");
  await stateOf(page, "listening");
  await expect.poll(() => loudness(page), {timeout: 10_000}).toBeLessThan(0.01);
});

test("whoever loads the page again comes back to the answers so far", async () => {
  await page.reload();
  await join();
  await page.waitForFunction(() => document.querySelectorAll(".message").length === 2);
  await page.waitForSelector(".picture img");
  expect(watched.complaints).toEqual([]);
});

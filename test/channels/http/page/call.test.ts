import {join} from "node:path";
import type {Page} from "puppeteer-core";
import {afterAll, beforeAll, beforeEach, expect, test} from "vitest";
import {beginCall} from "../../../../src/store/calls.ts";
import {type Caller, PASSWORD, type Running, running} from "../running.ts";
import {type PageBrowser, pageBrowser, type Watched} from "./page_browser.ts";

/** Nobody listens there. */
const NOWHERE = "ws://127.0.0.1:9";
const HOSTILE = `<img src=x onerror="alert(1)"><script>alert(2)</script> \u202eevil\u202c ${"x".repeat(300)}`;
let server: Running;
let owner: Caller;
let browser: PageBrowser;
let ada: Watched;
let page: Page;

beforeAll(async () => {
  server = await running({
    settings: {pageFolder: join(import.meta.dirname, "../../../../src/channels/http/page")},
    calls: {url: NOWHERE, publicUrl: NOWHERE, key: "key", secret: "s".repeat(32)},
  });
  owner = await server.member("owner");
  browser = await pageBrowser();
  ada = await browser.open(`${server.url}/calls/nothing`);
  page = ada.page;
});
afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  ada.complaints.length = 0;
});

/** What a test does on the page with the view of a call. */
// biome-ignore lint/suspicious/noExplicitAny: the page's own modules have their types in the page.
type InPage = {view: any; acts: [string, ...unknown[]][]};
declare const onPage: InPage;

/** Shows a call as it is, connected to nothing; what its buttons do is noted. */
async function showCall(): Promise<void> {
  // As a text: what runs the tests would have its own import in place of the browser's.
  await page.evaluate(`import("/call_view.js").then(({callView}) => {
    const acts = [];
    const noting = new Proxy({}, {get: (_, name) => async (...given) => void acts.push([name, ...given])});
    const view = callView(noting, {signal: new AbortController().signal, mayExplore: true});
    globalThis.onPage = {view, acts};
    document.getElementById("page").replaceChildren(view.node);
  })`);
}

const result = (more: object) => ({
  turn: "t1",
  state: "answered",
  question: "sales by region",
  caption: "North leads.",
  answer: "North is highest with 4,222.",
  choices: [],
  charts: [],
  sql: ["SELECT 1"],
  ...more,
});

test("the page is served under a policy that lets it reach the server of calls, and nobody else", async () => {
  const served = await fetch(`${server.url}/calls/anything`);
  const policy = served.headers.get("content-security-policy")!;
  expect(policy).toContain("connect-src 'self' ws://127.0.0.1:9 http://127.0.0.1:9;");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toContain("unsafe");
  expect(served.headers.get("permissions-policy")).toContain("microphone=(self)");
  const html = await served.text();
  expect(html).not.toMatch(/<script(?! type="module" src=)|<style|\son\w+=|style=/);
  for (const [, path] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g))
    expect((await fetch(`${server.url}${path}`)).status, path).toBe(200);
  const chat = await fetch(`${server.url}/`);
  expect(chat.headers.get("permissions-policy")).toContain("microphone=()");
  expect(chat.headers.get("content-security-policy")).not.toContain("ws:");
});

test("LiveKit's client is one script of ours, and is not sent twice", async () => {
  const first = await fetch(`${server.url}/livekit.js`);
  const text = await first.text();
  expect(text).not.toMatch(/(^|;)import[\s{*"']|new Worker|\beval\(/);
  const again = await fetch(`${server.url}/livekit.js`, {
    headers: {"If-None-Match": first.headers.get("etag")!},
  });
  expect(again.status).toBe(304);
});

test("whoever is not signed in signs in, and is told where there is no such call", async () => {
  await page.locator('input[name="email"]').fill("owner1@example.com");
  await page.locator('input[name="password"]').fill(PASSWORD);
  await page.locator("form button[type=submit]").click();
  await page.waitForSelector(".door");
  expect(ada.complaints).toEqual([]);
  await page.locator("button ::-p-text(Join the call)").click();
  await page.waitForSelector(".door .problem");
  expect(await page.$eval(".door .problem", (one) => one.textContent)).toMatch(/no such call/i);
});

test("whoever has the link of a chat platform needs no sign-in; one that is not good says so", async () => {
  const {page: guest} = await browser.open(`${server.url}/calls/some#code=used-up`);
  await guest.waitForSelector(".door");
  expect(guest.url()).toBe(`${server.url}/calls/some`);
  await guest.locator("button ::-p-text(Join the call)").click();
  await guest.waitForSelector(".door .problem");
  expect(await guest.$eval(".door .problem", (one) => one.textContent)).toMatch(/link.*used already|too old/);
  await guest.locator("button ::-p-text(Join the call)").click();
  await guest.waitForSelector('input[name="email"]');
  await guest.close();
});

test("where the server of calls is away, that is said with what to do next", async () => {
  const store = server.service.store.within("acme");
  const begun = await owner.ask("POST", "/v1/conversations", {});
  const call = await beginCall(store, "acme", {
    conversation: begun.json.id,
    startedBy: owner.person,
    audience: "one",
  });
  await page.goto(`${server.url}/calls/${call.id}`);
  await page.locator("button ::-p-text(Join without a microphone)").click();
  await page.waitForSelector(".door .problem");
  expect(await page.$eval(".door .problem", (one) => one.textContent)).toBe(
    "The server of the call cannot be reached. Check the connection. If it lasts, whoever runs Tabletalk should see whether LiveKit runs.",
  );
});

test.each([
  ["connecting", "Connecting", ""],
  ["waiting", "The analyst is on the way", ""],
  ["listening", "Listening", "Ask, Say again"],
  ["working", "Working on it", "Ask, Say again, Stop"],
  ["speaking", "Speaking", "Ask, Say again, Stop"],
  ["away", "The analyst is coming back", ""],
  ["reconnecting", "The connection broke; it is being made again", ""],
])("while it is %s: %s; what can be pressed is %s", async (state, words, open) => {
  await showCall();
  await page.evaluate((next) => onPage.view.state(next), state);
  expect(await page.$eval(".call-state", (one) => one.textContent)).toBe(words);
  const enabled = await page.$$eval(".call-controls button:not(:disabled)", (all) =>
    all.map((one) => one.textContent).filter((one) => /^(Ask|Say again|Stop)$/.test(one ?? "")),
  );
  expect(enabled.join(", ")).toBe(open);
});

test("buttons do what stands on them; Escape stops", async () => {
  await showCall();
  await page.evaluate(
    (one) => {
      onPage.view.state("speaking");
      onPage.view.result(one);
      onPage.view.postedTo("#sales in Slack");
    },
    result({
      state: "choices",
      choices: [
        {number: 0, said: "beak"},
        {number: 1, said: "flipper"},
      ],
    }),
  );
  expect(await page.$$eval(".post button", (all) => all.length)).toBe(0);
  await page.evaluate((one) => onPage.view.result(one), result({turn: "t2"}));
  await page.locator(".choices li:nth-child(2) button").click();
  await page.locator(".post button").click();
  await page.locator("#typed").fill(" how many ");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.locator("button ::-p-text(Say again)").click();
  await page.locator(".microphone").click();
  await page.locator("button ::-p-text(Leave)").click();
  expect(await page.evaluate(() => onPage.acts)).toEqual([
    ["onChoose", "t1", 1],
    ["onSend", "t2"],
    ["onType", "how many"],
    ["onStop"],
    ["onAgain"],
    ["onMicrophone", true],
    ["onLeave"],
  ]);
  expect(await page.$eval("#typed", (one) => (one as HTMLInputElement).value)).toBe("");
});

test("a result that comes again takes its own place; a chart may come before it, or not at all", async () => {
  await showCall();
  const charts = [{step: "s1", title: "Sales", alt: "Bars"}];
  const seen = await page.evaluate(
    async (one, failed) => {
      const {view} = onPage;
      const canvas = document.createElement("canvas");
      const png = await new Promise((resolve) => canvas.toBlob(resolve));
      view.chart({turn: "t1", step: "s1", title: "Sales", alt: "Bars"}, png);
      view.result(one);
      view.result({...one, answer: "North, exactly."});
      view.result({...failed, turn: "t2"});
      return [...document.querySelectorAll(".message")].map((card) => [
        card.querySelector(".text")?.textContent,
        card.querySelectorAll(".picture img").length,
        card.querySelector("figure .problem")?.textContent,
      ]);
    },
    result({charts}),
    result({charts: [{...charts[0], problem: "There is no browser. Install one."}]}),
  );
  expect(seen).toEqual([
    ["North, exactly.", 1, null],
    ["North is highest with 4,222.", 0, "There is no browser. Install one."],
  ]);
});

test("a caption that is heard better takes its own place", async () => {
  await showCall();
  const lines = await page.evaluate(() => {
    const {caption} = onPage.view;
    caption({id: "1", name: "You", side: "me", text: "average leng", isFinal: false});
    caption({id: "2", name: "Grace", side: "other", text: "wait", isFinal: true});
    caption({id: "1", name: "You", side: "me", text: "average length", isFinal: true});
    caption({id: "3", name: "You", side: "me", text: "hm", isFinal: false});
    caption({id: "3", name: "You", side: "me", text: " ", isFinal: true});
    return [...document.querySelectorAll(".captions li")].map((one) => [one.textContent, one.className]);
  });
  expect(lines).toEqual([
    ["Youaverage length", ""],
    ["Gracewait", ""],
  ]);
});

test("whatever people and data are called is text, and no phone is too narrow for it", async () => {
  await page.setViewport({width: 360, height: 740});
  await showCall();
  await page.evaluate(
    (hostile, one) => {
      const {view} = onPage;
      view.people([{name: hostile, isMe: false, isAnalyst: false, isSpeaking: true, isMuted: true}]);
      view.caption({id: hostile, name: hostile, side: "other", text: hostile, isFinal: true});
      view.result(one);
      view.postedTo(hostile);
      view.tell(new Error(hostile));
    },
    HOSTILE,
    result({
      turn: HOSTILE,
      question: HOSTILE,
      answer: HOSTILE,
      caption: `${HOSTILE} said`,
      reading: HOSTILE,
      next: HOSTILE,
      confidence: HOSTILE,
      recipe: HOSTILE,
      sql: [HOSTILE],
      charts: [{step: HOSTILE, title: HOSTILE, alt: HOSTILE, problem: HOSTILE}],
      table: {
        title: HOSTILE,
        columns: [{name: HOSTILE, type: "text", unit: HOSTILE}],
        rows: [[HOSTILE], [null]],
        truncated: true,
      },
    }),
  );
  expect(await page.$$eval("#page img, #page script", (all) => all.length)).toBe(0);
  expect(await page.$eval(".board", (one) => one.textContent)).toContain("<img src=x");
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  expect(ada.complaints).toEqual([]);
  await page.setViewport({width: 1200, height: 900});
});

test("everything that can be used has a name, for who does not see it", async () => {
  await showCall();
  await page.evaluate(
    (one) => {
      onPage.view.state("listening");
      onPage.view.result(one);
    },
    result({
      table: {title: "Sales", columns: [{name: "a", type: "number"}], rows: [[1], [2]], truncated: false},
    }),
  );
  const tree = await page.accessibility.snapshot({interestingOnly: false});
  const nameless: string[] = [];
  const visit = (node: NonNullable<typeof tree>): void => {
    if (/^(button|textbox|checkbox|link|region|complementary|log|list)$/.test(node.role) && !node.name)
      nameless.push(node.role);
    for (const child of node.children ?? []) visit(child);
  };
  visit(tree!);
  expect(nameless.filter((role) => role !== "list")).toEqual([]);
  expect(await page.$eval(".captions ol", (one) => one.getAttribute("aria-live"))).toBe("off");
  await page.locator("button ::-p-text(Sound on)").click();
  await page.waitForSelector('.captions ol[aria-live="polite"]');
  expect(await page.$eval("#live", (one) => one.textContent)).toBe("North is highest with 4,222.");
});

test.each([
  ["NotAllowedError", /not allowed/],
  ["NotFoundError", /no microphone/],
  ["NotReadableError", /Another program/],
  ["TypeError", /could not be turned on/],
])("a microphone that is refused (%s) is told in words", async (name, words) => {
  const told = await page.evaluate(
    `import("/call_problems.js").then(({microphoneProblem}) => {
      const {message, next} = microphoneProblem(new DOMException("x", ${JSON.stringify(name)}));
      return message + " " + next;
    })`,
  );
  expect(told).toMatch(words);
  expect(told).toMatch(/type/);
});

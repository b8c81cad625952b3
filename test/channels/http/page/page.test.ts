import {mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Page} from "puppeteer-core";
import {afterAll, beforeAll, beforeEach, expect, test, vi} from "vitest";
import {firstOwnerCode} from "../../../../src/access/set_up.ts";
import {PASSWORD, type Running, running} from "../running.ts";
import {answered, ask, chartFrame, drop, press, signIn, textOf} from "./asking.ts";
import {cuttingProxy} from "./cutting_proxy.ts";
import {type PageBrowser, pageBrowser, type Watched} from "./page_browser.ts";

const root = join(import.meta.dirname, "../../../..");
const PENGUINS = join(root, "samples", "penguins.json");
const EMAIL = "ada@example.com";
const PHONE = {width: 360, height: 740, isMobile: true, hasTouch: true};

vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

let server: Running;
let browser: PageBrowser;
let folder: string;
let ada: Watched;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabletalk-page-test-"));
  server = await running({works: true, settings: {pageFolder: join(root, "src/channels/http/page")}});
  browser = await pageBrowser();
  const code = await firstOwnerCode(server.access, "acme");
  ada = await browser.open(`${server.url}/#set-up=${code}`);
  page = ada.page;
});
afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  await rm(folder, {recursive: true, force: true});
});
beforeEach(() => {
  ada.complaints.length = 0;
});

test("whoever has the set-up code becomes the owner; no token is where a script reads it", async () => {
  await signIn(page, EMAIL, PASSWORD);
  expect(page.url()).toBe(`${server.url}/`);
  const readable = await page.evaluate(() =>
    JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}]),
  );
  expect(readable).not.toMatch(/eyJ|ttr_|tts_/);
  expect(await textOf((await page.$(".side"))!, "footer")).toContain("owner");
});

test("a file is dropped, a question asked: steps, the right number, how it was read", async () => {
  expect(await drop(page, PENGUINS, "penguins.json")).toContain("344 rows");
  await page.evaluate(() => {
    const seen = new Set<string>();
    Object.assign(globalThis, {seen});
    new MutationObserver(() => seen.add(document.querySelector(".steps summary")?.textContent ?? "")).observe(
      document.querySelector("main")!,
      {subtree: true, childList: true, characterData: true},
    );
  });
  const answer = await ask(page, "what is the average body mass?");
  const seen = await page.evaluate(() => [...(globalThis as unknown as {seen: Set<string>}).seen]);
  expect(seen).toEqual(expect.arrayContaining(["Reading the question", "Computing", "Writing"]));
  expect(await textOf(answer, ".text")).toContain("4,202 g");
  expect(await textOf(answer, ".reading")).toContain("avg(Body Mass (g))");
  expect(await textOf(answer, ".steps")).toMatch(/answer aggregate done/);
  expect(ada.complaints).toEqual([]);
});

test("a number tells by hand, keyboard and tap which cell it comes from", async () => {
  const answer = await answered(page, "what is the average body mass?");
  const number = (await answer.$(".number"))!;
  expect(await number.evaluate((one) => one.textContent)).toBe("4,202");
  await number.focus();
  await page.waitForSelector(".origin:not([hidden])");
  expect(await textOf(answer, ".origin")).toMatch(/Body Mass.* = 4201\.75/);
  expect(await answer.$$eval("td.meant", (all) => all.map((one) => one.textContent))).toEqual(["4,201.7544"]);
  await page.keyboard.press("Escape");
  await page.waitForSelector(".origin", {hidden: true});
});

test("a chart is drawn in a closed frame, and is Plotly's to explore; its rows come as CSV", async () => {
  const answer = await ask(page, "average body mass by species as a bar chart");
  const frame = await chartFrame(answer);
  expect(await frame.$$eval(".bars path", (bars) => bars.length)).toBe(3);
  expect(await frame.evaluate(() => self.origin)).toBe("null");
  expect(await textOf(answer, "figcaption")).toContain("largest is Gentoo");
  expect(await answer.$$eval("tbody tr", (rows) => rows.map((row) => row.textContent))).toContain(
    "Gentoo5,076.0163124",
  );
  await press(answer, "Download as CSV");
  await expect.poll(() => readdir(browser.downloads), {timeout: 60_000}).toEqual(["answer.csv"]);
  const csv = await readFile(join(browser.downloads, "answer.csv"), "utf8");
  expect(csv).toMatch(/^Species,.*\r?\nGentoo,5076\.016/);
  expect(ada.complaints).toEqual([]);
});

test("a follow-up changes the question before", async () => {
  const answer = await ask(page, "and by island");
  expect(await textOf(answer, ".text")).toMatch(/Biscoe.*4,716/);
});

test("where a question can be read in two ways, one is chosen by a button", async () => {
  const answer = await ask(page, "average length by species");
  const said = await answer.$$eval(".choices button span", (all) => all.map((one) => one.textContent!));
  expect(said).toEqual(["avg(Beak Length (mm)) by Species", "avg(Flipper Length (mm)) by Species"]);
  await (await answer.$$(".choices button"))[1]!.click();
  const chosen = await answered(page, said[1]!);
  expect(await textOf(chosen, ".text")).toMatch(/Gentoo.*217/);
});

test("two questions in one message: each with its numbers, its table and its chart", async () => {
  const answer = await ask(
    page,
    "how many penguins are there? and what is the average body mass by sex as a bar chart?",
  );
  expect(await textOf(answer, ".text")).toMatch(/^1\. .*344\n2\. .*4,546 g/s);
  expect(await answer.$$eval(".result summary", (all) => all.map((one) => one.textContent))).toEqual([
    "count (1 row)",
    "average Body Mass (g) by Sex (4 rows)",
  ]);
  const frame = await chartFrame(answer);
  expect(await frame.$$eval(".bars path", (bars) => bars.length)).toBe(4);
  await (await answer.$(".number"))!.focus();
  expect(await textOf(answer, ".origin:not([hidden])")).toMatch(/= 344/);
  expect(await answer.$$eval("td.meant", (all) => all.map((one) => one.textContent))).toEqual(["344"]);
});

test("how it was computed: the reading, the steps, the SQL, the plan", async () => {
  const answer = await answered(page, "what is the average body mass?");
  await press(answer, "How");
  await page.waitForSelector(".how pre");
  const how = await textOf(answer, ".how");
  expect(how).toMatch(/SELECT/i);
  expect(how).toContain("The numbers came out the same by a second way.");
  expect(how).toContain("Nothing left this service.");
  expect(how).toContain("penguins (version ");
});

test("an opinion and its comment are kept", async () => {
  const answer = await answered(page, "and by island");
  await (await answer.$('button[aria-label="This is wrong"]'))!.click();
  await page.waitForSelector(".comment input");
  await page.keyboard.type("Torgersen <b>is</b> missing");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".thanks");
  const turn = (await messages()).find(({text}) => text === "and by island")!.turn.id;
  const kept = await page.evaluate(async (id) => (await fetch(`/v1/turns/${id}/feedback`)).json(), turn);
  expect(kept.items).toMatchObject([{verdict: "down", comment: "Torgersen <b>is</b> missing"}]);
});

test("a page that is loaded again shows the conversation as it was", async () => {
  const before = await page.$$eval(".message .text", (all) => all.map((one) => one.textContent));
  await page.reload();
  await page.waitForFunction(
    (count) => document.querySelectorAll(".message .answer:not([aria-busy])").length === count,
    {},
    before.length,
  );
  const after = await page.$$eval(".message .text", (all) => all.map((one) => one.textContent));
  expect(after).toEqual(before);
  expect(await page.$$eval(".message .choices button", (all) => all.length)).toBe(2);
  expect(ada.complaints).toEqual([]);
});

test("a question that is half typed is there again after a reload", async () => {
  await page.locator("#question").fill("which penguins");
  await page.reload();
  await page.waitForSelector(".message");
  expect(await page.$eval("#question", (one) => (one as HTMLTextAreaElement).value)).toBe("which penguins");
  await page.locator("#question").fill("");
});

test("a sign-in that has run out is renewed without a word", async () => {
  const context = page.browserContext();
  const gone = (await context.cookies()).filter(({name}) => name === "tabletalk_access");
  expect(gone).toMatchObject([{httpOnly: true, sameSite: "Strict"}]);
  await context.deleteCookie(...gone);
  await page.reload();
  await page.waitForSelector(".message");
  expect((await context.cookies()).map(({name}) => name)).toContain("tabletalk_access");
});

test("what a file says is never markup: not its name, its columns, its cells, nor in its chart", async () => {
  const evil = `<img src=x onerror="parent.hacked=1;hacked=1">`;
  const csv = join(folder, "evil.csv");
  await writeFile(
    csv,
    [
      `"place","amount","${evil.replaceAll('"', '""')}"`,
      `"${evil.replaceAll('"', '""')}",1,2`,
      `"مرحبا بالعالم",5,3`,
      `"🐧 <script>hacked=1</script>",7,4`,
      `"[click](javascript:hacked=1) <a href=""javascript:hacked=1"">x</a>",2,1`,
    ].join("\n"),
  );
  await page.locator(".side button.main").click();
  await page.waitForSelector(".welcome");
  expect(await drop(page, csv, "<svg onload=hacked=1>.csv")).toContain("4 rows");
  const answer = await ask(page, "sum of amount by place as a bar chart");
  const frame = await chartFrame(answer);
  const cells = await answer.$$eval("tbody td:first-child", (all) => all.map((one) => one.textContent));
  expect(cells).toEqual(expect.arrayContaining([evil, "مرحبا بالعالم"]));
  const arabic = await answer.$$eval("tbody td:first-child", (all) =>
    all.filter((one) => one.matches(":dir(rtl)")).map((one) => one.textContent),
  );
  expect(arabic).toEqual(["مرحبا بالعالم"]);
  // A number stands beside its own name, whichever way the names run.
  const pieces = await answer.$$eval(".text bdi", (all) => all.map((one) => one.textContent));
  expect(pieces).toContain("مرحبا بالعالم 5");
  await ask(page, `<img src=x onerror="hacked=1"> what is in this data?`);
  expect(await page.$$eval("main img, main script, main svg, main a", (all) => all.length)).toBe(0);
  for (const one of [page.mainFrame(), frame])
    expect(await one.evaluate(() => "hacked" in globalThis)).toBe(false);
  expect(await frame.$$eval("img, a[href^='javascript']", (all) => all.length)).toBe(0);
  expect(ada.complaints).toEqual([]);
});

test("the page's policy holds, and a breach of it is seen here", async () => {
  const markup = () => {
    document.body.insertAdjacentHTML("beforeend", "<b>x</b>");
  };
  await expect(page.evaluate(markup)).rejects.toThrow(/TrustedHTML/);
  await page.evaluate(() => {
    const style = document.createElement("style");
    style.textContent = "body { color: red }";
    document.head.append(style);
    style.remove();
  });
  await expect.poll(() => ada.complaints.join("\n")).toMatch(/Content Security Policy/);
});

test("what goes wrong is said with what to do next, and the question stays", async () => {
  const broken = join(folder, "broken.parquet");
  await writeFile(broken, "no parquet at all");
  expect(await drop(page, broken, "broken.parquet")).toMatch(/parquet/i);
  const phone = await browser.open(server.url);
  await phone.page.locator('input[name="email"]').fill(EMAIL);
  await phone.page.locator('input[name="password"]').fill("quite another one");
  await phone.page.locator("form button[type=submit]").click();
  await phone.page.waitForSelector("[role=alert]");
  expect(await textOf((await phone.page.$("main"))!, "[role=alert]")).toContain("password is wrong");
  await phone.page.close();
  await page.setOfflineMode(true);
  await page.locator("#question").fill("how many rows?");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".notes [role=alert]");
  expect(await page.$eval(".notes", (one) => one.textContent)).toContain("cannot be reached");
  expect(await page.$eval("#question", (one) => (one as HTMLTextAreaElement).value)).toBe("how many rows?");
  await page.setOfflineMode(false);
  await page.locator(".composer button.main").click();
  expect(await textOf(await answered(page, "how many rows?"), ".text")).toContain("4");
});

test("a connection that is cut in the middle of an answer goes on after its last event", async () => {
  await using proxy = await cuttingProxy(server.server.port, {says: "event: status"});
  const {page: cut} = await browser.open(proxy.url);
  await signIn(cut, EMAIL, PASSWORD);
  const question = "what is the average flipper length in penguins?";
  await cut.locator("#question").fill(question);
  await cut.keyboard.press("Enter");
  await cut.waitForFunction(
    () => document.querySelector(".steps summary")?.textContent === "Reading the question",
  );
  proxy.cut();
  const answer = await answered(cut, question);
  expect(await textOf(answer, ".text")).toContain("200.9");
  expect(proxy.cuts).toBe(1);
  expect(proxy.asked.some((head) => /last-event-id: \d+\.\d+/i.test(head))).toBe(true);
  await cut.close();
});

test("a large file whose connection is cut goes on where it was", async () => {
  const large = join(folder, "large.csv");
  const rows = 200_000;
  await writeFile(
    large,
    `n,word\n${Array.from({length: rows}, (_, at) => `${at},${"x".repeat(30)}`).join("\n")}\n`,
  );
  await using proxy = await cuttingProxy(server.server.port, {afterBytes: 1_500_000});
  const {page: cut} = await browser.open(proxy.url);
  await signIn(cut, EMAIL, PASSWORD);
  expect(await drop(cut, large, "large.csv")).toContain("200,000 rows, 2 columns");
  expect(proxy.cuts).toBe(1);
  const offsets = proxy.asked.flatMap((text) => {
    const [, offset] = text.startsWith("PATCH") ? (/upload-offset: (\d+)/i.exec(text) ?? []) : [];
    return offset === undefined ? [] : [Number(offset)];
  });
  expect(offsets[0]).toBe(0);
  expect(offsets.some((offset) => offset > 0 && offset < 1_500_000)).toBe(true);
  await cut.close();
});

test("on a phone nothing is wider than the screen; wide tables scroll in themselves", async () => {
  const {page: phone, complaints} = await browser.open(server.url, PHONE);
  await signIn(phone, EMAIL, PASSWORD);
  const width = () => phone.evaluate(() => document.documentElement.scrollWidth);
  expect(await width()).toBe(360);
  await phone.locator(".menu").click();
  await phone.waitForSelector("#side .conversations button");
  expect(await width()).toBe(360);
  await phone.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".conversations button")]
      .find((one) => one.textContent!.includes("body mass"))!
      .click(),
  );
  const first = await answered(phone, "average body mass by species as a bar chart");
  await phone.waitForFunction(() => !document.querySelector("[aria-busy]"));
  await (await first.$(".number"))!.tap();
  expect(await textOf(first, ".origin:not([hidden])")).toContain("Gentoo = 5076.0");
  expect(await width()).toBe(360);
  await first.evaluate((one) => one.scrollIntoView());
  const frame = await chartFrame(first);
  expect(await frame.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  const rows = await ask(phone, "show the penguins with body mass above 6000");
  expect(await rows.$eval(".wide", (one) => one.scrollWidth > one.clientWidth)).toBe(true);
  expect(await width()).toBe(360);
  expect(complaints).toEqual([]);
  await phone.close();
});

test("a question that waits is stopped by the button, and the page goes on", async () => {
  await using still = await running({settings: {pageFolder: join(root, "src/channels/http/page")}});
  const {key} = await still.member("analyst");
  expect(key).toBeTruthy();
  const {page: waiting} = await browser.open(still.url);
  await signIn(waiting, "analyst1@example.com", PASSWORD);
  await waiting.locator("#question").fill("how many rows?");
  await waiting.keyboard.press("Enter");
  await waiting.waitForSelector(".message");
  await waiting.reload();
  await waiting.locator(".composer button.danger").click();
  await still.service.startWorking();
  await answered(waiting, "how many rows?");
  await waiting.waitForSelector(".composer button.main:not([hidden])");
  expect(await textOf((await waiting.$(".message"))!, ".problem")).toMatch(/stopped/i);
  await waiting.close();
});

test("everything that can be used has a name, for who does not see it", async () => {
  const tree = await page.accessibility.snapshot({interestingOnly: false});
  const nameless: string[] = [];
  const look = (node: {role: string; name?: string; children?: (typeof tree)[]}) => {
    if (
      /^(button|textbox|checkbox|link|progressbar|Iframe|navigation|region)$/.test(node.role) &&
      !node.name?.trim()
    )
      nameless.push(node.role);
    for (const child of node.children ?? []) if (child) look(child);
  };
  look(tree!);
  expect(nameless).toEqual([]);
});

test("in the dark it is dark, its charts too", async () => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.emulateMediaFeatures([{name: "prefers-color-scheme", value: "dark"}]);
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(paper).toBe("rgb(20, 24, 29)");
  await expect.poll(() => asked.some((url) => url.includes("theme=dark")), {timeout: 60_000}).toBe(true);
  await page.emulateMediaFeatures([]);
});

test("a conversation is shared with a member by its link, and forgotten for good", async () => {
  await page.goto(`${server.url}/#conversation=${await conversationNamed("what is the average body mass?")}`);
  await page.reload();
  await page.waitForSelector(".message");
  await press((await page.$("body"))!, "Share");
  await page.waitForSelector("dialog input");
  const link = await page.$eval("dialog input", (one) => (one as HTMLInputElement).value);
  await page.keyboard.press("Escape");
  await server.member("viewer");
  const {page: other} = await browser.open(link);
  await signIn(other, "viewer1@example.com", PASSWORD);
  expect(await textOf(await answered(other, "what is the average body mass?"), ".text")).toContain("4,202");
  await other.close();
  await press((await page.$("body"))!, "Forget");
  await page.locator("dialog .danger").click();
  await page.waitForFunction(
    () =>
      document.querySelector("dialog h2")?.textContent === "Some answers are needed" ||
      document.querySelector(".welcome"),
  );
  if (await page.$("dialog")) await page.locator("dialog .danger").click();
  await page.waitForSelector(".welcome");
  expect(await conversationNamed("what is the average body mass?")).toBeUndefined();
});

test("an API key opens the page too, and is kept by nobody", async () => {
  const member = await server.member("analyst");
  const {page: keyed} = await browser.open(server.url);
  await keyed.locator("summary").click();
  await keyed.locator('input[name="code"]').fill(member.key);
  await keyed.locator("details button[type=submit]").click();
  await keyed.waitForSelector("#question");
  const readable = await keyed.evaluate(() =>
    JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}, location.href]),
  );
  expect(readable).not.toContain(member.key);
  await keyed.reload();
  await keyed.waitForSelector('input[name="password"]');
  await keyed.close();
});

test("signed out, the page shows nothing any more", async () => {
  await press((await page.$("body"))!, "Sign out");
  await page.waitForSelector('input[name="password"]');
  expect(await page.browserContext().cookies()).toEqual([]);
});

/** The messages of the conversation that is shown, newest first. */
async function messages(): Promise<{text: string; turn: {id: string}}[]> {
  return page.evaluate(async () => {
    const id = new URLSearchParams(location.hash.slice(1)).get("conversation");
    return (await (await fetch(`/v1/conversations/${id}/messages`)).json()).items;
  });
}

async function conversationNamed(title: string): Promise<string | undefined> {
  return page.evaluate(async (wanted) => {
    const {items} = await (await fetch("/v1/conversations?limit=100")).json();
    return items.find((one: {title: string}) => one.title === wanted)?.id;
  }, title);
}

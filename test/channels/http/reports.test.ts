import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {addReport} from "../../../src/store/reports.ts";
import {type Caller, type Running, running} from "./running.ts";

const WEATHER = join(import.meta.dirname, "../../../samples/seattle-weather.csv");

let server: Running;
let ann: Caller;
let bob: Caller;
let vic: Caller;
let conversation: string;

beforeAll(async () => {
  server = await running({works: true});
  ann = await server.member("analyst");
  bob = await server.member("analyst");
  vic = await server.member("viewer");
  await server.service.workspace("acme").importFile(WEATHER, {by: ann.person});
  const {json} = await ann.ask("POST", "/v1/ask", {question: "average precipitation by weather"});
  conversation = json.conversation;
});
afterAll(async () => server[Symbol.asyncDispose]());

test("a conversation becomes a report that is its maker's alone, until it is shown to others", async () => {
  const made = await ann.ask("POST", "/v1/reports", {conversation, title: "Rain & <b>sun</b>"});
  expect(made.status).toBe(201);
  const path = `/v1/reports/${made.json.id}`;
  const read = await ann.ask("GET", path);
  expect(read.json.document.sections[0].blocks[0]).toMatchObject({kind: "finding"});
  expect((await bob.ask("GET", path)).status).toBe(404);
  expect((await bob.ask("GET", "/v1/reports")).json.items).toEqual([]);
  const shown = await ann.ask("PATCH", path, {visibility: "workspace", title: "Rain"});
  expect(shown.json).toMatchObject({title: "Rain", visibility: "workspace", version: 2});
  expect((await vic.ask("GET", path)).json.document.title).toBe("Rain");
  expect((await bob.ask("PATCH", path, {title: "Mine"})).status).toBe(403);
  expect((await bob.ask("DELETE", path)).status).toBe(403);
  const stranger = await server.member("owner", "globex");
  expect((await stranger.ask("GET", path)).status).toBe(404);
  expect((await ann.ask("DELETE", path)).status).toBe(204);
  expect((await ann.ask("GET", path)).status).toBe(404);
});

test("nothing is made of a conversation without a finding, nor by whoever may only read", async () => {
  const {json} = await ann.ask("POST", "/v1/conversations", {});
  const empty = await ann.ask("POST", "/v1/reports", {conversation: json.id});
  expect(empty.status).toBe(404);
  expect(empty.json).toMatchObject({code: "no_data", detail: expect.stringContaining("no finding")});
  expect((await bob.ask("POST", "/v1/reports", {conversation})).status).toBe(404);
  expect((await vic.ask("POST", "/v1/reports", {conversation})).status).toBe(403);
});

test("a dashboard of a dataset is made, is its maker's alone, and opens as a page that follows its filters", async () => {
  const made = await ann.ask("POST", "/v1/dashboards", {
    table: "seattle_weather",
    title: "Rain",
    pattern: "executive",
  });
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({
    kind: "dashboard",
    title: "Rain",
    visibility: "private",
    owner: ann.person,
  });
  const {json} = await ann.ask("GET", `/v1/reports/${made.json.id}`);
  expect(json.document.maker.spec).toMatchObject({table: "seattle_weather", pattern: "executive"});
  expect(json.document.recipes).toHaveLength(1);
  const page = await fetch(`${server.url}${made.json.files.html}`, {
    headers: {Authorization: `Bearer ${ann.key}`},
  });
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('data-column="weather"');
  expect((await bob.ask("GET", `/v1/reports/${made.json.id}`)).status).toBe(404);
  expect((await vic.ask("POST", "/v1/dashboards", {table: "seattle_weather"})).status).toBe(403);
  expect((await ann.ask("POST", "/v1/dashboards", {table: "secrets"})).status).toBe(404);
  expect((await ann.ask("POST", "/v1/dashboards", {table: "seattle_weather", pattern: "round"})).status).toBe(
    422,
  );
  const stranger = await server.member("owner", "globex");
  expect((await stranger.ask("POST", "/v1/dashboards", {table: "seattle_weather"})).status).toBe(404);
});

test("a public link opens the report without signing in, and after it is taken back says what to do", async () => {
  const {json: report} = await ann.ask("POST", "/v1/reports", {conversation});
  const link = await ann.ask("POST", `/v1/reports/${report.id}/links`, {isPublic: true, days: 7});
  expect(link.status).toBe(201);
  const page = await fetch(`${server.url}/r/${link.json.token}`);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-security-policy")).toMatch(/^sandbox .*default-src 'none'/);
  expect(page.headers.get("x-robots-tag")).toContain("noindex");
  expect(page.headers.get("set-cookie")).toBeNull();
  expect(page.headers.get("cache-control")).toBe("no-store");
  expect(await page.text()).toContain("How each number was computed");
  const sql = await fetch(`${server.url}/r/${link.json.token}?format=sql`);
  expect(sql.headers.get("content-disposition")).toMatch(/^attachment; filename="seattle-weather\.sql"/);
  expect((await ann.ask("DELETE", `/v1/links/${link.json.id}`)).status).toBe(204);
  const gone = await fetch(`${server.url}/r/${link.json.token}`);
  expect(gone.status).toBe(404);
  expect(gone.headers.get("content-type")).toContain("text/html");
  expect(await gone.text()).toContain("Ask whoever sent it to you for a new one");
});

test("a link for members opens to nobody else, and none after the report is deleted", async () => {
  const {json: report} = await ann.ask("POST", "/v1/reports", {conversation});
  const {json: link} = await ann.ask("POST", `/v1/reports/${report.id}/links`, {});
  expect((await fetch(`${server.url}/r/${link.token}`)).status).toBe(404);
  expect((await vic.ask("GET", `/r/${link.token}?format=sql`)).status).toBe(200);
  expect((await bob.ask("POST", `/v1/reports/${report.id}/links`, {})).status).toBe(404);
  await ann.ask("DELETE", `/v1/reports/${report.id}`);
  expect((await vic.ask("GET", `/r/${link.token}?format=sql`)).status).toBe(404);
});

test("a report is taken away as a workbook, a script and a notebook; a tag says when it is the same", async () => {
  const {json: report} = await ann.ask("POST", "/v1/reports", {conversation});
  for (const ending of ["xlsx", "sql", "ipynb", "html"]) {
    const file = await fetch(`${server.url}${report.files[ending]}`, {
      headers: {Authorization: `Bearer ${ann.key}`},
    });
    expect(file.status, ending).toBe(200);
    const tag = file.headers.get("etag")!;
    const again = await fetch(`${server.url}${report.files[ending]}`, {
      headers: {Authorization: `Bearer ${ann.key}`, "If-None-Match": tag},
    });
    expect(again.status, ending).toBe(304);
  }
});

test("a link is worth what whoever made it may still do: seeing the report, and being a member", async () => {
  const {json: report} = await ann.ask("POST", "/v1/reports", {conversation});
  const path = `/v1/reports/${report.id}`;
  const linkBy = async (caller: Caller, isPublic: boolean): Promise<string> =>
    (await caller.ask("POST", `${path}/links`, {isPublic})).json.token;
  const opens = async (token: string): Promise<number> =>
    (await vic.ask("GET", `/r/${token}?format=sql`)).status;
  await ann.ask("PATCH", path, {visibility: "workspace"});
  const [hers, his, hisForMembers] = [
    await linkBy(ann, true),
    await linkBy(bob, true),
    await linkBy(bob, false),
  ];
  expect(await Promise.all([hers, his, hisForMembers].map(opens))).toEqual([200, 200, 200]);
  await ann.ask("PATCH", path, {visibility: "private"});
  expect(await Promise.all([hers, his, hisForMembers].map(opens))).toEqual([200, 404, 404]);
  await ann.ask("PATCH", path, {visibility: "workspace"});
  expect(await Promise.all([hers, his].map(opens))).toEqual([200, 404]);

  const [boss, cat] = [await server.member("owner"), await server.member("analyst")];
  const cats = await linkBy(cat, true);
  expect(await opens(cats)).toBe(200);
  expect((await boss.ask("DELETE", `/v1/members/${cat.person}`)).status).toBe(204);
  expect(await opens(cats)).toBe(404);
});

test("reports are listed page by page, each once, and what others keep to themselves is passed over", async () => {
  const {store} = server.service;
  const all: string[] = [];
  for (let number = 0; number < 5; number += 1)
    for (const {person} of [bob, vic]) {
      const page = {kind: "dashboard", title: `${number}`, content: "no document"} as const;
      const id = await addReport(store, "acme", {...page, createdBy: person, owner: person});
      if (person === bob.person) all.push(id);
    }
  const listed: string[] = [];
  let cursor = "";
  for (let pages = 0; pages < 5; pages += 1) {
    const {json} = await bob.ask("GET", `/v1/reports?kind=dashboard&limit=2${cursor}`);
    listed.push(...json.items.map(({id}: {id: string}) => id));
    if (json.next === undefined) break;
    cursor = `&cursor=${json.next}`;
  }
  expect(listed).toHaveLength(5);
  expect(listed.sort()).toEqual(all.sort());
});

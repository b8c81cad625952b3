import {afterAll, beforeAll, expect, test} from "vitest";
import {httpSettingsFrom} from "../../../src/channels/http/settings.ts";
import {type Caller, PASSWORD, type Running, running} from "./running.ts";

let server: Running;
let analyst: Caller;

beforeAll(async () => {
  const {pageFolder} = httpSettingsFrom("/nowhere", {});
  server = await running({settings: {pageFolder: pageFolder!}});
  analyst = await server.member("analyst");
});
afterAll(async () => server[Symbol.asyncDispose]());

test("the page comes with the program, with a policy under which nothing inline runs", async () => {
  const page = await fetch(`${server.url}/`);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const policy = page.headers.get("content-security-policy")!;
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toContain("unsafe");
  const html = await page.text();
  expect(html).not.toMatch(/<script(?! type="module" src=)|<style|\son\w+=|style=/);
  for (const [, path] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g))
    expect((await fetch(`${server.url}${path}`)).status).toBe(200);
});

test("what did not change is not sent again", async () => {
  const first = await fetch(`${server.url}/main.js`);
  const etag = first.headers.get("etag")!;
  const again = await fetch(`${server.url}/main.js`, {headers: {"If-None-Match": etag}});
  expect(again.status).toBe(304);
});

test("the frame of charts is an origin of its own that can ask for nothing", async () => {
  const frame = await fetch(`${server.url}/chart_frame.html`);
  const policy = frame.headers.get("content-security-policy")!;
  expect(policy).toMatch(/^sandbox allow-scripts allow-downloads;/);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/connect-src|allow-same-origin/);
});

test.each([
  "/..%2fapp.ts",
  "/%2e%2e/app.ts",
  "/..%5capp.ts",
  "/../../../package.json",
  "/main.js%00.html",
  "/page/",
  "/%",
])("nothing beside the page is served: %s", async (path) => {
  const answer = await fetch(`${server.url}${path}`);
  expect(answer.status).toBe(404);
});

test("what another site's page sends with a browser's cookies is refused", async () => {
  const signedIn = await fetch(`${server.url}/v1/sign-in?cookie=true`, {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({email: "analyst1@example.com", password: PASSWORD}),
  });
  const cookies = signedIn.headers.getSetCookie();
  expect(cookies).toHaveLength(2);
  for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
  expect(await signedIn.text()).not.toMatch(/eyJ|ttr_/);
  const Cookie = cookies.map((one) => one.split(";")[0]).join("; ");
  const begin = (headers: Record<string, string>) =>
    fetch(`${server.url}/v1/conversations`, {
      method: "POST",
      headers: {"Content-Type": "application/json", Cookie, ...headers},
      body: "{}",
    });
  expect((await begin({Origin: server.url})).status).toBe(201);
  expect((await begin({Origin: "https://evil.example"})).status).toBe(403);
  expect((await begin({Origin: "null"})).status).toBe(403);
  expect((await begin({})).status).toBe(403);
});

test("where calls are not set up there is no page of one, and the chat is told so", async () => {
  expect((await fetch(`${server.url}/calls/some`)).status).toBe(404);
  const {json} = await analyst.ask("GET", "/v1/me");
  expect(json.calls).toBe(false);
});

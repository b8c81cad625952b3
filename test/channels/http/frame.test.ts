import {afterAll, beforeAll, expect, test} from "vitest";
import {dropKey} from "../../../src/access/keys.ts";
import {localPrincipal} from "../../../src/access/principal.ts";
import {type Caller, caller, type Json, PASSWORD, type Running, running} from "./running.ts";

let server: Running;
let ann: Caller;
let boss: Caller;

beforeAll(async () => {
  server = await running({
    settings: {
      origins: ["https://app.example"],
      metricsToken: "sixteen letters!",
      anonymousPerMinute: 10_000,
    },
  });
  ann = await server.member("analyst");
  boss = await server.member("owner");
});
afterAll(async () => server[Symbol.asyncDispose]());

test("a wrong, an expired and a revoked key are refused in the same words, as a problem with what to do next", async () => {
  const nobody = await caller(server.url, "", "tt_000000000000_wrong").ask("GET", "/v1/me");
  expect(nobody.status).toBe(401);
  expect(nobody.headers.get("content-type")).toBe("application/problem+json");
  expect(nobody.headers.get("www-authenticate")).toContain("Bearer");
  expect(nobody.json).toMatchObject({
    status: 401,
    code: "unauthorized",
    request: nobody.headers.get("x-request-id"),
  });

  const short = await server.member("viewer", "acme", {days: 1});
  await server.service.store.db
    .updateTable("api_keys")
    .set({expires_at: "2020-01-01T00:00:00.000Z"})
    .where("person", "=", short.person)
    .execute();
  expect((await short.ask("GET", "/v1/me")).json.detail).toBe(nobody.json.detail);

  const lost = await server.member("viewer");
  const [key] = (await lost.ask("GET", "/v1/keys")).json.items;
  await dropKey(server.access, localPrincipal("acme"), key.id);
  expect((await lost.ask("GET", "/v1/me")).status).toBe(401);
});

test("a body that lies about its type is refused, and so is one that is too long, too deep, or no UTF-8", async () => {
  const said = (body: string | Buffer<ArrayBuffer>, type: string) =>
    fetch(`${server.url}/v1/projects`, {
      method: "POST",
      headers: {Authorization: `Bearer ${boss.key}`, "Content-Type": type},
      body,
    });
  expect((await said("name=Rain", "application/json")).status).toBe(400);
  expect((await said('{"name": "Rain"}', "text/plain")).status).toBe(415);
  expect((await said(Buffer.from([0x7b, 0xff, 0x7d]), "application/json")).status).toBe(400);
  expect((await said(`"${"x".repeat(1_100_000)}"`, "application/json")).status).toBe(413);
  expect((await said("[".repeat(100) + "]".repeat(100), "application/json")).status).toBe(400);
  const wrong: Json = await (await said('{"name": "", "colour": 1}', "application/json")).json();
  expect(wrong.status).toBe(422);
  expect(wrong.errors.map(({at}: {at: string}) => at)).toContain("body.name");
});

test("SQL, HTML and NUL in names stay what they are: text", async () => {
  const name = `'; DROP TABLE projects; --<script>alert(1)</script>`;
  const made = await boss.ask("POST", "/v1/projects", {name: `${name}\0`});
  expect(made.json.name).toBe(name);
  const listed = await boss.ask("GET", "/v1/projects");
  expect(listed.json.items.map((one: {name: string}) => one.name)).toContain(name);
  expect(listed.headers.get("content-type")).toBe("application/json");
  expect(listed.headers.get("x-content-type-options")).toBe("nosniff");
});

test("the same request under one key is done once, however often it comes at once", async () => {
  const key = {"Idempotency-Key": "project-1"};
  const body = {name: "Once"};
  const all = await Promise.all(Array.from({length: 8}, () => boss.ask("POST", "/v1/projects", body, key)));
  const done = all.filter(({status}) => status === 201);
  expect(new Set(done.map(({json}) => json.id)).size).toBe(1);
  expect(all.every(({status}) => status === 201 || status === 409)).toBe(true);
  const again = await boss.ask("POST", "/v1/projects", body, key);
  expect(again.status).toBe(201);
  expect(again.json.id).toBe(done[0]!.json.id);
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  const other = await boss.ask("POST", "/v1/projects", {name: "Another"}, key);
  expect(other.status).toBe(422);
  // Another person's key of that name is another key.
  expect((await ann.ask("POST", "/v1/projects", {name: "Ann's"}, key)).status).toBe(201);
});

test("a secret is shown once: its request is not told again", async () => {
  const key = {"Idempotency-Key": "key-1"};
  const body = {name: "script", scopes: ["datasets.read"]};
  expect((await ann.ask("POST", "/v1/keys", body, key)).status).toBe(201);
  const again = await ann.ask("POST", "/v1/keys", body, key);
  expect(again.status).toBe(409);
  expect(again.text).not.toContain("tt_");
});

test("a key does no more than its scopes", async () => {
  const reader = await server.member("owner", "acme", {scopes: ["projects.read"]});
  expect((await reader.ask("GET", "/v1/projects")).status).toBe(200);
  const refused = await reader.ask("POST", "/v1/projects", {name: "No"});
  expect(refused.status).toBe(403);
  expect(refused.json.next).toContain("projects.create");
});

test("lists are cut into pages that hold each item once", async () => {
  for (const name of ["a", "b", "c"]) await boss.ask("POST", "/v1/projects", {name: `page ${name}`});
  const names: string[] = [];
  let path: string | undefined = "/v1/projects?limit=2";
  while (path) {
    const {json, headers} = await boss.ask("GET", path);
    expect(json.items.length).toBeLessThanOrEqual(2);
    names.push(...json.items.map((one: {name: string}) => one.name));
    path = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
  }
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(["page a", "page b", "page c"]));
  expect((await boss.ask("GET", "/v1/projects?cursor=nonsense")).status).toBe(400);
  expect((await boss.ask("GET", "/v1/projects?limit=5000")).status).toBe(400);
});

test("what did not change is not sent again", async () => {
  const {headers} = await ann.ask("GET", "/v1/me");
  const again = await ann.ask("GET", "/v1/me", undefined, {"If-None-Match": headers.get("etag") ?? ""});
  expect(again.status).toBe(304);
  expect(again.text).toBe("");
});

test("other methods, types and addresses are refused with what there is", async () => {
  const method = await ann.ask("DELETE", "/v1/me");
  expect([method.status, method.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  expect((await ann.ask("GET", "/v1/me", undefined, {Accept: "image/png"})).status).toBe(406);
  expect((await ann.ask("GET", "/v1/nothing")).json.code).toBe("not_found");
});

test("only the sites that are allowed may read answers in a browser", async () => {
  const asks = (origin: string) => fetch(`${server.url}/v1/me`, {headers: {Origin: origin}});
  expect((await asks("https://app.example")).headers.get("access-control-allow-origin")).toBe(
    "https://app.example",
  );
  expect((await asks("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
});

test("a browser signs in by cookies that no script reads; another site's page cannot use them", async () => {
  await ann.ask("GET", "/v1/me");
  const email = "analyst1@example.com";
  const signedIn = await fetch(`${server.url}/v1/sign-in?cookie=true`, {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({email, password: PASSWORD}),
  });
  expect(signedIn.status).toBe(200);
  expect(await signedIn.text()).not.toContain("Token");
  const cookies = signedIn.headers.getSetCookie();
  expect(cookies.every((cookie) => /HttpOnly; SameSite=Strict/.test(cookie))).toBe(true);
  const Cookie = cookies.map((cookie) => cookie.split(";")[0]).join("; ");
  const asks = (method: string, path: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, {method, headers: {Cookie, ...headers}});
  expect((await asks("GET", "/v1/me")).status).toBe(200);
  expect((await asks("POST", "/v1/sign-out", {Origin: "https://evil.example"})).status).toBe(403);
  expect((await asks("POST", "/v1/refresh", {Origin: "https://evil.example"})).status).toBe(403);
  expect((await asks("POST", "/v1/sign-out", {Origin: server.url})).status).toBe(204);
  expect((await asks("GET", "/v1/me")).status).toBe(401);
});

test("limits are told with each answer, and hold", async () => {
  const {headers} = await ann.ask("GET", "/v1/me");
  expect(headers.get("ratelimit")).toMatch(/^limit=300, remaining=\d+, reset=\d+$/);
  const other = await server.member("viewer", "small");
  const owner = await server.member("owner", "small");
  await owner.ask("PUT", "/v1/limits", {eachPerson: {requestsPerMinute: 3}});
  for (let at = 0; at < 3; at += 1) await other.ask("GET", "/v1/me");
  const refused = await other.ask("GET", "/v1/me");
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(refused.json.limit).toMatchObject({name: "requests a minute", allowed: 3});
});

test("whoever runs it sees that it is alive, ready, and how much it did", async () => {
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect((await fetch(`${server.url}/metrics`)).status).toBe(401);
  const metrics = await fetch(`${server.url}/metrics`, {headers: {Authorization: "Bearer sixteen letters!"}});
  expect(await metrics.text()).toContain(
    'tabletalk_http_requests_total{method="GET",route="/v1/me",status="200"}',
  );
});

test("whoever is gone is waited for no longer", async () => {
  const begun = await ann.ask("POST", "/v1/conversations", {});
  const gone = new AbortController();
  // Nobody works here: it would wait to the end.
  const waiting = fetch(`${server.url}/v1/conversations/${begun.json.id}/messages`, {
    method: "POST",
    headers: {Authorization: `Bearer ${ann.key}`, "Content-Type": "application/json", Prefer: "wait=100"},
    body: JSON.stringify({text: "Is anybody there?"}),
    signal: gone.signal,
  });
  waiting.catch(() => {});
  const open = async () => {
    const metrics = await fetch(`${server.url}/metrics`, {
      headers: {Authorization: "Bearer sixteen letters!"},
    });
    return Number(/tabletalk_http_open\{what="request"\} (\d+)/.exec(await metrics.text())?.[1]);
  };
  // The one that asks is open, too.
  await expect.poll(open).toBe(2);
  gone.abort();
  await expect.poll(open).toBe(1);
  // What was said is kept, and will be answered.
  const kept = await ann.ask("GET", `/v1/conversations/${begun.json.id}/messages`);
  expect(kept.json.items).toMatchObject([{state: "waiting", text: "Is anybody there?"}]);
});

test("the OpenAPI document names every route, and the docs page loads nothing from elsewhere", async () => {
  const {json} = await ann.ask("GET", "/v1/openapi.json");
  expect(json.openapi).toBe("3.1.0");
  const named = Object.entries<Json>(json.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(named.sort()).toEqual(server.http.routes.map(({method, path}) => `${method} ${path}`).sort());
  const page = await fetch(`${server.url}/docs`);
  expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
  expect(await page.text()).not.toMatch(/https?:\/\//);
});

test("nothing that broke here tells its stack", () => {
  expect(server.log.filter(({status}) => status >= 500)).toEqual([]);
});

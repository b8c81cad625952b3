import {cpSync} from "node:fs";
import {join, resolve} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {startLoopbackServer} from "../../plugins/servers/loopback_server.ts";
import {type Caller, type Running, running} from "./running.ts";

const SAMPLE = resolve(import.meta.dirname, "../../../samples/plugin");
let remote: Awaited<ReturnType<typeof startLoopbackServer>>;
let server: Running;
let owner: Caller;
let analyst: Caller;
let stranger: Caller;

beforeAll(async () => {
  remote = await startLoopbackServer();
  process.env.TABLETALK_PRIVATE_ADDRESSES = "1";
  server = await running();
  cpSync(SAMPLE, join(server.home, "plugins", "sample"), {recursive: true});
  [owner, analyst, stranger] = [
    await server.member("owner"),
    await server.member("analyst"),
    await server.member("owner", "other"),
  ];
});
afterAll(async () => {
  delete process.env.TABLETALK_PRIVATE_ADDRESSES;
  await server[Symbol.asyncDispose]();
  await remote.close();
});

const tools = async (who: Caller): Promise<string[]> =>
  (await who.ask("GET", "/v1/tools?limit=100")).json.items.map(({name}: {name: string}) => name);

test("an owner enables a plugin for the workspace, and for no other", async () => {
  expect((await owner.ask("GET", "/v1/plugins")).json.items).toMatchObject([
    {name: "tabletalk-sample", enabled: false},
  ]);
  const body = {name: "tabletalk-sample", enabled: true};
  expect((await analyst.ask("PUT", "/v1/plugins", body)).status).toBe(403);
  expect((await owner.ask("PUT", "/v1/plugins", body)).status).toBe(204);
  expect(await tools(analyst)).toContain("working_days");
  expect(await tools(stranger)).not.toContain("working_days");
  await owner.ask("PUT", "/v1/plugins", {...body, enabled: false});
  expect(await tools(analyst)).not.toContain("working_days");
});

test("a server is added, its tools allowed, and its key never shown; no other workspace has it", async () => {
  const headers = {Authorization: "Bearer very-secret"};
  expect((await analyst.ask("PUT", "/v1/servers/crm", {url: remote.url})).status).toBe(403);
  expect((await owner.ask("PUT", "/v1/servers/crm", {url: remote.url, headers})).status).toBe(204);
  const offers = await owner.ask("GET", "/v1/servers/crm/offers");
  expect(offers.json.tools.map(({name}: {name: string}) => name)).toContain("lookup");
  await owner.ask("PUT", "/v1/servers/crm/tools", {tools: [{name: "lookup"}, {name: "rename"}]});
  expect(await tools(owner)).toContain("crm__lookup");
  const listed = await owner.ask("GET", "/v1/servers");
  expect(listed.text).not.toContain("very-secret");
  expect(listed.json.items[0]).toMatchObject({name: "crm", headers: true, isEnabled: true});
  expect((await stranger.ask("GET", "/v1/servers")).json.items).toEqual([]);
  expect((await stranger.ask("GET", "/v1/servers/crm/offers")).status).toBe(404);
  expect((await owner.ask("PATCH", "/v1/servers/crm", {enabled: false})).status).toBe(204);
  expect(await tools(owner)).not.toContain("crm__lookup");
  expect((await owner.ask("DELETE", "/v1/servers/crm")).status).toBe(204);
  expect((await owner.ask("DELETE", "/v1/servers/crm")).status).toBe(404);
});

test("over the network nobody can have a command run, nor reach what clouds keep of a machine", async () => {
  for (const url of ["operator:shell", "file:///bin/sh", "http://169.254.169.254/", "npx"]) {
    const {status} = await owner.ask("PUT", "/v1/servers/bad", {url});
    expect([url, status >= 400 && status < 500]).toEqual([url, true]);
  }
  const typed = await owner.ask("PUT", "/v1/servers/bad", {url: remote.url, command: "sh"});
  expect(typed.status).toBe(422);
});

import type {Client} from "@modelcontextprotocol/client";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {createKey} from "../../../src/access/keys.ts";
import {localPrincipal} from "../../../src/access/principal.ts";
import {addMember} from "../../../src/store/people.ts";
import {REVISIONS} from "../running.ts";
import {type Serving, serving, textOf} from "./serving.ts";
import {openedSession, send} from "./wire.ts";

/** What stands in acme and must never be seen from elsewhere. */
const SECRET = "payroll";

let server: Serving;
let ours: {key: string; person: string};
let theirs: {key: string; person: string};
beforeAll(async () => {
  server = await serving();
  await server.numbers("acme", SECRET, 1_234);
  await server.numbers("other", "numbers", 3);
  ours = await server.key("owner", "acme");
  theirs = await server.key("owner", "other");
});
afterAll(() => server[Symbol.asyncDispose]());

const call = (client: Client, name: string, input: Record<string, unknown> = {}) =>
  client.callTool({name, arguments: input});

describe.each(REVISIONS)("from another workspace nothing is reached (revision %s)", (revision) => {
  it("no table: by no list, no name, no query, no hint and no completion", async () => {
    const client = await server.client(revision, theirs.key);
    expect(textOf(await call(client, "list_tables"))).not.toContain(SECRET);
    for (const [tool, input] of [
      ["describe_table", {table: SECRET}],
      ["run_sql", {sql: `select * from ${SECRET}`}],
      ["run_sql", {sql: `select * from acme.${SECRET}`}],
      ["export_result", {table: SECRET, format: "csv"}],
      ["make_chart", {table: SECRET, kind: "histogram", x: "n"}],
      ["run_statistics", {method: "describe", table: SECRET, args: {columns: ["n"]}}],
    ] as const) {
      const result = await call(client, tool, input);
      expect(result.isError, `${tool} ${JSON.stringify(input)}`).toBe(true);
      // The nearest names are those of their own workspace.
      expect(textOf(result).replaceAll(new RegExp(`["'\`]?${SECRET}["'\`]?`, "g"), "")).not.toMatch(/1,?234/);
    }
    expect(textOf(await call(client, "ask", {question: `sum of n in ${SECRET}`}))).not.toMatch(/762/);
    const {resources} = await client.listResources();
    expect(JSON.stringify(resources)).not.toContain(SECRET);
    await expect(client.readResource({uri: `tabletalk://tables/${SECRET}`})).rejects.toThrow();
    const completed = await client.complete({
      ref: {type: "ref/prompt", name: "profile"},
      argument: {name: "table", value: SECRET.slice(0, 3)},
    });
    expect(completed.completion.values).toEqual([]);
  });

  it("no recipe and no chart of one", async () => {
    const us = await server.client(revision, ours.key);
    const result = await call(us, "run_statistics", {
      method: "describe",
      table: SECRET,
      args: {columns: ["n"]},
    });
    const {recipe} = result.structuredContent as {recipe: string};
    expect(recipe).toMatch(/^[0-9a-f]{12}$/);
    const uri = `tabletalk://recipes/${recipe}`;
    expect(JSON.stringify(await us.readResource({uri}))).toContain(SECRET);
    const them = await server.client(revision, theirs.key);
    await expect(them.readResource({uri})).rejects.toThrow();
    await expect(them.readResource({uri: `tabletalk://charts/${recipe}`})).rejects.toThrow();
  });

  it("no export", async () => {
    const us = await server.client(revision, ours.key);
    const {structuredContent} = await call(us, "export_result", {table: SECRET, format: "csv"});
    const {uri, path} = structuredContent as {uri: string; path?: string};
    expect(path).toBeUndefined();
    expect(JSON.stringify(await us.readResource({uri}))).toMatch(/1234/);
    const them = await server.client(revision, theirs.key);
    await expect(them.readResource({uri})).rejects.toThrow();
    // Nor do others of the same workspace reach one's own.
    const {key} = await server.key("owner", "acme");
    await expect((await server.client(revision, key)).readResource({uri})).rejects.toThrow();
  });

  it("no job", async () => {
    const us = await server.client(revision, ours.key);
    const started = await call(us, "start_job", {
      tool: "run_sql",
      arguments: {sql: `select sum(n) + ${revision.length} as s from ${SECRET}`},
    });
    const job = /"job":"([^"]+)"/.exec(JSON.stringify(started.structuredContent ?? {}))?.[1];
    expect(job, textOf(started)).toBeDefined();
    const them = await server.client(revision, theirs.key);
    for (const tool of ["get_job", "cancel_job"]) {
      const result = await call(them, tool, {job, wait: 1});
      expect(result).toMatchObject({isError: true});
      expect(textOf(result)).toMatch(/no such job/);
    }
    expect(textOf(await call(us, "get_job", {job, wait: 20}))).toMatch(/762/);
  });
});

it("a session of one workspace is not there for another", async () => {
  const session = await openedSession(server.url, {token: ours.key});
  const {status} = await send(server.url, "2025-11-25", "tools/list", {}, {session, token: theirs.key});
  expect(status).toBe(404);
});

it("one person with keys of two workspaces is in each by the key that is shown", async () => {
  await addMember(server.access.store, "other", ours.person, "viewer");
  const there = {
    ...localPrincipal("other"),
    kind: "person" as const,
    person: ours.person,
    actor: `person:${ours.person}`,
    role: "viewer" as const,
  };
  const {key} = await createKey(server.access, there, {name: "second", scopes: ["*"]});
  const session = await openedSession(server.url, {token: ours.key});
  expect((await send(server.url, "2025-11-25", "tools/list", {}, {session, token: key})).status).toBe(404);
  const client = await server.client("2026-07-28", key);
  expect(textOf(await call(client, "list_tables"))).not.toContain(SECRET);
});

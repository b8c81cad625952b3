import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {REVISIONS} from "../running.ts";
import {type Serving, serving, textOf} from "./serving.ts";

/** A trillion rows: nothing that ends by itself in anybody's lifetime of a test. */
const ENDLESS =
  "select sum((a.n * b.n + c.n * d.n) % 7) as s from numbers a, numbers b, numbers c, numbers d where a.n + b.n > c.n";

let server: Serving;
beforeAll(async () => {
  server = await serving({local: true});
  await server.numbers("acme", "numbers", 1_000);
});
afterAll(() => server[Symbol.asyncDispose]());

describe.each(REVISIONS)("over HTTP, in revision %s", (revision) => {
  it("lists its tools and answers calls", async () => {
    const client = await server.client(revision);
    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    const {tools} = await client.listTools();
    expect(tools.map(({name}) => name)).toEqual(
      expect.arrayContaining(["list_tables", "describe_table", "run_sql", "ask"]),
    );
    const result = await client.callTool({
      name: "run_sql",
      arguments: {sql: "select sum(n) as s from numbers"},
    });
    expect(result.structuredContent).toMatchObject({columns: ["s"], rows: [[500_500]]});
  });

  it("tells how far a call is", async () => {
    const client = await server.client(revision);
    const told: number[] = [];
    await client.callTool(
      {name: "run_sql", arguments: {sql: "select count(*) as c from numbers"}},
      {onprogress: ({progress}) => told.push(progress)},
    );
    expect(told.length).toBeGreaterThan(0);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });

  it("never tells that a call is further than it is", async () => {
    const client = await server.client(revision);
    const told: number[] = [];
    const table = "SELECT range AS n FROM range(200001)";
    await client.callTool(
      {name: "export_result", arguments: {table, format: "csv", name: "long"}},
      {onprogress: ({progress}) => told.push(progress)},
    );
    expect(told.length).toBeGreaterThan(2);
    expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
    // A page of 20,000 rows after the other.
    expect(told.map((share) => Math.round(share * 200_001) % 20_000)).toEqual(
      told.map((share) => (share === 1 ? 1 : 0)),
    );
  });

  it("stops the query in the database when its call is cancelled, and answers the next", async () => {
    const client = await server.client(revision);
    const stop = new AbortController();
    const ended = server.nextWork();
    const call = client.callTool(
      {name: "run_sql", arguments: {sql: ENDLESS}},
      {signal: stop.signal, onprogress: () => stop.abort("enough")},
    );
    await expect(call).rejects.toThrow();
    expect(await ended).toBe("aborted");
    const next = await client.callTool({
      name: "run_sql",
      arguments: {sql: "select max(n) as m from numbers"},
    });
    expect(next.structuredContent).toMatchObject({rows: [[1_000]]});
  });

  it("tells the model what to do about a tool or a table that is not there", async () => {
    const client = await server.client(revision);
    await expect(client.callTool({name: "drop_everything", arguments: {}})).rejects.toThrow(
      /There are: list_tables/,
    );
    const result = await client.callTool({name: "describe_table", arguments: {table: "numbrs"}});
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(/numbers/);
  });

  it("answers eight clients at once, each with its own", async () => {
    const clients = await Promise.all(Array.from({length: 8}, () => server.client(revision)));
    const answers = await Promise.all(
      clients.map((client, at) =>
        client.callTool({
          name: "run_sql",
          arguments: {sql: `select sum(n) + ${at} as s from numbers`},
        }),
      ),
    );
    expect(
      answers.map(({structuredContent}) => (structuredContent as {rows: number[][]}).rows[0]?.[0]),
    ).toEqual(clients.map((_, at) => 500_500 + at));
  });
});

import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {createKey} from "../../../src/access/keys.ts";
import {localPrincipal, type Principal} from "../../../src/access/principal.ts";
import {oneRevision, type Revision, toldBy} from "../running.ts";
import {type Serving, serving} from "./serving.ts";
import {openedSession, send} from "./wire.ts";

describe.each(oneRevision(1))("keys that may do one thing, in revision %s", (revision) => {
  let server: Serving;
  let person: string;
  beforeAll(async () => {
    server = await serving();
    await server.numbers("acme", "numbers", 10);
    ({person} = await server.key("analyst"));
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  /** Another key of the same person. */
  const keyFor = async (...scopes: string[]): Promise<string> => {
    const principal: Principal = {
      ...localPrincipal("acme"),
      kind: "person",
      person,
      actor: `person:${person}`,
      role: "analyst",
    };
    return (await createKey(server.access, principal, {name: "one thing", scopes})).key;
  };
  const clientWith = async (...scopes: string[]) => server.client(revision, await keyFor(...scopes));

  it("list the resources that they may read, and no others", async () => {
    const exporting = await clientWith("ask");
    const arguments_ = {table: "SELECT 1 AS one", format: "csv", name: `of_${revision.slice(0, 4)}`};
    const made = toldBy(await exporting.callTool({name: "export_result", arguments: arguments_}));
    expect(made.isError, made.text).toBe(false);
    const listed = async (...scopes: string[]) =>
      (await (await clientWith(...scopes)).listResources()).resources
        .map(({uri}) => uri)
        .filter((uri) => uri.startsWith("tabletalk://"));
    const [table, file] = ["tabletalk://tables/numbers", String(made.structured.uri)];
    expect(await listed("datasets.read")).toEqual([table]);
    expect(await listed("ask")).toEqual([file]);
    expect(await listed("jobs.read")).toEqual([]);
    expect(await listed("datasets.read", "ask")).toEqual([table, file]);
  });

  it("tell of a job without what it came to, where its tool is not theirs", async () => {
    const asking = await clientWith("ask", "jobs.read");
    const job = await started(asking, "SELECT n FROM numbers WHERE n = 7");
    const get = async (client: typeof asking) =>
      toldBy(await client.callTool({name: "get_job", arguments: {job}}));
    expect((await get(asking)).structured.rows).toEqual([[7]]);
    const told = await get(await clientWith("jobs.read"));
    expect(told.isError).toBe(true);
    expect(told.text).not.toContain("7");
  });

  it("stop no job where they may only read of it", async () => {
    const asking = await clientWith("ask", "jobs.read");
    const job = await started(
      asking,
      "SELECT sum(sin(a.range)) AS s FROM range(1000000) a, range(1000000) b",
    );
    const refused = await calledBy(revision, await keyFor("jobs.read"), "cancel_job", {job});
    expect(refused.status).toBe(403);
    const stopped = toldBy(await asking.callTool({name: "cancel_job", arguments: {job}}));
    expect(stopped.structured).toMatchObject({job, state: expect.stringMatching(/stop/)});
  });

  const started = async (client: Awaited<ReturnType<typeof clientWith>>, sql: string) => {
    const told = toldBy(
      await client.callTool({name: "start_job", arguments: {tool: "run_sql", arguments: {sql}}}),
    );
    expect(told.isError, told.text).toBe(false);
    return String(told.structured.job);
  };
  const calledBy = async (spoken: Revision, token: string, name: string, input: object) => {
    const session = spoken === "2025-11-25" ? {session: await openedSession(server.url, {token})} : {};
    return send(server.url, spoken, "tools/call", {name, arguments: input}, {token, ...session});
  };
});

import postgres from "postgres";
import {afterAll, beforeAll, describe, expect, test, vi} from "vitest";
import {hasPostgres, startPostgres} from "../../scripts/postgres.ts";
import {type Caller, type Running, running} from "./http/running.ts";

const given = process.env.TABLETALK_TEST_POSTGRES;
const there = given !== undefined || hasPostgres();
if (!there) console.warn("Connections are not tested: no TABLETALK_TEST_POSTGRES, and no initdb here.");

describe.skipIf(!there)("datasets over connections", () => {
  let url = "";
  let stop: () => Promise<void> = async () => undefined;
  let run: Running;
  let [owner, ann, bob]: Caller[] = [];

  beforeAll(async () => {
    vi.stubEnv("TABLETALK_PRIVATE_ADDRESSES", "1");
    const server = given === undefined ? await startPostgres() : {url: given, stop};
    ({url, stop} = server);
    const sql = postgres(url, {max: 1, onnotice: () => undefined});
    await sql.unsafe(`DROP SCHEMA IF EXISTS own CASCADE; CREATE SCHEMA own;
      CREATE TABLE own.salaries (name text, salary int); INSERT INTO own.salaries VALUES ('Ann', 100), ('Bob', 90);
      CREATE TABLE own.other (n int);`);
    await sql.end();
    run = await running({works: true});
    [owner, ann, bob] = [await run.member("owner"), await run.member("analyst"), await run.member("analyst")];
  }, 120_000);
  afterAll(async () => {
    await run?.[Symbol.asyncDispose]();
    await stop();
    vi.unstubAllEnvs();
  });

  /** Imports over a connection, and waits for the end of it. */
  async function imported(who: Caller, id: string, tables?: string[]) {
    const begun = await who.ask("POST", `/v1/connections/${id}/import`, tables ? {tables} : {});
    expect(begun.status).toBe(202);
    for (;;) {
      const {json} = await who.ask("GET", `/v1/jobs/${begun.json.id}`);
      if (json.state !== "waiting" && json.state !== "taken") return json;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  const names = async (who: Caller) =>
    (await who.ask("GET", "/v1/datasets")).json.items.map(({name}: {name: string}) => name).sort();

  test("what came over one's own is seen by nobody else; a shared one's is seen by all", async () => {
    const body = {name: "hr", url: `${url}?schema=own`};
    const {json: own} = await ann!.ask("POST", "/v1/connections", body);
    const job = await imported(ann!, own.id, ["salaries"]);
    expect(job).toMatchObject({state: "done", result: {datasets: [{name: "salaries", rows: 2, columns: 2}]}});
    expect(await names(ann!)).toEqual(["salaries"]);
    for (const other of [bob!, owner!]) {
      expect(await names(other)).toEqual([]);
      expect((await other.ask("GET", "/v1/datasets/salaries")).status).toBe(404);
      expect((await other.ask("POST", `/v1/connections/${own.id}/import`, {})).status).toBe(404);
    }
    const {json: shared} = await owner!.ask("POST", "/v1/connections", {...body, shared: true});
    // The name is another's, who keeps what is hers.
    const second = await imported(bob!, shared.id, ["salaries"]);
    expect(second).toMatchObject({state: "done", result: {datasets: [{name: "salaries_2"}]}});
    expect(await names(owner!)).toEqual(["salaries_2"]);
    // And hers does not go into what is everybody's.
    await imported(ann!, own.id, ["salaries"]);
    expect(await names(ann!)).toEqual(["salaries", "salaries_2"]);
    expect(JSON.stringify((await ann!.ask("GET", "/v1/datasets/salaries")).json)).not.toContain("password");
  });

  test("an unreachable database is told, without its password", async () => {
    const {json} = await ann!.ask("POST", "/v1/connections", {
      name: "gone",
      url: "postgres://ann:hunter22@127.0.0.1:1/none",
    });
    const job = await imported(ann!, json.id);
    expect(job.state).toBe("failed");
    expect(JSON.stringify(job)).not.toContain("hunter22");
  });
});

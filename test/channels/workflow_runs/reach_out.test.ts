import {mkdir, readdir, readFile, symlink, writeFile} from "node:fs/promises";
import {createServer} from "node:http";
import {join} from "node:path";
import postgres from "postgres";
import {afterAll, beforeAll, describe, expect, test, vi} from "vitest";
import {hasPostgres, startPostgres} from "../../../scripts/postgres.ts";
import {type Caller, type Json, type Running, running} from "../http/running.ts";

const given = process.env.TABLETALK_TEST_POSTGRES;
const hasServer = given !== undefined || hasPostgres();

let run: Running;
let [owner, ann]: Caller[] = [];
let service = "";
const tokens: unknown[] = [];
const server = createServer((request, response) => {
  tokens.push(request.headers["x-token"]);
  const page = Number(new URL(request.url ?? "", "http://x").searchParams.get("page"));
  const items =
    page === 1 ? [{day: "2026-01-01", amount: 3}] : page === 2 ? [{day: "2026-01-02", amount: 4}] : [];
  const named = request.url?.startsWith("/v1/named") && {meta: {fields: [{name: "sum", type: "integer"}]}};
  response.end(JSON.stringify({items, ...named}));
});

beforeAll(async () => {
  vi.stubEnv("TABLETALK_PRIVATE_ADDRESSES", "1");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  service = `http://127.0.0.1:${(server.address() as {port: number}).port}`;
  run = await running({works: true});
  [owner, ann] = [await run.member("owner"), await run.member("analyst")];
}, 60_000);
afterAll(async () => {
  server.close();
  await run?.[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

const total = (source: string) => ({
  id: "total",
  kind: "aggregate",
  input: {table: {$step: source}, measures: [{name: "amount", fn: "sum", of: {column: "amount"}}]},
});

/** Keeps a workflow, runs it, and waits for its end. */
async function ran(who: Caller, name: string, nodes: object[], headline = "total"): Promise<Json> {
  const document = {format: 1, name, title: name, nodes, headline};
  const kept = await who.ask("POST", "/v1/workflows", {document});
  expect(kept.text).not.toContain("detail");
  const begun = await who.ask("POST", `/v1/workflows/${name}/runs`, {});
  expect(begun.text).not.toContain("detail");
  return (await who.ask("GET", `/v1/runs/${begun.json.id}`, undefined, {prefer: "wait=60"})).json;
}

test("a file is read anew in every run; a run on the same bytes reads the same version", async () => {
  const folder = join(run.home, "workspaces", "acme", "files-in");
  await mkdir(folder, {recursive: true});
  await writeFile(join(folder, "orders.csv"), "day,amount\n2026-01-01,1\n2026-01-02,2\n");
  const nodes = [{id: "orders", kind: "source.file", input: {path: "orders.csv"}}, total("orders")];
  const first = await ran(ann!, "from-file", nodes);
  expect([first.error, first.table?.rows[0][0]]).toEqual([undefined, 3]);
  await writeFile(join(folder, "orders.csv"), "day,amount\n2026-01-01,1\n2026-01-02,2\n2026-01-03,4\n");
  expect((await ran(ann!, "from-file", nodes)).table.rows[0][0]).toBe(7);
  const sets = (await ann!.ask("GET", "/v1/datasets")).json.items.map(({name}: Json) => name);
  expect(sets).toEqual(["orders"]);

  await symlink("/etc/hostname", join(folder, "out"));
  for (const path of [
    "/etc/hostname",
    "../../../tabletalk.db",
    "out",
    "https://example.com/x.csv",
    "gone.csv",
  ]) {
    const wrong = await ran(ann!, "wrong-file", [
      {id: "orders", kind: "source.file", input: {path}},
      total("orders"),
    ]);
    expect([path, wrong.state, wrong.error.code]).toEqual([path, "failed", "refused"]);
    expect(wrong.error.message).toContain('Node "orders"');
  }
});

test("pages of a web service come in over a connection whose headers nobody sees again", async () => {
  const made = await ann!.ask("POST", "/v1/connections", {
    name: "shop",
    url: service,
    headers: {"X-Token": "hunter22"},
  });
  expect([made.status, made.text.includes("hunter22")]).toEqual([201, false]);
  const input = {
    connection: "shop",
    url: "/orders",
    name: "shop_orders",
    rows: "items",
    page: {parameter: "page"},
  };
  const end = await ran(ann!, "from-web", [{id: "web", kind: "source.http", input}, total("web")]);
  expect([end.error, end.table?.rows[0][0]]).toEqual([undefined, 7]);
  expect(tokens).toEqual(["hunter22", "hunter22", "hunter22"]);
  expect((await ann!.ask("GET", "/v1/connections")).text).not.toContain("hunter22");
  // Another's own connection is not there.
  const other = await ran(owner!, "from-web-too", [{id: "web", kind: "source.http", input}, total("web")]);
  expect(other.error.code).toBe("not_found");
});

test("offline no model is asked, and the run says what to set", async () => {
  const end = await ran(ann!, "words", [
    {...total("x"), input: {...total("x").input, table: "orders"}},
    {id: "words", kind: "prompt", input: {prompt: "Say it kindly.", nodes: [{$step: "total"}]}},
  ]);
  expect(end.error).toMatchObject({code: "refused"});
  expect(end.error.next).toContain("TABLETALK_MODEL");
});

test("files of all formats hold the whole table, and a report is kept for whoever the run is for", async () => {
  const node = (format: string) => ({
    id: format,
    kind: "export.file",
    input: {table: {$step: "all"}, format, name: "all"},
  });
  const all = {
    id: "all",
    kind: "filter",
    input: {table: "orders", where: {op: ">", of: {column: "amount"}, value: 0}},
  };
  const report = {id: "page", kind: "export.report", input: {title: "Orders", nodes: [{$step: "all"}]}};
  const end = await ran(ann!, "files", [all, ...["csv", "xlsx", "parquet", "json"].map(node), report], "all");
  expect([end.state, end.error]).toEqual(["done", undefined]);
  const folder = join(run.home, "workspaces", "acme", "exports", end.workflow, end.id);
  expect((await readdir(folder)).sort()).toEqual(["csv", "json", "parquet", "xlsx"]);
  expect(JSON.parse(await readFile(join(folder, "json", "all.json"), "utf8"))).toHaveLength(3);
  for (const format of ["parquet", "xlsx"]) {
    const made = await (await run.service.workspace("acme").engine()).importFile(
      join(folder, format, `all.${format}`),
    );
    expect(made[0]?.version.rows).toBe(3);
  }
  const shown = await ann!.ask("GET", `/v1/reports/${end.report}`);
  expect([shown.status, shown.json.title]).toEqual([200, "Orders"]);
  expect((await owner!.ask("GET", `/v1/reports/${end.report}`)).status).toBe(404);
});

describe.skipIf(!hasServer)("over a connection to a database", () => {
  let url = "";
  let stop: () => Promise<void> = async () => undefined;
  let sql: postgres.Sql;
  beforeAll(async () => {
    ({url, stop} = given === undefined ? await startPostgres() : {url: given, stop});
    sql = postgres(url, {max: 1, onnotice: () => undefined});
    await sql.unsafe(`DROP SCHEMA IF EXISTS flows CASCADE; CREATE SCHEMA flows;
      CREATE TABLE flows.pay (name text, amount int); INSERT INTO flows.pay VALUES ('Ann', 100), ('Bob', 90);`);
  }, 120_000);
  afterAll(async () => {
    await sql?.unsafe("DROP SCHEMA IF EXISTS flows CASCADE");
    await sql?.end();
    await stop();
  });

  test("a table comes in, privately; one goes out where the connection is marked for it", async () => {
    const {json: connection} = await ann!.ask("POST", "/v1/connections", {
      name: "db",
      url: `${url}?schema=flows`,
    });
    expect(connection.writable).toBe(false);
    const nodes = [
      {id: "pay", kind: "source.database", input: {connection: "db", table: "pay"}},
      total("pay"),
      {id: "out", kind: "export.database", input: {table: {$step: "total"}, connection: "db", to: "totals"}},
    ];
    const refused = await ran(ann!, "database", nodes);
    expect(refused.error).toMatchObject({code: "refused", next: "Mark it for writing."});
    expect(
      (await ann!.ask("PUT", `/v1/connections/${connection.id}/writable`, {writable: true})).status,
    ).toBe(204);
    expect((await ann!.ask("POST", `/v1/runs/${refused.id}/retry`)).status).toBe(202);
    const end = await ann!.ask("GET", `/v1/runs/${refused.id}`, undefined, {prefer: "wait=60"});
    expect([end.json.error, end.json.state]).toEqual([undefined, "done"]);
    expect((await sql`SELECT amount FROM flows.totals`).map(({amount}) => Number(amount))).toEqual([190]);
    // What came over her own credentials is hers alone, and so is what was made of it.
    expect((await owner!.ask("GET", "/v1/datasets/pay")).status).toBe(404);
    expect((await owner!.ask("GET", `/v1/runs/${refused.id}`)).status).toBe(404);
    const again = await ran(ann!, "database", nodes);
    expect(again.error).toMatchObject({code: "conflict"});
  });
});

test("an answer without rows is an empty table where its columns are known; else it is said what to declare", async () => {
  const nodes = (more: object, column = "amount") => [
    {
      id: "web",
      kind: "source.http",
      input: {url: `${service}/v1/none?page=9`, name: "none", rows: "items", ...more},
    },
    {...total("web"), input: {...total("web").input, measures: [{name: "amount", fn: "sum", of: {column}}]}},
  ];
  const {state, error} = await ran(owner!, "from-empty", nodes({}));
  expect([state, error.code]).toEqual(["failed", "no_data"]);
  expect(error.message).toBe(`Node "web": ${service}/v1/none gave no rows.`);
  expect(error.next).toContain('"columns": [{"name": "amount", "type": "number"}]');

  // Declared.
  const declared = await ran(owner!, "declared", nodes({columns: [{name: "amount", type: "number"}]}));
  expect([declared.error, declared.table?.rows]).toEqual([undefined, [[null, 0]]]);
  expect((await owner!.ask("GET", "/v1/datasets/none")).json).toMatchObject({rows: 0});

  // As in the run before, of the same person.
  const paged = (page: number) => nodes({url: `${service}/v1/orders?page=${page}`});
  expect((await ran(owner!, "before", paged(1))).table.rows[0][0]).toBe(3);
  const after = await ran(owner!, "before", paged(9));
  expect([after.error, after.table?.rows]).toEqual([undefined, [[null, 0]]]);
  expect((await ran(ann!, "before", paged(9))).error).toMatchObject({code: "no_data"});

  // As the answer names them.
  const named = await ran(owner!, "named", nodes({url: `${service}/v1/named?page=9`}, "sum"));
  expect([named.error, named.table?.rows]).toEqual([undefined, [[null, 0]]]);
});

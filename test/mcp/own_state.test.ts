import {createWriteStream} from "node:fs";
import {mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DatabaseSync} from "node:sqlite";
import {pipeline} from "node:stream/promises";
import {DuckDBInstance} from "@duckdb/node-api";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ZipFile} from "yazl";
import {everyNth} from "../sweep.ts";
import {oneRevision, type RunningServer, startMcp} from "./running.ts";

const SECRET = "token\nhunter2\n";

/** A folder that may be imported from, with the server's own state inside of it. */
const WAYS_IN: readonly [string, string][] = [
  ["a folder above it", "."],
  ["a pattern above it", "**/*.csv"],
  ["a pattern for hidden folders", ".t*/**/*.csv"],
  ["a pattern for its data", ".t*/data/*.json"],
  ["a pattern for its state", ".*/*.sqlite"],
  ["a pattern with choices", "{.t,more}/*/*.csv"],
  ["a pattern through a linked folder", "link*/secret/*.csv"],
  ["a pattern of links", "{link,sales}.csv"],
  ["a folder with a link", "more"],
  ["the folder itself", ".t"],
  ["the folder itself, with a slash", ".t/"],
  ["a folder in it", ".t/secret"],
  ["a file in it", ".t/secret/hidden.csv"],
  ["its state", ".t/state.sqlite"],
  ["its data", ".t/data"],
  ["a linked folder", "linked"],
  ["a file through a linked folder", "linked/secret/hidden.csv"],
  ["a link", "link.csv"],
  ["a link to a link", "more/link_of_link.csv"],
  ["a roundabout way", "more/../.t/secret/hidden.csv"],
  ["an archive of links", "links.zip"],
  ["a database with a view of it", "view.duckdb"],
  ["others' exports", ".t/exports/workspaces/acme/theirs.csv"],
  ["others' exports, by a folder", ".t/exports/workspaces"],
  ["others' exports, by a pattern", ".t/exports/**/*.csv"],
  ["a link among one's exports", ".t/exports/pretty.csv"],
  ["the address of such a link", "tabletalk://exports/pretty.csv"],
  ["the address of others' exports", "tabletalk://exports/workspaces%2Facme%2Ftheirs.csv"],
  ["an address that leads up", "tabletalk://exports/..%2Fsecret%2Fhidden.csv"],
  ["one's exports and more", ".t/exports"],
];

describe.each(oneRevision(1))("what Tabletalk keeps in its home, in revision %s", (revision) => {
  let root: string;
  let home: string;
  let server: RunningServer;

  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), "tabletalk-above-")));
    home = join(root, ".t");
    await mkdir(join(home, "secret"), {recursive: true});
    await mkdir(join(root, "more"));
    await writeFile(join(home, "secret", "hidden.csv"), SECRET);
    await writeFile(join(root, "sales.csv"), "month,amount\n1,10\n");
    await writeFile(join(root, "more", "sales.csv"), "month,amount\n2,20\n");
    await symlink(home, join(root, "linked"));
    await symlink(join(home, "secret", "hidden.csv"), join(root, "link.csv"));
    await symlink(join(root, "link.csv"), join(root, "more", "link_of_link.csv"));
    await archive(join(root, "links.zip"), join(home, "secret", "hidden.csv"));
    await viewOf(join(root, "view.duckdb"), join(home, "secret", "hidden.csv"));
    server = await startMcp({revision, home, cwd: root, flags: ["--root", root]});
    const {isError, text} = await server.call("export_result", {
      table: "SELECT 7 AS mine",
      format: "csv",
      name: "mine",
    });
    expect(isError, text).toBe(false);
    // What someone of another workspace exported lies further down.
    await mkdir(join(home, "exports", "workspaces", "acme"), {recursive: true});
    await writeFile(join(home, "exports", "workspaces", "acme", "theirs.csv"), SECRET);
    await symlink(join(home, "secret", "hidden.csv"), join(home, "exports", "pretty.csv"));
  }, 60_000);
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await rm(root, {recursive: true, force: true, maxRetries: 5});
  });

  /** The columns of all tables that are there now. */
  const columns = async (): Promise<Set<string>> => {
    const {structured} = await server.call("list_tables");
    const found = new Set<string>();
    for (const [name] of structured.rows ?? []) {
      const {structured: read} = await server.call("run_sql", {sql: `SELECT * FROM "${name}" LIMIT 1`});
      for (const column of read.columns ?? []) found.add(column);
    }
    return found;
  };
  const OURS = new Set(["month", "amount", "a", "one", "n", "mine"]);

  it.each(everyNth(WAYS_IN, 2))("is not imported by %s", async (_, path) => {
    const {text} = await server.call("import_data", {path, confirm: true});
    expect(text).not.toContain("hunter2");
    expect([...(await columns())].filter((name) => !OURS.has(name))).toEqual([]);
  });

  it("is not imported by a database whose log is a link", async () => {
    const log = `${join(home, "state.sqlite")}-wal`;
    expect((await readFile(log)).length).toBeGreaterThan(0);
    const empty = new DatabaseSync(join(root, "mine.sqlite"));
    empty.exec("CREATE TABLE mine (n)");
    empty.close();
    await symlink(log, join(root, "mine.sqlite-wal"));
    for (const path of ["mine.sqlite", "mine.sq*", "."])
      await server.call("import_data", {path, confirm: true});
    expect([...(await columns())].filter((name) => !OURS.has(name))).toEqual([]);
  });

  it("but for what one exported oneself", async () => {
    for (const [at, path] of [
      "tabletalk://exports/mine.csv",
      ".t/exports/mine.csv",
      ".t/exports/mi*.csv",
    ].entries()) {
      const {isError, text, structured} = await server.call("import_data", {path, name: `back_${at}`});
      expect(isError, text).toBe(false);
      expect(structured.rows?.[0]?.[1]).toBe(1);
    }
  });

  it("and what lies beside it is", async () => {
    const {structured} = await server.call("import_data", {path: "*.csv", name: "beside"});
    expect(structured.rows?.map(([name, rows]) => [name, rows])).toEqual([["beside", 1]]);
  });

  it("nor by a job", async () => {
    const started = await server.call("start_job", {tool: "import_data", arguments: {path: ".t/secret/*"}});
    const {job} = started.structured;
    const told = started.isError ? started : await server.call("get_job", {job});
    expect(told.isError).toBe(true);
    expect(await columns()).not.toContain("token");
  });

  it("nor by the files that a server is started with", async () => {
    await using other = await startMcp({
      revision,
      home,
      cwd: root,
      files: [join(root, ".t/*/*.csv"), join(home, "secret", "hidden.csv"), join(root, "linked", "secret")],
    });
    for (let call = 0; call < 4; call += 1) await other.call("list_tables");
    expect(await columns()).not.toContain("token");
  });
});

async function archive(path: string, target: string): Promise<void> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(target), "hidden.csv", {mode: 0o120777});
  zip.addBuffer(Buffer.from("a\n1\n"), "plain.csv");
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

async function viewOf(path: string, file: string): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(`CREATE VIEW stolen AS SELECT * FROM read_csv('${file}')`);
  await connection.run("CREATE TABLE plain AS SELECT 1 AS one");
  connection.closeSync();
  instance.closeSync();
}

import {mkdir, mkdtemp, realpath, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {oneRevision, type RunningServer, startMcp} from "./running.ts";

const SALES = "month,amount\n2026-01,10\n2026-02,12\n";
const OTHER_SALES = "month,amount\n2026-03,7\n";

let folder: string;
let root: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "tabletalk-files-")));
  root = join(folder, "data");
  await mkdir(join(root, "more"), {recursive: true});
  await mkdir(join(folder, "data_beside"));
  await writeFile(join(folder, "data_beside", "near.csv"), SALES);
  await writeFile(join(folder, "secret.csv"), "password\nhunter2\n");
  await writeFile(join(root, "sales.csv"), SALES);
  await writeFile(join(root, "more", "sales.csv"), OTHER_SALES);
  await writeFile(join(root, "more", "stock.json"), '[{"item":"a","left":3}]');
  await writeFile(join(root, "totals.csv"), "city,sold\nRome,3\nOslo,4\nTotal,7\n");
  await writeFile(join(root, "empty.csv"), "");
  await writeFile(join(root, "page.csv"), "<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>");
  await writeFile(join(root, "cut.zip"), Buffer.from("PK\x03\x04\x14\x00\x00\x00\x08\x00cut", "latin1"));
  await writeFile(
    join(root, "latin.csv"),
    Buffer.from("name;city\nJos\xe9;M\xfcnchen\nAna;K\xf6ln\n", "latin1"),
  );
  await symlink(join(folder, "secret.csv"), join(root, "link.csv"));
  await symlink(folder, join(root, "up"));
});
afterAll(() => rm(folder, {recursive: true, force: true}));

describe.each(oneRevision(0))("import_data, in revision %s", (revision) => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startMcp({revision, cwd: root, flags: ["--root", root]});
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  it("reads a file of the folder and tells its columns", async () => {
    const {structured} = await server.call("import_data", {path: "sales.csv"});
    expect(structured.columns).toEqual(["table", "rows", "columns", "notes"]);
    expect(structured.rows?.[0]?.slice(0, 3)).toEqual([
      "sales",
      2,
      expect.stringMatching(/month .*amount integer/),
    ]);
    const {structured: read} = await server.call("run_sql", {sql: "SELECT sum(amount) AS s FROM sales"});
    expect(read.rows).toEqual([[22]]);
  });

  it("reads a folder, a pattern, and an absolute path, under a name that is given", async () => {
    const names = async (input: Record<string, unknown>) =>
      (await server.call("import_data", input)).structured.rows?.map(([name]) => name);
    expect(await names({path: "more", name: "both"})).toEqual(["both_sales", "both_stock"]);
    expect(await names({path: "more/*.json", name: "left"})).toEqual(["left"]);
    expect(await names({path: join(root, "sales.csv"), name: "My Sales; DROP"})).toEqual(["my_sales_drop"]);
  });

  it.each([
    ["outside", () => join(folder, "secret.csv")],
    ["above", () => "../secret.csv"],
    ["above, in a roundabout way", () => "more/../../secret.csv"],
    ["behind a link", () => "link.csv"],
    ["behind a linked folder", () => "up/secret.csv"],
    ["in a folder whose name begins alike", () => join(folder, "data_beside", "near.csv")],
    ["by a pattern that leads out", () => "../*.csv"],
    ["by a pattern with choices", () => "{../,more/}secret.csv"],
    ["by a pattern behind a link", () => "up/*.csv"],
    ["that is a system's", () => "/etc/passwd"],
    ["that is a device", () => "/dev/zero"],
    ["of a process", () => "/proc/self/environ"],
    ["on another machine", () => "\\\\server\\share\\x.csv"],
    ["on another machine, in slashes", () => "//server/share/x.csv"],
    ["that is a raw device", () => "\\\\.\\PhysicalDrive0"],
    ["on the web", () => "https://example.com/x.csv"],
    ["in a bucket", () => "s3://bucket/x.csv"],
    ["by its URL", () => pathToFileURL(join(folder, "secret.csv")).href],
    ["in a database", () => "postgres://localhost/x"],
    ["with a zero in it", () => "sales.csv\0.png"],
    ["of nothing", () => " "],
  ])("opens nothing %s", async (_, path) => {
    const {isError, text} = await server.call("import_data", {path: path(), name: "stolen"});
    expect(isError).toBe(true);
    expect(text).toContain(root);
    expect(text).not.toContain("hunter2");
  });

  it("does not open its own state, even inside of a folder", async () => {
    const {text} = await server.call("import_data", {path: join(server.home, "state.sqlite")});
    expect(text).toMatch(/outside/);
  });

  it.each([
    ["empty.csv", /empty/],
    ["page.csv", /HTML|web page/i],
    ["cut.zip", /zip|archive/i],
    ["none.csv", /no file/],
  ])("says in words what is wrong with %s", async (path, words) => {
    const {isError, text} = await server.call("import_data", {path});
    expect(isError).toBe(true);
    expect(text).toMatch(words);
  });

  it("tells what it changed or is not sure of", async () => {
    const {structured} = await server.call("import_data", {path: "totals.csv"});
    expect(structured.rows?.[0]?.[1]).toBe(2);
    expect(structured.rows?.[0]?.[3]).toMatch(/total/i);
  });

  it("reads old encodings right", async () => {
    await server.call("import_data", {path: "latin.csv"});
    const {structured} = await server.call("run_sql", {sql: "SELECT city FROM latin ORDER BY city"});
    expect(structured.rows).toEqual([["K\u00f6ln"], ["M\u00fcnchen"]]);
  });

  it("replaces a table only when that is confirmed", async () => {
    await server.call("import_data", {path: "sales.csv"});
    const other = {path: "more/sales.csv"};
    const refused = await server.call("import_data", other);
    expect(refused).toMatchObject({isError: true, text: expect.stringMatching(/sales.*confirm/)});
    const rows = async () =>
      (await server.call("run_sql", {sql: "SELECT count(*) FROM sales"})).structured.rows;
    expect(await rows()).toEqual([[2]]);
    const done = await server.call("import_data", {...other, confirm: true});
    expect(done.structured.replaced).toEqual(["sales"]);
    expect(await rows()).toEqual([[1]]);
    // The same data again replaces nothing.
    expect((await server.call("import_data", other)).isError).toBe(false);
  });

  it("refuses arguments that are none", async () => {
    for (const input of [{}, {path: 1}, {path: "sales.csv", name: ""}, {path: "sales.csv", url: "x"}])
      expect((await server.call("import_data", input)).isError).toBe(true);
  });

  it("reads a file as a job, too", async () => {
    const {structured} = await server.call("start_job", {
      tool: "import_data",
      arguments: {path: "sales.csv", name: "by_job"},
    });
    const {structured: told} = await server.call("get_job", {job: structured.job});
    expect(told.rows?.[0]?.[0]).toBe("by_job");
  });
});

describe.each(oneRevision(0))("import_data with a client that can be asked, in revision %s", (revision) => {
  let server: RunningServer;
  const asked: string[] = [];
  let answer: {action: "accept"; content: {replace: boolean}} | {action: "decline"};
  beforeAll(async () => {
    server = await startMcp({
      revision,
      cwd: root,
      flags: ["--root", root],
      options: {capabilities: {elicitation: {}, roots: {}}},
    });
    server.client.setRequestHandler("roots/list", () => ({
      roots: [
        {uri: pathToFileURL(join(root, "more")).href},
        {uri: pathToFileURL(join(folder, "data_beside")).href},
      ],
    }));
    server.client.setRequestHandler("elicitation/create", ({params}) => {
      asked.push(params.message);
      return answer;
    });
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  it("keeps to the folders that both name", async () => {
    expect((await server.call("import_data", {path: "stock.json"})).isError).toBe(false);
    for (const path of ["../sales.csv", join(root, "sales.csv"), join(folder, "data_beside", "near.csv")])
      expect((await server.call("import_data", {path})).text).toMatch(/outside/);
  });

  it("keeps to them in a job, too", async () => {
    const started = await server.call("start_job", {
      tool: "import_data",
      arguments: {path: join(root, "sales.csv")},
    });
    const told = started.isError ? started : await server.call("get_job", {job: started.structured.job});
    expect(told).toMatchObject({isError: true, text: expect.stringMatching(/outside/)});
  });

  it("asks the person before it replaces", async () => {
    await server.call("import_data", {path: "stock.json", name: "sales"});
    answer = {action: "decline"};
    expect(await server.call("import_data", {path: "sales.csv"})).toMatchObject({isError: true});
    answer = {action: "accept", content: {replace: false}};
    expect(await server.call("import_data", {path: "sales.csv"})).toMatchObject({isError: true});
    answer = {action: "accept", content: {replace: true}};
    expect((await server.call("import_data", {path: "sales.csv"})).structured.replaced).toEqual(["sales"]);
    expect(asked).toEqual(Array(3).fill("Replace the data of sales?"));
  });
});

import {mkdtemp, readdir, readFile, rm, stat, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {readXlsx} from "hucre/xlsx";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {SAMPLES} from "../../src/commands/runtime.ts";
import {oneRevision, type RunningServer, startMcp} from "./running.ts";

const FORMULAS = 'name,amount\n"=HYPERLINK(""http://x"",""y"")",-1\n+1+2,2\n@SUM(A1),3\n-cmd|x,4\nplain,5\n';

describe.each(oneRevision(1))("export_result, in revision %s", (revision) => {
  let server: RunningServer;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tabletalk-files-"));
    await writeFile(join(folder, "formulas.csv"), FORMULAS);
    server = await startMcp({files: [...SAMPLES, join(folder, "formulas.csv")], revision});
  }, 60_000);
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, {recursive: true, force: true});
  });
  const exported = async (input: Record<string, unknown>) => {
    const {structured, isError, text} = await server.call("export_result", input);
    expect(isError, text).toBe(false);
    return structured as unknown as {file: string; path: string; rows: number; columns: number; uri: string};
  };

  it("writes every row of a table, and links to the file", async () => {
    const {content, structured} = await server.call("export_result", {table: "penguins", format: "csv"});
    expect(structured).toMatchObject({
      file: "penguins.csv",
      rows: 344,
      uri: "tabletalk://exports/penguins.csv",
    });
    expect(structured.path).toBe(join(server.home, "exports", "penguins.csv"));
    expect(content).toContainEqual(
      expect.objectContaining({type: "resource_link", uri: structured.uri, mimeType: "text/csv"}),
    );
    const lines = (await readFile(String(structured.path), "utf8")).trimEnd().split("\r\n");
    expect(lines).toHaveLength(345);
    expect((await stat(String(structured.path))).mode & 0o077).toBe(0);
  });

  it("writes more rows than any result holds, in order", async () => {
    const {path, rows} = await exported({
      table: "SELECT range AS n, range * 2 AS twice FROM range(120001) ORDER BY n DESC",
      format: "csv",
      name: "numbers",
    });
    expect(rows).toBe(120_001);
    const lines = (await readFile(path, "utf8")).trimEnd().split("\r\n");
    expect(lines).toHaveLength(120_002);
    expect([lines[1], lines.at(-1)]).toEqual(["120000,240000", "0,0"]);
  });

  it("writes JSON, Parquet and XLSX that hold the same", async () => {
    const table =
      "SELECT Island, count(*) AS n, avg('nan'::DOUBLE) AS odd FROM penguins GROUP BY 1 ORDER BY 1";
    const json = JSON.parse(await readFile((await exported({table, format: "json"})).path, "utf8"));
    expect(json).toEqual([
      {Island: "Biscoe", n: 168, odd: null},
      {Island: "Dream", n: 124, odd: null},
      {Island: "Torgersen", n: 52, odd: null},
    ]);
    const {path} = await exported({table, format: "xlsx"});
    const {sheets} = await readXlsx(await readFile(path));
    expect(sheets[0]?.rows.map((row) => row.slice(0, 2))).toEqual([
      ["Island", "n"],
      ["Biscoe", 168],
      ["Dream", 124],
      ["Torgersen", 52],
    ]);
    const parquet = await exported({table, format: "parquet"});
    expect((await readFile(parquet.path)).subarray(0, 4).toString()).toBe("PAR1");
  });

  it("writes a dashboard of a table, and a report by its title or as the last", async () => {
    const {structured, content} = await server.call("export_result", {table: "penguins", format: "html"});
    expect(structured).toMatchObject({kind: "dashboard", title: "Penguins", file: "penguins.html"});
    expect(content).toContainEqual(expect.objectContaining({type: "resource_link", mimeType: "text/html"}));
    expect(await readFile(String(structured.path), "utf8")).toContain('data-column="Species"');
    const asked = await server.call("ask", {
      question: 'make a dashboard of seattle_weather called "Rainy days"',
    });
    expect(asked.text).toMatch(/dashboard “Rainy days” [0-9a-f]{20,}/);
    const found = async (table: string) =>
      (await server.call("export_result", {table, format: "html"})).structured.report;
    const rainy = /Rainy days” ([0-9a-f]+)/.exec(asked.text)?.[1];
    expect([await found("rainy DAYS"), await found("last"), await found(String(rainy))]).toEqual([
      rainy,
      rainy,
      rainy,
    ]);
    expect(await found("Penguins")).toBe(structured.report);
    const wrong = await server.call("export_result", {table: "Rainy day", format: "html"});
    expect(wrong.isError).toBe(true);
    expect(wrong.text).toContain("nearest: Rainy days");
    const select = await server.call("export_result", {table: "SELECT 1 AS a", format: "pdf"});
    expect(select.text).toContain("made of a table");
  });

  it("writes an empty result as an empty table", async () => {
    const table = "SELECT * FROM penguins WHERE false";
    const csv = await exported({table, format: "csv", name: "none"});
    expect((await readFile(csv.path, "utf8")).split("\r\n")).toHaveLength(2);
    const json = await exported({table, format: "json", name: "none"});
    expect(JSON.parse(await readFile(json.path, "utf8"))).toEqual([]);
  });

  it("writes no cell that a spreadsheet would run", async () => {
    const csv = await readFile((await exported({table: "formulas", format: "csv"})).path, "utf8");
    expect(
      csv
        .split("\r\n")
        .slice(1, -1)
        .filter((line) => /^"?[=+@-]/.test(line)),
    ).toEqual([]);
    expect(csv).toContain(",-1\r\n");
    const {path} = await exported({table: "formulas", format: "xlsx"});
    const {sheets} = await readXlsx(await readFile(path));
    expect(sheets[0]?.rows[1]?.[0]).toBe('=HYPERLINK("http://x","y")');
    expect([...(sheets[0]?.cells?.values() ?? [])].filter(({formula}) => formula)).toEqual([]);
  });

  it("writes CSV that import_data reads back as it was", async () => {
    const cells = ["-5", "+49 30", "=1+1", "'=1", "''-5", "it's", '@a, "b"', "\t=x", "\r+1", "plain"];
    const values = cells.map((cell, at) => `(${at}, ${sqlText(cell)})`).join(", ");
    const table = `SELECT id, cell AS "-cell" FROM (VALUES ${values}) AS made(id, cell) ORDER BY id`;
    const {path, uri} = await exported({table, format: "csv", name: "signs"});
    expect(await readFile(path, "utf8")).toContain("1,'+49 30\r\n2,'=1+1\r\n3,''=1\r\n");
    const name = `signs_${revision.slice(0, 4)}`;
    const made = await server.call("import_data", {path: uri, name});
    expect(made.isError, made.text).toBe(false);
    const {structured} = await server.call("run_sql", {sql: `SELECT * FROM ${name} ORDER BY id`});
    expect(structured.columns).toEqual(["id", "-cell"]);
    expect(structured.rows?.map(([, cell]) => String(cell).trim())).toEqual(cells.map((cell) => cell.trim()));
  });

  it("never writes over a file, nor outside of its folder", async () => {
    const input = {table: "SELECT 1 AS one", format: "csv"};
    const files: string[] = [];
    for (const name of [
      "twice",
      "twice",
      "../../../up",
      "/etc/cron.d/x",
      "..\\win",
      "C:\\x",
      ".hidden",
      "con",
      "a\0b",
      "x".repeat(200),
      "\u202Egpj.exe",
    ])
      files.push((await exported({...input, name})).file);
    expect(files.slice(0, 8)).toEqual([
      "twice.csv",
      "twice_2.csv",
      "up.csv",
      "etc_cron_d_x.csv",
      "win.csv",
      "c_x.csv",
      "hidden.csv",
      "t_con.csv",
    ]);
    const lying = await readdir(join(server.home, "exports"));
    expect(lying).toEqual(expect.arrayContaining(files));
    expect(lying.filter((file) => file.startsWith("."))).toEqual([]);
  });

  it.each([
    [{table: "penguin", format: "csv"}, /penguins/],
    [{table: "SELECT * FROM read_csv('/etc/passwd')", format: "csv"}, /./],
    [{table: "SELECT 1; SELECT 2", format: "csv"}, /./],
    [{table: "COPY penguins TO '/tmp/x'", format: "csv"}, /./],
    [{table: "penguins", format: "exe"}, /csv, json, parquet, xlsx/],
    [{table: "penguins"}, /format/],
    [{table: "penguins", format: "csv", path: "/tmp/x"}, /path/],
  ])("refuses %j in words", async (input, words) => {
    const {isError, text} = await server.call("export_result", input);
    expect(isError).toBe(true);
    expect(text).toMatch(words);
  });
});

const sqlText = (text: string): string => [...text].map((sign) => `chr(${sign.codePointAt(0)})`).join(" || ");

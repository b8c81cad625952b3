import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {buffer} from "node:stream/consumers";
import {DuckDBInstance} from "@duckdb/node-api";
import {read, write} from "@e965/xlsx";
import {ZipFile} from "yazl";

/** A CSV as a workbook of one sheet. */
export async function workbookOf(csv: string): Promise<Uint8Array> {
  return write(read(csv, {type: "string", raw: false}), {type: "buffer", bookType: "xlsx"});
}

/** Files in a zip. */
export async function zipOf(files: Record<string, string>): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(zip.outputStream);
}

/** A CSV as Parquet, written by DuckDB. */
export async function parquetOf(csv: string): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "tabletalk-parquet-"));
  const [from, to] = [join(folder, "from.csv"), join(folder, "to.parquet")];
  await writeFile(from, csv);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT * FROM read_csv('${from}')) TO '${to}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  const content = await readFile(to);
  await rm(folder, {recursive: true});
  return content;
}

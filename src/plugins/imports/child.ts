import {once} from "node:events";
import {createWriteStream, readFileSync} from "node:fs";
import {writeFile} from "node:fs/promises";
import {pathToFileURL} from "node:url";
import type {ImportedRows, Plugin} from "../plugin.ts";
import {serveOurs} from "../resolve_ours.ts";
import type {ReadReply, ReadRequest} from "./protocol.ts";

/**
 * The child process that runs an importer of a plugin: one file, then it ends. Node's permission model lets it read the
 * plugin's folder, our program and that file, and write where it is told; it starts no process and no thread.
 */
process.once("message", async (request: ReadRequest) => {
  const reply = await read(request).catch(
    (error: unknown): ReadReply => ({error: error instanceof Error ? error.message : String(error)}),
  );
  process.send!(reply, () => process.exit(0));
});

async function read({
  entry,
  folder,
  importer,
  path,
  name,
  target,
  mostBytes,
}: ReadRequest): Promise<ReadReply> {
  serveOurs(folder);
  const module = (await import(pathToFileURL(entry).href)) as {plugin?: Plugin; default?: Plugin};
  const found = (module.plugin ?? module.default)?.importers?.[importer];
  if (!found) return {error: "the importer is not there any more"};
  const made: ImportedRows = await found.read(readFileSync(path), {name});
  if ("content" in made) {
    const {ending, content} = made;
    if (![".csv", ".json", ".parquet", ".xlsx"].includes(ending))
      return {error: `it made a ${ending}, which is not read`};
    if (content.length > mostBytes) return {error: tooMuch(mostBytes)};
    await writeFile(`${target}${ending}`, content);
    return {ok: {ending}};
  }
  const {columns, rows} = made;
  if (!Array.isArray(columns) || columns.length === 0) return {error: "it named no columns"};
  if (new Set(columns).size < columns.length) return {error: "two columns have one name"};
  const out = createWriteStream(`${target}.ndjson`);
  let count = 0;
  let bytes = 0;
  for await (const row of rows) {
    if (row.length !== columns.length)
      return {error: `row ${count + 1} has ${row.length} cells, and there are ${columns.length} columns`};
    const line = `${JSON.stringify(Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])))}\n`;
    bytes += line.length;
    if (bytes > mostBytes) return {error: tooMuch(mostBytes)};
    count++;
    if (!out.write(line)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
  return count === 0 ? {error: "it found no rows in it"} : {ok: {ending: ".ndjson", rows: count}};
}

const tooMuch = (most: number): string => `it made more than ${Math.round(most / 2 ** 20)} MiB`;

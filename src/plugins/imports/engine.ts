import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {stat} from "node:fs/promises";
import {basename, extname, resolve} from "node:path";
import type {Dataset, ReceiptEntry} from "../../data/dataset.ts";
import type {Engine, ImportOptions} from "../../data/engine.ts";
import {tableName} from "../../data/names.ts";
import {type AddedImporter, type ConvertLimits, convertFile} from "./convert.ts";

/** Endings that Tabletalk reads itself: no plugin takes them. */
export const OUR_ENDINGS: ReadonlySet<string> = new Set(
  (
    ".csv .tsv .txt .tab .psv .json .ndjson .jsonl .geojson .parquet .xlsx .xlsm .xlsb .xls .ods .xltx .xltm " +
    ".db .sqlite .sqlite3 .duckdb .zip .tar .tgz .gz .zst .br"
  ).split(" "),
);

/**
 * An engine that also imports the files that plugins read: the plugin makes rows of the file in a child of its own, the
 * ordinary importer takes those, and the receipt says so. The same file gives the same version again.
 */
export function withImporters(
  engine: Engine,
  importers: () => Promise<readonly AddedImporter[]>,
  limits: ConvertLimits = {},
): Engine {
  return {
    ...engine,
    async importFile(path, options = {}) {
      const ending = extname(path).toLowerCase();
      if (ending === "" || OUR_ENDINGS.has(ending)) return engine.importFile(path, options);
      const found = (await importers()).find(({importer}) => importer.endings.includes(ending));
      if (!found || !(await isFile(path))) return engine.importFile(path, options);
      return importBy(found, engine, path, options, limits);
    },
  };
}

async function importBy(
  found: AddedImporter,
  engine: Engine,
  path: string,
  options: ImportOptions,
  limits: ConvertLimits,
): Promise<Dataset[]> {
  const {plugin} = found;
  options.onProgress?.({stage: "reading", item: basename(path)});
  await using made = await convertFile(path, found, limits, options.signal);
  const name = options.name ?? tableName(basename(path, extname(path)));
  const datasets = await engine.importFile(made.path, {...options, name});
  const {size} = await stat(path);
  const sha256 = await digestOf(path);
  const entry: ReceiptEntry = {
    kind: "plugin",
    message: `Read by the plugin ${plugin.name} ${plugin.version}: ${found.importer.description}`,
    ...(made.rows !== undefined && {count: made.rows}),
  };
  return datasets.map(({name: called, version}) => {
    const {receipt} = version;
    const format = `${extname(path).slice(1).toLowerCase()} (plugin ${plugin.name})`;
    return {
      name: called,
      version: {
        ...version,
        receipt: {
          ...receipt,
          source: {...receipt.source, path: resolve(path), bytes: size, format, sha256},
          entries: [entry, ...receipt.entries],
        },
      },
    };
  });
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20})) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

const isFile = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isFile() === true;

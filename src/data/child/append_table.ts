import {rename, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {type DuckDBConnection, DuckDBInstance} from "@duckdb/node-api";
import type {ReceiptEntry} from "../dataset.ts";
import {columnType} from "./cells.ts";
import type {ImportedTable, Request} from "./protocol.ts";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const WHOLE = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/;
const REAL = /^(DOUBLE|FLOAT|DECIMAL\(.*\))$/;
const MOMENT = /^(DATE|TIMESTAMP(_S|_MS|_NS)?)$/;
/** Up to here a whole number keeps its digits as a real one. */
const EXACT = "9007199254740992";

interface Joined {
  name: string;
  type: string;
  /** Its name in each; undefined where it has no such column. */
  before?: string;
  after?: string;
}

/** Writes one version below the other as a new version. Types are widened, never values dropped. Runs in the child. */
export async function appendTable(request: Extract<Request, {op: "append"}>): Promise<ImportedTable> {
  const {before, after, scratch, hash, folder} = request;
  const instance = await DuckDBInstance.create(":memory:", {
    temp_directory: scratch,
    memory_limit: `${request.memoryMb}MB`,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH ${literal(before.path)} AS earlier (READ_ONLY)`);
    await connection.run(`ATTACH ${literal(after.path)} AS later (READ_ONLY)`);
    const entries: ReceiptEntry[] = [];
    const joined = await joinColumns(connection, request.renamed, entries);
    const selected = (side: "before" | "after"): string =>
      joined
        .map((one) => {
          const own = one[side];
          return `CAST(${own === undefined ? "NULL" : identifier(own)} AS ${one.type}) AS ${identifier(one.name)}`;
        })
        .join(", ");
    const names = joined.map((one) => identifier(one.name)).join(", ");
    const known = joined.map(
      (one) => `k.${identifier(one.name)} IS NOT DISTINCT FROM a.${identifier(one.name)}`,
    );
    await connection.run(
      `CREATE TEMP VIEW earlier_rows AS SELECT ${selected("before")} FROM earlier.main.data; CREATE TEMP VIEW later_rows AS SELECT ${selected("after")} FROM later.main.data`,
    );
    // A row that is there twice in the new and once in the old version is known once.
    const numbered = `(SELECT *, row_number() OVER () AS "?place", row_number() OVER (PARTITION BY ${names}) AS "?copy" FROM later_rows) a LEFT JOIN (SELECT ${names}, count(*) AS "?copies" FROM earlier_rows GROUP BY ALL) k ON ${known.join(" AND ")}`;
    const isKnown = `coalesce(k."?copies", 0) >= a."?copy"`;
    const repeated = await count(connection, `SELECT count(*) FROM ${numbered} WHERE ${isKnown}`);
    const fresh = request.skipKnown
      ? `SELECT a.* EXCLUDE ("?place", "?copy") FROM ${numbered} WHERE NOT ${isKnown} ORDER BY a."?place"`
      : "SELECT * FROM later_rows";
    const temporary = join(scratch, `${hash}.duckdb`);
    await connection.run(`ATTACH ${literal(temporary)} AS target`);
    await connection.run(`CREATE TABLE target.main.data AS SELECT * FROM earlier_rows`);
    await connection.run(`INSERT INTO target.main.data ${fresh}`);
    const reader = await connection.runAndReadAll("SELECT * FROM target.main.data LIMIT 0");
    const columns = reader.columnNames().map((name, at) => ({name, type: columnType(reader.columnType(at))}));
    const rows = await count(connection, "SELECT count(*) FROM target.main.data");
    await connection.run("DETACH target");
    if (repeated > 0)
      entries.push({
        kind: "duplicates",
        message: request.skipKnown
          ? `${rowsOf(repeated)} of the new file equal to earlier ones ${repeated === 1 ? "was" : "were"} left out.`
          : `${rowsOf(repeated)} of the new file ${repeated === 1 ? "equals an earlier one and stands" : "equal earlier ones and stand"} twice now; --skip-known leaves them out.`,
        count: repeated,
        ...(!request.skipKnown && {doubt: true}),
      });
    const receipt = {...request.receipt, rows, columns, entries: [...request.receipt.entries, ...entries]};
    const path = join(folder, `${hash}.duckdb`);
    await rename(temporary, path).catch(async (error: unknown) => {
      if (!(await stat(path).catch(() => undefined))) throw error;
    });
    const draft = join(scratch, "receipt.json");
    await writeFile(draft, JSON.stringify({name: request.name, receipt}));
    await rename(draft, join(folder, `${hash}.json`));
    return {name: request.name, hash, path, receipt};
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const rowsOf = (count: number): string => `${count.toLocaleString("en")} row${count === 1 ? "" : "s"}`;

async function joinColumns(
  connection: DuckDBConnection,
  renamed: Readonly<Record<string, string>>,
  entries: ReceiptEntry[],
): Promise<Joined[]> {
  const described = async (place: string): Promise<{name: string; type: string}[]> =>
    (await connection.runAndReadAll(`SELECT column_name, column_type FROM (DESCRIBE ${place}.main.data)`))
      .getRows()
      .map(([name, type]) => ({name: String(name), type: String(type)}));
  const [was, is] = [await described("earlier"), await described("later")];
  const joined: Joined[] = [];
  for (const one of was) {
    const other =
      is.find(({name}) => name.toLowerCase() === one.name.toLowerCase()) ??
      is.find(({name}) => renamed[name] === one.name);
    const type = other ? await widened(connection, one, other) : one.type;
    joined.push({name: one.name, type, before: one.name, ...(other && {after: other.name})});
    if (!other) entries.push(missingIn("new", one.name));
    else if (type !== one.type) {
      const text = type === "VARCHAR";
      entries.push({
        kind: "type",
        column: one.name,
        message: `${one.name} is ${said(one.type)} before and ${said(other.type)} in the new file: it is ${said(type)} now.`,
        ...(text && {doubt: true}),
      });
    }
    if (other && other.name.toLowerCase() !== one.name.toLowerCase())
      entries.push({
        kind: "renamed",
        column: one.name,
        message: `${other.name} of the new file went into ${one.name}, by its values; --by-name keeps them apart.`,
        doubt: true,
      });
  }
  for (const {name, type} of is)
    if (!joined.some((one) => one.after === name)) {
      joined.push({name, type, after: name});
      entries.push(missingIn("earlier", name));
    }
  return joined;
}

const missingIn = (which: string, column: string): ReceiptEntry => ({
  kind: "columns",
  column,
  message: `${column} is empty in the ${which} rows, which have no such column.`,
});

/** The narrowest type that holds the values of both. */
async function widened(
  connection: DuckDBConnection,
  one: {name: string; type: string},
  other: {name: string; type: string},
): Promise<string> {
  const types = [one.type, other.type];
  if (one.type === other.type) return one.type;
  if (types.every((type) => WHOLE.test(type)))
    return types.some((type) => /HUGE|UBIG/.test(type)) ? "HUGEINT" : "BIGINT";
  if (types.every((type) => WHOLE.test(type) || REAL.test(type))) {
    const long = async (place: string, {name, type}: {name: string; type: string}): Promise<number> =>
      WHOLE.test(type)
        ? count(
            connection,
            `SELECT count(*) FROM ${place}.main.data WHERE abs(CAST(${identifier(name)} AS HUGEINT)) > ${EXACT}`,
          )
        : 0;
    return (await long("earlier", one)) + (await long("later", other)) > 0 ? "VARCHAR" : "DOUBLE";
  }
  return types.every((type) => MOMENT.test(type)) ? "TIMESTAMP" : "VARCHAR";
}

function said(type: string): string {
  if (WHOLE.test(type)) return "whole numbers";
  if (REAL.test(type)) return "numbers";
  if (type === "DATE") return "dates";
  if (MOMENT.test(type)) return "dates with times";
  return type === "VARCHAR" ? "text" : type.toLowerCase();
}

async function count(connection: DuckDBConnection, sql: string): Promise<number> {
  return Number((await connection.runAndReadAll(sql)).getRows()[0]?.[0]);
}

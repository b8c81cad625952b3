import {basename, dirname} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import type {ImportChoices} from "../../choices.ts";
import type {ReceiptEntry} from "../../dataset.ts";
import {tableName} from "../../names.ts";
import type {Loaded} from "../import_file.ts";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Files of a like name may differ in columns, as long as this share of all is in each. */
const OVERLAP = 0.6;
/** Fewer columns than this may agree by chance. */
const FEW = 3;

interface Part {
  loaded: Loaded;
  columns: {name: string; type: string}[];
  /** Names folded, to compare. */
  names: Set<string>;
  /** The file's name without its numbers, months and folder. */
  stem: string;
}

const MONTHS =
  /(?<![a-z])(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(t(ember)?)?|oct(ober)?|nov(ember)?|dec(ember)?|q[1-4])(?![a-z])/gi;

/** `sales_2023-01.csv` and `Sales 2023 Feb.csv` have one stem. */
export function stemOf(name: string): string {
  return basename(name)
    .replace(/(\.[A-Za-z0-9]{1,8})+$/, "")
    .toLowerCase()
    .replace(/[_\-. ]+/g, " ")
    .replace(MONTHS, "#")
    .replace(/\d+/g, "#")
    .replace(/# ?part|part ?#/g, "#")
    .replace(/[# ]*#[# ]*/g, " # ")
    .trim();
}

/**
 * Puts files with the same columns into one table each, with a column that says from which file a row is. The tables
 * are named and in the order of their files.
 */
export async function unite(
  loaded: readonly Loaded[],
  choices: ImportChoices,
  connection: DuckDBConnection,
): Promise<Loaded[]> {
  // The tables of one file stay as they are.
  if (loaded.every((one) => one.file === undefined)) return [...loaded];
  const sorted = [...loaded].sort((a, b) => compare(a.member ?? "", b.member ?? ""));
  if (choices.tables === "split" || sorted.length < 2) return sorted;
  const parts: Part[] = [];
  for (const one of sorted) {
    const columns = await columnsOf(one.table, connection);
    const names = new Set(columns.map(({name}) => folded(name)));
    parts.push({loaded: one, columns, names, stem: stemOf(one.file ?? one.member ?? "")});
  }
  const groups: Part[][] = [];
  for (const part of parts) {
    const group = groups.find((others) => isOneWith(part, others));
    if (group) group.push(part);
    else groups.push([part]);
  }
  const united: Loaded[] = [];
  for (const [index, group] of groups.entries()) {
    const {kept, entries} = await withoutCopies(group, connection);
    const one = kept.length === 1 ? kept[0]!.loaded : await together(kept, index, connection);
    one.entries.push(...entries);
    united.push(one);
  }
  return united;
}

function isOneWith(part: Part, others: readonly Part[]): boolean {
  const first = others[0]!;
  if (others.some((other) => other.loaded.file === part.loaded.file)) return false;
  if ((part.loaded.sheet ?? "") !== (first.loaded.sheet ?? "") && !(part.loaded.alone && first.loaded.alone))
    return false;
  const same = part.names.size === first.names.size && [...part.names].every((name) => first.names.has(name));
  const alike = part.stem === first.stem && part.stem.includes("#");
  const unnamed = [...part.names].every((name) => /^column_\d+$/.test(name));
  if (same) return alike || (part.names.size >= FEW && !unnamed);
  if (!alike || unnamed) return false;
  const all = new Set(others.flatMap((other) => [...other.names]));
  const shared = [...part.names].filter((name) => all.has(name)).length;
  return shared >= OVERLAP * new Set([...all, ...part.names]).size;
}

/**
 * The same table twice (`sales.csv` and `sales_backup.csv`) would count everything twice: the copy is left out. Files of
 * one series stay, even if two of them happen to hold the same.
 */
async function withoutCopies(
  group: readonly Part[],
  connection: DuckDBConnection,
): Promise<{kept: Part[]; entries: ReceiptEntry[]}> {
  if (group.length === 1) return {kept: [...group], entries: []};
  const kept: Part[] = [];
  const entries: ReceiptEntry[] = [];
  const seen = new Map<string, Part>();
  for (const part of group) {
    const table = identifier(part.loaded.table);
    const row = await connection.runAndReadAll(
      `SELECT count(*), sum(hash(m)), bit_xor(hash(m)) FROM ${table} m`,
    );
    const print = `${part.columns.map(({name}) => name).join("|")} ${row.getRows()[0]?.join(" ")}`;
    const first = seen.get(print);
    const file = part.loaded.member ?? "";
    if (!first) seen.set(print, part);
    if (first && part.stem === first.stem && part.stem.includes("#"))
      entries.push({
        kind: "duplicates",
        message: `${file} holds exactly the same rows as ${first.loaded.member}; both were kept.`,
        doubt: true,
        reverse: {tables: "split"},
      });
    else if (first) {
      entries.push({
        kind: "duplicates",
        message: `${file} holds exactly the same rows as ${first.loaded.member} and was left out.`,
        doubt: true,
        reverse: {tables: "split"},
      });
      await connection.run(`DROP TABLE ${table}`);
      continue;
    }
    kept.push(part);
  }
  return {kept, entries};
}

async function together(
  group: readonly Part[],
  index: number,
  connection: DuckDBConnection,
): Promise<Loaded> {
  const files = group.map(({loaded}) => loaded.member ?? "");
  const columns = new Map<string, {name: string; types: Set<string>; in: number}>();
  for (const part of group)
    for (const {name, type} of part.columns) {
      const known = columns.get(folded(name)) ?? {name, types: new Set(), in: 0};
      known.types.add(type);
      known.in += 1;
      columns.set(folded(name), known);
    }
  let source = "source_file";
  for (let times = 2; columns.has(source); times++) source = `source_file_${times}`;
  const table = `united_${index}`;
  const types = [...columns].map(([key, column]) => ({
    key,
    name: column.name,
    type: commonType([...column.types]),
  }));
  await connection.run(
    `CREATE TABLE ${table} (${types.map(({name, type}) => `${identifier(name)} ${type}`).join(", ")}, ${identifier(source)} VARCHAR)`,
  );
  for (const part of group) {
    const values = types.map(({key, type}) => {
      const own = part.columns.find(({name}) => folded(name) === key);
      return own ? `CAST(${identifier(own.name)} AS ${type})` : "NULL";
    });
    await connection.run(
      `INSERT INTO ${table} SELECT ${values.join(", ")}, ${literal(part.loaded.member ?? "")} FROM ${identifier(part.loaded.table)}`,
    );
    await connection.run(`DROP TABLE ${identifier(part.loaded.table)}`);
  }
  const first = group[0]!.loaded;
  const drift = [...columns.values()].filter((column) => column.in < group.length);
  const mixed = types.filter(({key, type}) => columns.get(key)!.types.size > 1 && type === "VARCHAR");
  // Orders and returns may have the same columns, and are not the same thing.
  const series = new Set(group.map(({stem}) => stem)).size === 1;
  const entries: ReceiptEntry[] = [
    {
      kind: "union",
      ...(!series && {doubt: true}),
      message: `${group.length} files with ${drift.length > 0 ? "nearly " : ""}the same columns are one table; the column ${source} says which file a row is from.`,
      count: group.length,
      examples: files.length > 6 ? [...files.slice(0, 5), files.at(-1)!] : files,
      reverse: {tables: "split"},
    },
    ...drift.map((column) => driftEntry(column.name, column.types.size, group)),
    ...mixed.map(
      ({name, key}): ReceiptEntry => ({
        kind: "drift",
        column: name,
        message: `${name} has different types in these files (${[...columns.get(key)!.types].join(", ").toLowerCase()}); it was read as text and typed anew.`,
        doubt: true,
        reverse: {tables: "split"},
      }),
    ),
    ...sharedEntries(group.map(({loaded}) => loaded)),
  ];
  const {sheet: _sheet, encoding: _encoding, file: _file, ...rest} = first;
  return {
    ...rest,
    table,
    member: `${files[0]} to ${files.at(-1)} (${files.length} files)`,
    label: commonName(group),
    entries,
  };
}

function driftEntry(column: string, _types: number, group: readonly Part[]): ReceiptEntry {
  const without = group
    .filter((part) => !part.names.has(folded(column)))
    .map((part) => part.loaded.member ?? "");
  const few = without.length <= group.length / 2;
  const having = group
    .filter((part) => part.names.has(folded(column)))
    .map((part) => part.loaded.member ?? "");
  const shown = few ? without : having;
  return {
    kind: "drift",
    column,
    message: few
      ? `${column} is not in ${listed(shown)}: it is missing for those rows.`
      : `${column} is only in ${listed(shown)}: it is missing for all other rows.`,
    count: without.length,
    examples: shown.slice(0, 5),
    doubt: true,
    reverse: {tables: "split"},
  };
}

const listed = (names: readonly string[]): string =>
  names.length > 3
    ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} other files`
    : names.join(" and ");

/** What the files' own receipts say, each once. */
function sharedEntries(members: readonly Loaded[]): ReceiptEntry[] {
  const said = Map.groupBy(
    members.flatMap((member) => member.entries.map((entry) => ({entry, file: member.member ?? ""}))),
    ({entry}) => `${entry.kind}:${entry.column ?? ""}:${entry.message}`,
  );
  return [...said.values()].map((same) => {
    const {entry} = same[0]!;
    if (same.length === members.length) return entry;
    return {...entry, message: `${entry.message} (${listed(same.map(({file}) => file))})`};
  });
}

const NUMERIC = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL)/;

function commonType(types: readonly string[]): string {
  if (types.length === 1) return types[0]!;
  if (types.every((type) => /INT/.test(type))) return "HUGEINT";
  if (types.every((type) => NUMERIC.test(type))) return "DOUBLE";
  if (types.every((type) => /^(DATE|TIMESTAMP)/.test(type)))
    return types.some((type) => type.includes("ZONE")) ? "VARCHAR" : "TIMESTAMP";
  return "VARCHAR";
}

/** What the files' names have in common, else the name of their folder; or nothing. */
function commonName(group: readonly Part[]): string | undefined {
  const names = group.map(({loaded}) =>
    tableName(basename(loaded.file ?? loaded.member ?? "").replace(/(\.[A-Za-z0-9]{1,8})+$/, "")),
  );
  let common = names[0] ?? "";
  for (const name of names) while (!name.startsWith(common)) common = common.slice(0, -1);
  if (names.some((name) => /^[\p{L}]/u.test(name.slice(common.length))))
    common = common.replace(/[\p{L}]+$/u, "");
  common = common.replace(/[_\d]+$/, "");
  if (common.length >= 3) return common;
  const folders = new Set(group.map(({loaded}) => dirname(loaded.file ?? loaded.member ?? "")));
  const [folder = "."] = folders;
  return folders.size === 1 && folder !== "." ? tableName(basename(folder)) : undefined;
}

async function columnsOf(table: string, connection: DuckDBConnection): Promise<Part["columns"]> {
  const reader = await connection.runAndReadAll(
    `SELECT column_name, column_type FROM (DESCRIBE ${identifier(table)})`,
  );
  return reader.getRows().map((row) => ({name: String(row[0]), type: String(row[1])}));
}

const folded = (name: string): string => name.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();

const compare = (a: string, b: string): number => a.localeCompare(b, "en", {numeric: true});

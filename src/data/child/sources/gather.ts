import {mkdir, rm, stat} from "node:fs/promises";
import {basename, extname, join} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import {TabletalkError} from "../../../errors.ts";
import type {ImportChoices} from "../../choices.ts";
import type {ReceiptEntry} from "../../dataset.ts";
import type {Loaded} from "../import_file.ts";
import type {Tell} from "../progress.ts";
import {type Budget, DEEPEST} from "./budget.ts";
import {type Kind, sniff, type TableKind} from "./kinds.ts";
import {isBeside, type Member, type Skipped} from "./member.ts";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What reading the files of one import shares. */
export interface Gathering {
  connection: DuckDBConnection;
  scratch: string;
  choices: ImportChoices;
  budget: Budget;
  tell: Tell;
  /** Loads one file that holds tables itself. */
  load(kind: TableKind | "sqlite" | "duckdb", path: string, scratch: string): Promise<Loaded[]>;
  loaded: Loaded[];
  skipped: Skipped[];
}

const ARCHIVE = /\.(zip|tar|tgz|gz|gzip|zst|zstd|br)$/i;
const DATA_ENDINGS = [".csv", ".tsv", ".txt", ".tab", ".psv", ".dat", ".data", ".asc", ".ssv", ""];
const ABOUT =
  /^(readme|licen[cs]e|copying|changelog|changes|notice|authors|contributing|terms|disclaimer)([._ -].*)?$/i;
const DESCRIBING = /^(datapackage|dataset-metadata|package|package-lock|manifest|metadata|croissant)\.json$/i;
/** Longer texts than this in a file of one column are sentences, not values. */
const SENTENCE = 30;

/** Whether a member was asked for; an archive in it may hold what was. */
export function wantedBy(choices: ImportChoices): (name: string) => boolean {
  const only = choices.only?.map((name) => name.toLowerCase());
  if (!only) return () => true;
  return (name) => {
    const whole = name.toLowerCase();
    const base = basename(whole);
    const bare = base.replace(/(\.[a-z0-9]{1,8})+$/, "");
    return (
      ARCHIVE.test(name) ||
      only.some((one) => one === whole || one === base || one === bare || whole.endsWith(`/${one}`))
    );
  };
}

/**
 * Loads everything in a file, which may be packed or an archive. `name` is its place in the whole, "" for the whole.
 * `alone`: it is all there is, as is what a packed file holds.
 */
export async function gather(
  path: string,
  name: string,
  depth: number,
  gathering: Gathering,
  alone = name === "",
): Promise<void> {
  const {budget, scratch, tell} = gathering;
  const shown = name === "" ? budget.shown : `${name} in ${budget.shown}`;
  const {size} = await stat(path);
  const kind = await sniff(path, size, shown);
  if (kind === "gzip" || kind === "zstd" || kind === "brotli") {
    deepEnough(depth, shown);
    const {unpackSingle} = await import("./unpack_single.ts");
    const called = name === "" ? basename(budget.shown) : name;
    const member = await unpackSingle(
      kind,
      path,
      called,
      await folder(scratch, depth),
      {...budget, shown},
      tell,
    );
    budget.unpacked += member.bytes;
    // A packed tar is one archive: what is in it stands in the file that was given.
    const inner = /\.tar$/i.test(member.name) ? name : within(name, member.name, true);
    await gather(member.path, inner, depth + 1, gathering, alone);
    if (!alone) await rm(member.path, {force: true});
    return;
  }
  if (kind === "zip" || kind === "tar") {
    deepEnough(depth, shown);
    const inside = await folder(scratch, depth);
    const wanted = (inner: string): boolean => wantedBy(gathering.choices)(within(name, inner, false));
    const members =
      kind === "zip"
        ? (await import("./zip_members.ts")).zipMembers(path, inside, budget, wanted, tell)
        : (await import("./tar_members.ts")).tarMembers(path, size, inside, budget, wanted, tell);
    for await (const member of members) {
      const full = within(name, member.name, false);
      if ("why" in member) gathering.skipped.push({...member, name: full});
      else await gatherMember({...member, name: full}, depth, gathering);
    }
    return;
  }
  await gatherTables(path, name, kind, gathering, alone);
}

/** Loads one file of an archive or folder; one that cannot be read is named, and the others go on. */
export async function gatherMember(member: Member, depth: number, gathering: Gathering): Promise<void> {
  const {name, path, temporary} = member;
  try {
    const why = isBeside(name) ? "hidden" : noTable(name);
    if (why) gathering.skipped.push({name, why});
    else await gather(path, name, depth + 1, gathering);
  } catch (error) {
    if (!(error instanceof TabletalkError) || error.code !== "bad_file" || endsAll(error)) throw error;
    const doubt =
      DATA_ENDINGS.includes(extname(name).toLowerCase()) ||
      /\.(json|ndjson|jsonl|parquet|xlsx?|ods)$/i.test(name);
    gathering.skipped.push({name, why: said(error, name, gathering), ...(doubt && {doubt: true})});
  } finally {
    if (temporary) await rm(path, {force: true});
  }
}

async function gatherTables(
  path: string,
  name: string,
  kind: Exclude<Kind, "gzip" | "zstd" | "brotli" | "zip" | "tar">,
  gathering: Gathering,
  alone: boolean,
): Promise<void> {
  const {connection, loaded, budget} = gathering;
  const extension = extname(name === "" ? path : name).toLowerCase();
  if (kind === "csv" && !alone && !DATA_ENDINGS.includes(extension)) {
    gathering.skipped.push({name, why: "no table by its name"});
    return;
  }
  gathering.tell({stage: "reading", item: name === "" ? basename(budget.shown) : name});
  const own = join(gathering.scratch, `load${loaded.length}`);
  await mkdir(own, {recursive: true});
  const tables = await carefully(alone, connection, () => gathering.load(kind, path, own)).catch(
    (error: unknown) => {
      if (error instanceof Error)
        error.message = error.message.replaceAll(
          path,
          name === "" ? budget.shown : `${name} in ${budget.shown}`,
        );
      throw error;
    },
  );
  if (alone) {
    loaded.push(...tables.map((one) => (name === "" ? one : {...one, member: placeOf(one, name)})));
    return;
  }
  await rm(own, {recursive: true, force: true});
  await connection.run("DROP TABLE IF EXISTS reject_errors");
  await connection.run("DROP TABLE IF EXISTS reject_scans");
  if ((extension === ".txt" || extension === "") && (await isProse(tables, connection))) {
    gathering.skipped.push({name, why: "sentences, not a table", doubt: true});
    await connection.run(`DROP TABLE ${identifier(tables[0]!.table)}`);
    return;
  }
  for (const one of tables) {
    const table = `member_table_${loaded.length}`;
    await connection.run(`ALTER TABLE ${identifier(one.table)} RENAME TO ${table}`);
    loaded.push({...one, table, member: placeOf(one, name), file: name, alone: tables.length === 1});
  }
}

const placeOf = (one: Loaded, name: string): string =>
  one.member === undefined ? name : `${name}/${one.member}`;

/** Views over files that go are of no use: of several files, each becomes a table at once. */
async function carefully(
  alone: boolean,
  connection: DuckDBConnection,
  load: () => Promise<Loaded[]>,
): Promise<Loaded[]> {
  const tables = await load();
  const streamed = tables.find((one) => one.streamed);
  if (alone || !streamed?.again) return tables;
  await connection.run(`DROP VIEW IF EXISTS ${identifier(streamed.table)}`);
  return streamed.again();
}

async function isProse(tables: readonly Loaded[], connection: DuckDBConnection): Promise<boolean> {
  if (tables.length !== 1) return false;
  const table = identifier(tables[0]!.table);
  const columns = (await connection.runAndReadAll(`SELECT column_name FROM (DESCRIBE ${table})`)).getRows();
  if (columns.length !== 1) return false;
  const column = identifier(String(columns[0]![0]));
  const reader = await connection.runAndReadAll(
    `SELECT avg(length(CAST(${column} AS VARCHAR))) FROM ${table}`,
  );
  return Number(reader.getRows()[0]?.[0] ?? 0) > SENTENCE;
}

/** Files that are about the data. */
function noTable(name: string): string | undefined {
  const base = basename(name);
  if (ABOUT.test(base) && !/\.(csv|tsv|xlsx?|parquet|json)$/i.test(base)) return "about the data, no table";
  return DESCRIBING.test(base) ? "describes the other files" : undefined;
}

function deepEnough(depth: number, shown: string): void {
  if (depth >= DEEPEST)
    throw new TabletalkError(
      "bad_file",
      `${shown} lies more than ${DEEPEST} archives deep.`,
      "Unpack the outer ones and give the inner.",
    );
}

/** What holds for the whole import, not for one of its files. */
const endsAll = (error: TabletalkError): boolean =>
  /unpacking was stopped|holds more than/.test(error.message);

const said = (error: TabletalkError, name: string, {budget}: Gathering): string =>
  error.message.replace(`${name} in ${budget.shown} `, "").replace(/\.$/, "");

async function folder(scratch: string, depth: number): Promise<string> {
  const path = join(scratch, `depth${depth}`);
  await mkdir(path, {recursive: true});
  return path;
}

function within(outer: string, inner: string, single: boolean): string {
  if (outer === "") return inner;
  return single ? join(outer, "..", inner).replaceAll("\\", "/") : `${outer}/${inner}`;
}

/** What the receipt says of the files that were not read. */
export function skippedEntries(skipped: readonly Skipped[]): ReceiptEntry[] {
  const byWhy = Map.groupBy(skipped, (one) => one.why);
  return [...byWhy].map(([why, files]) => ({
    kind: "skipped",
    message:
      files.length === 1
        ? `${files[0]!.name} was left out: ${why}.`
        : `${files.length} files were left out: ${why}.`,
    count: files.length,
    examples: files.slice(0, 5).map((file) => file.name),
    ...(files.some((file) => file.doubt) && {doubt: true}),
  }));
}

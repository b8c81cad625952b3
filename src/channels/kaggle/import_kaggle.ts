import {join} from "node:path";
import type {Dataset} from "../../data/dataset.ts";
import type {ImportOptions, ImportProgress} from "../../data/engine.ts";
import {bareName, tableName} from "../../data/names.ts";
import {TabletalkError} from "../../errors.ts";
import type {Downloaded, DownloadProgress} from "../../kaggle/answers.ts";
import type {KaggleClient} from "../../kaggle/client.ts";
import {shownBytes} from "../../kaggle/disk.ts";
import {isCompetitionReference, readCompetition, readDatasetReference} from "../../kaggle/reference.ts";

/** What is to be brought in. */
export interface KaggleImport {
  /** `owner/slug`, perhaps with a version, `competitions/slug`, or the address of its page. */
  ref: string;
  /** Default: the newest. */
  version?: number | undefined;
  /** One file alone. Default: every table in all of them. */
  file?: string | undefined;
  /** What its tables are called: one by this, several by this and their file. Default: after the dataset. */
  name?: string | undefined;
}

/** How far a download or import is: in words, and 0 to 1 where that is known. */
export interface KaggleProgress {
  doing: string;
  share?: number;
}

export interface KaggleImported {
  downloaded: Downloaded;
  datasets: Dataset[];
}

/** A folder of more files is read by the endings of tables alone: pictures come by the thousand. */
const MOST_FILES = 1_000;
const ENDINGS =
  "csv,tsv,txt,tab,psv,json,ndjson,jsonl,geojson,parquet,xlsx,xls,xlsm,ods,sqlite,sqlite3,db,duckdb";

/**
 * Downloads a dataset or a competition's data and imports every table in it, its place, version and licence on each.
 * @throws TabletalkError what the client and the importer throw; bad_file where nothing in it is a table
 */
export async function importKaggle(
  kaggle: KaggleClient,
  importFile: (path: string, options: ImportOptions) => Promise<Dataset[]>,
  asked: KaggleImport,
  {signal, onProgress}: {signal?: AbortSignal; onProgress?: (told: KaggleProgress) => void} = {},
): Promise<KaggleImported> {
  const {ref, file} = asked;
  const downloading = {
    ...(file !== undefined && {file}),
    ...(signal && {signal}),
    ...(onProgress && {onProgress: (told: DownloadProgress) => onProgress(sayDownload(told))}),
  };
  const downloaded = isCompetitionReference(ref)
    ? await kaggle.competitions.download(readCompetition(ref), downloading)
    : await kaggle.download(ref, {...downloading, ...versionOf(asked)});
  const only = file === undefined ? undefined : downloaded.files[0];
  const path = only ? only.path : pathOf(downloaded);
  try {
    const datasets = await importFile(path, {
      name: nameFor(downloaded, asked),
      origin: downloaded.origin,
      ...(signal && {signal}),
      ...(onProgress && {onProgress: (told: ImportProgress) => onProgress(sayImport(told))}),
    });
    return {downloaded, datasets};
  } catch (error) {
    throw inItsWords(error, path, downloaded);
  }
}

function versionOf({ref, version}: KaggleImport): {version?: number} {
  const wanted = version ?? readDatasetReference(ref).version;
  return wanted === undefined ? {} : {version: wanted};
}

/** All that lies there; of very many files those that can be tables. */
const pathOf = ({folder, files}: Downloaded): string =>
  files.length <= MOST_FILES ? folder : join(folder, "**", `*.{${ENDINGS},${ENDINGS.toUpperCase()}}`);

function nameFor({ref, files}: Downloaded, {name, file}: KaggleImport): string {
  if (name !== undefined) return tableName(name);
  const slug = tableName(ref.split("/").at(-1) ?? ref);
  const own = file === undefined ? undefined : bareName(files[0]?.name ?? file);
  return own === undefined || own === slug ? slug : `${slug}_${own}`;
}

/** What the importer says of a place on this machine is said of the dataset. */
function inItsWords(error: unknown, path: string, {ref, folder}: Downloaded): unknown {
  if (!(error instanceof TabletalkError)) return error;
  const told = (text: string) =>
    text.replaceAll(`${folder}/`, "").replaceAll(path, ref).replaceAll(folder, ref);
  const next =
    error.code === "bad_file" && /holds no table/.test(error.message)
      ? "Look at its files, and choose another dataset or one file of it."
      : error.next;
  return new TabletalkError(error.code, told(error.message), told(next), {cause: error});
}

/** How far a download is, as a person reads it: "Downloading train.csv: 12 MB of 40 MB". */
export function sayDownload({stage, item, done, of, why, waitMs}: DownloadProgress): KaggleProgress {
  if (stage === "waiting") {
    const seconds = waitMs === undefined ? "" : `, ${Math.max(1, Math.round(waitMs / 1000))} s`;
    return {doing: `Waiting for Kaggle${why ? `: ${why}` : ""}${seconds}`};
  }
  const words = {downloading: "Downloading", checking: "Checking", unpacking: "Unpacking"}[stage];
  const far = stage === "downloading" ? `: ${shownBytes(done)}${of ? ` of ${shownBytes(of)}` : ""}` : "";
  return {doing: `${words} ${item}${far}`, ...(of && {share: Math.min(1, done / of)})};
}

function sayImport({stage, item, done, of, unit}: ImportProgress): KaggleProgress {
  const words = {reading: "Reading", unpacking: "Unpacking", typing: "Finding types", writing: "Writing"};
  const doing = item === undefined ? words[stage] : `${words[stage]} ${item.split("/").at(-1)}`;
  const whole = unit === undefined ? 100 : of;
  return {doing, ...(done !== undefined && whole ? {share: Math.min(1, done / whole)} : {})};
}

import {mkdir, rm, stat} from "node:fs/promises";
import {dirname, join} from "node:path";
import {setTimeout as pause} from "node:timers/promises";
import {countImport, demandRoom} from "../../access/limits.ts";
import {demand} from "../../access/permissions.ts";
import {ownName, type Principal} from "../../access/principal.ts";
import type {Dataset} from "../../data/dataset.ts";
import {TabletalkError} from "../../errors.ts";
import {addCameIn, datasetsThatCameIn} from "../../store/conversation_datasets.ts";
import {nameInConversation} from "../../store/dataset_names.ts";
import {datasetsOf} from "../../store/datasets.ts";
import {isUnreachable} from "../../store/postgres/failure.ts";
import type {ImportedFile} from "../channel.ts";
import {harmless} from "../harmless.ts";
import {safeFileName} from "../http/uploads/file_name.ts";
import type {OpenWorkspace} from "../workspaces.ts";
import type {RemoteFile} from "./incoming.ts";
import type {ChatPlatform} from "./platform.ts";

/** So many files of one message are read. */
const MOST_FILES = 10;
/** The longest that one file may take to arrive. */
const FETCH_MS = 5 * 60_000;
const FETCH_ATTEMPTS = 3;
const FETCH_PAUSE_MS = 300;
const MOST_NOTES = 5;

/** How files of a platform reach this machine. */
export interface FileFetcher {
  /** The largest file that is fetched, in bytes. */
  most: number;
  fetch: ChatPlatform["fetchFile"];
}

export interface FilesOfMessage {
  /** The inbox's id of the message. */
  message: string;
  conversation: string;
  installation: string;
  sender: Principal;
  files: readonly RemoteFile[];
}

/**
 * Fetches the files of a message and keeps what is in them as private datasets of its sender, which whoever writes in the
 * conversation may ask about there. A file that cannot be read does not keep the others out. Done again it comes to the same.
 * @param tell told what is going on
 */
export async function takeInFiles(
  workspace: OpenWorkspace,
  fetcher: FileFetcher,
  of: FilesOfMessage,
  {signal, tell}: {signal: AbortSignal; tell: (doing: string) => void},
): Promise<ImportedFile[]> {
  const folder = join(dirname(workspace.folders.data), "uploads", "chat", safeFileName(of.message));
  const taken: ImportedFile[] = [];
  try {
    for (const [at, file] of of.files.entries()) {
      const name = safeFileName(file.name);
      const path = join(folder, String(at), name);
      try {
        if (at >= MOST_FILES) throw tooMany();
        const one = {...of, file, path};
        taken.push({name: harmless(name), datasets: await takeIn(workspace, fetcher, one, {signal, tell})});
      } catch (error) {
        signal.throwIfAborted();
        taken.push({name: harmless(name), datasets: [], error: asFileError(error, path)});
      }
    }
  } finally {
    await rm(folder, {recursive: true, force: true}).catch(() => {});
  }
  return taken;
}

async function takeIn(
  workspace: OpenWorkspace,
  fetcher: FileFetcher,
  {
    file,
    path,
    sender,
    conversation,
    installation,
  }: Omit<FilesOfMessage, "files"> & {file: RemoteFile; path: string},
  {signal, tell}: {signal: AbortSignal; tell: (doing: string) => void},
): Promise<ImportedFile["datasets"]> {
  const {store, id} = workspace;
  demand(sender, "datasets.write");
  if (file.bytes > fetcher.most) throw tooLarge(file.bytes, fetcher.most);
  tell(`Fetching ${file.name}`);
  await mkdir(dirname(path), {recursive: true});
  await fetchPatiently(fetcher, file, path, installation, signal);
  const {size} = await stat(path);
  if (size > fetcher.most) throw tooLarge(size, fetcher.most);
  await demandRoom({store}, sender, size);
  tell(`Reading ${file.name}`);
  const owner = ownName(sender);
  const before = new Map((await datasetsOf(store, id)).map(({name, version}) => [name, version.hash]));
  const here = new Set(await datasetsThatCameIn(store, id, conversation));
  const made = await workspace.importFile(path, {
    by: owner,
    signal,
    nameOf: (name) => nameInConversation(store, id, {conversation, owner, name}),
    demand: (all) =>
      countImport(
        {store},
        sender,
        all.reduce((sum, {version}) => sum + version.rows, 0),
      ),
  });
  await addCameIn(
    store,
    id,
    conversation,
    made.map(({name}) => name),
  );
  return made.map((dataset) =>
    toldDataset(dataset, here.has(dataset.name) && before.get(dataset.name) === dataset.version.hash),
  );
}

/** A connection that broke is tried again; what the platform says of the file holds. */
async function fetchPatiently(
  fetcher: FileFetcher,
  file: RemoteFile,
  path: string,
  installation: string,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(FETCH_MS)]);
    try {
      return await fetcher.fetch(file, path, {installation, most: fetcher.most, signal: limit});
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TabletalkError) throw error;
      if (attempt >= FETCH_ATTEMPTS)
        throw new TabletalkError("unavailable", "The file could not be fetched.", "Send it again.", {
          cause: error,
        });
      await pause(FETCH_PAUSE_MS * attempt, undefined, {signal});
    }
  }
}

function toldDataset({name, version}: Dataset, isKnown: boolean): ImportedFile["datasets"][number] {
  const {entries} = version.receipt;
  const told = entries.filter(({kind, doubt}) => !doubt && CHANGES.has(kind)).map(({message}) => message);
  const notes = [...(isKnown ? ["This is the same file as before."] : []), ...told];
  return {
    name,
    rows: version.rows,
    columns: version.columns.length,
    notes: notes.slice(0, MOST_NOTES).map(harmless),
    doubts: entries.flatMap(({doubt, message}) => (doubt ? [harmless(message)] : [])).slice(0, MOST_NOTES),
  };
}

/** What the importer did that changes what is counted. */
const CHANGES: ReadonlySet<string> = new Set(["coerced", "dropped", "totals", "duplicates", "notes"]);

function asFileError(error: unknown, path: string): NonNullable<ImportedFile["error"]> {
  // Without the store nothing can be kept: the message waits for it.
  // Where it lay on this machine is nobody's business.
  const told = (text: string) => harmless(text.replaceAll(path, "it"));
  if (isUnreachable(error) || (error instanceof TabletalkError && error.code === "store_failed")) throw error;
  if (error instanceof TabletalkError)
    return {code: error.code, message: told(error.message), next: told(error.next)};
  return {code: "internal", message: "The file could not be read.", next: "Send it again, or as CSV."};
}

function tooLarge(bytes: number, most: number): TabletalkError {
  return new TabletalkError(
    "bad_file",
    `The file has ${inMegabytes(bytes)}; at most ${inMegabytes(most)} are read here.`,
    "Send a part of it, or upload it on the web page.",
  );
}

function tooMany(): TabletalkError {
  return new TabletalkError(
    "bad_use",
    `Of one message ${MOST_FILES} files are read.`,
    "Send the others in another message.",
  );
}

function inMegabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1024 ** 2)).toLocaleString("en-US")} MiB`;
}

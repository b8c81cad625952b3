import {createHash, randomUUID} from "node:crypto";
import {constants} from "node:fs";
import {chmod, copyFile, link, lstat, mkdir, readdir, rm, stat} from "node:fs/promises";
import {join} from "node:path";
import {ownName, type Principal} from "../access/principal.ts";
import {tableName} from "../data/names.ts";
import type {McpSettings} from "./host.ts";

/** The files of one person: where they lie, and how they are called. */
export interface ExportFile {
  file: string;
  path: string;
  bytes: number;
  /** ISO 8601. */
  madeAt: string;
}

export const EXPORT_TYPES = {
  csv: "text/csv",
  json: "application/json",
  parquet: "application/vnd.apache.parquet",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  html: "text/html",
  pdf: "application/pdf",
} as const;
export type ExportFormat = keyof typeof EXPORT_TYPES;
/** What rows are written as; the others are of pages. */
export type RowFormat = Exclude<ExportFormat, "html" | "pdf">;

/** What someone of elsewhere leaves lying: the newest. */
const MOST_KEPT = 50;
const DRAFT = ".part";
/** Nothing is written for so long. */
const LEFT_MS = 24 * 3_600_000;
const FILE = /^[\p{L}\p{M}\p{N}_]{1,80}\.(csv|json|parquet|xlsx|html|pdf)$/u;
/** Names that Windows keeps for devices. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/;

export const exportAddress = (file: string): string => `tabletalk://exports/${encodeURIComponent(file)}`;

/** Where the exports of a workspace lie, but for those of whoever sits at this machine. */
export function workspaceExports(exportFolder: string, workspace: string): string {
  return join(exportFolder, "workspaces", digest(workspace));
}

/** Where someone's exports lie: nobody else's are there. */
export function exportsOf(principal: Principal, {exportFolder}: Pick<McpSettings, "exportFolder">): string {
  return principal.kind === "local"
    ? exportFolder
    : join(workspaceExports(exportFolder, principal.workspace), digest(ownName(principal)));
}

/**
 * Keeps a new file under a name that is free.
 * @param write given the path to write to
 * @param demand refuses, by throwing, what was written
 */
export async function keepExport(
  principal: Principal,
  settings: Pick<McpSettings, "exportFolder">,
  wanted: {name: string; format: ExportFormat},
  write: (path: string) => Promise<void>,
  demand: (bytes: number) => Promise<void> = async () => {},
): Promise<ExportFile> {
  const folder = exportsOf(principal, settings);
  await mkdir(folder, {recursive: true, mode: 0o700});
  await dropLeftovers(folder);
  const draft = join(folder, `.${randomUUID()}${DRAFT}`);
  try {
    await write(draft);
    await chmod(draft, 0o600);
    await demand((await stat(draft)).size);
    const base = baseOf(wanted.name);
    for (let number = 1; ; number += 1) {
      const file = `${base}${number === 1 ? "" : `_${number}`}.${wanted.format}`;
      if (!(await moveTo(draft, join(folder, file)))) continue;
      if (principal.kind !== "local") await dropOldest(folder);
      return await told(folder, file);
    }
  } finally {
    await rm(draft, {force: true});
  }
}

/** Someone's files, the newest first. */
export async function listExports(
  principal: Principal,
  settings: Pick<McpSettings, "exportFolder">,
): Promise<ExportFile[]> {
  return filesIn(exportsOf(principal, settings));
}

/** One of someone's files; undefined where there is none of that name, whatever the name holds. */
export async function findExport(
  principal: Principal,
  settings: Pick<McpSettings, "exportFolder">,
  file: string,
): Promise<ExportFile | undefined> {
  if (!FILE.test(file)) return undefined;
  const folder = exportsOf(principal, settings);
  const found = await lstat(join(folder, file)).catch(() => undefined);
  return found?.isFile() ? told(folder, file) : undefined;
}

async function filesIn(folder: string): Promise<ExportFile[]> {
  const entries = await readdir(folder, {withFileTypes: true}).catch(() => []);
  const files = await Promise.all(
    entries.flatMap((entry) => (entry.isFile() && FILE.test(entry.name) ? [told(folder, entry.name)] : [])),
  );
  return files.sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1));
}

async function told(folder: string, file: string): Promise<ExportFile> {
  const path = join(folder, file);
  const {size, mtime} = await stat(path);
  return {file, path, bytes: size, madeAt: mtime.toISOString()};
}

function baseOf(name: string): string {
  const base = [...tableName(name)].slice(0, 60).join("");
  return DEVICE.test(base) ? `t_${base}` : base;
}

/** False where something is there already. */
async function moveTo(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
  }
  // A file system without links.
  try {
    await copyFile(draft, path, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** What a process that was killed had not finished. */
async function dropLeftovers(folder: string): Promise<void> {
  for (const file of await readdir(folder)) {
    if (!file.startsWith(".") || !file.endsWith(DRAFT)) continue;
    const path = join(folder, file);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > LEFT_MS) await rm(path, {force: true});
  }
}

async function dropOldest(folder: string): Promise<void> {
  for (const {path} of (await filesIn(folder)).slice(MOST_KEPT)) await rm(path, {force: true});
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

import {createHash} from "node:crypto";
import {mkdir, rm, stat} from "node:fs/promises";
import {join} from "node:path";

/** Where an upload's file lies: under its workspace and id, with the name that its client gave it. */
export function uploadPath(folder: string, workspace: string, id: string, name: string): string {
  return join(uploadFolder(folder, workspace, id), name);
}

/** The folder of a workspace's uploads. */
export function workspaceUploads(folder: string, workspace: string): string {
  // A workspace's id may hold what is no name of a folder.
  return join(folder, createHash("sha256").update(workspace).digest("hex").slice(0, 32));
}

/** The folder of one upload. */
export function uploadFolder(folder: string, workspace: string, id: string): string {
  const place = workspaceUploads(folder, workspace);
  return join(place, /^[\w-]{1,64}$/.test(id) ? id : createHash("sha256").update(id).digest("hex"));
}

export async function makeUploadFolder(folder: string, workspace: string, id: string): Promise<void> {
  await mkdir(uploadFolder(folder, workspace, id), {recursive: true, mode: 0o700});
}

/** How many bytes are there; 0 where none came. */
export async function bytesThere(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

export async function removeUploadFiles(folder: string, workspace: string, id: string): Promise<void> {
  await rm(uploadFolder(folder, workspace, id), {recursive: true, force: true});
}

import {statfs} from "node:fs/promises";
import {dirname} from "node:path";
import {TabletalkError} from "../errors.ts";

/** What is left free beside a download, so that whatever else writes on this disk goes on. */
const LEFT_FREE = 128 * 2 ** 20;

/** Bytes that this user may still write on the disk of a folder, which need not be there yet. */
export async function freeBytes(folder: string): Promise<number> {
  for (let at = folder; ; at = dirname(at))
    try {
      const {bavail, bsize} = await statfs(at);
      return bavail * bsize;
    } catch (error) {
      if (dirname(at) === at) throw error;
    }
}

/** A size as people say it: "1.4 GB". */
export function shownBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB", "PB"];
  let [size, unit] = [bytes, 0];
  for (; size >= 999.5 && unit < units.length - 1; unit++) size /= 1000;
  return `${size >= 100 || unit === 0 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/**
 * Refuses what would fill the disk.
 * @param needed bytes that will be written
 * @throws TabletalkError limit_reached with the size needed and the size there
 */
export async function refuseTooLarge(
  what: string,
  needed: number,
  folder: string,
  free: (folder: string) => Promise<number>,
): Promise<void> {
  const there = await free(folder);
  if (needed + LEFT_FREE <= there) return;
  throw new TabletalkError(
    "limit_reached",
    `${what} needs ${shownBytes(needed)} of disk, and ${shownBytes(Math.max(0, there - LEFT_FREE))} can be used.`,
    "Make room (`local` lists what was downloaded before), take single files of it, or set TABLETALK_HOME to a larger disk.",
  );
}

/** Whether a fault is one of files and disks. */
export const isOfDisk = (error: unknown): boolean => error instanceof Error && "syscall" in error;

/** What a fault of writing means. */
export function diskError(error: unknown): TabletalkError {
  const full = error instanceof Error && "code" in error && ["ENOSPC", "EDQUOT"].includes(String(error.code));
  return new TabletalkError(
    full ? "limit_reached" : "internal",
    full ? "The disk became full during the download." : "The download cannot be written to the disk.",
    full
      ? "Make room and start it again: it goes on where it was."
      : "Check the folder's rights and the disk.",
    {cause: error},
  );
}

import {TabletalkError} from "../../errors.ts";

/** No such file in this workspace. */
export function notThere(hash: string): TabletalkError {
  return new TabletalkError(
    "not_found",
    `The stored file ${hash.slice(0, 12)} is not there.`,
    "It may have been deleted; store it again.",
  );
}

/** The bytes are not those that were stored. */
export function damaged(hash: string, place: string): TabletalkError {
  return new TabletalkError(
    "store_failed",
    `The stored file ${hash.slice(0, 12)} in ${place} is damaged: its bytes are not those that were stored.`,
    "Restore it from a backup, or delete it and store it again.",
  );
}

/** The source holds more than it may. */
export function tooLong(maxBytes: number): TabletalkError {
  return new TabletalkError(
    "limit_reached",
    `The file is longer than the ${maxBytes} bytes that are allowed.`,
    "Store a smaller one, or have the limit raised.",
  );
}

export function wasStopped(cause: unknown): TabletalkError {
  return new TabletalkError("aborted", "Storing the file was stopped.", "Start it again when you like.", {
    cause,
  });
}

/** A failure of the local file system, said. Ours pass unchanged. */
export function folderFailure(error: unknown, place: string): TabletalkError {
  if (error instanceof TabletalkError) return error;
  const {code, name, message} = error as NodeJS.ErrnoException;
  if (name === "AbortError") return wasStopped(error);
  const full = code === "ENOSPC" || code === "EDQUOT";
  const refused = code === "EACCES" || code === "EPERM" || code === "EROFS";
  return new TabletalkError(
    "store_failed",
    full ? `There is no space left in ${place}.` : `Files cannot be kept in ${place}: ${message}.`,
    full
      ? "Free some (tabletalk clean), or move the files with TABLETALK_FILES."
      : refused
        ? "Let this user write there, or name another folder with TABLETALK_FILES."
        : "Look at that folder; TABLETALK_FILES names another.",
    {cause: error},
  );
}

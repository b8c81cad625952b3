import {extname, join} from "node:path";

/** A file of an archive or folder, where it can be read. */
export interface Member {
  /** Its place in the archive or folder, with forward slashes. */
  name: string;
  /** Where it lies now. */
  path: string;
  bytes: number;
  /** It was unpacked for this import and goes when it was read. */
  temporary: boolean;
}

/** A file that was not read. */
export interface Skipped {
  name: string;
  why: string;
  /** A table may have been missed. */
  doubt?: boolean;
}

/** Whether a file is only of use to the system or program that made it. */
export function isBeside(name: string): boolean {
  const parts = name.split("/");
  return (
    parts.some((part) => part === "__MACOSX" || (part.startsWith(".") && part !== "." && part !== "..")) ||
    /^(thumbs\.db|desktop\.ini|~\$.*)$/i.test(parts.at(-1) ?? "")
  );
}

/** Whether a name leads out of its archive. */
export const leadsOut = (name: string): boolean =>
  name.startsWith("/") || /^[A-Za-z]:/.test(name) || name.split("/").includes("..");

/** A name of our own for an unpacked member: only its ending is taken over. */
export function scratchPath(scratch: string, number: number, name: string): string {
  const extension = extname(name);
  return join(
    scratch,
    `member${number}${/^\.[A-Za-z0-9]{1,8}$/.test(extension) ? extension.toLowerCase() : ""}`,
  );
}

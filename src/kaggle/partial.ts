import {createHash} from "node:crypto";
import {mkdir, open, readdir, readFile, rm, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {z} from "zod";

/** What the beginning of a file belongs to: only the same bytes are gone on with. */
const noteSchema = z.object({validator: z.string(), size: z.number().optional()});
export type PartialNote = z.infer<typeof noteSchema>;

/** The beginning of a file that is being downloaded; it outlives a process that was killed. */
export interface Partial {
  path: string;
  /** Bytes that are here and may be gone on with, and of what; 0 without a note. */
  have(): Promise<{bytes: number; note?: PartialNote}>;
  /** Says what the bytes from now on belong to; without a validator they cannot be gone on with later. */
  begin(note: PartialNote | undefined): Promise<void>;
  /** Throws the bytes away. */
  discard(): Promise<void>;
  /** Lets others have it. */
  release(): Promise<void>;
}

/** Beginnings that nobody came back to. */
const FORGOTTEN_MS = 7 * 24 * 3_600_000;

/** Whether a process is there, be it of another user. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Takes a lock of this process's; one of a process that is gone is taken over. @returns whether it was had */
async function lock(path: string): Promise<boolean> {
  for (let tries = 0; tries < 3; tries++)
    try {
      const file = await open(path, "wx");
      await file.writeFile(String(process.pid));
      await file.close();
      return true;
    } catch {
      const owner = Number(await readFile(path, "utf8").catch(() => "0"));
      if (owner > 0 && owner !== process.pid && isRunning(owner)) return false;
      await rm(path, {force: true});
    }
  return false;
}

/**
 * The beginning of a download, kept in a folder under a key. Where another process is at it, an own one that nobody goes on
 * with.
 */
export async function claimPartial(folder: string, key: string): Promise<Partial> {
  await mkdir(folder, {recursive: true, mode: 0o700});
  await forgetOld(folder);
  const name = createHash("sha256").update(key).digest("hex").slice(0, 32);
  const lockPath = join(folder, `${name}.lock`);
  const mine = await lock(lockPath);
  const path = join(folder, `${name}${mine ? "" : `-${process.pid}`}.part`);
  const notePath = `${path}.json`;
  const discard = async (): Promise<void> => {
    await rm(path, {force: true});
    await rm(notePath, {force: true});
  };
  if (!mine) await discard();
  return {
    path,
    have: async () => {
      const kept = noteSchema.safeParse(await readFile(notePath, "utf8").then(JSON.parse, () => undefined));
      const bytes = kept.success
        ? await stat(path).then(
            ({size}) => size,
            () => 0,
          )
        : 0;
      return {bytes, ...(kept.success && {note: kept.data})};
    },
    begin: async (note) => {
      await discard();
      if (note) await writeFile(notePath, JSON.stringify(note), {mode: 0o600});
    },
    discard,
    release: async () => {
      if (mine) await rm(lockPath, {force: true});
      else await discard();
    },
  };
}

async function forgetOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const changed = await stat(path).then(
      ({mtimeMs}) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - changed > FORGOTTEN_MS) await rm(path, {force: true, recursive: true});
  }
}

import {existsSync} from "node:fs";
import {resolve} from "node:path";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {openFileStore} from "../store/files/open.ts";
import {storePlace} from "./backup.ts";
import type {CommonFlags} from "./program.ts";

/** `tabletalk restore FILE`: a backup into an empty state, whichever database either is on. */
export async function restore(path: string, flags: CommonFlags): Promise<void> {
  if (!existsSync(path))
    throw new TabletalkError(
      "no_data",
      `There is no file ${path}.`,
      "Give the file that `tabletalk backup` wrote.",
    );
  const config = loadConfig(flags);
  const {restoreBackup} = await import("../store/backup/restore_backup.ts");
  await using files = await openFileStore(config);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const done = await restoreBackup(resolve(path), {
    store: storePlace(config),
    home: config.home,
    files,
    signal: stop.signal,
  });
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(done, undefined, 2)}\n`);
    return;
  }
  const lines = [
    `Restored ${done.rows.toLocaleString("en")} rows of ${done.tables} tables and ${done.files} files, as they were on ${done.createdAt.slice(0, 16).replace("T", " ")} UTC.`,
    ...(done.migrated > 0 ? [`Brought up to date by ${done.migrated} migrations.`] : []),
    ...(done.missing.length > 0 ? [`${done.missing.length} stored files are not in the backup.`] : []),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

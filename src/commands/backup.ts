import {join, resolve} from "node:path";
import {type Config, loadConfig} from "../config.ts";
import {engineVersion} from "../planning/recipe.ts";
import type {StorePlace} from "../store/backup/tables.ts";
import {openFileStore} from "../store/files/open.ts";
import {isPostgres} from "../store/open.ts";
import type {CommonFlags} from "./program.ts";

/** Where the settings say that the state is. */
export function storePlace({store, home}: Config): StorePlace {
  if (store !== undefined && isPostgres(store)) return {dialect: "postgres", url: store};
  return {dialect: "sqlite", path: store ?? join(home, "state.sqlite")};
}

/** `tabletalk backup FILE`: the state and its files, in one file that any Tabletalk of this version or a later one restores. */
export async function backup(path: string, flags: CommonFlags): Promise<void> {
  const config = loadConfig(flags);
  const {writeBackup} = await import("../store/backup/write_backup.ts");
  await using files = await openFileStore(config);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const done = await writeBackup(resolve(path), {
    store: storePlace(config),
    home: config.home,
    files,
    version: engineVersion().tabletalk,
    signal: stop.signal,
  });
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({file: resolve(path), ...done}, undefined, 2)}\n`);
    return;
  }
  const lines = [
    `Backed up ${done.rows.toLocaleString("en")} rows of ${done.tables} tables and ${done.files} files into ${path} (${megabytes(done.bytes)}).`,
    "Sealed passwords and keys are in it as they are: to use them, keep the secret of the service too.",
    ...(done.missing.length > 0
      ? [`${done.missing.length} stored files were not there and are not in it.`]
      : []),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

const megabytes = (bytes: number): string =>
  bytes < 1e5 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

import {join} from "node:path";
import type {FileStore} from "./file_store.ts";
import {readLocation} from "./location.ts";

const MIB = 1 << 20;

/** The settings that say where files are, as `config.ts` reads them. */
export interface FileSettings {
  home: string;
  files?: string | undefined;
  /** Default 10,240. */
  filesCacheMb?: number;
}

/**
 * Opens the place of the files that the settings name: `<home>/files` where they name none. Nothing is asked of object
 * storage before it is used; `check` asks.
 * @throws TabletalkError bad_use where the place, or the key for it, is not as it must be
 */
export async function openFileStore(
  config: FileSettings,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<FileStore> {
  const location = readLocation(config.files ?? join(config.home, "files"));
  if (location.kind === "folder") return (await import("./folder.ts")).openFolderStore(location.path);
  const {openS3Store} = await import("./s3.ts");
  return openS3Store(location, {
    environment,
    cacheFolder: join(config.home, "cache", "files"),
    cacheBytes: (config.filesCacheMb ?? 10_240) * MIB,
  });
}

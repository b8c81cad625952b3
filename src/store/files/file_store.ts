import type {Readable} from "node:stream";

/** What is known of a stored file. */
export interface StoredFile {
  /** sha256 of the bytes, as 64 hex digits. */
  hash: string;
  bytes: number;
  /** When it was last put: the same bytes put again count anew. */
  storedAt: Date;
}

/** Where the bytes come from. With `link`, a local file that nobody will ever change may be shared instead of copied. */
export type FileSource = {path: string; link?: boolean} | {stream: Readable | AsyncIterable<Uint8Array>};

export interface PutOptions {
  signal?: AbortSignal;
  /** More than so many bytes are refused with limit_reached. */
  maxBytes?: number;
}

/**
 * Where files lie (datasets, artifacts, uploads, reports): by content hash, each workspace apart. The same bytes are kept
 * once a workspace. `folder.ts` keeps them in a folder, `s3.ts` in object storage; both are safe for several processes.
 *
 * Errors of every method: TabletalkError store_failed (the place refuses, is full, or what lies there is damaged),
 * unavailable (it cannot be reached now), not_found (no such file in this workspace), bad_use (no hash, no workspace).
 */
export interface FileStore extends AsyncDisposable {
  readonly kind: "folder" | "s3";
  /** Where it is, for a person; without secrets. */
  readonly place: string;
  /** Keeps the bytes; returns once they are safe. */
  put(workspace: string, source: FileSource, options?: PutOptions): Promise<{hash: string; bytes: number}>;
  has(workspace: string, hash: string): Promise<boolean>;
  /** Counts as put now, so that no clean-up takes it for old; false where it is not there. */
  touch(workspace: string, hash: string): Promise<boolean>;
  /** Undefined where it is not there. */
  stat(workspace: string, hash: string): Promise<StoredFile | undefined>;
  /** The bytes, checked against the hash as they pass: the stream fails at its end where they are others. */
  open(workspace: string, hash: string): Promise<Readable>;
  /** A local file with the bytes, only to be read. It may be gone an hour later: ask again. */
  path(workspace: string, hash: string): Promise<string>;
  /** Puts the bytes, checked, at a path of the caller: whole or not at all. May share them, so never write into it. */
  fetchTo(workspace: string, hash: string, path: string, options?: {signal?: AbortSignal}): Promise<void>;
  /**
   * Takes it away; false where it was not there. With `olderThan`, only where it was last put before that: for
   * `clean_up.ts`, which may meet a writer of the same bytes.
   */
  remove(workspace: string, hash: string, options?: {olderThan?: Date}): Promise<boolean>;
  list(workspace: string): AsyncIterable<StoredFile>;
  /** Every workspace that has or had a file. */
  workspaces(): AsyncIterable<string>;
  /** Removes what writers left unfinished that began before; returns how many. */
  removeUnfinished(before: Date): Promise<number>;
  /** @throws TabletalkError where it cannot be used as it is configured: for readiness and start-up */
  check(): Promise<void>;
  close(): Promise<void>;
}

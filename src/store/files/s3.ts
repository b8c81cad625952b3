import {randomUUID} from "node:crypto";
import {mkdir, rename, rm} from "node:fs/promises";
import {dirname} from "node:path";
import {pipeline, type Readable} from "node:stream";
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
} from "@aws-sdk/client-s3";
import type {TabletalkError} from "../../errors.ts";
import {damaged, folderFailure, notThere} from "./failures.ts";
import type {FileSource, FileStore, PutOptions, StoredFile} from "./file_store.ts";
import {bytesOf, checking, hashFile, writeHashed} from "./hashing.ts";
import {fileKey, isHash, workspaceKey, workspaceOfKey} from "./key.ts";
import {openLocalCache} from "./local_cache.ts";
import {isMissing, type S3Location, s3Client, s3Failure} from "./s3_client.ts";
import {uploadFile} from "./s3_upload.ts";

export interface S3Options {
  environment: NodeJS.ProcessEnv;
  /** Local copies of what was asked for by path, and uploads on their way. */
  cacheFolder: string;
  /** How large the cache may grow. */
  cacheBytes: number;
  /** Files longer than this go in parts of this size. Default 8 MiB, the least 5 MiB. */
  partBytes?: number;
  /** How many objects one request lists. Default 1,000, the most. */
  pageSize?: number;
  /** An object younger than this need not be renewed to be safe from a clean-up. Default an hour. */
  freshMs?: number;
}

const MIB = 1 << 20;
/** The longest object that one request can copy. */
const MOST_COPIED = 5 * 1024 * MIB;
const FRESH_MS = 60 * 60_000;
const DOWNLOADS = 3;

/**
 * Files in a bucket: `prefix/workspace/ab/abcdef...`. What is uploaded is checked by the server, what comes back by us.
 * @throws TabletalkError bad_use where there is no key for it
 */
export function openS3Store(location: S3Location, options: S3Options): FileStore {
  const client = s3Client(location, options.environment);
  const cache = openLocalCache(options.cacheFolder, options.cacheBytes);
  const place = `s3://${location.bucket}/${location.prefix}`;
  const Bucket = location.bucket;
  const base = location.prefix === "" ? "" : `${location.prefix}/`;
  const partBytes = Math.max(options.partBytes ?? 8 * MIB, 5 * MIB);
  const objectKey = (workspace: string, hash: string): string => base + fileKey(workspace, hash);
  const failure = (error: unknown): TabletalkError =>
    error instanceof Error && "syscall" in error && "path" in error
      ? folderFailure(error, cache.folder)
      : s3Failure(error, location);
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw failure(error);
    }
  };

  const look = async (workspace: string, hash: string): Promise<StoredFile | undefined> => {
    const asked = new HeadObjectCommand({Bucket, Key: objectKey(workspace, hash)});
    const found = await client.send(asked).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    return found && {hash, bytes: found.ContentLength ?? 0, storedAt: found.LastModified ?? new Date(0)};
  };

  const upload = async (
    workspace: string,
    path: string,
    known: {hash: string; bytes: number},
    signal?: AbortSignal,
  ): Promise<void> => {
    const {hash, bytes} = known;
    const object = {bucket: Bucket, key: objectKey(workspace, hash), hash, bytes};
    await uploadFile(client, path, {...object, partBytes, signal});
    if ((await look(workspace, hash))?.bytes !== bytes) throw damaged(hash, place);
  };

  /** Counts an object as put now: by a copy onto itself, or anew where the server takes that for nothing to do. */
  const renew = async (workspace: string, found: StoredFile, path?: string): Promise<void> => {
    if (Date.now() - found.storedAt.getTime() < (options.freshMs ?? FRESH_MS)) return;
    if (found.bytes <= MOST_COPIED) {
      const Key = objectKey(workspace, found.hash);
      const CopySource = encodeURI(`${Bucket}/${Key}`);
      const copy = new CopyObjectCommand({Bucket, Key, CopySource, MetadataDirective: "REPLACE"});
      await client.send(copy).catch(() => undefined);
      const after = await look(workspace, found.hash);
      if (after && after.storedAt > found.storedAt) return;
    }
    await upload(workspace, path ?? (await localPath(workspace, found.hash)), found);
  };

  const keep = async (
    workspace: string,
    path: string,
    known: {hash: string; bytes: number},
    signal?: AbortSignal,
  ) => {
    const before = await look(workspace, known.hash);
    if (before?.bytes === known.bytes) await renew(workspace, before, path);
    else await upload(workspace, path, known, signal);
    return known;
  };

  const put = async (workspace: string, source: FileSource, given: PutOptions) => {
    workspaceKey(workspace);
    if ("path" in source)
      return keep(workspace, source.path, await hashFile(source.path, given), given.signal);
    const draft = await cache.draft();
    try {
      return await keep(workspace, draft, await writeHashed(bytesOf(source), draft, given), given.signal);
    } finally {
      await rm(draft, {force: true});
    }
  };

  const body = async (workspace: string, hash: string, signal?: AbortSignal): Promise<Readable> => {
    const asked = new GetObjectCommand({Bucket, Key: objectKey(workspace, hash)});
    const {Body} = await client.send(asked, {abortSignal: signal}).catch((error: unknown) => {
      throw isMissing(error) ? notThere(hash) : error;
    });
    return Body as Readable;
  };

  /** A download that breaks off is begun again. */
  const download = async (
    workspace: string,
    hash: string,
    to: string,
    signal?: AbortSignal,
  ): Promise<void> => {
    for (let tries = 1; ; tries++) {
      const stream = await body(workspace, hash, signal);
      const got = await writeHashed(stream, to, {signal}).catch((error: unknown) => failure(error));
      if (!(got instanceof Error) && got.hash === hash) return;
      await rm(to, {force: true});
      if (got instanceof Error && (got.code !== "unavailable" || tries >= DOWNLOADS)) throw got;
      if (tries >= DOWNLOADS) throw damaged(hash, place);
    }
  };

  const localPath = (workspace: string, hash: string): Promise<string> =>
    cache.get(fileKey(workspace, hash), (draft) => download(workspace, hash, draft));

  async function* pages(Prefix: string, Delimiter?: string): AsyncIterable<ListObjectsV2CommandOutput> {
    const MaxKeys = options.pageSize ?? 1_000;
    for (let from: string | undefined, more = true; more; ) {
      const command = new ListObjectsV2Command({Bucket, Prefix, Delimiter, MaxKeys, ContinuationToken: from});
      const page = await guarded(() => client.send(command));
      yield page;
      from = page.NextContinuationToken;
      more = page.IsTruncated === true && from !== undefined;
    }
  }

  const remove = async (workspace: string, hash: string, olderThan?: Date): Promise<boolean> => {
    const found = await look(workspace, hash);
    if (!found || (olderThan && found.storedAt >= olderThan)) return false;
    await client.send(new DeleteObjectCommand({Bucket, Key: objectKey(workspace, hash)}));
    await cache.drop(fileKey(workspace, hash));
    return true;
  };

  const removeUnfinished = async (before: Date): Promise<number> => {
    let removed = await cache.removeUnfinished(before);
    const {Uploads = []} = await client.send(new ListMultipartUploadsCommand({Bucket, Prefix: base}));
    for (const {Key, UploadId, Initiated} of Uploads) {
      if (!Key || !UploadId || !Initiated || Initiated >= before) continue;
      await client.send(new AbortMultipartUploadCommand({Bucket, Key, UploadId}));
      removed += 1;
    }
    return removed;
  };

  return {
    kind: "s3",
    place,
    put: (workspace, source, given = {}) => guarded(() => put(workspace, source, given)),
    has: (workspace, hash) => guarded(async () => (await look(workspace, hash)) !== undefined),
    touch: (workspace, hash) =>
      guarded(async () => {
        const found = await look(workspace, hash);
        if (found) await renew(workspace, found);
        return found !== undefined;
      }),
    stat: (workspace, hash) => guarded(() => look(workspace, hash)),
    open: (workspace, hash) =>
      guarded(async () => pipeline(await body(workspace, hash), checking(hash, place), () => undefined)),
    path: (workspace, hash) => guarded(() => localPath(workspace, hash)),
    fetchTo: (workspace, hash, to, given = {}) =>
      guarded(async () => {
        const draft = `${to}.${randomUUID()}`;
        await mkdir(dirname(to), {recursive: true});
        try {
          await download(workspace, hash, draft, given.signal);
          await rename(draft, to);
        } finally {
          await rm(draft, {force: true});
        }
      }),
    remove: (workspace, hash, given = {}) => guarded(() => remove(workspace, hash, given.olderThan)),
    async *list(workspace) {
      for await (const page of pages(`${base}${workspaceKey(workspace)}/`))
        for (const {Key = "", Size, LastModified} of page.Contents ?? []) {
          const hash = Key.slice(Key.lastIndexOf("/") + 1);
          if (isHash(hash)) yield {hash, bytes: Size ?? 0, storedAt: LastModified ?? new Date(0)};
        }
    },
    async *workspaces() {
      for await (const page of pages(base, "/"))
        for (const {Prefix = ""} of page.CommonPrefixes ?? []) {
          const workspace = workspaceOfKey(Prefix.slice(base.length, -1));
          if (workspace !== undefined) yield workspace;
        }
    },
    removeUnfinished: (before) => guarded(() => removeUnfinished(before)),
    check: () =>
      guarded(async () => {
        // Not a HEAD of the bucket: that tells no reason.
        await client.send(new ListObjectsV2Command({Bucket, Prefix: base, MaxKeys: 1}));
      }),
    async close() {
      client.destroy();
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
    },
  };
}

import {randomBytes} from "node:crypto";
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {connect, createServer, type Socket} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Readable} from "node:stream";
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {hasObjectStorage, type ObjectStorage, startObjectStorage} from "../../../scripts/object_storage.ts";
import {freePort} from "../../../scripts/temporary_server.ts";
import {fileKey} from "../../../src/store/files/key.ts";
import {readLocation} from "../../../src/store/files/location.ts";
import {openS3Store, type S3Options} from "../../../src/store/files/s3.ts";
import type {S3Location} from "../../../src/store/files/s3_client.ts";
import {codeOf, conforms, sha256} from "./conformance.ts";

if (!hasObjectStorage())
  console.warn("Files in object storage are not tested: no server here (npm run test:postgres builds one).");

const MIB = 1 << 20;
const keyOf = (server: ObjectStorage) => ({
  AWS_ACCESS_KEY_ID: server.accessKeyId,
  AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
});
const clientOf = (server: ObjectStorage): S3Client =>
  new S3Client({
    endpoint: server.endpoint,
    region: server.region,
    forcePathStyle: true,
    credentials: {accessKeyId: server.accessKeyId, secretAccessKey: server.secretAccessKey},
  });

describe.skipIf(!hasObjectStorage())("files in object storage", () => {
  conforms(async (folder) => {
    const server = await startObjectStorage();
    const client = clientOf(server);
    const store = openS3Store(readLocation(server.url) as S3Location, {
      environment: keyOf(server),
      cacheFolder: join(folder, "cache"),
      cacheBytes: 100 * MIB,
      partBytes: 5 * MIB,
      pageSize: 7,
    });
    return {
      store,
      async damage(workspace, hash) {
        const Key = `files/${fileKey(workspace, hash)}`;
        await client.send(new PutObjectCommand({Bucket: server.bucket, Key, Body: "a million euros"}));
      },
      async stop() {
        client.destroy();
        await store.close();
        await server.stop();
      },
    };
  });
});

describe.skipIf(!hasObjectStorage())("object storage alone", () => {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-s3-"));
  let server: ObjectStorage;
  let number = 0;
  const open = (url = server.url, options: Partial<S3Options> = {}) =>
    openS3Store(readLocation(url) as S3Location, {
      environment: keyOf(server),
      cacheFolder: join(folder, `cache-${++number}`),
      cacheBytes: 100 * MIB,
      ...options,
    });
  const source = (text: string) => ({stream: Readable.from([Buffer.from(text)])});

  beforeAll(async () => {
    server = await startObjectStorage();
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, {recursive: true, force: true});
  });

  test("what one machine puts, another has", async () => {
    await using a = open();
    await using b = open();
    const {hash} = await a.put("w", source("from a"));
    expect(readFileSync(await b.path("w", hash), "utf8")).toBe("from a");
  });

  test("a wrong key, a wrong secret, no bucket and no server are said, each with what to do", async () => {
    const wrong: [ReturnType<typeof open>, string, RegExp][] = [
      [
        open(server.url, {environment: {...keyOf(server), AWS_SECRET_ACCESS_KEY: "wrong"}}),
        "store_failed",
        /refuses our key .*SignatureDoesNotMatch/,
      ],
      [
        open(server.url, {environment: {AWS_ACCESS_KEY_ID: "nobody", AWS_SECRET_ACCESS_KEY: "wrong"}}),
        "store_failed",
        /refuses our key/,
      ],
      [open(server.url.replace("s3://tabletalk", "s3://nowhere")), "store_failed", /no bucket nowhere/],
      [open(`s3://b.b?endpoint=http://127.0.0.1:${await freePort()}`), "unavailable", /cannot be reached/],
    ];
    for (const [store, code, message] of wrong) {
      await expect(store.check()).rejects.toThrow(message);
      expect(await codeOf(store.check())).toBe(code);
      expect(await codeOf(store.put("w", source("x")))).toBe(code);
      await expect(store.put("w", source("x"))).rejects.not.toThrow(server.secretAccessKey);
      await store.close();
    }
  });

  test("local copies are bounded: the longest unused go", async () => {
    const {openLocalCache} = await import("../../../src/store/files/local_cache.ts");
    const cache = openLocalCache(join(folder, "bounded"), 250, 0);
    const fill = async (draft: string) => writeFileSync(draft, Buffer.alloc(100));
    for (const key of ["w/a", "w/b", "w/c"]) {
      await cache.get(key, fill);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(readdirSync(join(folder, "bounded", "w")).sort()).toEqual(["b", "c"]);
  });

  test("a copy that somebody may be about to open stays", async () => {
    const {openLocalCache} = await import("../../../src/store/files/local_cache.ts");
    const cache = openLocalCache(join(folder, "resting"), 250);
    const fill = async (draft: string) => writeFileSync(draft, Buffer.alloc(100));
    for (const key of ["w/a", "w/b", "w/c"]) await cache.get(key, fill);
    expect(readdirSync(join(folder, "resting", "w")).sort()).toEqual(["a", "b", "c"]);
  });

  test("a file asked for by many at once is fetched once", async () => {
    await using a = open();
    await using b = open();
    const {hash} = await a.put("w", source("popular"));
    const paths = await Promise.all(Array.from({length: 20}, () => b.path("w", hash)));
    expect(new Set(paths).size).toBe(1);
    expect(readFileSync(paths[0]!, "utf8")).toBe("popular");
  });

  test("an upload that was never finished goes once it is old", async () => {
    await using store = open();
    const client = clientOf(server);
    const Bucket = server.bucket;
    const Key = `files/${fileKey("w", sha256("x"))}`;
    const {UploadId} = await client.send(new CreateMultipartUploadCommand({Bucket, Key}));
    await client.send(new UploadPartCommand({Bucket, Key, UploadId, PartNumber: 1, Body: "half"}));
    expect(await store.removeUnfinished(new Date(Date.now() - 60_000))).toBe(0);
    expect(await store.removeUnfinished(new Date(Date.now() + 60_000))).toBe(1);
    expect((await client.send(new ListMultipartUploadsCommand({Bucket}))).Uploads ?? []).toEqual([]);
    client.destroy();
  });

  test("a download that breaks off is begun again", async () => {
    await using sound = open();
    const bytes = randomBytes(3 * MIB);
    const {hash} = await sound.put("w", {stream: Readable.from([bytes])});
    const breaking = await breakingProxy(new URL(server.endpoint), 1 * MIB);
    await using store = open(server.url.replace(encodeURIComponent(server.endpoint), breaking.address));
    expect(sha256(readFileSync(await store.path("w", hash)))).toBe(hash);
    expect(breaking.broken()).toBe(1);
    await breaking.stop();
  });
});

/** Passes everything on, but breaks the first connection off that brought so many bytes back. */
async function breakingProxy(to: URL, bytes: number) {
  let broken = 0;
  const sockets = new Set<Socket>();
  const proxy = createServer((near) => {
    const far = connect(Number(to.port), to.hostname);
    let came = 0;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => [near, far].forEach((one) => void one.destroy()));
    }
    near.pipe(far);
    far.on("data", (chunk: Buffer) => {
      came += chunk.length;
      if (came > bytes && broken === 0) {
        broken += 1;
        near.destroy();
      } else near.write(chunk);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const address = proxy.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    address: encodeURIComponent(`http://127.0.0.1:${port}`),
    broken: () => broken,
    stop: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        proxy.close(() => resolve());
      }),
  };
}

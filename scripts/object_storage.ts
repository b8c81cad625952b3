import {randomBytes} from "node:crypto";
import {existsSync, mkdirSync} from "node:fs";
import {join} from "node:path";
import {CreateBucketCommand, S3Client} from "@aws-sdk/client-s3";
import {buildGoProgram} from "./go_program.ts";
import {cacheFolder, freePort, runServer, serverFolder, type TemporaryServer} from "./temporary_server.ts";

const MODULE = "github.com/versity/versitygw/cmd/versitygw";
const VERSION = "v1.8.0";
const program = (): string => join(cacheFolder(), `program-versitygw-${VERSION}`, "versitygw");

/** An object store of our own. `url` is what TABLETALK_FILES takes. */
export interface ObjectStorage extends TemporaryServer {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Whether an object store can be started here without building one. */
export const hasObjectStorage = (): boolean => existsSync(program());

/**
 * Builds the S3-compatible server from its Go module into the cache, outside of the checkout; what is there already is
 * left as it is. Two at once do no harm. About a minute from nothing.
 * @throws Error where there is no Go, or it cannot build it
 */
export async function buildObjectStorage(): Promise<void> {
  if (hasObjectStorage()) return;
  await buildGoProgram(`${MODULE}@${VERSION}`, program(), {timeMs: 600_000});
}

/** Starts an S3-compatible server over a folder of its own, with one empty bucket. It checks every signature. */
export async function startObjectStorage(): Promise<ObjectStorage> {
  if (!hasObjectStorage()) throw new Error("There is no object store here: node scripts/object_storage.ts");
  const place = serverFolder("versitygw");
  const root = join(place.folder, "objects");
  const meta = join(place.folder, "metadata");
  for (const folder of [root, meta]) mkdirSync(folder, {mode: 0o777});
  const [port, region, bucket] = [await freePort(), "eu-test-1", "tabletalk"];
  const accessKeyId = `test${randomBytes(8).toString("hex")}`;
  const secretAccessKey = randomBytes(20).toString("base64");
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: {accessKeyId, secretAccessKey},
  });
  const args = ["--port", `127.0.0.1:${port}`, "--access", accessKeyId, "--secret", secretAccessKey];
  args.push("--region", region, "--quiet", "posix", "--sidecar", meta, root);
  const stop = await runServer(program(), args, {folder: place.folder, who: undefined}, () =>
    client.send(new CreateBucketCommand({Bucket: bucket})).then(
      () => true,
      () => false,
    ),
  );
  client.destroy();
  const url = `s3://${bucket}/files?endpoint=${encodeURIComponent(endpoint)}&region=${region}`;
  return {url, endpoint, region, bucket, accessKeyId, secretAccessKey, version: VERSION, stop};
}

if (import.meta.main) {
  await buildObjectStorage();
  const server = await startObjectStorage();
  console.log(`TABLETALK_FILES='${server.url}'`);
  console.log(`AWS_ACCESS_KEY_ID=${server.accessKeyId}`);
  console.log(`AWS_SECRET_ACCESS_KEY=${server.secretAccessKey}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void server.stop().then(() => process.exit(0)));
}

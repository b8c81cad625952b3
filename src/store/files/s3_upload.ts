import {createHash, type Hash} from "node:crypto";
import {type FileHandle, open} from "node:fs/promises";
import {setImmediate} from "node:timers/promises";
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import {TabletalkError} from "../../errors.ts";

/** The place of an object, and what it must hold. */
export interface Upload {
  bucket: string;
  key: string;
  hash: string;
  bytes: number;
  /** Longer files go in parts of about this size. At least 5 MiB, the smallest part that S3 takes. */
  partBytes: number;
  signal?: AbortSignal;
}

const MOST_PARTS = 10_000;
const AT_ONCE = 4;
const SLICE = 1 << 20;

/**
 * Uploads a local file; the server checks the sha256 of what it got. Nothing is there until all of it is.
 * @throws TabletalkError store_failed where the file changed since it was hashed
 */
export async function uploadFile(client: S3Client, path: string, upload: Upload): Promise<void> {
  const file = await open(path, "r");
  try {
    if (upload.bytes <= upload.partBytes) await putWhole(client, file, upload);
    else await putParts(client, file, upload);
  } finally {
    await file.close();
  }
}

async function putWhole(client: S3Client, file: FileHandle, upload: Upload): Promise<void> {
  const body = await read(file, 0, upload.bytes);
  if ((await sha256(body)).toString("hex") !== upload.hash) throw changed();
  await client.send(
    new PutObjectCommand({
      Bucket: upload.bucket,
      Key: upload.key,
      Body: body,
      ContentLength: body.length,
      ChecksumSHA256: Buffer.from(upload.hash, "hex").toString("base64"),
    }),
    {abortSignal: upload.signal},
  );
}

async function putParts(client: S3Client, file: FileHandle, upload: Upload): Promise<void> {
  const object = {Bucket: upload.bucket, Key: upload.key};
  const sent = {abortSignal: upload.signal};
  const begun = await client.send(
    new CreateMultipartUploadCommand({...object, ChecksumAlgorithm: "SHA256"}),
    sent,
  );
  const id = {...object, UploadId: begun.UploadId};
  const size = Math.max(upload.partBytes, Math.ceil(upload.bytes / MOST_PARTS));
  const whole = createHash("sha256");
  const parts: CompletedPart[] = [];
  const putPart = async (number: number, body: Buffer, ChecksumSHA256: string): Promise<void> => {
    const part = {...id, PartNumber: number, Body: body, ContentLength: body.length, ChecksumSHA256};
    const {ETag} = await client.send(new UploadPartCommand(part), sent);
    parts[number - 1] = {PartNumber: number, ETag, ChecksumSHA256};
  };
  const underWay = new Set<Promise<void>>();
  try {
    for (let start = 0; start < upload.bytes; start += size) {
      const body = await read(file, start, Math.min(size, upload.bytes - start));
      const checksum = (await sha256(body, whole)).toString("base64");
      const going: Promise<void> = putPart(start / size + 1, body, checksum).finally(() =>
        underWay.delete(going),
      );
      going.catch(() => undefined);
      underWay.add(going);
      if (underWay.size >= AT_ONCE) await Promise.race(underWay);
    }
    await Promise.all(underWay);
    if (parts.filter(Boolean).length !== Math.ceil(upload.bytes / size))
      throw new Error("A part is missing.");
    if (whole.digest("hex") !== upload.hash) throw changed();
    const done = {...id, MultipartUpload: {Parts: parts}};
    await client.send(new CompleteMultipartUploadCommand(done), sent);
  } catch (error) {
    await Promise.allSettled(underWay);
    await client.send(new AbortMultipartUploadCommand(id)).catch(() => undefined);
    throw error;
  }
}

async function read(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const body = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const {bytesRead} = await file.read(body, done, length - done, start + done);
    if (bytesRead === 0) throw changed();
    done += bytesRead;
  }
  return body;
}

/** A little at a time, so that whoever else works in this process gets a turn. */
async function sha256(bytes: Buffer, whole?: Hash): Promise<Buffer> {
  const hash = createHash("sha256");
  for (let at = 0; at < bytes.length; at += SLICE) {
    const slice = bytes.subarray(at, at + SLICE);
    hash.update(slice);
    whole?.update(slice);
    await setImmediate();
  }
  return hash.digest();
}

function changed(): TabletalkError {
  return new TabletalkError("store_failed", "The file changed while it was stored.", "Store it again.");
}

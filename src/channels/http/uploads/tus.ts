import {AsyncLocalStorage} from "node:async_hooks";
import {createWriteStream} from "node:fs";
import {truncate} from "node:fs/promises";
import type {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import type {DataStore, Server, Upload} from "@tus/server";
import type {Context, Hono} from "hono";
import {countRequest} from "../../../access/limits.ts";
import type {Principal} from "../../../access/principal.ts";
import type {Job} from "../../../store/jobs.ts";
import {changeUpload, removeUpload, type StoredUpload} from "../../../store/uploads.ts";
import {principalOf, type RequestState} from "../answer_request.ts";
import type {HttpParts} from "../parts.ts";
import {HttpRefusal, problemOf, problemResponse} from "../problem.ts";
import {type Announced, beginUpload, choicesIn, finishUpload, ownUpload} from "./begin_upload.ts";
import {bytesThere, removeUploadFiles, uploadPath} from "./upload_files.ts";

const PATH = "/v1/uploads";
const TUS_HEADERS = [
  "tus-resumable",
  "upload-offset",
  "upload-length",
  "tus-version",
  "tus-extension",
  "tus-max-size",
];

interface Scene {
  principal: Principal;
  /** What a hook threw, which the protocol's server would tell in its own words. */
  thrown?: unknown;
}
const scenes = new AsyncLocalStorage<Scene>();

/**
 * Resumable uploads (tus 1.0: creation, termination) at /v1/uploads. Metadata: `filename`, `filetype`, `dataset`, `choices` (JSON). A file that
 * is there whole is imported by a job, which the last answer names in `Job`.
 */
export function tusUploads(app: Hono<RequestState>, parts: HttpParts): void {
  let server: Promise<Server> | undefined;
  const answer = async (c: Context<RequestState>): Promise<Response> => {
    c.set("route", c.req.path === PATH ? PATH : `${PATH}/{id}`);
    server ??= serverOf(parts);
    const tus = await server;
    if (c.req.method === "OPTIONS") return told(await tus.handleWeb(c.req.raw), c, undefined);
    const principal = await principalOf(parts, c);
    c.set("principal", principal);
    await countRequest(parts.access, principal);
    const scene: Scene = {principal};
    return scenes.run(scene, async () => told(await tus.handleWeb(c.req.raw), c, scene));
  };
  app.on(["POST", "OPTIONS"], PATH, answer);
  app.on(["PATCH", "DELETE", "OPTIONS"], `${PATH}/:id`, answer);
  // Hono hands HEAD to GET, which is another question here.
  app.get(`${PATH}/:id`, (c, next) => (c.req.raw.method === "HEAD" ? answer(c) : next()));
}

async function serverOf(parts: HttpParts): Promise<Server> {
  const tus = await import("@tus/server");
  return new tus.Server({
    path: PATH,
    datastore: uploadStore(new tus.DataStore(), parts, tus.Upload),
    maxSize: parts.settings.largestUpload,
    relativeLocation: true,
    // Who may call this from other sites is said for all routes alike.
    allowedOrigins: () => false,
    getFileIdFromRequest: (_request, id) => (id !== undefined && /^[\w-]{1,64}$/.test(id) ? id : undefined),
    async namingFunction(_request, metadata) {
      const {principal} = scene();
      const size = Number(_request.headers.get("upload-length") ?? Number.NaN);
      return remembering(async () => {
        if (!Number.isSafeInteger(size) || size < 0)
          throw new HttpRefusal(411, "The upload's length is missing.", "Say it in Upload-Length.");
        if (size === 0) throw new HttpRefusal(422, "The file is empty.", "Send one with something in it.");
        const {id} = await beginUpload(parts, principal, {
          filename: metadata?.filename ?? metadata?.name ?? "file",
          ...(metadata?.filetype && {filetype: metadata.filetype.slice(0, 200)}),
          ...(metadata?.dataset && {dataset: metadata.dataset.slice(0, 100)}),
          choices: choicesIn(metadata?.choices),
          bytes: size,
        });
        return id;
      });
    },
    async onUploadFinish(_request, upload) {
      const {principal} = scene();
      return remembering(async () => {
        const found = await ownUpload(parts, principal, upload.id);
        const job = await finish(parts, principal, found);
        return {headers: {Job: `/v1/jobs/${job.id}`}};
      });
    },
  });
}

/** Queues the import of an upload that is there whole. */
async function finish(parts: HttpParts, principal: Principal, found: StoredUpload): Promise<Job> {
  const {id, name, bytes} = found;
  const path = uploadPath(parts.settings.uploadFolder, principal.workspace, id, name);
  const options = found.options as Pick<Announced, "filetype" | "dataset" | "choices">;
  return finishUpload(parts, principal, {id, path, bytes, ...options});
}

/** Where the protocol's server keeps bytes: the file's own length is how far an upload is, whatever was cut off. */
function uploadStore(base: DataStore, parts: HttpParts, UploadOf: typeof Upload): DataStore {
  const {uploadFolder} = parts.settings;
  const storeOf = (principal: Principal) => parts.service.workspace(principal.workspace).store;
  const pathOf = ({principal}: Scene, {id, name}: StoredUpload) =>
    uploadPath(uploadFolder, principal.workspace, id, name);
  base.extensions = ["creation", "termination"];
  return Object.assign(base, {
    create: async (upload: Upload) => upload,
    async getUpload(id: string): Promise<Upload> {
      return remembering(async () => {
        const found = await ownUpload(parts, scene().principal, id);
        const offset = found.state === "open" ? await bytesThere(pathOf(scene(), found)) : found.bytes;
        // The last piece came, and whoever took it died before its import was queued.
        if (found.state === "open" && offset >= found.bytes) await finish(parts, scene().principal, found);
        return new UploadOf({
          id,
          size: found.bytes,
          offset: Math.min(offset, found.bytes),
          metadata: {filename: found.name},
          creation_date: found.createdAt,
        });
      });
    },
    async write(stream: Readable, id: string, offset: number): Promise<number> {
      return remembering(async () => {
        const found = await ownUpload(parts, scene().principal, id);
        if (found.state !== "open")
          throw new HttpRefusal(409, "The upload is complete.", "Upload it anew.", {code: "conflict"});
        const path = pathOf(scene(), found);
        const there = await bytesThere(path);
        // Another writer was at it: neither may leave a mix.
        if (there !== offset)
          throw new HttpRefusal(409, "The upload is elsewhere than this piece.", "Ask where it is: HEAD.", {
            code: "conflict",
          });
        if (there > found.bytes) await truncate(path, found.bytes);
        await pipeline(stream, createWriteStream(path, {flags: "a", mode: 0o600})).catch((error: unknown) => {
          // What came before the client was gone stays.
          if (!isGone(error)) throw error;
        });
        const received = await bytesThere(path);
        const {principal} = scene();
        await changeUpload(storeOf(principal), principal.workspace, id, {received});
        return received;
      });
    },
    async remove(id: string): Promise<void> {
      return remembering(async () => {
        const {principal} = scene();
        const found = await ownUpload(parts, principal, id);
        if (found.state === "complete")
          throw new HttpRefusal(409, "The file is being imported.", "Stop its job first.", {
            code: "conflict",
          });
        await removeUploadFiles(uploadFolder, principal.workspace, id);
        await removeUpload(storeOf(principal), principal.workspace, id);
      });
    },
  });
}

function scene(): Scene {
  const found = scenes.getStore();
  if (!found) throw new Error("nobody is signed in");
  return found;
}

/** Keeps what is thrown, for the answer; the protocol's server tells only a status. */
async function remembering<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    scene().thrown = error;
    throw Object.assign(new Error("refused"), {status_code: problemOf(error, "").status, body: ""});
  }
}

function isGone(error: unknown): boolean {
  const {code, name} = error as {code?: string; name?: string};
  return name === "AbortError" || code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ECONNRESET";
}

/** The protocol's answer; what it refuses is told as a problem. */
async function told(
  response: Response,
  c: Context<RequestState>,
  scene: Scene | undefined,
): Promise<Response> {
  for (const name of ["Access-Control-Allow-Origin", "Access-Control-Expose-Headers"])
    response.headers.delete(name);
  if (response.status < 400) return response;
  const words = (await response.text().catch(() => "")).trim();
  const status = response.status >= 500 && scene?.thrown === undefined ? 400 : response.status;
  const problem = problemResponse(
    scene?.thrown ??
      new HttpRefusal(status, words || "The upload was refused.", "See tus.io for the protocol."),
    c.var.request,
  );
  for (const name of TUS_HEADERS) {
    const value = response.headers.get(name);
    if (value !== null) problem.headers.set(name, value);
  }
  return problem;
}

import {createWriteStream} from "node:fs";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import {TabletalkError} from "../errors.ts";
import type {Reach} from "../models/reach.ts";
import {MOST_FILE_BYTES} from "./loaders/read_document.ts";

/** What a server said of a document, so that the next time an unchanged one is not sent again. */
export interface Freshness {
  etag?: string;
  lastModified?: string;
}

/** A document as a server sent it, in a folder of its own. */
export interface FetchedDocument {
  path: string;
  mediaType: string;
  freshness: Freshness;
  /** Removes the file. */
  forget(): Promise<void>;
}

export interface FetchOptions {
  /** Which addresses may be called. Default: those of the internet alone, not those of this machine or its network. */
  reach?: Reach;
  known?: Freshness;
  signal?: AbortSignal;
  /** Default: a minute. */
  timeMs?: number;
  /** Default: what a document may have. */
  mostBytes?: number;
}

const MOST_REDIRECTS = 5;

/**
 * Fetches a document over http or https. Each address on the way is checked, also that of a redirect.
 * @returns undefined where it has not changed since `known`
 * @throws TabletalkError refused for an address that may not be called; bad_file, time_limit, aborted
 */
export async function fetchDocument(
  url: string,
  options: FetchOptions = {},
): Promise<FetchedDocument | undefined> {
  const {signal, timeMs = 60_000, mostBytes = MOST_FILE_BYTES} = options;
  const late = AbortSignal.timeout(timeMs);
  const both = signal ? AbortSignal.any([signal, late]) : late;
  try {
    const answer = await call(url, options, both);
    if (answer.status === 304) return undefined;
    if (!answer.ok || !answer.body)
      throw unusable(url, `the server says ${answer.status}`, "Check the address in a browser.");
    if (Number(answer.headers.get("content-length") ?? 0) > mostBytes) throw tooLarge(url, mostBytes);
    const folder = await mkdtemp(join(tmpdir(), "tabletalk-fetch-"));
    const forget = (): Promise<void> => rm(folder, {recursive: true, force: true});
    try {
      const path = join(folder, "document");
      await pipeline(limited(answer.body, url, mostBytes), createWriteStream(path), {signal: both});
      const [etag, lastModified] = ["etag", "last-modified"].map((name) => answer.headers.get(name));
      return {
        path,
        mediaType: answer.headers.get("content-type") ?? "",
        freshness: {...(etag && {etag}), ...(lastModified && {lastModified})},
        forget,
      };
    } catch (error) {
      await forget();
      throw error;
    }
  } catch (thrown) {
    if (signal?.aborted) throw new TabletalkError("aborted", "Stopped.", "Start it again when you like.");
    if (late.aborted)
      throw new TabletalkError(
        "time_limit",
        `${url} was not there within ${Math.round(timeMs / 1000)} s.`,
        "Try again later, or download it and add the file.",
      );
    if (thrown instanceof TabletalkError) throw thrown;
    const refused =
      thrown instanceof Error && thrown.cause instanceof TabletalkError ? thrown.cause : undefined;
    if (refused) throw refused;
    throw unusable(url, thrown instanceof Error ? thrown.message : String(thrown), "Check the address.");
  }
}

async function call(
  url: string,
  {reach = "public", known}: FetchOptions,
  signal: AbortSignal,
): Promise<Response> {
  const {guardedFetch} = await import("../models/guarded_fetch.ts");
  const fetchWithin = guardedFetch(reach);
  const headers = {
    accept: "text/html,application/pdf,text/markdown,text/plain,*/*;q=0.5",
    "user-agent": "Tabletalk",
    ...(known?.etag && {"if-none-match": known.etag}),
    ...(known?.lastModified && {"if-modified-since": known.lastModified}),
  };
  let at = checkedUrl(url);
  for (let count = 0; count <= MOST_REDIRECTS; count++) {
    const answer = await fetchWithin(at, {headers, signal});
    const next = answer.headers.get("location");
    if (answer.status < 300 || answer.status === 304 || answer.status >= 400 || !next) return answer;
    await answer.body?.cancel();
    at = checkedUrl(new URL(next, at).href);
  }
  throw unusable(url, "it leads on and on", "Give the address that a browser ends at.");
}

function checkedUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && /^https?:$/.test(parsed.protocol) && !parsed.username) return parsed.href;
  throw new TabletalkError(
    "bad_use",
    `"${url}" is no address of a document.`,
    "Write it as https://example.com/handbook.pdf, without a name or password.",
  );
}

/** A server's word on how much it sends is not taken. */
function limited(body: ReadableStream<Uint8Array>, url: string, mostBytes: number): Readable {
  let taken = 0;
  const parts = async function* (): AsyncGenerator<Uint8Array> {
    for await (const part of Readable.fromWeb(body as never) as AsyncIterable<Uint8Array>) {
      taken += part.byteLength;
      if (taken > mostBytes) throw tooLarge(url, mostBytes);
      yield part;
    }
  };
  return Readable.from(parts());
}

const tooLarge = (url: string, mostBytes: number): TabletalkError =>
  unusable(url, `it has more than ${Math.round(mostBytes / 2 ** 20)} MB`, "Split it into smaller documents.");
const unusable = (url: string, why: string, next: string): TabletalkError =>
  new TabletalkError("bad_file", `${url} cannot be read: ${why}.`, next);

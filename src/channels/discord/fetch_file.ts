import {createWriteStream} from "node:fs";
import {rm} from "node:fs/promises";
import {Readable, Transform} from "node:stream";
import {pipeline} from "node:stream/promises";
import type {ReadableStream} from "node:stream/web";
import type {APIAttachment, APIMessage} from "discord.js";
import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {RemoteFile} from "../chat/incoming.ts";
import type {FetchFrom} from "../chat/platform.ts";
import {isFinal} from "./failures.ts";
import type {Rest} from "./requests.ts";

/** Where Discord keeps attachments. */
const HOSTS = ["cdn.discordapp.com", "media.discordapp.net"];
const snowflake = z.string().regex(/^\d{1,20}$/);
const againSchema = z.object({channel: snowflake, message: snowflake});

export interface FileSource {
  rest: Rest;
  /** Another address of the API: its host serves the files too. */
  apiUrl?: string;
}

/**
 * Fetches an attachment to a path. Its address ends after a day: then its message is asked for a new one.
 * @throws TabletalkError too large (limit_reached), gone (not_found), no file of the sender's (bad_file), unavailable
 */
export async function fetchAttachment(
  source: FileSource,
  file: RemoteFile,
  to: string,
  from: FetchFrom,
): Promise<void> {
  if (file.bytes > from.most) throw tooLarge(file, from.most);
  const first = file.url === undefined ? undefined : await get(source, file.url, file, from);
  const response = first ?? (await getAgain(source, file, from));
  if (!response?.body) throw gone(file);
  const declared = Number(response.headers.get("content-length") ?? 0);
  if (declared > from.most) {
    await response.body.cancel();
    throw tooLarge(file, from.most);
  }
  try {
    await pipeline(
      Readable.fromWeb(response.body as ReadableStream),
      counted(file, from.most),
      createWriteStream(to),
      {signal: from.signal},
    );
  } catch (error) {
    await rm(to, {force: true});
    if (error instanceof TabletalkError || from.signal.aborted) throw error;
    throw unreachable(file, error);
  }
}

/** Undefined where it is not there (any more). */
async function get(
  source: FileSource,
  address: string,
  file: RemoteFile,
  {signal}: FetchFrom,
): Promise<Response | undefined> {
  if (!isDiscords(address, source.apiUrl))
    throw new TabletalkError(
      "bad_file",
      `${file.name} is not kept at Discord.`,
      "Attach the file itself to your message.",
    );
  let response: Response;
  try {
    response = await fetch(address, {signal, redirect: "error"});
  } catch (error) {
    if (signal.aborted) throw error;
    throw unreachable(file, error);
  }
  if (response.ok && !isPage(response, file)) return response;
  await response.body?.cancel();
  if ([401, 403, 404, 410].includes(response.status)) return undefined;
  if (response.ok)
    throw new TabletalkError(
      "bad_file",
      `Discord gave a web page instead of ${file.name}.`,
      "Attach the file again.",
    );
  throw unreachable(file, new Error(`status ${response.status}`));
}

async function getAgain(
  source: FileSource,
  file: RemoteFile,
  from: FetchFrom,
): Promise<Response | undefined> {
  const again = againSchema.safeParse(file.again);
  if (!again.success) return undefined;
  const {channel, message} = again.data;
  let found: APIMessage;
  try {
    found = (await source.rest.get(`/channels/${channel}/messages/${message}`, {
      signal: from.signal,
    })) as APIMessage;
  } catch (error) {
    if (isFinal(error)) return undefined;
    throw error;
  }
  const forwarded = found.message_snapshots?.flatMap((one) => one.message.attachments) ?? [];
  const same = (one: APIAttachment) => one.id === file.id;
  const fresh = [...found.attachments, ...forwarded].find(same);
  return fresh && get(source, fresh.url, file, from);
}

/** Only Discord is asked, however the address came here: nobody can make this machine ask another. */
export function isDiscords(address: string, apiUrl?: string): boolean {
  if (!URL.canParse(address)) return false;
  const {protocol, host, username} = new URL(address);
  if (username !== "") return false;
  if (apiUrl !== undefined && URL.canParse(apiUrl) && host === new URL(apiUrl).host) return true;
  return protocol === "https:" && HOSTS.includes(host);
}

function isPage(response: Response, file: RemoteFile): boolean {
  const type = response.headers.get("content-type") ?? "";
  return type.startsWith("text/html") && !/\.html?$/i.test(file.name);
}

function counted(file: RemoteFile, most: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > most) done(tooLarge(file, most));
      else done(null, chunk);
    },
  });
}

function tooLarge(file: RemoteFile, most: number): TabletalkError {
  const size = Math.floor(most / (1024 * 1024));
  return new TabletalkError(
    "limit_reached",
    `${file.name} is larger than ${size} MiB.`,
    "Send a smaller file, or only the columns and rows that you ask about.",
  );
}

function gone(file: RemoteFile): TabletalkError {
  return new TabletalkError(
    "not_found",
    `${file.name} is not at Discord any more.`,
    "Attach it again to a new message.",
  );
}

function unreachable(file: RemoteFile, cause: unknown): TabletalkError {
  return new TabletalkError(
    "unavailable",
    `${file.name} could not be fetched from Discord.`,
    "Try again in a moment.",
    {cause},
  );
}

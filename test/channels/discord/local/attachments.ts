import type {APIAttachment} from "discord-api-types/v10";
import type {LocalState} from "./state.ts";

/** A file that somebody sends. */
export interface SentFile {
  name: string;
  content: string | Uint8Array;
  mediaType?: string;
  description?: string;
  /** What is told of its size, where it is not sent in full: of a file too large to make in a test. */
  bytesTold?: number;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  csv: "text/csv; charset=utf-8",
  tsv: "text/tab-separated-values; charset=utf-8",
  json: "application/json; charset=utf-8",
  png: "image/png",
  pdf: "application/pdf",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  zip: "application/zip",
};

/** Keeps a file, and tells of it as Discord does. */
export function keepFile(state: LocalState, channel: string, file: SentFile): APIAttachment {
  const id = state.newId();
  const content = Buffer.from(file.content);
  const mediaType = file.mediaType ?? MEDIA_TYPES[file.name.split(".").at(-1)?.toLowerCase() ?? ""];
  const attachment: APIAttachment = {
    id,
    filename: safeName(file.name),
    ...(safeName(file.name) !== file.name && {title: file.name}),
    size: file.bytesTold ?? content.length,
    ...(mediaType && {content_type: mediaType}),
    ...(file.description && {description: file.description}),
    url: addressOf(state, channel, id, file.name),
    proxy_url: addressOf(state, channel, id, file.name),
    ...(mediaType === "image/png" && {width: 800, height: 500}),
  };
  state.files.set(id, {attachment, content});
  return attachment;
}

/** The same attachment with an address that is good now, as it is in a message that is fetched again. */
export function freshly(state: LocalState, channel: string, attachment: APIAttachment): APIAttachment {
  const url = addressOf(state, channel, attachment.id, attachment.filename);
  return {...attachment, url, proxy_url: url};
}

/** What is at an address. */
export function fileAt(
  state: LocalState,
  url: URL,
): {status: number; content: Buffer | string; mediaType: string} {
  const [, , , id = ""] = url.pathname.split("/");
  const file = state.files.get(id);
  const isGood = url.searchParams.get("hm") === signature(state.addressesOf);
  if (!file || !isGood)
    return {
      status: 404,
      content: "This content is no longer available.",
      mediaType: "text/plain;charset=UTF-8",
    };
  return {
    status: 200,
    content: file.content,
    mediaType: file.attachment.content_type ?? "application/octet-stream",
  };
}

/** `POST /attachments/refresh-urls` */
export function refreshed(state: LocalState, urls: readonly string[]): object {
  return {
    refreshed_urls: urls.map((original) => {
      const [, , channel = "", id = "", name = ""] = new URL(original).pathname.split("/");
      return {original, refreshed: addressOf(state, channel, id, decodeURIComponent(name))};
    }),
  };
}

function addressOf(state: LocalState, channel: string, id: string, name: string): string {
  const expires = Math.floor(Date.now() / 1000 + 86_400).toString(16);
  const query = new URLSearchParams({ex: expires, is: expires, hm: signature(state.addressesOf)});
  return `${state.base}/attachments/${channel}/${id}/${encodeURIComponent(safeName(name))}?${query}&`;
}

function signature(generation: number): string {
  return generation.toString(16).padStart(8, "0");
}

/** Discord keeps letters, digits, dots, dashes and underlines of a name. */
function safeName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._-]/gu, "_");
}

import type {IncomingMessage, ServerResponse} from "node:http";
import type {MethodParts} from "./method_parts.ts";
import {checkMessage, mayPost} from "./posting.ts";
import {Refused} from "./refused.ts";
import type {Json, LocalFile, LocalMessage, LocalTeam, State} from "./state.ts";

export interface DroppedFile {
  name: string;
  bytes: Uint8Array;
  /** What Slack says of it; from the name if left out. */
  mimetype?: string;
  /** What Slack says of its size, where that is a lie. */
  size?: number;
  /** Of a channel shared with another organization: Slack tells only its id, `files.info` the rest. */
  isToCheck?: boolean;
  /** Its sender took it away again. */
  isGone?: boolean;
}

const MIMETYPES: Record<string, string> = {
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  json: "application/json",
  ndjson: "application/octet-stream",
  parquet: "application/octet-stream",
  zip: "application/zip",
  png: "image/png",
  pdf: "application/pdf",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

function mimetypeOf(name: string): string {
  return MIMETYPES[name.split(".").pop()!.toLowerCase()] ?? "application/octet-stream";
}

/** A person's file: there at once. */
export function keepFile(state: State, team: LocalTeam, user: string, dropped: DroppedFile): LocalFile {
  const file: LocalFile = {
    id: state.nextId("F"),
    team: team.id,
    name: dropped.name,
    title: dropped.name,
    mimetype: dropped.mimetype ?? mimetypeOf(dropped.name),
    size: dropped.size ?? dropped.bytes.length,
    bytes: dropped.bytes,
    user,
    step: "usable",
    isToCheck: dropped.isToCheck ?? false,
    isGone: dropped.isGone ?? false,
    downloads: 0,
    shares: [],
  };
  team.files.set(file.id, file);
  return file;
}

export function fileAsTold(url: string, file: LocalFile): Json {
  const at = `${url}/files-pri/${file.team}-${file.id}`;
  return {
    id: file.id,
    created: 1_700_000_000,
    timestamp: 1_700_000_000,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.name.split(".").pop(),
    pretty_type: "",
    user: file.user,
    user_team: file.team,
    editable: false,
    size: file.size,
    mode: "hosted",
    is_external: false,
    external_type: "",
    is_public: true,
    public_url_shared: false,
    display_as_bot: false,
    username: "",
    file_access: "visible",
    ...(file.altText && {alt_txt: file.altText}),
    url_private: `${at}/${encodeURIComponent(file.name)}`,
    url_private_download: `${at}/download/${encodeURIComponent(file.name)}`,
    shares: sharesOf(file),
    permalink: `${url}/files/${file.user}/${file.id}`,
  };
}

function sharesOf(file: LocalFile): Json {
  const told: Json = {};
  for (const {channel, ts, threadTs} of file.shares) {
    const kind = channel.startsWith("C") ? "public" : "private";
    told[kind] ??= {};
    told[kind][channel] = [...(told[kind][channel] ?? []), {ts, ...(threadTs && {thread_ts: threadTs})}];
  }
  return told;
}

/** As an event tells of it. https://docs.slack.dev/apis/events-api#slack-connect */
export function fileInEvent(url: string, file: LocalFile): Json {
  if (file.isToCheck)
    return {
      id: file.id,
      created: 1_700_000_000,
      timestamp: 1_700_000_000,
      mode: "file_access",
      file_access: "check_file_info",
    };
  return fileAsTold(url, file);
}

/** Slack answers whoever may not read a file with its sign-in page, and 200. */
export function sendFile(
  team: LocalTeam | undefined,
  file: LocalFile | undefined,
  response: ServerResponse,
): void {
  if (!team?.scopes.has("files:read")) {
    sendSignIn(response);
    return;
  }
  if (!file || file.isGone) {
    response
      .writeHead(404, {"content-type": "text/html; charset=utf-8"})
      .end("<!DOCTYPE html><html>File not found</html>");
    return;
  }
  file.downloads += 1;
  response
    .writeHead(200, {"content-type": file.mimetype, "content-length": file.bytes.length})
    .end(file.bytes);
}

export function sendSignIn(response: ServerResponse): void {
  response
    .writeHead(200, {"content-type": "text/html; charset=utf-8"})
    .end("<!DOCTYPE html><html><head><title>Sign in to Slack</title></head><body>Sign in</body></html>");
}

export function startUpload(state: State, url: string, team: LocalTeam, args: Json): Json {
  if (!(Number(args.length) > 0)) throw new Refused("invalid_arguments", "length must be positive");
  if ((args.alt_txt?.length ?? 0) > 1000) throw new Refused("alt_text_too_long", "alt_txt: 1,000 characters");
  if (args.filename.length > 255 || args.filename.length === 0)
    throw new Refused("invalid_arguments", "filename: 255 characters");
  const file: LocalFile = {
    id: state.nextId("F"),
    team: team.id,
    name: args.filename,
    title: args.filename,
    mimetype: mimetypeOf(args.filename),
    size: Number(args.length),
    bytes: new Uint8Array(),
    altText: args.alt_txt ?? args.alt_text,
    user: team.botUser,
    step: "announced",
    isToCheck: false,
    isGone: false,
    downloads: 0,
    shares: [],
  };
  team.files.set(file.id, file);
  return {file_id: file.id, upload_url: `${url}/upload/v1/${team.id}/${file.id}`};
}

/** The second step: the bytes, as they are or as the first part of a form. */
export function receiveUpload(
  state: State,
  file: LocalFile,
  request: IncomingMessage,
  body: Buffer,
): boolean {
  const boundary = /boundary=(.+)$/.exec(request.headers["content-type"] ?? "")?.[1];
  file.bytes = boundary ? firstPart(body, boundary) : body;
  if (file.bytes.length !== file.size)
    state.problems.push(
      `upload: ${file.bytes.length} bytes came of ${file.name}, ${file.size} were announced`,
    );
  if (file.step !== "announced") state.problems.push(`upload: ${file.name} came twice`);
  file.step = "received";
  return true;
}

function firstPart(body: Buffer, boundary: string): Uint8Array {
  const start = body.indexOf("\r\n\r\n") + 4;
  const end = body.indexOf(`\r\n--${boundary}`, start);
  return body.subarray(start, end);
}

/** The third step. Slack says that it is done before the file is to be seen in the channel. */
export function completeUpload(parts: MethodParts, team: LocalTeam, args: Json): Json {
  const files = args.files.map(({id, title}: Json) => {
    const file = team.files.get(id);
    if (!file) throw new Refused("file_not_found");
    if (file.step === "announced") throw new Refused("file_update_failed", "nothing was uploaded");
    if (file.step !== "received") throw new Refused("file_already_completed", "expected");
    if ((title?.length ?? 0) > 255) throw new Refused("invalid_arguments", "title: 255 characters");
    file.title = title ?? file.name;
    return file;
  });
  const channel = args.channel_id
    ? mayPost(team, {channel: args.channel_id, thread_ts: args.thread_ts})
    : undefined;
  if (args.blocks) checkMessage({blocks: args.blocks, text: args.initial_comment ?? "file"});
  for (const file of files) file.step = "complete";
  setTimeout(() => {
    for (const file of files) file.step = "usable";
    if (!channel) return;
    const message: LocalMessage = {
      ts: parts.state.nextTs(),
      channel: channel.id,
      team: team.id,
      user: team.botUser,
      isBot: true,
      text: args.initial_comment ?? "",
      blocks: args.blocks ?? [],
      threadTs: args.thread_ts,
      files,
      isEdited: false,
    };
    channel.messages.push(message);
    for (const file of files)
      file.shares.push({channel: channel.id, ts: message.ts, threadTs: message.threadTs});
    parts.told(team, {
      type: "message",
      subtype: "file_share",
      user: team.botUser,
      bot_id: team.botId,
      text: message.text,
      ts: message.ts,
      thread_ts: message.threadTs,
      channel: channel.id,
      channel_type: channel.kind === "im" ? "im" : "channel",
      files: files.map((file: LocalFile) => fileAsTold(parts.url, file)),
      event_ts: message.ts,
    });
  }, 15).unref();
  return {files: files.map((file: LocalFile) => ({id: file.id, title: file.title}))};
}

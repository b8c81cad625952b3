import {createWriteStream} from "node:fs";
import {rm} from "node:fs/promises";
import {Readable, Transform} from "node:stream";
import {pipeline} from "node:stream/promises";
import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {RemoteFile} from "../chat/incoming.ts";
import type {FetchFrom} from "../chat/platform.ts";
import type {SlackParts} from "./parts.ts";
import {isRefusal} from "./refusals.ts";
import {slackFileSchema} from "./slack_events.ts";
import {demandSlackUrl, type IsSlackUrl} from "./slack_hosts.ts";
import type {SlackTeam} from "./teams.ts";

const REDIRECTS = 3;
const infoSchema = z.looseObject({file: slackFileSchema});

/**
 * Fetches a file of Slack's to a path.
 * @throws TabletalkError bad_file, limit_reached (too large), forbidden, not_found, unavailable
 */
export async function fetchSlackFile(
  parts: Pick<SlackParts, "teams" | "isSlackUrl">,
  file: RemoteFile,
  to: string,
  from: FetchFrom,
): Promise<void> {
  const team = await parts.teams.of(from.installation);
  if (!team)
    throw new TabletalkError("forbidden", "Tabletalk is not installed there any more.", "Install it again.");
  if (file.bytes > from.most) throw tooLarge(file, from.most);
  if ((file.again as {isExternal?: boolean} | undefined)?.isExternal) throw elsewhere(file);
  const url = file.url ?? (await askForUrl(team, file, from));
  const answer = await download(parts.isSlackUrl, url, team.api.token, from.signal, file);
  try {
    await keep(answer, to, file, from);
  } catch (error) {
    await rm(to, {force: true});
    throw error;
  }
}

/** Of channels that are shared with another organization, events tell only a file's id. */
async function askForUrl(team: SlackTeam, file: RemoteFile, {most, signal}: FetchFrom): Promise<string> {
  const told = await team.api.call("files.info", {file: file.id}, {signal}).catch((error: unknown) => {
    if (isRefusal(error, "missing_scope")) throw notAllowed();
    if (isRefusal(error, "file_not_found", "file_deleted", "not_visible", "access_denied")) throw gone(file);
    throw error;
  });
  const info = infoSchema.parse(told).file;
  if ((info.size ?? 0) > most) throw tooLarge(file, most);
  if (info.is_external || info.mode === "external") throw elsewhere(file);
  const url = info.url_private_download || info.url_private;
  if (!url || info.mode === "tombstone" || info.mode === "hidden_by_limit") throw gone(file);
  return url;
}

async function download(
  isSlackUrl: IsSlackUrl,
  given: string,
  token: string,
  signal: AbortSignal,
  file: RemoteFile,
): Promise<Response> {
  let url = demandSlackUrl(isSlackUrl, given);
  for (let redirect = 0; ; redirect += 1) {
    const answer = await fetch(url, {
      redirect: "manual",
      headers: {authorization: `Bearer ${token}`},
      signal,
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new TabletalkError("unavailable", `${file.name} could not be fetched from Slack.`, "Try again.", {
        cause: error,
      });
    });
    const location = answer.headers.get("location");
    if (answer.status < 300 || answer.status >= 400 || location === null) return checked(answer, file);
    await answer.body?.cancel();
    if (redirect === REDIRECTS) throw noFile(file);
    const next = new URL(location, url);
    // Slack sends whoever may not read it to its sign-in page.
    if (isSlackUrl(next) && !/^\/(files-pri|files-tmb|upload|download)/.test(next.pathname))
      throw notAllowed();
    url = demandSlackUrl(isSlackUrl, next.href);
  }
}

async function checked(answer: Response, file: RemoteFile): Promise<Response> {
  const isPage = /^text\/html\b/i.test(answer.headers.get("content-type") ?? "");
  const mayBePage = /^text\/html\b/i.test(file.mediaType ?? "");
  if (answer.ok && !isPage) return answer;
  await answer.body?.cancel();
  if (answer.status === 404 || answer.status === 410) throw gone(file);
  if (answer.status === 429 || answer.status >= 500)
    throw new TabletalkError(
      "unavailable",
      `Slack does not give out ${file.name} now.`,
      "Try again in a minute.",
    );
  if (answer.ok && mayBePage) throw noFile(file);
  throw notAllowed();
}

async function keep(
  answer: Response,
  to: string,
  file: RemoteFile,
  {most, signal}: FetchFrom,
): Promise<void> {
  if (Number(answer.headers.get("content-length") ?? 0) > most) {
    await answer.body?.cancel();
    throw tooLarge(file, most);
  }
  let read = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      read += chunk.length;
      if (read > most) done(tooLarge(file, most));
      else done(null, chunk);
    },
  });
  const body = answer.body ? Readable.fromWeb(answer.body as never) : Readable.from([]);
  await pipeline(body, counted, createWriteStream(to), {signal});
}

function tooLarge(file: RemoteFile, most: number): TabletalkError {
  return new TabletalkError(
    "limit_reached",
    `${file.name} is larger than the ${Math.floor(most / 1024 / 1024)} MB that are read from a message.`,
    "Send a part of it, or connect the database that it comes from.",
  );
}

function notAllowed(): TabletalkError {
  return new TabletalkError(
    "forbidden",
    "Slack does not let Tabletalk read files here.",
    "Ask an admin to install Tabletalk again, so that it gets the permission files:read.",
  );
}

function gone(file: RemoteFile): TabletalkError {
  return new TabletalkError("not_found", `${file.name} is not on Slack any more.`, "Send it again.");
}

function noFile(file: RemoteFile): TabletalkError {
  return new TabletalkError(
    "bad_file",
    `What Slack gives out as ${file.name} is a web page, not a data file.`,
    "Send the file as CSV, Excel, JSON or Parquet.",
  );
}

function elsewhere(file: RemoteFile): TabletalkError {
  return new TabletalkError(
    "forbidden",
    `${file.name} is kept elsewhere than on Slack, where Tabletalk cannot read it.`,
    "Download it, and drop the file itself into the conversation.",
  );
}

import type {IncomingMessage, ServerResponse} from "node:http";
import type {Access} from "../access/access.ts";
import type {CallParts} from "../channels/calls/call_parts.ts";
import {type KeptTrying, keepTrying} from "../channels/chat/kept_trying.ts";
import type {OpenDiscord} from "../channels/discord/open_discord.ts";
import {discordSettingsFrom} from "../channels/discord/settings.ts";
import type {ChannelState, HttpSettings} from "../channels/http/parts.ts";
import type {OpenService} from "../channels/open_service.ts";
import type {OpenSlack} from "../channels/slack/open_slack.ts";
import {slackSettingsFrom} from "../channels/slack/settings.ts";

/** What a message may bring by default: platforms allow more than one wants to wait for. */
const LARGEST_FILE = 1024 ** 3;
/** Slack's requests are small (Bolt reads no large ones); what takes longer than this is none of Slack's. */
const BODY_MS = 30_000;
const QUIET_MS = 30_000;

/** The chat platforms of a process. */
export interface ServedChat {
  states(): ChannelState[];
  /** Takes what Slack sends under `/slack/`; false for what is not for it. */
  beside(request: IncomingMessage, response: ServerResponse): boolean;
  /** Resolves when each was tried once. */
  tried: Promise<unknown>;
  close(): Promise<void>;
}

/** What the environment says of chat platforms. @throws TabletalkError bad_use naming the setting that is wrong */
export function chatSettingsFrom(environment: NodeJS.ProcessEnv = process.env) {
  const [slack, discord] = [slackSettingsFrom(environment), discordSettingsFrom(environment)];
  return {...(slack && {slack}), ...(discord && {discord})};
}

/**
 * Joins the chat platforms that are set up, each by itself: one that refuses is told of, and tried again while the rest runs.
 * Undefined where none is set up.
 */
export async function serveChat(
  given: ReturnType<typeof chatSettingsFrom>,
  parts: {
    service: OpenService;
    access: Access;
    settings: Pick<HttpSettings, "publicUrl" | "largestUpload">;
    calls?: CallParts | undefined;
  },
  say: (text: string) => void,
): Promise<ServedChat | undefined> {
  const {slack, discord} = given;
  if (!slack && !discord) return undefined;
  const {service, access, settings, calls} = parts;
  const note = onceInAWhile(say);
  const {openDesk} = await import("../channels/chat/open_desk.ts");
  const {publicUrl} = settings;
  const desk = openDesk({
    service,
    access,
    ...(calls && {calls}),
    settings: {
      largestFile: Math.min(LARGEST_FILE, settings.largestUpload),
      ...(publicUrl !== undefined && {publicUrl}),
    },
    onNote: note,
  });
  const told = (name: string) => (why: string, againMs: number) =>
    say(`${name} cannot be joined: ${why} It is tried again in ${Math.round(againMs / 1_000)} s.`);
  const joining: {name: string; one: KeptTrying<OpenSlack | OpenDiscord>}[] = [];
  const join = <T extends OpenSlack | OpenDiscord>(name: string, open: () => Promise<T>): KeptTrying<T> => {
    const one = keepTrying(async () => {
      const opened = await open();
      desk.addPlatform(opened.platform);
      say(`${name} is joined.`);
      return opened;
    }, told(name));
    joining.push({name: name.toLowerCase(), one});
    return one;
  };
  const slackNow =
    slack &&
    join("Slack", async () =>
      (await import("../channels/slack/open_slack.ts")).openSlack({
        desk,
        access,
        settings: slack,
        onNote: note,
      }),
    );
  if (discord)
    join("Discord", async () =>
      (await import("../channels/discord/open_discord.ts")).openDiscord({
        desk,
        access,
        settings: discord,
        onNote: note,
      }),
    );
  return {
    states: () => joining.map(({name, one}) => ({name, state: one.state()})),
    beside: (request, response) =>
      slack?.mode === "http" && besideSlack(slackNow?.opened(), request, response),
    tried: Promise.all(joining.map(({one}) => one.tried)),
    async close() {
      await Promise.allSettled(joining.map(({one}) => one.close()));
      await desk.close();
    },
  };
}

/** The same trouble again and again is told once in a while. */
function onceInAWhile(say: (text: string) => void): (text: string) => void {
  const toldAt = new Map<string, number>();
  return (text) => {
    if (Date.now() - (toldAt.get(text) ?? 0) < QUIET_MS) return;
    if (toldAt.size > 100) toldAt.clear();
    toldAt.set(text, Date.now());
    say(text);
  };
}

/** Hands Slack its requests, with a time limit, which Bolt does not set. */
function besideSlack(
  slack: OpenSlack | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (!request.url?.startsWith("/slack/")) return false;
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Referrer-Policy", "no-referrer");
  response.setHeader("Content-Security-Policy", "frame-ancestors 'none'");
  const end = (status: number, text: string) => {
    response.writeHead(status, {"Content-Type": "text/plain", Connection: "close"}).end(text);
    request.resume();
  };
  if (!slack?.listener) {
    response.setHeader("Retry-After", "5");
    end(503, "Slack is not joined yet.");
    return true;
  }
  const late = setTimeout(() => request.destroy(), BODY_MS);
  for (const event of ["end", "close"]) request.once(event, () => clearTimeout(late));
  if (!slack.listener(request, response)) end(404, "There is nothing here.");
  return true;
}

import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {Announced, StartedCall} from "../chat/desk.ts";
import type {SlackMessage} from "./blocks/answer_messages.ts";
import {noteOf, toldOf} from "./failures.ts";
import type {SlackParts} from "./parts.ts";
import {isClosed} from "./refusals.ts";
import {respond} from "./response_url.ts";
import type {commandSchema} from "./slack_events.ts";
import {escapeSlack} from "./slack_text.ts";
import {placeOf, type SlackTarget} from "./target.ts";
import type {SlackTeam} from "./teams.ts";
import {sentence} from "./whisper.ts";

/** `call`, in a new thread; with the link of a message: in its thread. `quiet`: answers are posted when somebody asks for it. */
export interface CallAsked {
  isQuiet: boolean;
  /** The message that was linked. */
  at?: {channel: string; thread: string};
}

const COMMAND = /^\s*call(\s+quiet(?:ly)?)?(?:\s+<?(https:\/\/[^\s|>]+)(?:\|[^>]*)?>?)?\s*$/i;

/** What a command asks for where it asks for a call; undefined for any other: "call volume by region" is a question. */
export function callAsked(text: string): CallAsked | undefined {
  const [whole, quiet, link] = COMMAND.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const at = link === undefined ? undefined : threadOf(link.replaceAll("&amp;", "&"));
  if (link !== undefined && !at) return undefined;
  return {isQuiet: quiet !== undefined, ...(at && {at})};
}

/** The thread of a message, by the link that Slack copies: `https://acme.slack.com/archives/C012/p1700000000000100?thread_ts=…` */
function threadOf(link: string): CallAsked["at"] {
  const {pathname, searchParams} = new URL(link);
  const [, channel, seconds, rest] = /^\/archives\/([CDG][A-Z0-9]+)\/p(\d{10})(\d{6})$/.exec(pathname) ?? [];
  if (channel === undefined) return undefined;
  const root = searchParams.get("thread_ts");
  return {channel, thread: root !== null && /^\d{10}\.\d{6}$/.test(root) ? root : `${seconds}.${rest}`};
}

/** Begins a call, and shows the way in to whoever asked for it alone. */
export async function startSlackCall(
  parts: SlackParts,
  team: SlackTeam,
  command: z.infer<typeof commandSchema>,
  asked: CallAsked,
): Promise<void> {
  const say = (message: SlackMessage) => respond(parts.isSlackUrl, command.response_url, message);
  try {
    await say(wayIn(await callFrom(parts, team, command, asked)));
  } catch (error) {
    if (!(error instanceof TabletalkError))
      parts.onNote(noteOf("A call could not be started on Slack", error));
    await say(sentence(toldOf(error))).catch((failed: unknown) =>
      parts.onNote(noteOf("A command on Slack could not be answered", failed)),
    );
  }
}

async function callFrom(
  parts: SlackParts,
  team: SlackTeam,
  {user_id: user, channel_id: channel, channel_name: name, team_id}: z.infer<typeof commandSchema>,
  {isQuiet, at}: CallAsked,
): Promise<StartedCall> {
  if (at && at.channel !== channel)
    throw new TabletalkError(
      "bad_use",
      "That message is in another channel.",
      "Give the command there, so that I know that you may read it.",
    );
  const {installation, api} = team;
  const isOwn = channel.startsWith("D") && channel === (await parts.directs.of(team, user).catch(() => ""));
  const person = await parts.people.person(team, user);
  const shared = {channel, user, ...(team_id && {team: team_id}), isDirect: isOwn};
  const posts = isQuiet ? ("asked" as const) : ("all" as const);
  const here = at ? placeOf(installation, {...shared, thread: at.thread}) : placeOf(installation, shared);
  return parts.desk.call({place: here, person}, announce);

  async function announce(): Promise<Announced> {
    // Between two people, where Tabletalk is not, nothing can be posted: it is the same as a channel that is closed to it.
    const posted = await post().catch((error: unknown) => {
      if (!isClosed(error)) throw error;
      if (at)
        throw new TabletalkError(
          "not_found",
          "I cannot post in the thread of that message.",
          "Invite me to the channel, or start the call without a link.",
        );
      return undefined;
    });
    if (posted === undefined)
      return {
        place: placeOf(installation, shared),
        linked: {said: "our direct messages on Slack", posts, target: shared satisfies SlackTarget},
        withdraw: async () => {},
      };
    const target: SlackTarget = {...shared, thread: at?.thread ?? posted, message: posted};
    const said = isOwn ? "our direct messages on Slack" : `${channelSaid(name)} on Slack`;
    return {
      place: placeOf(installation, target),
      linked: {said, posts, target},
      withdraw: async () => void (await api.call("chat.delete", {channel, ts: posted})),
    };
  }

  async function post(): Promise<string> {
    const who = isOwn ? "You are" : `${person.name ?? "Somebody"} is`;
    const what = isQuiet
      ? "What is sent from it comes here."
      : "What is asked and answered there comes here, too.";
    const {text} = sentence(`${who} in a call with me. ${what}`);
    const answer = await api.call("chat.postMessage", {
      channel,
      text,
      ...(at && {thread_ts: at.thread}),
      unfurl_links: false,
      unfurl_media: false,
    });
    return z.string().parse(answer.ts);
  }
}

/** What Slack names privately all alike is called the same for all. */
function channelSaid(name: string | undefined): string {
  return name === undefined || /^(privategroup|directmessage|mpdm-.*)$/.test(name)
    ? "the channel"
    : `#${name}`;
}

function wayIn({url, isNew, postedTo}: StartedCall): SlackMessage {
  const link = `<${escapeSlack(url)}|${isNew ? "Join the call" : "Join the call that is going on"}>`;
  const posted = postedTo === undefined ? "" : ` Its answers can be read in ${escapeSlack(postedTo)}.`;
  const text = `${link}: for you alone, once, within half an hour.${posted}`;
  return {text, blocks: [{type: "section", text: {type: "mrkdwn", text}}]};
}

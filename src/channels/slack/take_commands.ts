import type {App} from "@slack/bolt";
import {linkIdentity} from "../../access/platform.ts";
import {TabletalkError} from "../../errors.ts";
import {cutText} from "../chat/cut_text.ts";
import type {Incoming} from "../chat/incoming.ts";
import {callAsked, startSlackCall} from "./call_command.ts";
import {noteOf, toldOf} from "./failures.ts";
import {remoteFiles} from "./incoming.ts";
import {ANALYSE_SHORTCUT, SLASH_COMMAND} from "./manifest.ts";
import type {SlackParts} from "./parts.ts";
import {commandSchema, messageShortcutSchema} from "./slack_events.ts";
import {decodeSlackText, escapeSlack} from "./slack_text.ts";
import {standingPlaces} from "./standing.ts";
import {tellIfRefused} from "./take_messages.ts";
import {placeOf, type SlackTarget} from "./target.ts";
import {installationIdOf, type SlackTeam} from "./teams.ts";
import {sentence, whisper} from "./whisper.ts";

type Answer = {response_type: "ephemeral"; text: string; blocks?: unknown[]};

const HELP = [
  `${SLASH_COMMAND} revenue by region: asks about your data; only you see the answer.`,
  `${SLASH_COMMAND} datasets: what you can ask about here.`,
  `${SLASH_COMMAND} schedule revenue by region every Monday at 9 in #sales: posts it there by itself; ${SLASH_COMMAND} schedule lists what is scheduled.`,
  `${SLASH_COMMAND} call: a call with me; what is asked and answered there is posted here too.`,
  `${SLASH_COMMAND} link CODE: links you to your account on the web page.`,
  "Or write to me in direct messages, mention me in a channel, or drop a CSV, Excel, JSON or Parquet file.",
].join("\n");

/** `/tabletalk`, and "Analyse this file" in the menu of a message. */
export function takeCommands(app: App, parts: SlackParts): void {
  app.command(SLASH_COMMAND, async ({ack, body, context}) => {
    const given = commandSchema.safeParse(body);
    const team = await parts.teams.of(installationIdOf(context));
    if (!given.success || !team) return ack();
    const calling = callAsked(given.data.text);
    if (calling) {
      // Slack waits for three seconds; the room of a call may take longer.
      await ack();
      return startSlackCall(parts, team, given.data, calling);
    }
    try {
      await ack(await commanded(parts, team, given.data));
    } catch (error) {
      if (!(error instanceof TabletalkError)) parts.onNote(noteOf("A command on Slack failed", error));
      await ack(plain(toldOf(error)));
    }
  });
  app.shortcut({type: "message_action", callback_id: ANALYSE_SHORTCUT}, async ({ack, body, context}) => {
    const given = messageShortcutSchema.safeParse(body);
    const team = await parts.teams.of(installationIdOf(context));
    if (given.success && team) await analyse(parts, team, given.data);
    await ack();
  });
}

type Command = ReturnType<typeof commandSchema.parse>;

async function commanded(parts: SlackParts, team: SlackTeam, command: Command): Promise<Answer> {
  const {user_id: user, channel_id: channel, response_url: responseUrl, trigger_id} = command;
  const {text: given, named, channels} = decodeSlackText(command.text, team.botUser);
  const text = /^(?:schedules?|scheduled)$/i.test(given) ? "what is scheduled here?" : given;
  const target: SlackTarget = {channel, user, team: command.team_id, responseUrl, isDirect: false};
  const place = placeOf(team.installation, target);
  const [word = "", rest = ""] = text.split(/\s+(.*)/s);
  if (text === "" || /^(help|\?)$/i.test(text)) return plain(HELP);
  const person = await parts.people.person(team, user);
  if (/^(datasets|data)$/i.test(text)) return plain(await datasets(parts, {place, person}));
  if (/^link$/i.test(word) && rest !== "" && !/\s/.test(rest)) {
    const key = {platform: "slack", installation: team.installation, externalId: user};
    await linkIdentity(parts.access, key, rest);
    return plain("Done: what you may see and do on the web page, you may see and do here too.");
  }
  const incoming: Incoming = {
    place,
    person,
    messageId: `command:${trigger_id}`,
    text,
    addressed: "command",
    named,
    files: [],
    target,
    standing: () => standingPlaces(parts, team, target, {person, channels}),
  };
  const taken = await parts.desk.take(incoming);
  if (taken.state === "refused") return plain(`${taken.message} ${taken.next}`.trim());
  return plain(`You asked: ${text}`);
}

async function datasets(parts: SlackParts, visitor: Pick<Incoming, "place" | "person">): Promise<string> {
  const names = await parts.desk.datasetsLike(visitor, "");
  if (names.length === 0)
    return "There are none yet. Drop a CSV, Excel, JSON or Parquet file into a message to me.";
  return `You can ask about:\n${names.map((name) => `- ${name}`).join("\n")}`;
}

/** The files of a message, or what it says, as a question of whoever chose it from the menu. */
async function analyse(
  parts: SlackParts,
  team: SlackTeam,
  shortcut: ReturnType<typeof messageShortcutSchema.parse>,
): Promise<void> {
  const {user, channel, message, action_ts, response_url} = shortcut;
  const files = remoteFiles(message.files, channel.id);
  const {text} = decodeSlackText(message.text ?? "", team.botUser);
  const isDirect = channel.id.startsWith("D") && channel.id === (await ownDirect(parts, team, user.id));
  // Between two people, where Tabletalk is not: the answer is for whoever asked.
  const isElsewhere = channel.id.startsWith("D") && !isDirect;
  const thread = isElsewhere ? {} : {thread: message.thread_ts ?? message.ts};
  const target: SlackTarget = {
    channel: channel.id,
    ...thread,
    user: user.id,
    isDirect,
    ...(user.team_id && {team: user.team_id}),
    ...(response_url && {responseUrl: response_url}),
  };
  if (files.length === 0 && text === "")
    return say("That message has no file and no text that could be analysed.");
  const incoming: Incoming = {
    place: placeOf(team.installation, target),
    person: await parts.people.person(team, user.id),
    messageId: `analyse:${message.ts}:${action_ts}`,
    text: files.length > 0 ? "" : text,
    addressed: "command",
    named: [],
    files,
    target,
  };
  tellIfRefused(parts, team, incoming, await parts.desk.take(incoming));

  async function say(what: string): Promise<void> {
    await whisper(parts, team, target, sentence(what)).catch((error: unknown) =>
      parts.onNote(noteOf("A shortcut could not be answered", error)),
    );
  }
}

async function ownDirect(parts: SlackParts, team: SlackTeam, user: string): Promise<string | undefined> {
  return parts.directs.of(team, user).catch(() => undefined);
}

function plain(text: string): Answer {
  const shown = cutText(text, 2900);
  return {
    response_type: "ephemeral",
    text: escapeSlack(shown),
    blocks: [{type: "section", text: {type: "plain_text", text: shown, emoji: false}}],
  };
}

import type {App} from "@slack/bolt";
import {cutText} from "../chat/cut_text.ts";
import type {ChatPlace} from "../chat/incoming.ts";
import {homeView} from "./blocks/home_view.ts";
import {noteOf} from "./failures.ts";
import type {SlackParts} from "./parts.ts";
import {homeEventSchema} from "./slack_events.ts";
import {escapeSlack} from "./slack_text.ts";
import {tellIfRefused} from "./take_messages.ts";
import {placeOf, type SlackTarget} from "./target.ts";
import {installationIdOf, type SlackTeam} from "./teams.ts";

/** App Home: its tab, and the suggested questions above the direct messages. */
export function takeHome(app: App, parts: SlackParts): void {
  app.event("app_home_opened", async ({event, context}) => {
    const parsed = homeEventSchema.safeParse(event);
    const team = await parts.teams.of(installationIdOf(context));
    if (!parsed.success || !team) return;
    const {user, channel, tab} = parsed.data;
    // Nobody waits for it: it is drawn anew whenever it is opened.
    const drawn =
      tab === "messages" ? suggest(parts, team, user, channel) : publish(parts, team, user, channel);
    drawn.catch((error: unknown) => parts.onNote(noteOf("App Home could not be drawn", error)));
  });
}

/** Direct messages of which no thread is spoken of. */
function homePlace({installation}: SlackTeam, channel: string): ChatPlace {
  return {platform: "slack", installation, channel, audience: "one"};
}

async function publish(parts: SlackParts, team: SlackTeam, user: string, channel = ""): Promise<void> {
  const person = await parts.people.person(team, user);
  const view = homeView(await parts.desk.home({place: homePlace(team, channel), person}));
  await team.api.call("views.publish", {user_id: user, view});
}

async function suggest(parts: SlackParts, team: SlackTeam, user: string, channel?: string): Promise<void> {
  const refused = parts.learnt.methods(team.installation);
  const method = "assistant.threads.setSuggestedPrompts";
  if (channel === undefined || refused.has(method)) return;
  const person = await parts.people.person(team, user);
  const prompts = await parts.desk.prompts({place: homePlace(team, channel), person});
  const some = prompts
    .map((prompt) => prompt.trim())
    .filter(Boolean)
    .slice(0, 4);
  if (some.length === 0) return;
  await team.api.call(method, {
    channel_id: channel,
    prompts: some.map((message) => ({title: cutText(message, 75), message: cutText(message, 300)})),
  });
}

/** A suggestion of Home was pressed: it is asked in the direct messages, where the answer comes too. */
export async function askFromHome(
  parts: SlackParts,
  team: SlackTeam,
  user: string,
  question: string,
): Promise<void> {
  if (question.trim() === "") return;
  const channel = await parts.directs.of(team, user);
  const text = cutText(`You asked: ${question}`, 2000);
  const posted = await team.api.call("chat.postMessage", {
    channel,
    text: escapeSlack(text),
    blocks: [{type: "section", text: {type: "plain_text", text, emoji: false}}],
  });
  const ts = String(posted.ts);
  const target: SlackTarget = {channel, thread: ts, user, message: ts, isDirect: true};
  const incoming = {
    place: placeOf(team.installation, target),
    person: await parts.people.person(team, user),
    messageId: ts,
    text: question,
    addressed: "direct" as const,
    named: [],
    files: [],
    target,
  };
  tellIfRefused(parts, team, incoming, await parts.desk.take(incoming));
}

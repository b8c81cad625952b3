import type {App} from "@slack/bolt";
import {noteOf} from "./failures.ts";
import type {SlackParts} from "./parts.ts";
import {joinedEventSchema, revokedEventSchema, stoppedEventSchema} from "./slack_events.ts";
import {threadStatus} from "./status.ts";
import {placeOf} from "./target.ts";
import {installationIdOf, type SlackTeam} from "./teams.ts";

const HELLO =
  "Hello! Mention me with a question about your data, or drop a CSV, Excel, JSON or Parquet file into a thread with me. " +
  "I read the threads that I take part in, and nothing else here.";

/** Stop, the first word in a channel, and the end of an installation. */
export function takeLifecycle(app: App, parts: SlackParts): void {
  app.event("agent_session_stopped", async ({event, context}) => {
    const parsed = stoppedEventSchema.safeParse(event);
    const team = await parts.teams.of(installationIdOf(context));
    if (!parsed.success || !team) return;
    const {user, channel, thread_ts: thread} = parsed.data;
    const person = await parts.people.person(team, user);
    const place = placeOf(team.installation, {channel, thread, user, isDirect: channel.startsWith("D")});
    await parts.desk.stop({place, person});
    // Slack leaves it to the app to say that it has stopped.
    await threadStatus(parts, team.installation, team.api, {channel, thread}).processing(false);
  });
  app.event("member_joined_channel", async ({event, context}) => {
    const parsed = joinedEventSchema.safeParse(event);
    const team = await parts.teams.of(installationIdOf(context));
    if (!parsed.success || !team || parsed.data.user !== team.botUser) return;
    hello(parts, team, parsed.data.channel);
  });
  const ended = async (context: Parameters<typeof installationIdOf>[0]) => {
    const installation = installationIdOf(context);
    await parts.teams.remove(installation);
    parts.onNote(`Tabletalk was uninstalled from Slack ${installation}: its data is removed.`);
  };
  app.event("app_uninstalled", ({context}) => ended(context));
  app.event("tokens_revoked", async ({event, context}) => {
    const parsed = revokedEventSchema.safeParse(event);
    if (parsed.success && (parsed.data.tokens?.bot?.length ?? 0) > 0) await ended(context);
  });
}

/** Told once a channel while this process lives. Nobody waits for it. */
function hello(parts: SlackParts, team: SlackTeam, channel: string): void {
  if (!parts.told(`hello:${team.installation}:${channel}`)) return;
  team.api
    .call("chat.postMessage", {channel, text: HELLO}, {isDecoration: true})
    .catch((error: unknown) => parts.onNote(noteOf("The hello in a channel could not be posted", error)));
}

import type {App} from "@slack/bolt";
import type {Incoming, Taken} from "../chat/incoming.ts";
import {noteOf} from "./failures.ts";
import {addressedOf, incomingMessage, withdrawnOf} from "./incoming.ts";
import type {SlackParts} from "./parts.ts";
import {type MessageEvent, messageEventSchema} from "./slack_events.ts";
import {standingPlaces} from "./standing.ts";
import {placeOf, type SlackTarget} from "./target.ts";
import {type InstallationSource, installationIdOf, type SlackTeam} from "./teams.ts";
import {sentence, whisper} from "./whisper.ts";

/** Brings what people write to the desk. Slack hears that an event has arrived when the desk has kept it. */
export function takeMessages(app: App, parts: SlackParts): void {
  const take = async (given: unknown, context: InstallationSource) => {
    const parsed = messageEventSchema.safeParse(given);
    if (!parsed.success) return;
    const team = await parts.teams.of(installationIdOf(context));
    if (team) await takeMessage(parts, team, parsed.data);
  };
  app.event("message", ({event, context}) => take(event, context));
  app.event("app_mention", ({event, context}) => take(event, context));
}

async function takeMessage(parts: SlackParts, team: SlackTeam, event: MessageEvent): Promise<void> {
  const withdrawn = withdrawnOf(event);
  if (withdrawn) {
    const place = placeOf(team.installation, {...withdrawn, user: ""});
    return parts.desk.withdraw(place, withdrawn.ts);
  }
  const addressed = addressedOf(event, team);
  if (!addressed || event.user === undefined) return;
  const person = await parts.people.person(team, event.user);
  const named = (user: string) => parts.people.nameOf(team, user);
  const incoming = incomingMessage(event, addressed, person, team, named, (target, channels) =>
    standingPlaces(parts, team, target, {person, channels}),
  );
  tellIfRefused(parts, team, incoming, await parts.desk.take(incoming));
}

/** Says why a message is not answered, to whoever wrote it. Nobody waits for it. */
export function tellIfRefused(parts: SlackParts, team: SlackTeam, incoming: Incoming, taken: Taken): void {
  if (taken.state !== "refused") return;
  const key = `${team.installation}:${incoming.place.channel}:${incoming.messageId}`;
  if (!parts.told(key)) return;
  const target = incoming.target as SlackTarget;
  whisper(parts, team, target, sentence(`${taken.message} ${taken.next}`.trim())).catch((error: unknown) =>
    parts.onNote(noteOf("A refusal could not be told on Slack", error)),
  );
}

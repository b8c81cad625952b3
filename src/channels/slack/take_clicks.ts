import type {App} from "@slack/bolt";
import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {Visitor} from "../chat/desk.ts";
import {FEEDBACK} from "./blocks/buttons.ts";
import {PROMPT} from "./blocks/home_view.ts";
import type {ModalOrigin} from "./blocks/modal.ts";
import {noteOf, toldOf} from "./failures.ts";
import {askFromHome} from "./home.ts";
import type {SlackParts} from "./parts.ts";
import {isRefusal} from "./refusals.ts";
import {type OpenModal, show} from "./show.ts";
import {blockActionsSchema, viewSubmissionSchema} from "./slack_events.ts";
import {placeOf, type SlackTarget} from "./target.ts";
import {type InstallationSource, installationIdOf, type SlackTeam} from "./teams.ts";
import {sentence, type WhisperPlace, whisper} from "./whisper.ts";

/** Buttons and forms. They are acknowledged at once; what they come to is shown when it is there. */
export function takeClicks(app: App, parts: SlackParts): void {
  app.action({type: "block_actions"}, async ({ack, body, context}) => {
    await ack();
    const parsed = blockActionsSchema.safeParse(body);
    const team = await parts.teams.of(installationIdOf(context));
    if (parsed.success && team) await pressed(parts, team, parsed.data);
  });
  app.view({type: "view_submission"}, async ({ack, body, context}) => {
    const parsed = viewSubmissionSchema.safeParse(body);
    const team = await parts.teams.of(installationIdOf(context as InstallationSource));
    if (!parsed.success || !team) return ack();
    await submitted(parts, team, parsed.data, ack as (answer?: unknown) => Promise<void>);
  });
}

async function pressed(
  parts: SlackParts,
  team: SlackTeam,
  body: z.infer<typeof blockActionsSchema>,
): Promise<void> {
  const [action] = body.actions;
  const {action_id: id, value} = action!;
  if (id === "open_page") return;
  if (id.startsWith(`${PROMPT}:`)) return askFromHome(parts, team, body.user.id, value ?? "");
  const place = await placeOfClick(parts, team, body);
  const openModal: OpenModal = async (view) => {
    await team.api.call("views.open", {trigger_id: body.trigger_id, view}).catch((error: unknown) => {
      if (!isRefusal(error, "expired_trigger_id", "trigger_expired", "exchanged_trigger_id")) throw error;
      throw new TabletalkError("time_limit", "Slack did not wait for the form.", "Press the button again.");
    });
  };
  try {
    const visitor = await visitorAt(parts, team, place);
    const action = id === FEEDBACK ? (value ?? "") : id;
    if (!/^[\w:-]{1,90}$/.test(action))
      throw new TabletalkError("bad_use", "That button is too old.", "Ask the question again.");
    const shown = await parts.desk.press(visitor, action, targetAt(place, body.user.team_id));
    await show(parts, team, place, shown, openModal);
  } catch (error) {
    await tellFailure(parts, team, place, error);
  }
}

async function submitted(
  parts: SlackParts,
  team: SlackTeam,
  {user, view}: z.infer<typeof viewSubmissionSchema>,
  ack: (answer?: unknown) => Promise<void>,
): Promise<void> {
  const origin = originOf(view.private_metadata);
  const field = Object.keys(view.state.values)[0];
  if (!origin) {
    const errors = field === undefined ? {} : {[field]: "This form is too old. Open it again."};
    return ack({response_action: "errors", errors});
  }
  const place: WhisperPlace = {...origin, user: user.id};
  const values = new Map<string, string | readonly string[]>();
  for (const [field, inputs] of Object.entries(view.state.values))
    for (const input of Object.values(inputs)) {
      if (input.selected_options)
        values.set(
          field,
          input.selected_options.map(({value}) => value),
        );
      else if (input.selected_option) values.set(field, input.selected_option.value);
      else if (typeof input.value === "string") values.set(field, input.value);
    }
  let isAnswered = false;
  const answer = async (said?: unknown) => {
    if (isAnswered) return;
    isAnswered = true;
    await ack(said);
  };
  // Slack waits three seconds: what takes longer is shown in the conversation.
  const late = (error: unknown) => parts.onNote(noteOf("A form on Slack could not be acknowledged", error));
  const timer = setTimeout(() => void answer().catch(late), 2_000);
  try {
    const visitor = await visitorAt(parts, team, place);
    const shown = await parts.desk.submit(visitor, view.callback_id, values, targetAt(place, user.team_id));
    await answer();
    await show(parts, team, place, shown, async () => {});
  } catch (error) {
    if (error instanceof TabletalkError && !isAnswered && field !== undefined)
      return answer({response_action: "errors", errors: {[field]: toldOf(error).slice(0, 200)}});
    await answer();
    await tellFailure(parts, team, place, error);
  } finally {
    clearTimeout(timer);
  }
}

const originSchema = z.object({
  channel: z.string(),
  thread: z.string().optional(),
  isDirect: z.boolean().default(false),
  responseUrl: z.string().optional(),
});

function originOf(text: string): ModalOrigin | undefined {
  try {
    return originSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Where something was pressed. On Home it is the direct messages with whoever pressed. */
async function placeOfClick(
  parts: SlackParts,
  team: SlackTeam,
  {user, channel, container, message, response_url}: z.infer<typeof blockActionsSchema>,
): Promise<WhisperPlace> {
  if (channel === undefined)
    return {channel: await parts.directs.of(team, user.id), user: user.id, isDirect: true};
  const isDirect = channel.id.startsWith("D");
  const responseUrl = response_url === undefined ? {} : {responseUrl: response_url};
  const root = container?.thread_ts ?? message?.thread_ts;
  // What was said to one person alone outside of a thread is a conversation of their own, in direct messages too.
  if (container?.is_ephemeral && root === undefined)
    return {channel: channel.id, user: user.id, isDirect: false, ...responseUrl};
  const thread = root ?? container?.message_ts ?? message?.ts;
  return {channel: channel.id, ...(thread && {thread}), user: user.id, isDirect, ...responseUrl};
}

async function visitorAt(parts: SlackParts, team: SlackTeam, place: WhisperPlace): Promise<Visitor> {
  const person = await parts.people.person(team, place.user);
  return {place: placeOf(team.installation, place), person};
}

function targetAt(place: WhisperPlace, team: string | undefined): SlackTarget {
  const {channel, thread, user, isDirect, responseUrl} = place;
  return {channel, thread, user, isDirect, ...(team && {team}), ...(responseUrl && {responseUrl})};
}

async function tellFailure(
  parts: SlackParts,
  team: SlackTeam,
  place: WhisperPlace,
  error: unknown,
): Promise<void> {
  if (!(error instanceof TabletalkError)) parts.onNote(noteOf("A click on Slack failed", error));
  await whisper(parts, team, place, sentence(toldOf(error))).catch((untold: unknown) =>
    parts.onNote(noteOf("A failure could not be told on Slack", untold)),
  );
}

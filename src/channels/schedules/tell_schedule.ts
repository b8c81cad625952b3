import type {Access} from "../../access/access.ts";
import {keptPrincipalSchema, principalAsKept} from "../../access/kept_principal.ts";
import {ownName} from "../../access/principal.ts";
import {seal} from "../../access/seal.ts";
import {conversationById} from "../../store/conversation_list.ts";
import type {ConversationKey} from "../../store/conversations.ts";
import {putMessage} from "../../store/inbox.ts";
import type {Store} from "../../store/store.ts";
import type {StoredSchedule} from "../../store/workflow_schedules.ts";
import {sayTimes} from "../../workflows/schedule/say_times.ts";
import type {MessageOptions} from "../service.ts";
import {timesOf} from "./stored_times.ts";
import type {Told} from "./told.ts";

/** What telling needs: one workspace's store, and what seals places. */
export interface TellParts {
  store: Store;
  access: Pick<Access, "secrets">;
}

/**
 * Puts what a schedule has to tell into its conversation, as a message of whoever made it: the turn of it is there for the page,
 * for HTTP and for follow-ups, and a chat platform gets it like any other answer. Told twice it is there once.
 * @param key tells messages of one schedule apart: the run
 */
export async function tellSchedule(
  {store, access}: TellParts,
  schedule: StoredSchedule,
  {key, told}: {key: string; told: Told},
): Promise<void> {
  const place = await placeOf(store, schedule, key);
  if (!place) return;
  const {workspace, target, audience} = schedule;
  const principal = principalAsKept(keptPrincipalSchema.parse(schedule.principal));
  const options: MessageOptions = {told, audience, mayTeach: false};
  await putMessage(store, workspace, {
    ...place,
    messageId: `schedule ${key}`,
    actor: principal.actor,
    owner: ownName(principal),
    // What stands there as the question.
    text: `${titleOf(schedule)} (${sayTimes(timesOf(schedule))})`,
    files: [],
    options,
    ...(target !== undefined && {
      delivery: {
        seal: (message: string) =>
          seal(access.secrets, JSON.stringify(target), [workspace, "deliveries", message]),
      },
    }),
  });
}

/** Says that a schedule was turned off by itself. */
export function tellOff(
  parts: TellParts,
  schedule: StoredSchedule,
  {why, next}: {why: string; next: string},
): Promise<void> {
  return tellSchedule(parts, schedule, {
    key: `${schedule.id} off ${schedule.nextAt ?? ""}`,
    told: {
      schedule: schedule.id,
      error: {code: "refused", message: `The schedule "${titleOf(schedule)}" is off now. ${why}`, next},
    },
  });
}

/** What a schedule is called where it tells something. */
export const titleOf = ({said, workflow}: Pick<StoredSchedule, "said" | "workflow">): string =>
  said ?? workflow;

/** The conversation that it is told in. What is posted in a channel begins a conversation of its own each time. */
async function placeOf(
  store: Store,
  {workspace, conversation, platform, installation, target}: StoredSchedule,
  key: string,
): Promise<ConversationKey | undefined> {
  if (conversation !== undefined) {
    const found = await conversationById(store, workspace, conversation);
    if (!found) return undefined;
    const {externalId, thread} = found;
    return {
      platform: found.platform,
      installation: found.installation,
      conversation: externalId,
      ...(thread !== "" && {thread}),
    };
  }
  const channel = (target as {channel?: string} | undefined)?.channel;
  if (platform === undefined || installation === undefined || channel === undefined) return undefined;
  return {platform, installation, conversation: channel, thread: `schedule ${key}`};
}

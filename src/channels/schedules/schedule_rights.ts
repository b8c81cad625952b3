import {allow} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {conversationResource} from "../../access/resources.ts";
import {conversationById} from "../../store/conversation_list.ts";
import type {Store} from "../../store/store.ts";
import {type StoredSchedule, schedulesOf} from "../../store/workflow_schedules.ts";

/** What somebody may know of a schedule: all of it, that it is there (an owner has to be able to stop it), or nothing. */
export type KnownOfSchedule = "all" | "that it is there" | "nothing";

/** What somebody may know of a schedule. A channel's own is known to whoever may read that conversation. */
export async function knownOfSchedule(
  store: Pick<Store, "db">,
  principal: Principal,
  schedule: StoredSchedule,
): Promise<KnownOfSchedule> {
  if (isOwnSchedule(principal, schedule) || principal.kind === "local") return "all";
  const {audience, conversation} = schedule;
  if (audience === "several" && conversation !== undefined) {
    const found = await conversationById(store, principal.workspace, conversation);
    const resource = found && conversationResource(principal.workspace, found);
    if (resource && allow(principal, "conversations.read", resource)) return "all";
  }
  return principal.role === "owner" ? "that it is there" : "nothing";
}

/** A schedule as somebody may know it, without what is not for them; undefined where it is not there for them. */
export async function scheduleAsKnown(
  store: Pick<Store, "db">,
  principal: Principal,
  schedule: StoredSchedule,
): Promise<StoredSchedule | undefined> {
  const known = await knownOfSchedule(store, principal, schedule);
  if (known === "all") return schedule;
  if (known === "nothing") return undefined;
  const {alert: _alert, seen: _seen, offWhy: _offWhy, conversation: _conversation, ...rest} = schedule;
  return {...rest, parameters: {}};
}

/** The schedules that someone may know of, as far as they may: their own, those told where they read, and an owner all. */
export async function schedulesFor(
  store: Store,
  principal: Principal,
  filter: {workflow?: string; conversation?: string} = {},
): Promise<StoredSchedule[]> {
  const all = await schedulesOf(store, principal.workspace, filter);
  const known = await Promise.all(all.map((one) => scheduleAsKnown(store, principal, one)));
  return known.filter((one) => one !== undefined);
}

/** Whether someone may stop or change a schedule: whoever made it, and an owner of the workspace. */
export function mayChangeSchedule(principal: Principal, schedule: StoredSchedule): boolean {
  return principal.role === "owner" || isOwnSchedule(principal, schedule);
}

function isOwnSchedule(principal: Principal, {createdBy, principal: kept}: StoredSchedule): boolean {
  const {person} = (kept ?? {}) as {person?: string};
  return createdBy === principal.actor || (person !== undefined && person === principal.person);
}

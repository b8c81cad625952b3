import {listFor, type Onlooker} from "../../store/dataset_details.ts";
import {memberWithProjects} from "../../store/sign_ins.ts";
import type {Store} from "../../store/store.ts";

/**
 * Of some datasets those that whoever sent a message may see now, in their order: since it was sent one may have become
 * someone's own, been deleted, or its sender been removed. Whoever is no member sees what is everybody's.
 */
export async function seenByAsker(
  store: Pick<Store, "db">,
  asker: {workspace: string; actor: string},
  names: readonly string[],
): Promise<string[]> {
  if (names.length === 0) return [];
  const seen = await listFor(store, asker.workspace, await onlookerOfAsker(store, asker), {among: names});
  const known = new Set(seen.map(({name}) => name));
  return names.filter((name) => known.has(name));
}

/** What whoever sent a message may see now. */
export async function onlookerOfAsker(
  store: Pick<Store, "db">,
  {workspace, actor}: {workspace: string; actor: string},
): Promise<Onlooker> {
  const person = await personOf(store, workspace, actor);
  const member = person === undefined ? undefined : await memberWithProjects(store, workspace, person);
  return {
    names: [actor, ...(member ? [member.person] : [])],
    projects: [...(member?.projects.keys() ?? [])],
    isOwner: member?.role === "owner",
  };
}

/** The person that an actor of the records is; undefined for a key of the workspace, and for a stranger of a platform. */
async function personOf(
  store: Pick<Store, "db">,
  workspace: string,
  actor: string,
): Promise<string | undefined> {
  if (actor.startsWith("person:")) return actor.slice("person:".length);
  if (!actor.startsWith("key:")) return undefined;
  const key = await store.db
    .selectFrom("api_keys")
    .select("person")
    .where((is) => is.and({workspace, id: actor.slice("key:".length)}))
    .executeTakeFirst();
  return key?.person ?? undefined;
}

import {keysOf} from "../store/api_keys.ts";
import type {StoredLink} from "../store/links.ts";
import {memberWithProjects} from "../store/sign_ins.ts";
import type {Access} from "./access.ts";
import {principalFor} from "./authenticate.ts";
import {currentPrincipal} from "./current_principal.ts";
import {localPrincipal, type Principal} from "./principal.ts";
import {lesserRole} from "./role.ts";

/**
 * Whoever made a link, with the rights that they have now; undefined where they are nobody here any more, or the key that it
 * was made with is revoked. One that has expired since does no harm: a link has an end of its own.
 */
export async function makerOfLink(
  {store}: Pick<Access, "store">,
  {workspace, createdBy: actor}: Pick<StoredLink, "workspace" | "createdBy">,
): Promise<Principal | undefined> {
  const local = localPrincipal(workspace);
  if (actor === local.actor) return local;
  const [, kind, id] = /^(person|key):(.+)$/s.exec(actor) ?? [];
  if (kind === "person") {
    const member = await memberWithProjects(store, workspace, id!);
    return member && principalFor("person", member);
  }
  if (kind === "key") {
    const key = (await keysOf(store, workspace)).find((one) => one.id === id);
    if (!key) return undefined;
    const {person, role, scopes} = key;
    const own = {...local, kind: "key", actor, key: key.id, role, scopes} as const;
    if (person === null) return own;
    const member = await memberWithProjects(store, workspace, person);
    if (!member) return undefined;
    const projects = [...member.projects].map(
      ([project, most]) => [project, lesserRole(most, role)] as const,
    );
    return {...own, person, role: lesserRole(member.role, role), projects: new Map(projects)};
  }
  // What they were on the platform is not kept with a link; more than an analyst is needed for nothing that has links.
  return currentPrincipal(
    {store},
    {kind: "platform", workspace, actor, role: "analyst", scopes: ["*"], projects: []},
  );
}

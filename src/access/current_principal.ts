import {keysOf} from "../store/api_keys.ts";
import {identityOf, installedAt} from "../store/identities.ts";
import {memberWithProjects} from "../store/sign_ins.ts";
import type {Access} from "./access.ts";
import {principalFor} from "./authenticate.ts";
import {type KeptPrincipal, principalAsKept} from "./kept_principal.ts";
import type {Principal} from "./principal.ts";
import {lesserRole} from "./role.ts";
import {accessSettings} from "./settings.ts";

/** What somebody is now who was something before; undefined where they are nobody here any more. */
export async function currentPrincipal(
  access: Pick<Access, "store">,
  kept: KeptPrincipal,
): Promise<Principal | undefined> {
  const {kind, workspace, person, key} = kept;
  const {store} = access;
  if (kind === "local") return principalAsKept(kept);
  const member = person === undefined ? undefined : await memberWithProjects(store, workspace, person);
  if (person !== undefined && !member) return undefined;
  if (kind === "key") {
    const found = (await keysOf(store, workspace)).find(({id}) => id === key);
    if (!found || (found.expiresAt !== null && Date.parse(found.expiresAt) < Date.now())) return undefined;
    const {role, scopes} = found;
    const same = {...principalAsKept(kept), scopes};
    if (!member) return {...same, role};
    const projects = [...member.projects].map(([id, own]) => [id, lesserRole(own, role)] as const);
    return {...same, role: lesserRole(member.role, role), projects: new Map(projects)};
  }
  if (member) return {...principalFor(kind, member), actor: kept.actor};
  return ofPlatform(access, kept);
}

async function ofPlatform(
  access: Pick<Access, "store">,
  kept: KeptPrincipal,
): Promise<Principal | undefined> {
  const {workspace, actor} = kept;
  const [, platform, installation, externalId] = /^([^:]+):([^:]+):(.+)$/s.exec(actor) ?? [];
  if (!platform || !installation || !externalId) return undefined;
  if ((await installedAt(access.store, platform, installation))?.workspace !== workspace) return undefined;
  const known = await identityOf(access.store, workspace, {platform, installation, externalId});
  if (known?.member) return principalFor("platform", known.member);
  if (known?.role) return {...principalAsKept(kept), role: known.role};
  const {platformRole, platformAdmins, strangers} = await accessSettings(access, workspace);
  // What they are on the platform itself was seen when they came.
  const {role} = kept;
  if (role === "owner" && platformAdmins !== "member") return principalAsKept(kept);
  const most = platformRole === "none" && role === "viewer" ? strangers : platformRole;
  return most === "none" ? undefined : {...principalAsKept(kept), role: lesserRole(role, most)};
}

import type {Access} from "../../access/access.ts";
import {principalFor} from "../../access/authenticate.ts";
import {type KeptPrincipal, principalAsKept} from "../../access/kept_principal.ts";
import {allow} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {lesserRole} from "../../access/role.ts";
import {accessSettings} from "../../access/settings.ts";
import {TabletalkError} from "../../errors.ts";
import {keysOf} from "../../store/api_keys.ts";
import {identityOf, installedAt} from "../../store/identities.ts";
import {memberWithProjects} from "../../store/sign_ins.ts";
import type {Service} from "../service.ts";
import type {Call, CallMember} from "./call.ts";
import {maySeeCall} from "./call_access.ts";

/** So long what somebody may do is gone by, before it is asked for again. */
const KEPT_MS = 3_000;

/** Who may go on in a call: people are taken out of a workspace, or given another role, while they talk. */
export interface Admission {
  /** Who somebody in the call is now. @throws TabletalkError forbidden where they may not ask in it any more */
  admit(member: CallMember): Promise<Principal>;
}

export function callAdmission(
  parts: {service: Pick<Service, "store">; access: Pick<Access, "store">},
  call: Call,
  now: () => number = () => performance.now(),
): Admission {
  const known = new Map<string, {principal: Principal | undefined; until: number}>();
  return {
    async admit({identity, principal: kept}) {
      const found = known.get(identity);
      const isFresh = found !== undefined && found.until > now();
      const principal = isFresh ? found.principal : await current(kept);
      if (!isFresh) known.set(identity, {principal, until: now() + KEPT_MS});
      if (principal) return principal;
      throw new TabletalkError(
        "forbidden",
        "You may not ask in this call any more.",
        "Ask an owner of the workspace to let you in again.",
      );
    },
  };

  async function current(kept: KeptPrincipal): Promise<Principal | undefined> {
    if (kept.workspace !== call.workspace) return undefined;
    const principal = await currentPrincipal(parts.access, kept);
    if (!principal || !allow(principal, "ask")) return undefined;
    // Somebody of a platform is in the place that the call goes on with, by what the platform says.
    if (principal.kind === "platform") return principal;
    return (await maySeeCall(parts, principal, call)) ? principal : undefined;
  }
}

/** What somebody is now who was something before; undefined where they are nobody here any more. */
async function currentPrincipal(
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

import {TabletalkError} from "../errors.ts";
import {
  changeIdentity,
  type IdentityKey,
  identitiesOf,
  identityOf,
  installedAt,
  meetIdentity,
} from "../store/identities.ts";
import {addCode, useCode} from "../store/one_time_codes.ts";
import {inTransaction} from "../store/store.ts";
import type {Access} from "./access.ts";
import {hashCode, newCode} from "./one_time_code.ts";
import {demand} from "./permissions.ts";
import type {Principal} from "./principal.ts";
import {lesserRole, type Role} from "./role.ts";
import {type AccessSettings, accessSettings} from "./settings.ts";

const CODE_MINUTES = 10;

/** What somebody is on their platform: who runs the place, who was let in to some of it, who is of another organization. */
export type PlatformRank = "admin" | "member" | "guest" | "stranger";

/**
 * Who somebody of a platform is, after the platform has proved to the channel who they are. The workspace is the
 * installation's. Linked to a member they are that member, whatever they are on the platform; else what an owner made of
 * them, or what the workspace lets its platforms' people of their rank be.
 * @throws TabletalkError not_found for an unknown installation; forbidden where the workspace turns them away
 */
export async function platformPrincipal(
  access: Access,
  identity: IdentityKey & {name?: string; rank?: PlatformRank},
): Promise<Principal> {
  const {platform, installation, externalId, name, rank = "member"} = identity;
  const installed = await installedAt(access.store, platform, installation);
  if (!installed) throw unknownInstallation(platform);
  const {workspace, isOwn} = installed;
  const known = await identityOf(access.store, workspace, identity);
  // Noted before they may be turned away: an owner can let them in by name then.
  if (!known || (name !== undefined && known.name !== name))
    await meetIdentity(access.store, workspace, identity, name);
  const actor = `${platform}:${installation}:${externalId}`;
  const role =
    known?.member?.role ??
    known?.role ??
    roleOfRank(rank, await accessSettings(access, workspace), isOwn) ??
    turnAway(rank);
  const shared = {kind: "platform" as const, workspace, actor, role, scopes: ["*"]};
  if (!known?.member) return {...shared, projects: new Map()};
  const {person, projects} = known.member;
  return {...shared, actor: `person:${person}`, person, projects};
}

/** What a workspace lets its platforms' people be who are nobody else to it; undefined: they are turned away. */
function roleOfRank(
  rank: PlatformRank,
  {platformRole, platformAdmins, strangers}: AccessSettings,
  isOwn: boolean,
): Role | undefined {
  if (rank === "stranger") return strangers === "none" ? undefined : strangers;
  const isOwner = platformAdmins === "owner" || (platformAdmins === "owner_of_own" && isOwn);
  if (rank === "admin" && isOwner) return "owner";
  if (platformRole === "none") return undefined;
  return rank === "guest" ? lesserRole(platformRole, "viewer") : platformRole;
}

function turnAway(rank: PlatformRank): never {
  if (rank === "stranger")
    throw new TabletalkError(
      "forbidden",
      "Tabletalk answers the people of the organization that installed it.",
      "Ask somebody of theirs to ask for you, or one of their owners to let guests of other organizations in.",
    );
  throw new TabletalkError(
    "forbidden",
    "This workspace answers its members.",
    "Ask an owner to invite you, then link your account with a code.",
  );
}

/** A code for whoever is signed in, to send to the bot on their platform within ten minutes; it links the two. */
export async function linkCode(
  access: Access,
  principal: Principal,
): Promise<{code: string; expiresAt: string}> {
  const {kind, person, workspace} = principal;
  if (person === undefined || kind === "key")
    throw new TabletalkError("forbidden", "This takes a sign-in.", "Sign in first.");
  const code = newCode();
  const expiresAt = new Date(Date.now() + CODE_MINUTES * 60_000).toISOString();
  await addCode(access.store, workspace, {
    hash: hashCode(access.secrets, code),
    purpose: "link identity",
    subject: person,
    expiresAt,
  });
  return {code, expiresAt};
}

/** Links somebody of a platform to the member whose code they sent. @throws TabletalkError unauthorized, LimitReached */
export async function linkIdentity(access: Access, identity: IdentityKey, code: string): Promise<Principal> {
  const {platform, installation, externalId} = identity;
  const installed = await installedAt(access.store, platform, installation);
  if (!installed) throw unknownInstallation(platform);
  const {workspace} = installed;
  const [account, address] = [`link:${workspace}`, `${platform}:${installation}:${externalId}`];
  await access.signIns.attempt(account, address);
  await meetIdentity(access.store, workspace, identity);
  await inTransaction(access.store, async (inside) => {
    // The code must be of this installation's workspace: one of elsewhere is worth nothing here.
    const used = await useCode(inside, hashCode(access.secrets, code), "link identity", workspace);
    if (!used)
      throw new TabletalkError(
        "unauthorized",
        "The code is not valid: it is wrong, was used, or is too old.",
        "Make a new one where you are signed in.",
      );
    await changeIdentity(inside, workspace, identity, {person: used.subject});
  });
  await access.signIns.succeeded(account, address);
  return platformPrincipal(access, identity);
}

/** Those of platforms who were met in the workspace, with whom they are linked to. */
export async function listIdentities(
  access: Access,
  principal: Principal,
): Promise<Awaited<ReturnType<typeof identitiesOf>>> {
  demand(principal, "people.read");
  return identitiesOf(access.store, principal.workspace);
}

/** Says what somebody of a platform is by themselves (null: as the workspace says of all), or unlinks them. */
export async function changeIdentityRole(
  access: Access,
  principal: Principal,
  identity: IdentityKey,
  change: {role?: Role | null; unlink?: boolean},
): Promise<void> {
  demand(principal, "people.write");
  const {role, unlink} = change;
  const set = {...(role !== undefined && {role}), ...(unlink && {person: null})};
  const changed =
    Object.keys(set).length > 0 && (await changeIdentity(access.store, principal.workspace, identity, set));
  if (!changed) throw new TabletalkError("not_found", "There is nobody like that.", "List the identities.");
}

function unknownInstallation(platform: string): TabletalkError {
  return new TabletalkError(
    "not_found",
    `This ${platform} installation belongs to no workspace.`,
    "Install Tabletalk there again.",
  );
}

import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {
  acceptInvitation as acceptStored,
  addInvitation,
  type Invitation,
  invitationByHash,
  openInvitations,
  revokeInvitation,
} from "../store/invitations.ts";
import {
  addMember,
  addPerson,
  changeRole,
  type Member,
  type MemberChange,
  membersOf,
  normalEmail,
  personByEmail,
  personById,
  removeMember,
} from "../store/people.ts";
import {inTransaction} from "../store/store.ts";
import type {Access} from "./access.ts";
import {checkNewPassword, hashPassword} from "./password.ts";
import {demand} from "./permissions.ts";
import type {Principal} from "./principal.ts";
import {ROLES, type Role} from "./role.ts";
import {beginSession, checkedPerson, type Session} from "./session.ts";
import {hashToken, randomToken} from "./tokens.ts";

export const emailSchema = z.email().max(254).transform(normalEmail);
export const roleSchema = z.enum(ROLES);
export const invitationSchema = z.strictObject({email: emailSchema, role: roleSchema});
export const acceptSchema = z.strictObject({
  token: z.string().min(1).max(100),
  /** Of their account, or for the one that is made. */
  password: z.string().min(1).max(1024),
  name: z.string().min(1).max(200).optional(),
});

const INVITATION_DAYS = 7;

/** The members of the workspace, by e-mail. */
export async function listMembers(access: Access, principal: Principal): Promise<Member[]> {
  demand(principal, "people.read");
  return membersOf(access.store, principal.workspace);
}

/** Invitations that can still be accepted. */
export async function listInvitations(access: Access, principal: Principal): Promise<Invitation[]> {
  demand(principal, "people.write");
  return openInvitations(access.store, principal.workspace);
}

/**
 * Invites someone into the workspace for a week.
 * @returns the token, which is shown this once, for whoever invites to send on
 * @throws TabletalkError conflict where they are a member already
 */
export async function inviteMember(
  access: Access,
  principal: Principal,
  {email, role}: {email: string; role: Role},
): Promise<{id: string; token: string; expiresAt: string}> {
  demand(principal, "people.write");
  const {store} = access;
  const address = normalEmail(email);
  const known = (await membersOf(store, principal.workspace)).find((one) => one.email === address);
  if (known)
    throw new TabletalkError("conflict", `${address} is a member already.`, "Change their role instead.");
  const {token, hash} = randomToken("tti_");
  const expiresAt = new Date(Date.now() + INVITATION_DAYS * 86_400_000).toISOString();
  const id = await addInvitation(store, principal.workspace, {
    email: address,
    role,
    hash,
    invited_by: principal.actor,
    expires_at: expiresAt,
  });
  return {id, token, expiresAt};
}

/** Takes an invitation back. @throws TabletalkError not_found */
export async function withdrawInvitation(access: Access, principal: Principal, id: string): Promise<void> {
  demand(principal, "people.write");
  if (!(await revokeInvitation(access.store, principal.workspace, id)))
    throw new TabletalkError("not_found", "There is no such open invitation.", "List the invitations.");
}

/**
 * Accepts an invitation and signs in: with the password of the account that its e-mail has, or making one. An account that
 * signs in by a provider accepts signed in (`acceptAs`): the token alone must not open it.
 * @throws TabletalkError not_found, unauthorized, bad_use, LimitReached
 */
export async function acceptInvitation(
  access: Access,
  input: z.infer<typeof acceptSchema>,
  address: string,
): Promise<Session> {
  const {store} = access;
  const invitation = await openInvitation(access, input.token);
  const {workspace, email, role} = invitation;
  const existing = await personByEmail(store, email);
  if (existing) {
    const person = await checkedPerson(access, email, input.password, address);
    await join(access, invitation, person);
    return beginSession(access, {person, workspace});
  }
  checkNewPassword(input.password, email);
  const passwordHash = await hashPassword(input.password);
  const person = await inTransaction(store, async (inside) => {
    if (!(await acceptStored(inside, workspace, invitation.id))) return undefined;
    const id = await addPerson(inside, {email, passwordHash, ...(input.name && {name: input.name})});
    if (id !== undefined) await addMember(inside, workspace, id, role);
    return id;
  });
  if (person === undefined) throw noInvitation();
  return beginSession(access, {person, workspace});
}

/** Accepts an invitation as whoever is signed in, whose e-mail it must be. @returns the workspace that they are in then */
export async function acceptAs(access: Access, principal: Principal, token: string): Promise<string> {
  const invitation = await openInvitation(access, token);
  const person = principal.person && (await personById(access.store, principal.person));
  if (!person || principal.kind === "key" || person.email !== invitation.email) throw noInvitation();
  await join(access, invitation, person.id);
  return invitation.workspace;
}

/** Changes a member's role. @throws TabletalkError not_found; conflict for the last owner */
export async function changeMemberRole(
  access: Access,
  principal: Principal,
  person: string,
  role: Role,
): Promise<void> {
  demand(principal, "people.write");
  checkChange(await changeRole(access.store, principal.workspace, person, role));
}

/**
 * Takes a member out of the workspace; everybody may take out themselves. Their sign-ins and keys end at once.
 * @throws TabletalkError not_found; conflict for the last owner
 */
export async function removeFromWorkspace(
  access: Access,
  principal: Principal,
  person: string,
): Promise<void> {
  if (person !== principal.person || principal.kind === "key") demand(principal, "people.write");
  checkChange(await removeMember(access.store, principal.workspace, person));
}

async function join(access: Access, {workspace, id, role}: Invitation, person: string): Promise<void> {
  const joined = await inTransaction(access.store, async (inside) => {
    if (!(await acceptStored(inside, workspace, id))) return false;
    await addMember(inside, workspace, person, role);
    return true;
  });
  if (!joined) throw noInvitation();
}

async function openInvitation(access: Access, token: string): Promise<Invitation> {
  const found = await invitationByHash(access.store, hashToken(token));
  if (!found) throw noInvitation();
  return found;
}

function noInvitation(): TabletalkError {
  return new TabletalkError(
    "not_found",
    "The invitation is not valid: it was used or taken back, is too old, or is for someone else.",
    "Ask for a new one.",
  );
}

function checkChange(change: MemberChange): void {
  if (change === "no member")
    throw new TabletalkError("not_found", "There is no such member.", "List the members.");
  if (change === "last owner")
    throw new TabletalkError(
      "conflict",
      "The last owner of a workspace stays its owner.",
      "Make someone else an owner first.",
    );
}

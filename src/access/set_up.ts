import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {addCode, useCode} from "../store/one_time_codes.ts";
import {
  addMember,
  addPerson,
  changePerson,
  changeRole,
  hasOwner,
  normalEmail,
  personByEmail,
  personById,
  workspacesOf,
} from "../store/people.ts";
import {revokeSignIns} from "../store/sign_ins.ts";
import {holdKey, inTransaction, newId} from "../store/store.ts";
import type {Access} from "./access.ts";
import {emailSchema} from "./members.ts";
import {checkNewPassword, hashPassword} from "./password.ts";
import type {Role} from "./role.ts";
import {beginSession, type Session} from "./session.ts";
import {hashToken, randomToken} from "./tokens.ts";

export const firstOwnerSchema = z.strictObject({
  code: z.string().min(1).max(100),
  email: emailSchema,
  password: z.string().min(1).max(1024),
  name: z.string().min(1).max(200).optional(),
});
export const setPasswordSchema = z.strictObject({
  code: z.string().min(1).max(100),
  password: z.string().min(1).max(1024),
});

const CODE_HOURS = 24;
const WORKSPACE = /^[a-z0-9][a-z0-9._-]{0,99}$/i;

/** A workspace's id as people may choose it. @throws TabletalkError bad_use */
export function checkWorkspaceId(id: string): string {
  if (WORKSPACE.test(id)) return id;
  throw new TabletalkError(
    "bad_use",
    `${JSON.stringify(id)} cannot be a workspace's name.`,
    "Take letters, digits, dots, dashes and underscores, beginning with a letter or a digit.",
  );
}

/**
 * A code by which the first owner of a workspace sets it up, for whoever started the service; undefined where there is an
 * owner. Every worker that starts makes one; the first that is used is the last.
 */
export async function firstOwnerCode(access: Access, workspace: string): Promise<string | undefined> {
  if (await hasOwner(access.store, checkWorkspaceId(workspace))) return undefined;
  const {token, hash} = randomToken("tts_");
  await addCode(access.store, workspace, {
    hash,
    purpose: "first owner",
    subject: newId(),
    expiresAt: hoursFromNow(CODE_HOURS),
  });
  return token;
}

/** Makes the first owner, and signs them in. @throws TabletalkError unauthorized, bad_use; conflict where there is an owner */
export async function claimFirstOwner(
  access: Access,
  {code, email, password, name}: z.infer<typeof firstOwnerSchema>,
): Promise<Session> {
  checkNewPassword(password, email);
  const passwordHash = await hashPassword(password);
  const made = await inTransaction(access.store, async (inside) => {
    const used = await useCode(inside, hashToken(code), "first owner");
    if (!used) throw badCode();
    await holdKey(inside, used.workspace, "members");
    if (await hasOwner(inside, used.workspace))
      throw new TabletalkError("conflict", "The workspace has an owner.", "Ask them to invite you.");
    const person = await addPerson(inside, {email, passwordHash, ...(name && {name})});
    if (person === undefined)
      throw new TabletalkError(
        "conflict",
        "There is an account of that e-mail.",
        "Run tabletalk people add EMAIL --owner where the service runs.",
      );
    await addMember(inside, used.workspace, person, "owner");
    return {person, workspace: used.workspace};
  });
  return beginSession(access, made);
}

/**
 * Adds someone to a workspace, as whoever runs the service may: their account is made where there is none, their role changed
 * where they are a member.
 */
export async function addToWorkspace(
  access: Access,
  workspace: string,
  {email, role, name}: {email: string; role: Role; name?: string},
): Promise<{person: string; isNew: boolean; hasPassword: boolean}> {
  const {store} = access;
  checkWorkspaceId(workspace);
  const before = await personByEmail(store, email);
  const person = before?.id ?? (await addPerson(store, {email, ...(name && {name})}));
  if (person === undefined)
    throw new TabletalkError("conflict", `${normalEmail(email)} was just added.`, "Try again.");
  if (!(await addMember(store, workspace, person, role))) {
    const change = await changeRole(store, workspace, person, role);
    if (change === "last owner")
      throw new TabletalkError("conflict", "The last owner stays its owner.", "Add another owner first.");
  }
  return {person, isNew: before === undefined, hasPassword: (before?.password_hash ?? null) !== null};
}

/** A code by which a person sets their password, for whoever runs the service to send on; good for a day. */
export async function passwordCode(access: Access, email: string): Promise<string> {
  const person = await personByEmail(access.store, email);
  const [first] = person ? await workspacesOf(access.store, person.id) : [];
  if (!person || !first)
    throw new TabletalkError(
      "not_found",
      `There is no member ${normalEmail(email)}.`,
      "tabletalk people list shows them.",
    );
  const {token, hash} = randomToken("ttp_");
  await addCode(access.store, first.workspace, {
    hash,
    purpose: "set password",
    subject: person.id,
    expiresAt: hoursFromNow(CODE_HOURS),
  });
  return token;
}

/** Sets the password of whom a code was made for, ends their sign-ins, and signs them in. @throws TabletalkError */
export async function setPasswordByCode(
  access: Access,
  {code, password}: z.infer<typeof setPasswordSchema>,
): Promise<Session> {
  // Hashed before the transaction, for it takes a while; a code that is refused costs an attacker the wait too.
  const hash = await hashPassword(password);
  const found = await inTransaction(access.store, async (inside) => {
    const used = await useCode(inside, hashToken(code), "set password");
    const person = used && (await personById(inside, used.subject));
    if (!used || !person || person.disabled_at !== null) throw badCode();
    checkNewPassword(password, person.email);
    await changePerson(inside, person.id, {password_hash: hash});
    await revokeSignIns(inside, person.id);
    return {person: person.id, workspace: used.workspace};
  });
  return beginSession(access, found);
}

/** Sets a person's password at once, as whoever runs the service may, and ends their sign-ins. */
export async function setPassword(access: Access, email: string, password: string): Promise<void> {
  const person = await personByEmail(access.store, email);
  if (!person) throw new TabletalkError("not_found", `There is no ${normalEmail(email)}.`, "Add them first.");
  checkNewPassword(password, person.email);
  await changePerson(access.store, person.id, {password_hash: await hashPassword(password)});
  await revokeSignIns(access.store, person.id);
}

function badCode(): TabletalkError {
  return new TabletalkError(
    "unauthorized",
    "The code is not valid: it was used, or is too old.",
    "Ask whoever runs the service for a new one.",
  );
}

function hoursFromNow(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString();
}

import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {changePerson, normalEmail, personByEmail, personById, workspacesOf} from "../store/people.ts";
import {
  addSignIn,
  memberWithProjects,
  revokeSignIn,
  revokeSignIns,
  rotateToken,
  type SignIn,
  signInsOf,
} from "../store/sign_ins.ts";
import type {Access} from "./access.ts";
import {checkNewPassword, hashPassword, verifyPassword} from "./password.ts";
import type {Principal} from "./principal.ts";
import type {Role} from "./role.ts";
import {ACCESS_SECONDS, hashToken, REFRESH_SECONDS, randomToken, signAccessToken} from "./tokens.ts";

/** What a sign-in gives. */
export interface Session {
  accessToken: string;
  /** How long the access token is good for, in seconds. */
  expiresInSeconds: number;
  /** Good for one use: the next one comes with the next access token. */
  refreshToken: string;
  person: string;
  workspace: string;
}

export const signInSchema = z.strictObject({
  email: z.string().min(3).max(254),
  password: z.string().min(1).max(1024),
  /** Which of their workspaces; left out: the first that they joined. */
  workspace: z.string().min(1).max(200).optional(),
  /** What they see among their sign-ins: "Firefox on Linux". */
  device: z.string().max(200).optional(),
});
export type SignInInput = z.infer<typeof signInSchema>;

/** However often it is refreshed, a sign-in ends after this time: ninety days. */
const LONGEST_SECONDS = 90 * 24 * 3600;

/**
 * Signs in by e-mail and password. An unknown e-mail and a wrong password are refused in the same words after the same work.
 * @param address where the request comes from
 * @throws TabletalkError unauthorized, LimitReached; forbidden for whoever is in no such workspace
 */
export async function signIn(access: Access, input: SignInInput, address: string): Promise<Session> {
  const {email, password, workspace, device} = input;
  const person = await checkedPerson(access, email, password, address);
  const all = await workspacesOf(access.store, person);
  const chosen = workspace === undefined ? all[0] : all.find((one) => one.workspace === workspace);
  if (!chosen)
    throw new TabletalkError(
      "forbidden",
      workspace === undefined ? "You are in no workspace." : "You are no member of that workspace.",
      "Ask an owner to invite you.",
    );
  return beginSession(access, {person, workspace: chosen.workspace, ...(device && {device})});
}

/** Begins a sign-in of someone who has shown who they are. */
export async function beginSession(
  access: Access,
  who: {person: string; workspace: string; device?: string},
): Promise<Session> {
  const refresh = randomToken("ttr_");
  const session = await addSignIn(access.store, {
    ...who,
    expiresAt: inSeconds(LONGEST_SECONDS),
    refresh: {hash: refresh.hash, expiresAt: inSeconds(REFRESH_SECONDS)},
  });
  return sessionWith(access, {...who, session}, refresh.token);
}

/**
 * Gives a new access token, and the refresh token's successor. One that was used before ends the sign-in on every device
 * that shares it: somebody has a copy.
 * @throws TabletalkError unauthorized; conflict where another window has just refreshed
 */
export async function refreshSession(access: Access, refreshToken: string): Promise<Session> {
  const next = randomToken("ttr_");
  const result = /^ttr_[\w-]{43}$/.test(refreshToken)
    ? await rotateToken(access.store, hashToken(refreshToken), {
        hash: next.hash,
        expiresAt: inSeconds(REFRESH_SECONDS),
      })
    : undefined;
  if (result?.state === "used just now")
    throw new TabletalkError(
      "conflict",
      "The sign-in was refreshed a moment ago.",
      "Go on with the token that came then.",
    );
  if (result?.state !== "rotated") throw ended();
  const {person, workspace, signIn: session} = result;
  if (!(await memberWithProjects(access.store, workspace, person))) throw ended();
  return sessionWith(access, {person, workspace, session}, next.token);
}

/** Ends the sign-in of whoever asks. Its access tokens are worth nothing from now on. */
export async function signOut(access: Access, principal: Principal): Promise<void> {
  const {person, session} = signedInPerson(principal);
  await revokeSignIn(access.store, person, session);
}

/** Ends every sign-in of whoever asks, in all workspaces and on all devices. @returns how many there were */
export async function signOutEverywhere(access: Access, principal: Principal): Promise<number> {
  return revokeSignIns(access.store, signedInPerson(principal).person);
}

/** The open sign-ins of whoever asks, in this workspace; `current` is this one. */
export async function listSignIns(
  access: Access,
  principal: Principal,
): Promise<(SignIn & {current: boolean})[]> {
  const {person, session} = signedInPerson(principal);
  const all = await signInsOf(access.store, principal.workspace, person);
  return all.map((one) => ({...one, current: one.id === session}));
}

/** Ends one sign-in of whoever asks. @throws TabletalkError not_found */
export async function endSignIn(access: Access, principal: Principal, id: string): Promise<void> {
  if (!(await revokeSignIn(access.store, signedInPerson(principal).person, id)))
    throw new TabletalkError("not_found", "There is no such sign-in.", "List your sign-ins.");
}

/** The workspaces of whoever asks, with their role in each. */
export async function listWorkspaces(
  access: Access,
  principal: Principal,
): Promise<{workspace: string; name: string | null; role: Role}[]> {
  return workspacesOf(access.store, signedInPerson(principal).person);
}

/** A sign-in to another workspace of whoever asks. @throws TabletalkError not_found */
export async function switchWorkspace(
  access: Access,
  principal: Principal,
  workspace: string,
  device?: string,
): Promise<Session> {
  const {person} = signedInPerson(principal);
  if (!(await memberWithProjects(access.store, workspace, person)))
    throw new TabletalkError("not_found", "You are in no such workspace.", "List your workspaces.");
  return beginSession(access, {person, workspace, ...(device && {device})});
}

/**
 * Changes the password of whoever asks, and ends their other sign-ins.
 * @throws TabletalkError unauthorized for a wrong present one; bad_use for a bad new one
 */
export async function changePassword(
  access: Access,
  principal: Principal,
  {current, next}: {current: string; next: string},
  address: string,
): Promise<void> {
  const {person, session} = signedInPerson(principal);
  const found = await personById(access.store, person);
  if (!found) throw ended();
  await checkedPerson(access, found.email, current, address);
  checkNewPassword(next, found.email);
  await changePerson(access.store, person, {password_hash: await hashPassword(next)});
  await revokeSignIns(access.store, person, session);
}

/** The person of an e-mail whose password is right. @throws TabletalkError unauthorized, LimitReached */
export async function checkedPerson(
  access: Access,
  email: string,
  password: string,
  address: string,
): Promise<string> {
  const account = normalEmail(email);
  await access.signIns.attempt(account, address);
  const person = await personByEmail(access.store, account);
  const {right, rehash} = await verifyPassword(person?.password_hash ?? undefined, password);
  if (!person || !right || person.disabled_at !== null)
    throw new TabletalkError(
      "unauthorized",
      "The e-mail or the password is wrong.",
      "Try again; whoever runs the service can make a link to set a new password.",
    );
  await access.signIns.succeeded(account, address);
  if (rehash) await changePerson(access.store, person.id, {password_hash: await hashPassword(password)});
  return person.id;
}

async function sessionWith(
  access: Access,
  who: {person: string; workspace: string; session: string},
  refreshToken: string,
): Promise<Session> {
  const {token} = await signAccessToken(access.secrets, who);
  const {person, workspace} = who;
  return {accessToken: token, expiresInSeconds: ACCESS_SECONDS, refreshToken, person, workspace};
}

/** Whoever signed in by themselves. A key must not end or make sign-ins. @throws TabletalkError forbidden */
function signedInPerson({kind, person, session}: Principal): {person: string; session: string} {
  if (kind === "person" && person !== undefined && session !== undefined) return {person, session};
  throw new TabletalkError("forbidden", "This takes a sign-in.", "Sign in by e-mail and password.");
}

function ended(): TabletalkError {
  return new TabletalkError("unauthorized", "The sign-in has ended.", "Sign in again.");
}

function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}

import {TabletalkError} from "../errors.ts";
import {keyByHash, noteKeyUse} from "../store/api_keys.ts";
import {type FoundMember, signedIn} from "../store/sign_ins.ts";
import type {Access} from "./access.ts";
import {hashOfKey, isApiKey} from "./api_key.ts";
import {memberOfProvider} from "./oidc_member.ts";
import type {Principal} from "./principal.ts";
import {lesserRole} from "./role.ts";
import {readAccessToken} from "./tokens.ts";

/** What a request shows of who sends it. */
export interface RequestFacts {
  /** The Authorization header: `Bearer` with an access token, an API key or a token of a provider. */
  authorization?: string | undefined;
  /** The Cookie header: the access token of a browser's sign-in. Looked at where there is no Authorization. */
  cookie?: string | undefined;
  /** Where it comes from, as far as the service trusts what it was told. */
  address: string;
}

/** The cookie that holds a browser's access token. */
export const ACCESS_COOKIE = "tabletalk_access";
/** Failed tries a minute from one address. */
const FAILURES_PER_MINUTE = 120;
const LONGEST = 16_384;

/**
 * Who sends a request. HTTP, MCP and WebSocket all ask here. Nothing of it is kept: whoever was removed, signed out, or given
 * another role is so with the next request. A key or an access token takes one query.
 * @throws TabletalkError unauthorized; LimitReached after many failures; unavailable while a provider is down
 */
export async function authenticate(access: Access, facts: RequestFacts): Promise<Principal> {
  const shown = shownIn(facts);
  if (!shown)
    throw new TabletalkError(
      "unauthorized",
      "Nobody is signed in.",
      "Sign in, or send an API key: Authorization: Bearer tt_…",
    );
  try {
    return await principalOf(access, shown.token, shown.byCookie);
  } catch (error) {
    if (error instanceof TabletalkError && error.code === "unauthorized")
      await access.requests.count("address", `failed:${facts.address}`, FAILURES_PER_MINUTE);
    throw error;
  }
}

async function principalOf(access: Access, token: string, byCookie: boolean): Promise<Principal> {
  if (!byCookie && isApiKey(token)) return byKey(access, token);
  if (!byCookie && access.oidc.isMeantFor(token)) {
    const member = await memberOfProvider(access, await access.oidc.verify(token));
    return principalFor("oidc", member);
  }
  const claims = await readAccessToken(access.secrets, token);
  const member = await signedIn(access.store, claims);
  if (!member) throw new TabletalkError("unauthorized", "The sign-in has ended.", "Sign in again.");
  return {...principalFor("person", member), session: claims.session, ...(byCookie && {byCookie})};
}

async function byKey(access: Access, shown: string): Promise<Principal> {
  const hash = hashOfKey(shown);
  const found = hash === undefined ? undefined : await keyByHash(access.store, hash);
  // A person's key is worth what the person is now; one of the workspace stands by itself.
  if (!found || (found.key.person !== null && !found.member))
    throw new TabletalkError(
      "unauthorized",
      "The API key is not valid: it is wrong, has expired or was revoked.",
      "Make a new one, or check that it was copied whole.",
    );
  const {key, workspace, member} = found;
  await noteKeyUse(access.store, workspace, key);
  return {
    kind: "key",
    workspace,
    ...(member && {person: member.person}),
    actor: `key:${key.id}`,
    role: member ? lesserRole(member.role, key.role) : key.role,
    scopes: key.scopes,
    projects: member ? cappedAt(key.role, member.projects) : new Map(),
    key: key.id,
  };
}

/** The principal of a member. */
export function principalFor(kind: Principal["kind"], member: FoundMember): Principal {
  const {workspace, person, role, projects} = member;
  return {kind, workspace, person, actor: `person:${person}`, role, scopes: ["*"], projects};
}

/** A key made as a viewer's is a viewer's in projects too. */
function cappedAt(role: Principal["role"], projects: FoundMember["projects"]): Principal["projects"] {
  return new Map([...projects].map(([project, own]) => [project, lesserRole(own, role)]));
}

function shownIn({authorization, cookie}: RequestFacts): {token: string; byCookie: boolean} | undefined {
  if (authorization !== undefined) {
    const [, token] = authorization.length <= LONGEST ? (/^Bearer +(\S+) *$/i.exec(authorization) ?? []) : [];
    return token ? {token, byCookie: false} : undefined;
  }
  const token = cookie && cookieIn(cookie, ACCESS_COOKIE);
  return token ? {token, byCookie: true} : undefined;
}

/** A cookie's value in a Cookie header. */
export function cookieIn(header: string, name: string): string | undefined {
  if (header.length > LONGEST) return undefined;
  for (const part of header.split(";")) {
    const [key, ...value] = part.split("=");
    if (key?.trim() === name) return value.join("=").trim();
  }
  return undefined;
}

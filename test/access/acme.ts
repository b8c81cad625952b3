import {type Access, openAccess} from "../../src/access/access.ts";
import {authenticate} from "../../src/access/authenticate.ts";
import type {Issuer} from "../../src/access/oidc.ts";
import type {Principal} from "../../src/access/principal.ts";
import type {Role} from "../../src/access/role.ts";
import {openSecrets} from "../../src/access/secret.ts";
import {beginSession, type Session} from "../../src/access/session.ts";
import {addMember, addPerson} from "../../src/store/people.ts";
import type {Store} from "../../src/store/store.ts";

export const ADDRESS = "192.0.2.1";

/** Access over a store, with a secret of its own. */
export async function accessOver(store: Store, issuers: readonly Issuer[] = []): Promise<Access> {
  const secrets = await openSecrets("unused", {TABLETALK_SECRET: "a secret for tests, and for nothing else"});
  return openAccess(store, secrets, issuers);
}

/** Makes a member of a workspace who has no password, and signs them in. */
export async function member(
  access: Access,
  workspace: string,
  email: string,
  role: Role,
): Promise<{id: string; session: Session; principal: Principal}> {
  const id = await addPerson(access.store, {email});
  if (id === undefined) throw new Error(`${email} is there already`);
  await addMember(access.store, workspace, id, role);
  const session = await beginSession(access, {person: id, workspace});
  return {id, session, principal: await bearer(access, session.accessToken)};
}

/** Who a bearer token is. */
export function bearer(access: Access, token: string): Promise<Principal> {
  return authenticate(access, {authorization: `Bearer ${token}`, address: ADDRESS});
}

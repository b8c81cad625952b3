import {TabletalkError} from "../errors.ts";
import {
  addMember,
  addPerson,
  changePerson,
  normalEmail,
  type Person,
  personByEmail,
  personBySubject,
} from "../store/people.ts";
import {type FoundMember, memberWithProjects, revokeSignIns} from "../store/sign_ins.ts";
import {holdKey, inTransaction} from "../store/store.ts";
import type {Access} from "./access.ts";
import type {OidcClaims} from "./oidc.ts";

/**
 * The member that a provider's token names: by the subject, which a provider never gives to another, else (the first time)
 * by the e-mail that the provider has checked.
 * @throws TabletalkError unauthorized
 */
export async function memberOfProvider(access: Access, claims: OidcClaims): Promise<FoundMember> {
  const known = await personBySubject(access.store, claims.issuer, claims.subject);
  const person = known ?? (await firstTime(access, claims));
  const member = await memberWithProjects(access.store, claims.workspace, person.id);
  if (!member) throw noMember(claims);
  return member;
}

/**
 * Links whoever has the e-mail, or makes them; a newcomer becomes a member where the provider's people may. As one step: the
 * same person's second request comes at the same time.
 */
async function firstTime(access: Access, claims: OidcClaims): Promise<Person> {
  const {issuer, subject, email, name, newcomers, workspace} = claims;
  if (!email) throw refused("does not say an e-mail that its provider has checked");
  return inTransaction(access.store, async (inside) => {
    await holdKey(inside, "people", normalEmail(email));
    const existing = await personByEmail(inside, email);
    if (!existing) {
      if (!newcomers) throw noMember(claims);
      await addPerson(inside, {email, ...(name && {name}), oidc: {issuer, subject}});
    } else if (existing.oidc_issuer !== issuer) {
      // Whoever set a password before need not have had this e-mail; its provider says who has.
      const link = {oidc_issuer: issuer, oidc_subject: subject, password_hash: null};
      await changePerson(inside, existing.id, link);
      if (existing.password_hash !== null) await revokeSignIns(inside, existing.id);
    }
    const person = await personBySubject(inside, issuer, subject);
    if (!person) throw refused("names another person with a known e-mail");
    if (newcomers) await addMember(inside, workspace, person.id, newcomers);
    return person;
  });
}

function noMember({workspace}: OidcClaims): TabletalkError {
  return new TabletalkError(
    "unauthorized",
    `You are no member of the workspace ${workspace}.`,
    "Ask an owner to invite you.",
  );
}

function refused(why: string): TabletalkError {
  return new TabletalkError("unauthorized", `The bearer token ${why}.`, "Ask whoever runs the provider.");
}

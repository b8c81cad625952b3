import {type Access, openAccess} from "../access/access.ts";
import {localPrincipal, type Principal} from "../access/principal.ts";
import {openSecrets} from "../access/secret.ts";
import {checkWorkspaceId} from "../access/set_up.ts";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {type Member, membersOf, normalEmail} from "../store/people.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, WORKSPACE} from "./runtime.ts";

export interface AccessFlags extends CommonFlags {
  workspace?: string;
}

/** Opens access as whoever runs the installation: an owner of the workspace that is named, or of the terminal's. */
export async function withAccess(
  flags: AccessFlags,
  work: (access: Access, principal: Principal) => Promise<void>,
): Promise<void> {
  const config = loadConfig(flags);
  const principal = localPrincipal(checkWorkspaceId(flags.workspace ?? WORKSPACE));
  await using runtime = createRuntime(config);
  await work(await openAccess(await runtime.store(), await openSecrets(config.home)), principal);
}

/** A member by their e-mail. @throws TabletalkError not_found */
export async function memberNamed(access: Access, workspace: string, email: string): Promise<Member> {
  const all = await membersOf(access.store, workspace);
  const found = all.find((one) => one.email === normalEmail(email));
  if (found) return found;
  throw new TabletalkError(
    "not_found",
    `There is no member ${normalEmail(email)} in ${workspace}.`,
    "tabletalk people list shows them.",
  );
}

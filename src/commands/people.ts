import {
  changeMemberRole,
  emailSchema,
  listMembers,
  removeFromWorkspace,
  roleSchema,
} from "../access/members.ts";
import {addToWorkspace, passwordCode, setPassword} from "../access/set_up.ts";
import {TabletalkError} from "../errors.ts";
import {changePerson} from "../store/people.ts";
import {revokeSignIns} from "../store/sign_ins.ts";
import {type AccessFlags, memberNamed, withAccess} from "./open_access.ts";
import {readSecret} from "./read_secret.ts";

export interface AddFlags extends AccessFlags {
  owner?: boolean;
  role?: string;
  name?: string;
  /** Read the password from the terminal or standard input. */
  password?: boolean;
}

/** `tabletalk people list`: who is in the workspace. */
export async function listPeople(flags: AccessFlags): Promise<void> {
  await withAccess(flags, async (access, principal) => {
    const all = await listMembers(access, principal);
    if (flags.json) return print(JSON.stringify(all, undefined, 2));
    if (all.length === 0)
      print("Nobody is there yet. Add someone: tabletalk people add you@example.org --owner");
    for (const {email, name, role, since, disabled} of all)
      print(
        `${role.padEnd(8)} ${email}${name ? ` (${name})` : ""}  since ${since.slice(0, 10)}${disabled ? "  disabled" : ""}`,
      );
  });
}

/** `tabletalk people add EMAIL`: makes an account where there is none, and a member of the workspace. */
export async function addPeople(email: string, flags: AddFlags): Promise<void> {
  const address = emailOf(email);
  const role = flags.owner ? "owner" : roleOf(flags.role ?? "analyst");
  const password = flags.password ? await readSecret(`Password of ${address}: `) : undefined;
  await withAccess(flags, async (access, {workspace}) => {
    const {hasPassword} = await addToWorkspace(access, workspace, {
      email: address,
      role,
      ...(flags.name && {name: flags.name}),
    });
    if (password !== undefined) await setPassword(access, address, password);
    print(`${address} is ${role} of the workspace ${workspace}.`);
    if (password === undefined && !hasPassword) await tellCode(access, address);
  });
}

/** `tabletalk people password EMAIL`: sets it, or with --code makes a code by which they set it themselves. */
export async function changePeoplePassword(
  email: string,
  flags: AccessFlags & {code?: boolean},
): Promise<void> {
  const address = emailOf(email);
  const password = flags.code ? undefined : await readSecret(`New password of ${address}: `);
  await withAccess(flags, async (access) => {
    if (password === undefined) return tellCode(access, address);
    await setPassword(access, address, password);
    print(`The password of ${address} is changed; they are signed out everywhere.`);
  });
}

/** `tabletalk people role EMAIL ROLE` */
export async function changePeopleRole(email: string, role: string, flags: AccessFlags): Promise<void> {
  await withAccess(flags, async (access, principal) => {
    const {person} = await memberNamed(access, principal.workspace, emailOf(email));
    await changeMemberRole(access, principal, person, roleOf(role));
    print(`${emailOf(email)} is ${role} now.`);
  });
}

/** `tabletalk people remove EMAIL`: out of the workspace; their sign-ins and keys end at once. */
export async function removePeople(email: string, flags: AccessFlags): Promise<void> {
  await withAccess(flags, async (access, principal) => {
    const {person} = await memberNamed(access, principal.workspace, emailOf(email));
    await removeFromWorkspace(access, principal, person);
    print(`${emailOf(email)} is no longer in the workspace ${principal.workspace}.`);
  });
}

/** `tabletalk people disable|enable EMAIL`: whether they can sign in anywhere; what is theirs stays. */
export async function setPeopleEnabled(email: string, isEnabled: boolean, flags: AccessFlags): Promise<void> {
  await withAccess(flags, async (access, {workspace}) => {
    const {person} = await memberNamed(access, workspace, emailOf(email));
    const disabledAt = isEnabled ? null : new Date().toISOString();
    await changePerson(access.store, person, {disabled_at: disabledAt});
    if (!isEnabled) await revokeSignIns(access.store, person);
    print(
      `${emailOf(email)} can ${isEnabled ? "sign in again" : "no longer sign in, and their keys do nothing"}.`,
    );
  });
}

async function tellCode(access: Parameters<typeof passwordCode>[0], email: string): Promise<void> {
  const code = await passwordCode(access, email);
  print(`Within a day they set their password with this code, which is shown this once:\n${code}`);
}

function emailOf(text: string): string {
  const parsed = emailSchema.safeParse(text.trim());
  if (parsed.success) return parsed.data;
  throw new TabletalkError("bad_use", `${text} is no e-mail address.`, "Write it as ann@example.org.");
}

function roleOf(text: string): ReturnType<typeof roleSchema.parse> {
  const parsed = roleSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new TabletalkError("bad_use", `${text} is no role.`, "There are owner, analyst and viewer.");
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

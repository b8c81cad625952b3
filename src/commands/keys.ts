import {principalFor} from "../access/authenticate.ts";
import {createKey, dropKey, listKeys, newKeySchema} from "../access/keys.ts";
import type {Principal} from "../access/principal.ts";
import {TabletalkError} from "../errors.ts";
import {memberWithProjects} from "../store/sign_ins.ts";
import {type AccessFlags, memberNamed, withAccess} from "./open_access.ts";

export interface KeyFlags extends AccessFlags {
  /** With commas between. */
  scopes?: string;
  role?: string;
  days?: string;
  /** The e-mail of the member whose key it is; without it, it is the workspace's own. */
  for?: string;
}

/** `tabletalk keys create NAME`: shows the key this once. */
export async function addKey(name: string, flags: KeyFlags): Promise<void> {
  const input = newKeySchema.safeParse({
    name,
    scopes: (flags.scopes ?? "ask,*.read").split(",").map((scope) => scope.trim()),
    ...(flags.role !== undefined && {role: flags.role}),
    ...(flags.days !== undefined && {days: Number(flags.days)}),
    forWorkspace: flags.for === undefined,
  });
  if (!input.success)
    throw new TabletalkError(
      "bad_use",
      `The key cannot be made: ${input.error.issues[0]?.message}.`,
      "Scopes are such as ask, datasets.read, datasets.*, *.read, *; roles owner, analyst, viewer; days 1 to 730.",
    );
  await withAccess(flags, async (access, local) => {
    const principal = flags.for === undefined ? local : await personOf(access, local.workspace, flags.for);
    const {id, key, expiresAt} = await createKey(access, principal, input.data);
    if (flags.json) return print(JSON.stringify({id, key, expiresAt}, undefined, 2));
    print(`${key}\nIt is shown this once. Good until ${expiresAt.slice(0, 10)}; its id is ${id}.`);
  });
}

/** `tabletalk keys list` */
export async function showKeys(flags: AccessFlags): Promise<void> {
  await withAccess(flags, async (access, principal) => {
    const all = await listKeys(access, principal);
    if (flags.json) return print(JSON.stringify(all, undefined, 2));
    if (all.length === 0) print("There is no key. Make one: tabletalk keys create NAME --scopes ask,*.read");
    for (const {id, name, prefix, scopes, role, expiresAt, lastUsedAt} of all) {
      const used = lastUsedAt ? `last used ${lastUsedAt.slice(0, 16).replace("T", " ")}` : "never used";
      print(
        `${id}  ${name}  tt_${prefix}_…  ${role}: ${scopes.join(", ")}  until ${expiresAt?.slice(0, 10) ?? "revoked"}  ${used}`,
      );
    }
  });
}

/** `tabletalk keys revoke ID`: it does nothing from now on. */
export async function revoke(id: string, flags: AccessFlags): Promise<void> {
  await withAccess(flags, async (access, principal) => {
    await dropKey(access, principal, id);
    print("The key is revoked.");
  });
}

async function personOf(
  access: Parameters<typeof createKey>[0],
  workspace: string,
  email: string,
): Promise<Principal> {
  const {person} = await memberNamed(access, workspace, email);
  const member = await memberWithProjects(access.store, workspace, person);
  if (member) return principalFor("local", member);
  throw new TabletalkError("not_found", `${email} is disabled.`, "tabletalk people enable brings them back.");
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

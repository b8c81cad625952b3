import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {addKey, keysOf, revokeKey, type StoredKey} from "../store/api_keys.ts";
import type {Access} from "./access.ts";
import {newApiKey} from "./api_key.ts";
import {ACTIONS, allow, demand, isCovered, unknownScopes} from "./permissions.ts";
import type {Principal} from "./principal.ts";
import {isAtLeast, ROLES} from "./role.ts";

export const newKeySchema = z.strictObject({
  name: z.string().min(1).max(100),
  /** Actions (`datasets.read`), areas (`datasets.*`), `*.read` or `*`. */
  scopes: z
    .array(z.string().max(50))
    .min(1)
    .max(50)
    .refine((scopes) => unknownScopes(scopes).length === 0, {
      error: ({input}) => `unknown scopes: ${unknownScopes(input as string[]).join(", ")}`,
    }),
  /** At most the maker's; left out: the maker's. */
  role: z.enum(ROLES).optional(),
  days: z.number().int().min(1).max(730).default(90),
  /** A key of the workspace itself, which outlives whoever made it. Owners make these. */
  forWorkspace: z.boolean().default(false),
});
export type NewKeyInput = z.input<typeof newKeySchema>;

/**
 * Makes an API key. It can do no more than whoever makes it: neither by its role nor, where a key makes it, by its scopes.
 * @returns the key, which is shown this once
 */
export async function createKey(
  access: Access,
  principal: Principal,
  input: NewKeyInput,
): Promise<{id: string; key: string; prefix: string; expiresAt: string}> {
  const {name, scopes, role = principal.role, days, forWorkspace} = newKeySchema.parse(input);
  demand(principal, forWorkspace ? "keys.write_all" : "keys.write");
  if (!forWorkspace && principal.person === undefined)
    throw new TabletalkError(
      "bad_use",
      "Nobody is there whose key it could be.",
      "Make a key of the workspace: forWorkspace.",
    );
  if (!isAtLeast(principal.role, role))
    throw new TabletalkError(
      "forbidden",
      `A key cannot be ${role} where you are ${principal.role}.`,
      `Make it ${principal.role}, or less.`,
    );
  const beyond = ACTIONS.filter(
    (action) => isCovered(action, scopes) && !isCovered(action, principal.scopes),
  );
  if (beyond.length > 0)
    throw new TabletalkError(
      "forbidden",
      `This key may not hand on what it may not do itself: ${beyond.slice(0, 5).join(", ")}.`,
      "Leave these out, or make the key signed in.",
    );
  const {key, prefix, hash} = newApiKey();
  const expiresAt = new Date(Date.now() + days * 86_400_000).toISOString();
  const id = await addKey(access.store, principal.workspace, {
    name,
    prefix,
    hash,
    scopes,
    role,
    ...(!forWorkspace && {person: principal.person}),
    createdBy: principal.actor,
    expiresAt,
  });
  return {id, key, prefix, expiresAt};
}

/** The keys of whoever asks; an owner sees all of the workspace. */
export async function listKeys(access: Access, principal: Principal): Promise<StoredKey[]> {
  demand(principal, "keys.read");
  const {workspace, person} = principal;
  if (allow(principal, "keys.write_all")) return keysOf(access.store, workspace);
  return person === undefined ? [] : keysOf(access.store, workspace, person);
}

/** Revokes a key: one's own, or as an owner any of the workspace. It is worth nothing from now on. @throws TabletalkError not_found */
export async function dropKey(access: Access, principal: Principal, id: string): Promise<void> {
  demand(principal, "keys.write");
  const {workspace, person} = principal;
  const all = allow(principal, "keys.write_all");
  const revoked =
    (all || person !== undefined) && (await revokeKey(access.store, workspace, id, all ? undefined : person));
  if (!revoked) throw new TabletalkError("not_found", "There is no such key.", "List the keys.");
}

import {TabletalkError} from "../errors.ts";
import {belongingsOf} from "../store/belongings.ts";
import {deleteWorkspace} from "../store/delete_workspace.ts";
import {deleteBelongings, shredding} from "../store/forgetting.ts";
import {
  conversationsOf,
  deleteDealings,
  freeWorkspaceId,
  holdInstallation,
  markRemoved,
  nameWorkspace,
  openMessages,
  putInstallation,
  putSealed,
  type StoredInstallation,
  storedInstallation,
  storedInstallations,
} from "../store/installations.ts";
import {ensureWorkspace, type InsideStore, inTransaction} from "../store/store.ts";
import type {Access} from "./access.ts";
import {isSealedWithOlder, seal, unseal} from "./seal.ts";
import {checkWorkspaceId} from "./set_up.ts";

/** A Slack team or a Discord guild (or `user:<id>`) where Tabletalk is installed. */
export interface Installation {
  platform: string;
  installation: string;
  workspace: string;
  name?: string;
  /** JSON: its tokens. Only `installationOf` opens it. */
  secret?: unknown;
  /** JSON that is no secret: its bot's user, its scopes. */
  details?: unknown;
  installedBy?: string;
  createdAt: string;
  /** Its workspace was made for it, and goes with it. */
  isOwn: boolean;
}

export interface NewInstallation {
  platform: string;
  installation: string;
  name: string;
  /** JSON, kept sealed. */
  secret?: unknown;
  details?: unknown;
  installedBy?: string;
  /** Puts it into a workspace that there is: for whoever runs the service alone. */
  workspace?: string;
}

type Keys = Pick<Access, "store" | "secrets">;

/**
 * Keeps an installation. A new one gets a workspace of its own (`slack-T012`, with a number where that is taken); one that
 * is kept again has its name, secret and details renewed; a removed one comes back with an empty workspace.
 * @returns its workspace
 */
export async function keepInstallation(access: Keys, given: NewInstallation): Promise<string> {
  const {platform, installation, name} = given;
  const chosen = given.workspace === undefined ? undefined : checkWorkspaceId(given.workspace);
  return inTransaction(access.store, async (inside) => {
    await holdInstallation(inside, platform, installation);
    const before = await storedInstallation(inside, platform, installation);
    const known = before && !before.isRemoved ? before : undefined;
    const workspace = chosen ?? known?.workspace ?? (await freeWorkspaceId(inside, platform, installation));
    const isOwn = known?.workspace === workspace ? known.isOwn : chosen === undefined;
    await ensureWorkspace(inside, workspace);
    if (isOwn) await nameWorkspace(inside, workspace, name);
    const sealed = sealedFor(access, given, known, workspace);
    const installedBy = given.installedBy ?? known?.installedBy;
    await putInstallation(inside, {
      platform,
      installation,
      workspace,
      name,
      isOwn,
      details: given.details ?? known?.details,
      ...(sealed !== undefined && {sealed}),
      ...(installedBy !== undefined && {installedBy}),
    });
    return workspace;
  });
}

/** An installation with its secret; undefined where it is unknown or was removed. @throws TabletalkError store_failed */
export async function installationOf(
  access: Keys,
  platform: string,
  installation: string,
): Promise<Installation | undefined> {
  const stored = await storedInstallation(access.store, platform, installation);
  if (!stored || stored.isRemoved) return undefined;
  const {sealed} = stored;
  if (sealed === undefined) return asInstallation(stored);
  const secret = openSealed(access, sealed, stored);
  if (isSealedWithOlder(access.secrets, sealed))
    await putSealed(access.store, stored, sealJson(access, secret, stored));
  return {...asInstallation(stored), secret};
}

/** The installations that are there, without their secrets. */
export async function installationsOf(
  access: Pick<Access, "store">,
  platform?: string,
): Promise<Installation[]> {
  return (await storedInstallations(access.store, platform)).map(asInstallation);
}

/**
 * Takes an installation away. Its secret is gone at once, and its turns end. A workspace of its own goes with all that is in
 * it (its files follow: `finishRemovals`); from a shared one only what came over this installation goes.
 * @returns false where it is not there
 */
export async function removeInstallation(
  access: Pick<Access, "store">,
  platform: string,
  installation: string,
): Promise<boolean> {
  const {store} = access;
  const messages = await shredding(store, () =>
    inTransaction(store, async (inside) => {
      await holdInstallation(inside, platform, installation);
      const stored = await storedInstallation(inside, platform, installation);
      if (!stored || stored.isRemoved) return undefined;
      const {workspace, isOwn} = stored;
      const key = {platform, installation};
      const isAlone = isOwn && !(await isSharedNow(inside, stored));
      const open = await openMessages(inside, workspace, isAlone ? undefined : key);
      if (isAlone) await deleteWorkspace(inside, workspace);
      else await forgetInstallation(inside, workspace, key);
      return open;
    }),
  );
  // Their rows are gone: a worker that misses the signal finds that when it next holds its message.
  for (const message of messages ?? []) await store.signals.tell("stop", message).catch(() => {});
  return messages !== undefined;
}

/** Whether an operator put another installation into the workspace that was made for this one. */
async function isSharedNow(inside: InsideStore, {workspace, ...one}: StoredInstallation): Promise<boolean> {
  const all = await storedInstallations(inside);
  return all.some(
    (other) =>
      other.workspace === workspace &&
      (other.platform !== one.platform || other.installation !== one.installation),
  );
}

async function forgetInstallation(
  inside: InsideStore,
  workspace: string,
  key: {platform: string; installation: string},
): Promise<void> {
  await markRemoved(inside, key.platform, key.installation);
  const belongings = await belongingsOf(inside, workspace, await conversationsOf(inside, workspace, key));
  const none = new Set<string>();
  await deleteBelongings(inside, workspace, {
    belongings,
    keptTurns: none,
    keptRecipes: none,
    keptMessages: none,
    keptConversations: none,
  });
  await deleteDealings(inside, workspace, key);
}

function sealedFor(
  access: Keys,
  given: NewInstallation,
  known: StoredInstallation | undefined,
  workspace: string,
): string | undefined {
  const place = {platform: given.platform, installation: given.installation, workspace};
  if (given.secret !== undefined) return sealJson(access, given.secret, place);
  if (known?.sealed === undefined || known.workspace === workspace) return known?.sealed;
  return sealJson(access, openSealed(access, known.sealed, known), place);
}

type Place = Pick<Installation, "workspace" | "platform" | "installation">;

function sealJson(access: Keys, secret: unknown, place: Place): string {
  return seal(access.secrets, JSON.stringify(secret), boundTo(place));
}

function openSealed(access: Keys, sealed: string, place: Place): unknown {
  const text = unseal(access.secrets, sealed, boundTo(place));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TabletalkError(
      "store_failed",
      `The kept secret of ${place.platform} ${place.installation} cannot be read.`,
      "Install Tabletalk there again.",
      {cause: error},
    );
  }
}

const boundTo = ({workspace, platform, installation}: Place): string[] => [
  workspace,
  "installations",
  platform,
  installation,
];

function asInstallation({sealed: _, isRemoved: __, ...one}: StoredInstallation): Installation {
  return one;
}

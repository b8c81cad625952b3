import {TabletalkError} from "../errors.ts";
import {addLink, type LinkKind, linkByHash, linksOf, revokeLink, type StoredLink} from "../store/links.ts";
import type {Access} from "./access.ts";
import {makerOfLink} from "./link_maker.ts";
import {type Action, allow, demand, type Resource} from "./permissions.ts";
import type {Principal} from "./principal.ts";
import {accessSettings} from "./settings.ts";
import {hashToken, randomToken} from "./tokens.ts";

/** What sharing a thing takes. */
const SHARING: Record<LinkKind, Action> = {
  conversation: "conversations.share",
  chart: "charts.share",
  report: "charts.share",
  file: "charts.share",
};
const LONGEST_DAYS = 365;

/**
 * Makes a link to a conversation (for members of the workspace), or to a chart, a report or a file (for members, or with
 * `isPublic` for whoever has it).
 * @param target the id of the thing; `resource` is what rights see of it
 * @param days how long it is good for; 30 where nothing is said
 * @returns the token, which is shown this once
 * @throws TabletalkError forbidden, not_found, bad_use
 */
export async function shareLink(
  access: Access,
  principal: Principal,
  link: {kind: LinkKind; target: string; resource: Resource; isPublic?: boolean; days?: number},
): Promise<{id: string; token: string; expiresAt: string}> {
  const {kind, target, resource, isPublic = false, days = 30} = link;
  demand(principal, SHARING[kind], resource);
  if (isPublic && kind === "conversation")
    throw new TabletalkError(
      "bad_use",
      "A conversation is shared inside its workspace.",
      "Share a chart or a report of it with others.",
    );
  if (isPublic && !(await accessSettings(access, principal.workspace)).publicLinks)
    throw new TabletalkError(
      "forbidden",
      "This workspace shares nothing with whoever has a link.",
      "Share it with members, or ask an owner to allow it.",
    );
  if (!(Number.isFinite(days) && days > 0 && days <= LONGEST_DAYS))
    throw new TabletalkError(
      "bad_use",
      `A link is good for at most ${LONGEST_DAYS} days.`,
      "Give fewer days.",
    );
  const {token, hash} = randomToken("ttl_");
  const expiresAt = new Date(Date.now() + days * 86_400_000).toISOString();
  const createdBy = principal.actor;
  const id = await addLink(access.store, principal.workspace, {
    kind,
    target,
    hash,
    isPublic,
    createdBy,
    expiresAt,
  });
  return {id, token, expiresAt};
}

/**
 * Opens a link as a member of its workspace. One whose maker is no member any more opens nothing.
 * @returns the link, and whoever asks with what it opens to them
 * @throws TabletalkError not_found, for links of other workspaces too
 */
export async function openLink(
  access: Access,
  principal: Principal,
  token: string,
): Promise<{link: StoredLink; principal: Principal}> {
  const link = await linkByHash(access.store, hashToken(token));
  if (!link || link.workspace !== principal.workspace || !(await makerOfLink(access, link))) throw noLink();
  const linked = link.kind === "conversation" ? {linked: link.target} : {};
  return {link, principal: {...principal, ...linked}};
}

/** Opens a link that is for whoever has it. @throws TabletalkError not_found */
export async function openPublicLink(access: Access, token: string): Promise<StoredLink> {
  const link = await linkByHash(access.store, hashToken(token));
  const open = link?.isPublic && (await accessSettings(access, link.workspace)).publicLinks;
  if (!link || !open || !(await makerOfLink(access, link))) throw noLink();
  return link;
}

/** The links that whoever asks made (an owner sees all), to one thing where one is named. */
export async function listLinks(
  access: Access,
  principal: Principal,
  filter: {kind?: LinkKind; target?: string} = {},
): Promise<StoredLink[]> {
  const all = allow(principal, "workspace.write");
  return linksOf(access.store, principal.workspace, {
    ...filter,
    ...(!all && {createdBy: principal.actor}),
  });
}

/** Revokes a link: one's own, or as an owner any. @throws TabletalkError not_found */
export async function withdrawLink(access: Access, principal: Principal, id: string): Promise<void> {
  const own = (await listLinks(access, principal)).some((one) => one.id === id);
  if (!own || !(await revokeLink(access.store, principal.workspace, id))) throw noLink();
}

function noLink(): TabletalkError {
  return new TabletalkError(
    "not_found",
    "The link is not valid: it was revoked, has expired, is of another workspace, or whoever made it has left.",
    "Ask for a new one.",
  );
}

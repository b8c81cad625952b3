import {keptPrincipalSchema} from "../../access/kept_principal.ts";
import type {Principal} from "../../access/principal.ts";
import {hashToken, randomToken} from "../../access/tokens.ts";
import {TabletalkError} from "../../errors.ts";
import {callById, useEntry} from "../../store/calls.ts";
import {conversationById} from "../../store/conversation_list.ts";
import {workspaceOfInstallation} from "../../store/identities.ts";
import {memberOf} from "../../store/people.ts";
import type {Call} from "./call.ts";
import {demandOpen} from "./call_access.ts";
import type {CallParts} from "./call_parts.ts";
import {type CallToken, mintToken, newMember} from "./call_token.ts";

/** How long a link waits to be opened, and whoever opened it can come back by the code that they were given in its place. */
const FIRST_MS = 30 * 60_000;
const AGAIN_MS = 4 * 3_600_000;

/**
 * The address of a call for one person alone, who need not be signed in on the web page: a chat platform has shown who they
 * are. Its code is after the #, so that it is in nobody's log, and lets them in once.
 */
export async function entryLink(
  parts: CallParts,
  principal: Principal,
  call: Call,
  {publicUrl, name}: {publicUrl: string; name?: string | undefined},
): Promise<string> {
  const {token, hash} = randomToken("");
  await newMember(parts, principal, call, {name, entry: {hash, until: inMs(FIRST_MS)}});
  return `${publicUrl.replace(/\/+$/, "")}/calls/${call.id}#code=${token}`;
}

/**
 * Lets somebody into a call by the code of their link, which is used up; to come back there is another in what they are given.
 * @throws TabletalkError unauthorized for a code that is not good (any more); conflict for a call that has ended
 */
export async function enterCall(
  parts: CallParts,
  id: string,
  code: string,
): Promise<CallToken & {code: string}> {
  const {token: again, hash} = randomToken("");
  const member = await useEntry(parts.service.store, id, hashToken(code), {hash, until: inMs(AGAIN_MS)});
  if (!member) throw notGood();
  const {workspace} = member;
  const call = await callById(parts.service.store.within(workspace), workspace, id);
  const principal = keptPrincipalSchema.safeParse(member.principal).data;
  if (!call || !principal || !(await isStillThere(parts, call, principal))) throw notGood();
  demandOpen(call);
  await demandRoom(parts, call);
  return {...(await mintToken(parts.settings, call.room, member)), code: again};
}

/** A room that nobody came to is closed before links are too old: it is made anew, and an agent sent there. */
async function demandRoom({rooms}: CallParts, {workspace, id, room}: Call): Promise<void> {
  if (!(await rooms.names()).includes(room)) await rooms.open(room, {workspace, call: id});
}

/** Whether a member is one still, and somebody of a platform is of one that still has Tabletalk. */
async function isStillThere(
  {service}: Pick<CallParts, "service">,
  {workspace, conversation}: Call,
  {person}: {person?: string | undefined},
): Promise<boolean> {
  const own = service.store.within(workspace);
  if (person !== undefined) {
    const member = await memberOf(service.store, workspace, person);
    return member !== undefined && !member.disabled;
  }
  const found = await conversationById(own, workspace, conversation);
  if (!found) return false;
  const installed = await workspaceOfInstallation(service.store, found.platform, found.installation);
  return installed === workspace;
}

const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

function notGood(): TabletalkError {
  return new TabletalkError(
    "unauthorized",
    "This link to the call was used already, or is too old.",
    "Start the call command again where you got it, or sign in.",
  );
}

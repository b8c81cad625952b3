import {randomBytes} from "node:crypto";
import {keptPrincipal} from "../../access/kept_principal.ts";
import {ownName, type Principal} from "../../access/principal.ts";
import {addCallMember} from "../../store/calls.ts";
import {personById} from "../../store/people.ts";
import type {Call} from "./call.ts";
import {demandOpen, maySeeCall, noSuchCall} from "./call_access.ts";
import type {CallParts} from "./call_parts.ts";
import type {CallSettings} from "./settings.ts";

/** How long a token is good to join with. Whoever is in the room stays. */
const JOIN_SECONDS = 10 * 60;
const LONGEST_NAME = 80;
/** Each is a row, and people load a page again now and then. */
const TOKENS_PER_MINUTE = 30;

/** What somebody joins a room with. */
export interface CallToken {
  /** Where a browser reaches LiveKit's server. */
  url: string;
  token: string;
  room: string;
  /** Theirs in the room, drawn at random. */
  identity: string;
  name: string;
}

/**
 * A token for a call's room, for somebody who may see it.
 * @throws TabletalkError not_found for a call that is not theirs to see; conflict for one that has ended
 */
export async function tokenFor(parts: CallParts, principal: Principal, call: Call): Promise<CallToken> {
  if (!(await maySeeCall(parts, principal, call))) throw noSuchCall();
  demandOpen(call);
  const member = await newMember(parts, principal, call);
  return mintToken(parts.settings, call.room, member);
}

/** Notes who somebody in a call's room is, under an identity that means nothing elsewhere. */
export async function newMember(
  {service, access}: Pick<CallParts, "service" | "access">,
  principal: Principal,
  {workspace, id}: Pick<Call, "workspace" | "id">,
  given: {name?: string | undefined; entry?: {hash: string; until: string}} = {},
): Promise<{identity: string; name: string}> {
  const own = `tokens:${workspace}:${ownName(principal)}`;
  await access.requests.count("person", own, TOKENS_PER_MINUTE);
  const identity = newIdentity();
  const name = shownName(given.name ?? (await nameOf(service, principal)));
  const {entry} = given;
  await addCallMember(service.store.within(workspace), workspace, {
    call: id,
    identity,
    name,
    principal: keptPrincipal(principal),
    ...(entry && {entry}),
  });
  return {identity, name};
}

/** A token for one room and one identity: to hear, to speak by the microphone alone, and to write. */
export async function mintToken(
  {key, secret, publicUrl}: CallSettings,
  room: string,
  {identity, name}: {identity: string; name: string},
): Promise<CallToken> {
  const {AccessToken, TrackSource} = await import("livekit-server-sdk");
  const token = new AccessToken(key, secret, {identity, name, ttl: JOIN_SECONDS});
  token.addGrant({
    roomJoin: true,
    room,
    canSubscribe: true,
    canPublish: true,
    canPublishSources: [TrackSource.MICROPHONE],
    canPublishData: true,
    canUpdateOwnMetadata: false,
  });
  return {url: publicUrl, token: await token.toJwt(), room, identity, name};
}

function newIdentity(): string {
  return `member-${randomBytes(12).toString("base64url")}`;
}

async function nameOf({store}: CallParts["service"], {person, kind}: Principal): Promise<string> {
  const found = person === undefined ? undefined : await personById(store, person);
  return found?.name || found?.email.split("@")[0] || (kind === "key" ? "API key" : "Guest");
}

/** Names come from people: one line, without signs that turn the text around them. */
function shownName(name: string): string {
  const plain = name
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return [...plain].slice(0, LONGEST_NAME).join("") || "Guest";
}

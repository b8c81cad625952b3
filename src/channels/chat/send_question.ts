import {keptPrincipal} from "../../access/kept_principal.ts";
import {allow} from "../../access/permissions.ts";
import {ownName, type Principal} from "../../access/principal.ts";
import {seal} from "../../access/seal.ts";
import {putMessage} from "../../store/inbox.ts";
import type {StandingPlace} from "../schedules/standing.ts";
import type {MessageOptions} from "../service.ts";
import type {Deliverer} from "./deliver.ts";
import type {DeskParts} from "./desk_parts.ts";
import type {ChatPlace, Incoming, RemoteFile} from "./incoming.ts";
import {keyOf} from "./known_visitor.ts";

/** So many files of one message are told of; how many are read is for whoever reads them to say. */
const MOST_FILES = 30;

/** What is asked at a place, by a message, a button or a form. */
export interface Question {
  place: ChatPlace;
  messageId: string;
  text: string;
  files?: readonly RemoteFile[];
  options?: Incoming["options"];
  /** Where what it asks for later is told. */
  standing?: readonly StandingPlace[];
  /** Where the answer goes. */
  target: unknown;
}

/** Keeps a question together with the delivery of its answer, which this process takes on where it can. */
export async function sendQuestion(
  parts: DeskParts,
  deliverer: Deliverer,
  principal: Principal,
  {place, messageId, text, files = [], options, target, standing}: Question,
): Promise<{id: string; conversation: string; isNew: boolean}> {
  const {workspace, actor} = principal;
  const {platform, installation} = place;
  const claim = deliverer.claim(platform);
  let sealed = "";
  const handled: MessageOptions = {
    ...options,
    audience: place.audience,
    mayTeach: allow(principal, "definitions.write"),
    sender: keptPrincipal(principal),
    ...(standing && {standing}),
    ...(files.length > 0 && {remoteFiles: files.slice(0, MOST_FILES)}),
  };
  const put = await putMessage(parts.service.store.within(workspace), workspace, {
    ...keyOf(place),
    messageId,
    actor,
    owner: ownName(principal),
    text: text.toWellFormed(),
    files: [],
    options: handled,
    ...(files.length > 0 && {filesAt: platform}),
    delivery: {
      seal(message) {
        const place = [workspace, "deliveries", message];
        sealed = seal(parts.access.secrets, JSON.stringify(target ?? null), place);
        return sealed;
      },
      ...(claim && {claim}),
    },
  });
  if (put.isNew && claim)
    deliverer.attend({
      workspace,
      message: put.id,
      platform,
      installation,
      target: sealed,
      kept: undefined,
      attempts: 1,
      worker: claim.worker,
    });
  return put;
}

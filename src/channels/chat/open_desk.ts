import {countQuestion} from "../../access/limits.ts";
import {demand} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import {messageById} from "../../store/conversation_list.ts";
import {dropDelivery} from "../../store/deliveries.ts";
import {workspaceOfInstallation} from "../../store/identities.ts";
import {askToStop, messageByKey, openMessagesIn} from "../../store/inbox.ts";
import {startDeliverer} from "./deliver.ts";
import type {OpenDesk, Shown} from "./desk.ts";
import type {DeskParts, KnownVisitor} from "./desk_parts.ts";
import type {Incoming} from "./incoming.ts";
import {keyOf, knownVisitor} from "./known_visitor.ts";
import {sendQuestion} from "./send_question.ts";
import {type Redelivered, takeIncoming} from "./take.ts";

/** Puts a question in the name of whoever pressed or submitted. @returns the inbox's id of it */
export type SendSaid = (sending: {
  text: string;
  messageId: string;
  options: Incoming["options"];
}) => Promise<string>;

/** Opens the desk of a process: one for all its chat platforms. */
export function openDesk(parts: DeskParts): OpenDesk {
  const {service, settings} = parts;
  const deliverer = startDeliverer(parts);
  const redelivered: Redelivered = {refused: new Set(), underway: new Map()};
  const sendFor =
    (visitor: KnownVisitor, target: unknown): SendSaid =>
    async ({text, messageId, options}) => {
      const {place, principal} = visitor;
      const {workspace} = principal;
      demand(principal, "ask");
      const key = {...keyOf(place), messageId};
      const before = await messageByKey(service.store.within(workspace), workspace, key);
      if (before !== undefined) return before;
      await countQuestion(parts.access, principal);
      const asked = {place, messageId, text, target, ...(options && {options})};
      return (await sendQuestion(parts, deliverer, principal, asked)).id;
    };

  return {
    take: (incoming) => takeIncoming(parts, deliverer, redelivered, incoming),
    async press(visitor, action, target) {
      const known = await knownVisitor(parts, visitor);
      const [, stopped] = /^stop:(.{1,64})$/.exec(action) ?? [];
      if (stopped !== undefined) return stopMessage(parts, known.principal, stopped);
      const {pressAction} = await import("./actions/press.ts");
      return pressAction(parts, known, action, sendFor(known, target));
    },
    async submit(visitor, form, values, target) {
      const known = await knownVisitor(parts, visitor);
      const {submitForm} = await import("./actions/submit.ts");
      return submitForm(parts, known, form, values, sendFor(known, target));
    },
    async stop(visitor) {
      const {principal, conversation} = await knownVisitor(parts, visitor);
      const {workspace} = principal;
      if (conversation === undefined) return false;
      const own = service.store.within(workspace);
      const open = await openMessagesIn(own, workspace, conversation);
      const stopped = open.filter(({actor}) => mayStop(principal, actor));
      const done = await Promise.all(stopped.map(({id}) => askToStop(own, workspace, id)));
      return done.includes(true);
    },
    async withdraw(place, messageId) {
      const {platform, installation} = place;
      const workspace = await workspaceOfInstallation(service.store, platform, installation);
      if (workspace === undefined) return;
      const own = service.store.within(workspace);
      const message = await messageByKey(own, workspace, {...keyOf(place), messageId});
      if (message === undefined) return;
      // What was begun to be shown comes to its end, as one that was stopped.
      await dropDelivery(own, {workspace, message}, "Its sender took the message back.");
      await askToStop(own, workspace, message);
    },
    async home(visitor) {
      const {homeView} = await import("./home.ts");
      return homeView(parts, await knownVisitor(parts, visitor));
    },
    async datasetsLike(visitor, typed) {
      const {datasetsLike} = await import("./datasets_like.ts");
      return datasetsLike(parts, await knownVisitor(parts, visitor), typed);
    },
    async prompts(visitor) {
      const {promptsFor} = await import("./prompts.ts");
      return promptsFor(parts, await knownVisitor(parts, visitor));
    },
    async call(visitor, announce) {
      const {startCallFrom} = await import("./actions/call.ts");
      return startCallFrom(parts, visitor, announce);
    },
    workspaceOf: (platform, installation) => workspaceOfInstallation(service.store, platform, installation),
    addPlatform(platform) {
      service.addFetcher(platform.name, {
        most: settings.largestFile,
        fetch: (file, to, from) => platform.fetchFile(file, to, from),
      });
      deliverer.addPlatform(platform);
    },
    close: () => deliverer.close(),
  };
}

/** @throws TabletalkError forbidden for another's message */
async function stopMessage({service}: DeskParts, principal: Principal, id: string): Promise<Shown> {
  const {workspace} = principal;
  const own = service.store.within(workspace);
  const message = await messageById(own, workspace, id);
  if (!message || message.state === "done") return {kind: "done", said: "There is nothing to stop any more."};
  if (!mayStop(principal, message.actor))
    throw new TabletalkError("forbidden", "Somebody else asked that.", "Ask them, or an owner, to stop it.");
  await askToStop(own, workspace, id);
  return {kind: "done", said: "Stopping."};
}

function mayStop({actor, role}: Principal, asker: string): boolean {
  return actor === asker || role === "owner";
}

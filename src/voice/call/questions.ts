import type {Access} from "../../access/access.ts";
import {keptPrincipal} from "../../access/kept_principal.ts";
import {countQuestion} from "../../access/limits.ts";
import {allow} from "../../access/permissions.ts";
import {type Admission, callAdmission} from "../../channels/calls/admission.ts";
import type {Call, CallMember} from "../../channels/calls/call.ts";
import {linkedDelivery} from "../../channels/calls/linked.ts";
import {callMessageId, callPrefix} from "../../channels/calls/message_key.ts";
import type {TurnEvent} from "../../channels/channel.ts";
import {type StoredAnswer, storedAnswer} from "../../channels/chat/stored_answer.ts";
import type {MessageOptions, Service} from "../../channels/service.ts";
import {TabletalkError} from "../../errors.ts";
import {isReadBySeveral} from "../../store/conversation_audience.ts";
import {conversationById, type FoundConversation} from "../../store/conversation_list.ts";
import {newId} from "../../store/store.ts";

/** So many answers are shown again to whoever joins after an agent was replaced. */
const MOST_RESTORED = 30;

/** What someone in the call asks. */
export interface CallQuestion {
  text: string;
  member: CallMember;
  /** The choice that was made of what a turn offered, by its number from 0. */
  choice?: {turn: string; number: number};
  /** Others hear the answer: what is one person's own is not used for it. */
  isHeardByOthers: boolean;
  /** Ends the work on it. What was done by then is kept. */
  signal: AbortSignal;
}

/** What asks the questions of a call, in its conversation. */
export interface CallQuestions {
  /**
   * Asks, tells what happens, and ends with what is kept of it. Exactly one turn is kept of each question, whatever becomes
   * of this process. @throws TabletalkError forbidden for whoever may not ask here any more, limit_reached, or not_found where the conversation was forgotten
   */
  ask(question: CallQuestion): AsyncGenerator<TurnEvent, StoredAnswer>;
  /** The questions of this call that are not answered yet: an agent before this one asked them. */
  unanswered(): Promise<readonly {id: string; text: string}[]>;
  /** What the last questions of this call were answered, oldest first. */
  answered(): Promise<readonly StoredAnswer[]>;
  /** Follows a question that was asked already. */
  follow(id: string, signal: AbortSignal): AsyncGenerator<TurnEvent, StoredAnswer>;
}

/** What questions go through. */
export interface CallQuestionsParts {
  service: Service;
  access: Access;
  call: Call;
  /** Who may ask; default: as the store says. */
  admission?: Admission | undefined;
}

/** Questions of a call go the way of every channel: through the inbox, answered by whichever worker takes them. */
export function createCallQuestions({
  service,
  access,
  call,
  admission = callAdmission({service, access}, call),
}: CallQuestionsParts): CallQuestions {
  const {workspace} = call;
  const store = service.store.within(workspace);
  let found: FoundConversation | undefined;
  const conversation = async (): Promise<FoundConversation> => {
    found ??= await conversationById(store, workspace, call.conversation);
    if (found) return found;
    throw gone();
  };

  return {
    async *ask({text, member, choice, isHeardByOthers, signal}) {
      const principal = await admission.admit(member);
      await countQuestion(access, principal);
      const {platform, installation, externalId, thread, id} = await conversation();
      const isOfSeveral =
        isHeardByOthers ||
        call.audience === "several" ||
        (platform !== "http" && (await isReadBySeveral(store, workspace, id)));
      const options: MessageOptions = {
        ...(choice && {choice}),
        ...(isOfSeveral && {audience: "several"}),
        mayTeach: allow(principal, "definitions.write"),
        sender: keptPrincipal(principal),
      };
      const delivery = linkedDelivery(access, call);
      const sent = await service.inbox.send(workspace, {
        platform,
        installation,
        conversation: externalId,
        ...(thread !== "" && {thread}),
        messageId: callMessageId(call.id, newId()),
        actor: principal.actor,
        text,
        options,
        ...(delivery && {delivery}),
      });
      return yield* follow(sent.id, signal);
    },
    follow,
    async unanswered() {
      const rows = await ofThisCall().where("state", "!=", "done").orderBy("received_at").execute();
      return rows.flatMap(({id, text}) => (id === null ? [] : [{id, text}]));
    },
    async answered() {
      const rows = await ofThisCall()
        .where("state", "=", "done")
        .orderBy("received_at", "desc")
        .limit(MOST_RESTORED)
        .execute();
      const stored: StoredAnswer[] = [];
      for (const {id} of rows.toReversed()) {
        const state = id === null ? undefined : await service.inbox.state(workspace, id);
        const found =
          state?.turn === undefined ? undefined : await storedAnswer(store, workspace, state.turn);
        if (found) stored.push(found);
      }
      return stored;
    },
  };

  function ofThisCall() {
    return store.db
      .selectFrom("messages")
      .select(["id", "text"])
      .where((is) => is.and({workspace, conversation: call.conversation}))
      .where("message_id", "like", `${callPrefix(call.id)}%`);
  }

  async function* follow(id: string, signal: AbortSignal): AsyncGenerator<TurnEvent, StoredAnswer> {
    const stop = () => void service.inbox.stop(workspace, id).catch(() => {});
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, {once: true});
    try {
      for await (const {event} of service.inbox.events(workspace, id)) yield event;
    } finally {
      signal.removeEventListener("abort", stop);
    }
    const state = await service.inbox.state(workspace, id);
    const stored = state?.turn === undefined ? undefined : await storedAnswer(store, workspace, state.turn);
    if (!stored) throw gone();
    return stored;
  }
}

function gone(): TabletalkError {
  return new TabletalkError(
    "not_found",
    "The conversation of this call was forgotten.",
    "Hang up, and start a new call.",
  );
}

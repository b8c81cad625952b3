import type {Delivery} from "../chat/platform.ts";
import {CODES, isFinal, isRefused} from "./failures.ts";
import type {ReplyParts, Spot} from "./reply.ts";
import {
  beginThread,
  editMessage,
  messagesOfOurs,
  nonceOf,
  type Posted,
  postMessage,
  showTyping,
} from "./requests.ts";
import {isSameMessage, showsStop} from "./same_message.ts";
import type {MessageTarget} from "./target.ts";
import type {MessageBody} from "./wire.ts";

/** The answer to a message: in its thread, in a new one, as a reply in the channel, or in the direct messages. */
export function messageSpot({rest, me}: ReplyParts, {once, message}: Delivery, target: MessageTarget): Spot {
  let first: Posted | undefined;

  const where = async (): Promise<{channel: string; replyTo?: string}> => {
    const {channel, isDirect} = target;
    const name = target.newThread;
    if (name === undefined) return isDirect ? {channel} : {channel, replyTo: target.message};
    const {thread} = await once(
      "thread",
      () => threadAt({channel, message: target.message, name}),
      () => threadBegun(target.message),
    );
    return thread === null ? {channel, replyTo: target.message} : {channel: thread};
  };

  const threadAt = async (at: {channel: string; message: string; name: string}) => {
    try {
      return {thread: await beginThread(rest, at)};
    } catch (error) {
      if (isRefused(error, CODES.threadExists)) return {thread: at.message as string | null};
      if (isFinal(error)) return {thread: null};
      throw error;
    }
  };

  /** A thread has the id of the message that it was begun at. */
  const threadBegun = async (id: string) => {
    try {
      await rest.get(`/channels/${id}`);
      return {thread: id as string | null};
    } catch (error) {
      if (isFinal(error)) return undefined;
      throw error;
    }
  };

  const post = async (key: string, body: MessageBody, onPosted = () => {}): Promise<Posted> => {
    const {channel, replyTo} = await where();
    return once(
      key,
      async () => {
        const posted = await postMessage(rest, channel, body, {nonce: nonceOf(message, key), replyTo});
        onPosted();
        return posted;
      },
      () => found(channel, replyTo, key, body),
    );
  };

  const found = async (
    channel: string,
    replyTo: string | undefined,
    key: string,
    body: MessageBody,
  ): Promise<Posted | undefined> => {
    const ours = await messagesOfOurs(rest, me(), channel, target.message);
    const one = ours.find(
      (seen) =>
        (replyTo === undefined || seen.message_reference?.message_id === replyTo) &&
        (isSameMessage(seen, body) || (key === "first" && showsStop(seen, `stop:${message}`))),
    );
    return one && {channel, message: one.id};
  };

  return {
    async begin() {
      const {channel} = await where();
      await showTyping(rest, channel).catch(() => {});
    },

    async show(body) {
      if (first) return editMessage(rest, first, body);
      first = await post("first", body);
    },

    async finish(bodies) {
      const [head, ...more] = bodies;
      if (!head) return;
      let isShown = false;
      // What was posted under this key before (its answer was lost, or the process died) showed progress, and is edited.
      first ??= await post("first", head, () => {
        isShown = true;
      });
      if (!isShown)
        try {
          await editMessage(rest, first, head);
        } catch (error) {
          if (!isRefused(error, CODES.unknownMessage)) throw error;
          // Somebody deleted what showed the progress: the answer is a message of its own.
          first = await post("answer 1", head);
        }
      for (const [at, body] of more.entries()) await post(`answer ${at + 2}`, body);
    },
  };
}

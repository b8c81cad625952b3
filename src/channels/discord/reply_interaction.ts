import type {Delivery} from "../chat/platform.ts";
import {CODES, isFinal, isRefused} from "./failures.ts";
import type {ReplyParts, Spot} from "./reply.ts";
import {
  deleteOriginal,
  directChannel,
  editOriginal,
  followUp,
  messagesOfOurs,
  nonceOf,
  type Posted,
  postMessage,
} from "./requests.ts";
import {isSameMessage} from "./same_message.ts";
import {madeAt} from "./snowflake.ts";
import type {InteractionTarget} from "./target.ts";
import {COMPONENT, type MessageBody} from "./wire.ts";

/** A token ends 15 minutes after its interaction was made; a minute of that is for what is on its way. */
const TOKEN_MS = 14 * 60_000;
const TOKEN_GONE = [CODES.unknownWebhook, CODES.invalidWebhookToken, CODES.unknownMessage];

/** The answer to a command, a menu or a button: an edit of what was deferred; later than 14 minutes, a message. */
export function interactionSpot(
  {rest, restOnce, me}: ReplyParts,
  {once, message}: Delivery,
  target: InteractionTarget,
): Spot {
  const isAlive = () => Date.now() - madeAt(target.interaction) < TOKEN_MS;

  /** Where no token is needed: the channel, or for what only the asker may see their direct messages. */
  const postLate = async (bodies: readonly MessageBody[]): Promise<void> => {
    const isHere = target.canPost && !target.isEphemeral && target.channel !== undefined;
    const channel = isHere ? target.channel! : await directChannel(rest, target.user);
    // Elsewhere than where it was asked, buttons would find no such answer.
    const shown = channel === target.channel ? bodies : bodies.map(withoutButtons);
    for (const [at, body] of shown.entries()) {
      const key = `late ${at + 1}`;
      await once(
        key,
        () => postMessage(rest, channel, body, {nonce: nonceOf(message, key)}),
        () => found(channel, body),
      );
    }
    // Until 15 minutes are over it would still say that an answer is coming.
    await deleteOriginal(rest, target).catch(() => {});
  };

  const found = async (channel: string, body: MessageBody): Promise<Posted | undefined> => {
    const ours = await messagesOfOurs(rest, me(), channel, target.interaction);
    const one = ours.find((seen) => isSameMessage(seen, body));
    return one && {channel, message: one.id};
  };

  /** What only one person sees is in no history: it cannot be looked for. */
  const foundMore = async (body: MessageBody): Promise<Posted | undefined> => {
    if (target.isEphemeral || !target.canPost || target.channel === undefined) return undefined;
    return found(target.channel, body).catch((error: unknown) => {
      if (isFinal(error)) return undefined;
      throw error;
    });
  };

  return {
    /** It was deferred when it came. */
    async begin() {},

    async show(body) {
      if (isAlive()) await editOriginal(rest, target, body);
    },

    async finish(bodies) {
      if (!isAlive()) return postLate(bodies);
      const [head, ...more] = bodies;
      if (!head) return;
      try {
        // An edit does the same however often it is done.
        await editOriginal(rest, target, head);
      } catch (error) {
        if (isRefused(error, ...TOKEN_GONE)) return postLate(bodies);
        throw error;
      }
      for (const [at, body] of more.entries())
        await once(
          `answer ${at + 2}`,
          () => followUp(restOnce, target, body),
          () => foundMore(body),
        );
    },
  };
}

function withoutButtons(body: MessageBody): MessageBody {
  const others = <T extends {type: number}>(components: readonly T[]): T[] =>
    components.filter(({type}) => type !== COMPONENT.row);
  return {
    ...body,
    components: others(body.components).map((one) =>
      one.type === COMPONENT.container ? {...one, components: others(one.components)} : one,
    ),
  };
}

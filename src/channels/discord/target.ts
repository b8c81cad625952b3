import {z} from "zod";

const id = z.string().regex(/^\d{1,20}$/);

/** Where an answer goes, as the store keeps it (sealed: it holds the token of an interaction). */
const messageTarget = z.object({
  kind: z.literal("message"),
  /** Where the message is: its channel, its thread or the direct messages. */
  channel: id,
  message: id,
  /** The answer gets a thread of its own, begun at the message, with this name. */
  newThread: z.string().optional(),
  /** Whoever asked: told in a direct message where the channel is shut. */
  user: id,
  isDirect: z.boolean(),
  /** Said under the first answer of a thread: that they must mention Tabletalk again. */
  sayMention: z.boolean().optional(),
});

const interactionTarget = z.object({
  kind: z.literal("interaction"),
  application: id,
  /** Its time says when the token ends. */
  interaction: id,
  token: z.string().min(1).max(400),
  channel: id.optional(),
  user: id,
  isEphemeral: z.boolean(),
  /** Whether the bot itself may write in the channel: not where somebody brought it along. */
  canPost: z.boolean(),
  /** What was asked, where the platform does not show it. */
  asked: z.string().optional(),
  /** The largest file there, in bytes. */
  largestFile: z.number().optional(),
});

export const targetSchema = z.discriminatedUnion("kind", [messageTarget, interactionTarget]);
export type MessageTarget = z.infer<typeof messageTarget>;
export type InteractionTarget = z.infer<typeof interactionTarget>;

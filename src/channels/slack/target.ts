import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {ChatPlace} from "../chat/incoming.ts";

/** Where an answer goes on Slack. It is kept sealed beside the message. */
export const slackTargetSchema = z.object({
  channel: z.string(),
  /** The thread's root; absent where the answer is for one person alone, at `responseUrl`. */
  thread: z.string().optional(),
  /** Who asked, and of which team they are: streams outside direct messages need it. */
  user: z.string(),
  team: z.string().optional(),
  /** The message itself: what came before it cannot be its answer. */
  message: z.string().optional(),
  /** Takes five messages in half an hour, for one person alone. */
  responseUrl: z.url().optional(),
  isDirect: z.boolean().default(false),
  /** A message of its own in the channel, not the answer to one; what belongs to it goes into its thread. */
  isPost: z.boolean().optional(),
});
export type SlackTarget = z.infer<typeof slackTargetSchema>;

/** @throws TabletalkError internal for what is no target of ours */
export function slackTarget(given: unknown): SlackTarget {
  const parsed = slackTargetSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new TabletalkError("internal", "This answer has no place on Slack to go to.", "Ask again.");
}

/** What is answered at `responseUrl` is a conversation of its own: nobody else in the channel reads it. */
export function placeOf(
  installation: string,
  {channel, thread, user, isDirect}: Pick<SlackTarget, "channel" | "thread" | "user" | "isDirect">,
): ChatPlace {
  const shared = {platform: "slack", installation, channel};
  if (thread === undefined) return {...shared, thread: `only:${user}`, audience: "one"};
  return {...shared, thread, audience: isDirect ? "one" : "several"};
}

import {z} from "zod";
import type {SlackTarget} from "./target.ts";
import type {SlackApi} from "./web_api.ts";

export const ANSWER_EVENT = "tabletalk_answer";

/** What an answer's message carries, to be found by. It is no secret: any app in the workspace can read it. */
export function answerMetadata(message: string, part: string) {
  return {event_type: ANSWER_EVENT, event_payload: {message, part}};
}

const repliesSchema = z.looseObject({
  messages: z
    .array(
      z.looseObject({
        ts: z.string(),
        user: z.string().optional(),
        streaming_state: z.string().optional(),
        metadata: z
          .looseObject({event_type: z.string().optional(), event_payload: z.unknown().optional()})
          .optional(),
        files: z.array(z.looseObject({id: z.string()})).optional(),
      }),
    )
    .default([]),
  has_more: z.boolean().optional(),
  response_metadata: z.looseObject({next_cursor: z.string().optional()}).optional(),
});
export type OwnMessage = z.infer<typeof repliesSchema>["messages"][number];

const PAGES = 5;

/** The first message of a thread, since the question, that it is looked for by; where there is no thread, of the channel. */
export async function findInThread(
  api: SlackApi,
  target: Pick<SlackTarget, "channel" | "thread" | "message">,
  isIt: (message: OwnMessage) => boolean,
  signal?: AbortSignal,
): Promise<OwnMessage | undefined> {
  const {thread} = target;
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = repliesSchema.parse(
      await api.call(
        thread === undefined ? "conversations.history" : "conversations.replies",
        {
          channel: target.channel,
          ...(thread !== undefined && {ts: thread}),
          include_all_metadata: true,
          limit: 200,
          ...(target.message !== undefined && {oldest: target.message}),
          ...(cursor && {cursor}),
        },
        {signal},
      ),
    );
    const found = answer.messages.find(isIt);
    if (found) return found;
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) return undefined;
  }
  return undefined;
}

/** Finds a part of an answer that was posted before. */
export async function findPart(
  api: SlackApi,
  target: Pick<SlackTarget, "channel" | "thread" | "message">,
  message: string,
  part: string,
  signal?: AbortSignal,
): Promise<{ts: string} | undefined> {
  const found = await findInThread(
    api,
    target,
    ({metadata}) => {
      const payload = metadata?.event_payload as {message?: unknown; part?: unknown} | undefined;
      return metadata?.event_type === ANSWER_EVENT && payload?.message === message && payload?.part === part;
    },
    signal,
  );
  return found && {ts: found.ts};
}

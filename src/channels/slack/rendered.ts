import type {ReplyDocument} from "../chat/reply.ts";
import {
  type AnswerMessages,
  answerMessages,
  newerBlocksOf,
  type SlackMessage,
} from "./blocks/answer_messages.ts";
import {SLACK_CAPABILITIES} from "./blocks/limits.ts";
import type {SlackParts} from "./parts.ts";
import {isRefusal} from "./refusals.ts";

/** A document as messages that a workspace takes, as far as that is known. */
export async function rendered(
  parts: Pick<SlackParts, "learnt">,
  installation: string,
  document: ReplyDocument,
): Promise<AnswerMessages> {
  const {fitReply} = await import("../chat/ladder.ts");
  const without = parts.learnt.blocks(installation);
  const fitted = await fitReply(document, {
    ...SLACK_CAPABILITIES,
    nativeChart: !without.has("data_visualization"),
    nativeTable: !without.has("table"),
  });
  return answerMessages(fitted, without);
}

/** Slack's words for blocks that it does not take. */
const WRONG_BLOCKS = [
  "invalid_blocks",
  "invalid_blocks_format",
  "invalid_arguments",
  "unsupported_block_type",
  "msg_blocks_too_long",
  "msg_too_long",
  "only_one_table_allowed",
];

/**
 * Whether a message can be tried again in an older way: where Slack refused its blocks, the newest kind in it is not used in
 * that workspace any more.
 */
export function isWorthSimpler(
  parts: Pick<SlackParts, "learnt" | "onNote">,
  installation: string,
  message: SlackMessage,
  thrown: unknown,
): boolean {
  if (!isRefusal(thrown, ...WRONG_BLOCKS)) return false;
  const [newest] = newerBlocksOf(message);
  if (!newest) return false;
  parts.learnt.blocks(installation).add(newest);
  parts.onNote(`Slack refused a ${newest} block (${thrown.error}): ${installation} gets none any more.`);
  return true;
}

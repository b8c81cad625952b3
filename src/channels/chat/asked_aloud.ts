import {nameInCall} from "../../store/calls.ts";
import {keptMessage} from "../../store/inbox.ts";
import type {Store} from "../../store/store.ts";
import {callOfMessage} from "../calls/message_key.ts";
import {cutText} from "./cut_text.ts";
import {escapeMarkdown} from "./escape.ts";
import type {ReplyPart} from "./reply.ts";

const LONGEST = 500;

/**
 * What stands above an answer that nobody wrote the question of there: of a call who asked, and what; of a schedule what it is.
 * Undefined for a question that was written, which stands there by itself.
 */
export async function askedAloud(
  store: Pick<Store, "db">,
  workspace: string,
  message: string,
): Promise<ReplyPart | undefined> {
  const kept = await keptMessage(store, workspace, message);
  const call = kept && callOfMessage(kept.messageId);
  if (kept && isTold(kept.options))
    return {kind: "text", markdown: `**${escapeMarkdown(cutText(kept.text, LONGEST))}**`};
  if (!kept || call === undefined) return undefined;
  const name = (await nameInCall(store, workspace, call, kept.actor)) ?? "Somebody";
  const question = cutText(kept.text.replace(/\s+/g, " ").trim(), LONGEST);
  return {
    kind: "text",
    markdown: `**${escapeMarkdown(name)}** asked in the call: "${escapeMarkdown(question)}"`,
  };
}

const isTold = (options: unknown) => (options as {told?: unknown} | undefined)?.told !== undefined;

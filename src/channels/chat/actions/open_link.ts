import {shareLink} from "../../../access/links.ts";
import {allow} from "../../../access/permissions.ts";
import {conversationResource} from "../../../access/resources.ts";
import {TabletalkError} from "../../../errors.ts";
import {conversationById} from "../../../store/conversation_list.ts";
import type {DeskParts, KnownVisitor} from "../desk_parts.ts";
import type {ReplyDocument} from "../reply.ts";
import type {AnswerAtPlace} from "./turn_at_place.ts";

const DAYS = 7;

/**
 * A link to the page of an answer's chart (or else to the conversation), for members of the workspace.
 * @throws TabletalkError not_found where the service has no public address; forbidden
 */
export async function openDocument(
  {service, access, settings}: Pick<DeskParts, "service" | "access" | "settings">,
  {principal}: KnownVisitor,
  {turn, answer}: AnswerAtPlace,
): Promise<ReplyDocument> {
  const {publicUrl} = settings;
  if (publicUrl === undefined)
    throw new TabletalkError(
      "not_found",
      "This Tabletalk has no web page.",
      "Ask whoever runs it to give it a public address.",
    );
  const {workspace} = principal;
  const conversation = await conversationById(service.store.within(workspace), workspace, turn.conversation);
  if (!conversation)
    throw new TabletalkError("not_found", "This conversation was forgotten.", "Ask the question again.");
  const step = answer.plan?.chart;
  // Whoever sees the answer at its place may show its chart to members, where their role lets them share charts.
  const here = {workspace, conversation: conversation.id};
  const link =
    step !== undefined && answer.artifacts[step] && allow(principal, "charts.share", here)
      ? {kind: "chart" as const, target: `${turn.id}/${step}`, resource: here}
      : {
          kind: "conversation" as const,
          target: conversation.id,
          resource: conversationResource(workspace, conversation),
        };
  const {token} = await shareLink(access, principal, {...link, days: DAYS});
  const url = `${publicUrl.replace(/\/+$/, "")}/s/${encodeURIComponent(token)}`;
  const what = link.kind === "chart" ? "Open the interactive chart" : "Open this conversation";
  return {
    summary: what,
    parts: [
      {kind: "text", markdown: `[${what}](${url})`},
      {kind: "note", markdown: `For members of this workspace, for ${DAYS} days.`},
    ],
    actions: [],
  };
}

import type {ActionsBlock, Button, ContextActionsBlock} from "@slack/types";
import {cutText} from "../../chat/cut_text.ts";
import type {ReplyAction} from "../../chat/reply.ts";
import {SLACK_LIMITS} from "./limits.ts";

/** Feedback buttons carry their ids as values: they are one element with one id of its own. */
export const FEEDBACK = "feedback";

/** Rows of buttons. */
export function buttonBlocks(actions: readonly ReplyAction[]): ActionsBlock[] {
  const buttons = actions.map(button);
  const rows: ActionsBlock[] = [];
  for (let at = 0; at < buttons.length; at += SLACK_LIMITS.buttonsInBlock)
    rows.push({type: "actions", elements: buttons.slice(at, at + SLACK_LIMITS.buttonsInBlock)});
  return rows;
}

/** What is under an answer: its buttons, and the two for an opinion as Slack's own. */
export function footerBlocks(
  actions: readonly ReplyAction[],
  hasFeedback = true,
): (ActionsBlock | ContextActionsBlock)[] {
  const up = actions.find(({kind}) => kind === "up");
  const down = actions.find(({kind}) => kind === "down");
  if (!up || !down || !hasFeedback) return buttonBlocks(actions);
  const feedback: ContextActionsBlock = {
    type: "context_actions",
    elements: [
      {
        type: "feedback_buttons",
        action_id: FEEDBACK,
        positive_button: choice(up),
        negative_button: choice(down),
      },
    ],
  };
  return [...buttonBlocks(actions.filter((action) => action !== up && action !== down)), feedback];
}

function button({id, label, kind}: ReplyAction): Button {
  return {
    type: "button",
    action_id: id,
    text: {type: "plain_text", text: cutText(label || "Open", SLACK_LIMITS.buttonLabel), emoji: false},
    ...(kind === "stop" && {style: "danger" as const}),
  };
}

function choice({id, label}: ReplyAction) {
  return {
    text: {type: "plain_text" as const, text: cutText(label, SLACK_LIMITS.buttonLabel)},
    value: id,
    accessibility_label: cutText(label, SLACK_LIMITS.buttonLabel),
  };
}

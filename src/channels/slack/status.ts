import {cutText} from "../chat/cut_text.ts";
import type {SlackParts} from "./parts.ts";
import {isGone} from "./refusals.ts";
import {type SlackApi, SlackRefusal} from "./web_api.ts";

export interface ThreadStatus {
  /** "Reading orders.csv", or only that it was seen: shown under the thread until something is posted there. */
  say(text?: string): Promise<void>;
  /** Slack shows its Stop button while this is on. */
  processing(isOn: boolean): Promise<void>;
}

/**
 * What a thread shows while an answer is made. It is told at once or not at all; a workspace in which the app is no agent
 * is not asked again. https://docs.slack.dev/ai/agent-sessions
 */
export function threadStatus(
  parts: Pick<SlackParts, "learnt">,
  installation: string,
  api: SlackApi,
  {channel, thread, signal}: {channel: string; thread: string; signal?: AbortSignal},
): ThreadStatus {
  const refused = parts.learnt.methods(installation);
  const tell = async (method: string, given: Record<string, unknown>, isDecoration = true) => {
    if (refused.has(method)) return;
    try {
      await api.call(
        method,
        {channel_id: channel, thread_ts: thread, ...given},
        {isDecoration, patience: 10_000, signal},
      );
    } catch (error) {
      if (error instanceof SlackRefusal && !isGone(error) && FOR_GOOD.has(error.error)) refused.add(method);
    }
  };
  return {
    // Slack puts the app's name before a status; what is loading stands alone.
    say: (text) =>
      tell("assistant.threads.setStatus", {
        status: "is on it...",
        ...(text && {loading_messages: [cutText(text, 140)]}),
      }),
    // That it is over has to arrive, or Slack goes on showing its Stop button.
    processing: (isOn) => tell("agents.sessions.setStatus", {status: isOn ? "processing" : "active"}, isOn),
  };
}

/** What is so of the app, not of one thread. */
const FOR_GOOD = new Set([
  "access_denied",
  "app_not_agent",
  "feature_not_enabled",
  "method_deprecated",
  "missing_scope",
  "no_permission",
  "not_allowed",
  "not_allowed_token_type",
  "unknown_method",
]);

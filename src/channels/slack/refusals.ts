import {SlackRefusal} from "./web_api.ts";

/** Nothing can be posted with this token any more, anywhere. */
const GONE = new Set([
  "account_inactive",
  "app_missing_action_url",
  "bot_removed",
  "enterprise_is_restricted",
  "invalid_auth",
  "not_authed",
  "org_login_required",
  "team_access_not_granted",
  "token_expired",
  "token_revoked",
]);

/** Nothing can be posted there; elsewhere it may be. */
const CLOSED = new Set([
  "as_user_not_supported",
  "cannot_reply_to_message",
  "channel_is_archived",
  "channel_not_found",
  "ekm_access_denied",
  "is_archived",
  "is_inactive",
  "message_limit_exceeded",
  "messages_tab_disabled",
  "missing_scope",
  "no_permission",
  "not_in_channel",
  "restricted_action",
  "restricted_action_non_threadable_channel",
  "restricted_action_read_only_channel",
  "restricted_action_thread_locked",
  "restricted_action_thread_only_channel",
  "thread_not_found",
  "user_not_in_channel",
]);

export const isGone = (thrown: unknown) => thrown instanceof SlackRefusal && GONE.has(thrown.error);

export const isClosed = (thrown: unknown) => thrown instanceof SlackRefusal && CLOSED.has(thrown.error);

export function isRefusal(thrown: unknown, ...errors: string[]): thrown is SlackRefusal {
  return thrown instanceof SlackRefusal && errors.includes(thrown.error);
}

/** A link to an answer has been used too often, or too late. */
export const isSpent = (thrown: unknown) =>
  isRefusal(thrown, "used_url", "expired_url", "expired_trigger_id", "invalid_url", "no_text_found");

/** What the bot may do in a workspace, and why it has to. The manifest and OAuth ask for exactly these. */
export const BOT_SCOPES = {
  "app_mentions:read": "to be asked by @Tabletalk",
  "assistant:write": "suggested questions, and the status while an answer is made",
  "channels:history": "follow-ups in threads of public channels that it was invited to",
  "channels:read": "to see that it was invited to a channel",
  "chat:write": "to answer",
  commands: "/tabletalk and Analyse this file",
  "files:read": "to read the data files that are given to it",
  "files:write": "charts, CSV, XLSX and PDF files",
  "groups:history": "follow-ups in threads of private channels that it was invited to",
  "groups:read": "to see that it was invited to a private channel",
  "im:history": "direct messages to it",
  "im:read": "to know its own direct messages",
  "im:write": "to send somebody a file that is for them alone",
  "mpim:history": "follow-ups in threads of group messages that it is in",
  "users:read": "names, and who is an admin, a guest, or of another organization",
} as const;

export type BotScope = keyof typeof BOT_SCOPES;

export const botScopes = (): BotScope[] => Object.keys(BOT_SCOPES) as BotScope[];

/** What Slack tells the app of. */
export const BOT_EVENTS = [
  "agent_session_stopped",
  "app_home_opened",
  "app_mention",
  "app_uninstalled",
  "member_joined_channel",
  "message.channels",
  "message.groups",
  "message.im",
  "message.mpim",
  "tokens_revoked",
] as const;

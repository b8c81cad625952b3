import type {AnyChunk, HomeView, KnownBlock, ModalView} from "@slack/types";
import type {} from "@slack/web-api";

/** What a program shows on Slack, as Slack's own package types it. `make_schema.ts` makes JSON schemas of it. */
export interface SlackKit {
  block: KnownBlock;
  chunk: AnyChunk;
  home: HomeView;
  modal: ModalView;
}

/** The Web API's methods that Tabletalk may call, with the type of `@slack/web-api` that has their arguments. */
export const METHOD_TYPES = {
  "agents.sessions.rename": "AgentsSessionsRenameArguments",
  "agents.sessions.setStatus": "AgentsSessionsSetStatusArguments",
  "assistant.threads.setStatus": "AssistantThreadsSetStatusArguments",
  "assistant.threads.setSuggestedPrompts": "AssistantThreadsSetSuggestedPromptsArguments",
  "assistant.threads.setTitle": "AssistantThreadsSetTitleArguments",
  "chat.appendStream": "ChatAppendStreamArguments",
  "chat.delete": "ChatDeleteArguments",
  "chat.getPermalink": "ChatGetPermalinkArguments",
  "chat.postEphemeral": "ChatPostEphemeralArguments",
  "chat.postMessage": "ChatPostMessageArguments",
  "chat.startStream": "ChatStartStreamArguments",
  "chat.stopStream": "ChatStopStreamArguments",
  "chat.update": "ChatUpdateArguments",
  "conversations.history": "ConversationsHistoryArguments",
  "conversations.info": "ConversationsInfoArguments",
  "conversations.members": "ConversationsMembersArguments",
  "conversations.open": "ConversationsOpenArguments",
  "conversations.replies": "ConversationsRepliesArguments",
  "files.completeUploadExternal": "FilesCompleteUploadExternalArguments",
  "files.delete": "FilesDeleteArguments",
  "files.getUploadURLExternal": "FilesGetUploadURLExternalArguments",
  "files.info": "FilesInfoArguments",
  "oauth.v2.access": "OAuthV2AccessArguments",
  "reactions.add": "ReactionsAddArguments",
  "reactions.remove": "ReactionsRemoveArguments",
  "users.info": "UsersInfoArguments",
  "views.open": "ViewsOpenArguments",
  "views.publish": "ViewsPublishArguments",
  "views.push": "ViewsPushArguments",
  "views.update": "ViewsUpdateArguments",
} as const;

export type Method = keyof typeof METHOD_TYPES;

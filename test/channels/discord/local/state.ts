import type {
  APIApplicationCommand,
  APIAttachment,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  APIUser,
  UserFlags,
} from "discord-api-types/v10";
import type {Call} from "./call.ts";
import {snowflakes} from "./snowflake.ts";

/** What the bot can be denied in a channel. */
export type Permission =
  | "ViewChannel"
  | "SendMessages"
  | "SendMessagesInThreads"
  | "CreatePublicThreads"
  | "AttachFiles"
  | "EmbedLinks"
  | "ReadMessageHistory";

export interface LocalGuild {
  id: string;
  name: string;
  owner: string;
  /** The role that may do everything. */
  adminRole: string;
  /** Ids of those who have it. */
  admins: Set<string>;
  hasBot: boolean;
}

export interface LocalChannel {
  id: string;
  kind: "text" | "direct" | "thread";
  name: string;
  guild?: string;
  /** Of a thread: the channel that it is in. */
  parent?: string;
  /** Of direct messages: with whom. */
  person?: string;
  archived?: boolean;
  messages: LocalMessage[];
  denied: Set<Permission>;
}

export interface LocalMessage {
  wire: APIMessage;
  /** Who alone sees it. */
  onlyFor?: string;
  /** The token of the interaction that it answers. */
  token?: string;
  /** Who got a sound for it. */
  pinged: string[];
  nonce?: string;
}

export interface LocalInteraction {
  id: string;
  token: string;
  type: number;
  user: string;
  channel: string;
  guild?: string;
  /** The message that its component was in. */
  source?: LocalMessage;
  /** It was made where the bot is no member, by somebody who has it for themselves. */
  isUsersOwn: boolean;
  /** What it was answered with: the type of the callback. */
  answeredWith?: number;
  /** Discord told the person that the application did not respond. */
  isLate?: boolean;
  isExpired?: boolean;
  original?: LocalMessage;
  followUps: number;
  modal?: APIModalInteractionResponseCallbackData;
  choices?: {name: string; value: string | number}[];
}

export interface StoredFile {
  attachment: APIAttachment;
  content: Buffer;
}

export interface LocalState {
  readonly newId: () => string;
  readonly token: string;
  readonly bot: APIUser;
  readonly guilds: Map<string, LocalGuild>;
  readonly users: Map<string, APIUser>;
  readonly channels: Map<string, LocalChannel>;
  readonly interactions: Map<string, LocalInteraction>;
  /** By the id of the attachment. */
  readonly files: Map<string, StoredFile>;
  readonly calls: Call[];
  /** What Discord would have refused, or what a person would not like. */
  readonly problems: string[];
  commands: APIApplicationCommand[];
  /** Counts up where addresses of attachments given so far have expired. */
  addressesOf: number;
  /** Whether the application may read what is written in guilds (a switch of the developer portal). */
  readsContent: boolean;
  /** Where this Discord is: `http://127.0.0.1:1234` */
  base: string;
  largestUpload: number;
  acknowledgeWithinMs: number;
  /** Tells whoever waits that something changed. */
  changed(): void;
  onChange(listener: () => void): () => void;
  /** To whom it may concern over the gateway. */
  dispatch(event: string, data: object): void;
}

export function newState(options: {
  token: string;
  readsContent: boolean;
  acknowledgeWithinMs: number;
  largestUpload: number;
}): LocalState {
  const newId = snowflakes();
  const listeners = new Set<() => void>();
  const bot = newUser(newId(), "tabletalk", {bot: true});
  return {
    ...options,
    newId,
    bot,
    guilds: new Map(),
    users: new Map([[bot.id, bot]]),
    channels: new Map(),
    interactions: new Map(),
    files: new Map(),
    calls: [],
    problems: [],
    commands: [],
    addressesOf: 0,
    base: "",
    changed() {
      for (const listener of [...listeners]) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch() {},
  };
}

/** Somebody, as Discord tells of them. */
export function newUser(id: string, username: string, more: Partial<APIUser> = {}): APIUser {
  return {
    id,
    username,
    discriminator: "0",
    global_name: null,
    avatar: null,
    public_flags: 0 as UserFlags,
    flags: 0 as UserFlags,
    primary_guild: null,
    ...more,
  };
}

import {freshly, refreshed} from "./attachments.ts";
import {type Answer, type Call, DiscordRefusal} from "./call.ts";
import {emptied} from "./gateway.ts";
import {answerCallback, followUp, ownAnswer} from "./interactions.ts";
import {editMessage, filesOf, type MessageBody, makeMessage, removeMessage} from "./messages.ts";
import {channelPayload, guildPayload, memberOf} from "./payloads.ts";
import type {LocalChannel, LocalMessage, LocalState, Permission} from "./state.ts";

export interface Route {
  name: string;
  /** What is done; `of` has what stands in the place of `:id`, in order. */
  act(state: LocalState, call: Call, of: readonly string[]): Answer;
  /** Answered without the bot's token. */
  isOpen?: boolean;
}

/** What an application may ask. */
export const ROUTES: readonly Route[] = [
  {
    name: "GET /gateway/bot",
    act: (state) => ({
      status: 200,
      body: {
        url: `${state.base.replace("http", "ws")}/gateway`,
        shards: 1,
        session_start_limit: {total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1},
      },
    }),
  },
  {name: "GET /users/@me", act: (state) => ({status: 200, body: state.bot})},
  {name: "GET /applications/@me", act: (state) => ({status: 200, body: application(state)})},
  {name: "GET /oauth2/applications/@me", act: (state) => ({status: 200, body: application(state)})},
  {name: "GET /applications/:id/commands", act: (state) => ({status: 200, body: state.commands})},
  {
    name: "PUT /applications/:id/commands",
    act: (state, call) => ({status: 200, body: registered(state, call)}),
  },
  {name: "GET /applications/:id/guilds/:id/commands", act: (state) => ({status: 200, body: state.commands})},
  {
    name: "PUT /applications/:id/guilds/:id/commands",
    act: (state, call) => ({status: 200, body: registered(state, call)}),
  },
  {
    name: "POST /users/@me/channels",
    act: (state, call) => ({
      status: 200,
      body: channelPayload(state, directWith(state, call.body.recipient_id)),
    }),
  },
  {
    name: "GET /users/:id",
    act(state, _call, [id = ""]) {
      const user = state.users.get(id);
      if (!user) throw new DiscordRefusal(10013);
      return {status: 200, body: user};
    },
  },
  {
    name: "GET /guilds/:id",
    act: (state, _call, [id = ""]) => ({status: 200, body: guildPayload(state, guildOf(state, id))}),
  },
  {
    name: "GET /guilds/:id/members/:id",
    act: (state, _call, [id = "", user = ""]) => ({
      status: 200,
      body: memberOf(state, guildOf(state, id).id, user, true),
    }),
  },
  {
    name: "GET /channels/:id",
    act: (state, _call, [id = ""]) => ({status: 200, body: channelPayload(state, channelOf(state, id))}),
  },
  {
    name: "PATCH /channels/:id",
    act(state, call, [id = ""]) {
      const channel = channelOf(state, id);
      if (call.body.archived !== undefined) channel.archived = call.body.archived;
      if (call.body.name !== undefined) channel.name = call.body.name;
      state.dispatch("THREAD_UPDATE", channelPayload(state, channel));
      return {status: 200, body: channelPayload(state, channel)};
    },
  },
  {
    name: "POST /channels/:id/typing",
    act(state, _call, [id = ""]) {
      allowed(channelOf(state, id), "SendMessages");
      return {status: 204};
    },
  },
  {
    name: "GET /channels/:id/messages",
    act(state, call, [id = ""]) {
      const channel = readable(state, id);
      const most = Number(call.query.get("limit") ?? 50);
      const after = call.query.get("after");
      const before = call.query.get("before");
      const found = channel.messages
        .filter((one) => !one.onlyFor)
        .filter((one) => !after || BigInt(one.wire.id) > BigInt(after))
        .filter((one) => !before || BigInt(one.wire.id) < BigInt(before));
      // With `after`, those next to it; else the newest. Newest first in either case.
      const chosen = after ? found.slice(0, most) : found.slice(-most);
      return {status: 200, body: chosen.map((one) => asFetched(state, channel, one)).reverse()};
    },
  },
  {
    name: "GET /channels/:id/messages/:id",
    act(state, _call, [id = "", message = ""]) {
      const channel = readable(state, id);
      return {status: 200, body: asFetched(state, channel, messageIn(channel, message))};
    },
  },
  {name: "POST /channels/:id/messages", act: post},
  {
    name: "PATCH /channels/:id/messages/:id",
    act(state, call, [id = "", which = ""]) {
      const channel = writable(state, id);
      const message = messageIn(channel, which);
      if (message.wire.author.id !== state.bot.id) throw new DiscordRefusal(50005);
      if (call.files.length > 0) allowed(channel, "AttachFiles");
      const body = call.body as MessageBody;
      editMessage(state, channel, message, body, filesOf(state, call, body));
      return {status: 200, body: message.wire};
    },
  },
  {
    name: "DELETE /channels/:id/messages/:id",
    act(state, _call, [id = "", which = ""]) {
      const channel = channelOf(state, id);
      const message = messageIn(channel, which);
      if (message.wire.author.id !== state.bot.id) throw new DiscordRefusal(50013);
      removeMessage(state, channel, which);
      return {status: 204};
    },
  },
  {
    name: "PUT /channels/:id/messages/:id/reactions/:id/@me",
    act(state, _call, [id = "", which = ""]) {
      messageIn(readable(state, id), which);
      return {status: 204};
    },
  },
  {
    name: "POST /channels/:id/messages/:id/threads",
    act(state, call, [id = "", which = ""]) {
      const channel = channelOf(state, id);
      messageIn(channel, which);
      if (state.channels.has(which)) throw new DiscordRefusal(160004);
      return {status: 201, body: channelPayload(state, startThread(state, channel, which, call.body.name))};
    },
  },
  {
    name: "POST /channels/:id/threads",
    act: (state, call, [id = ""]) => ({
      status: 201,
      body: channelPayload(state, startThread(state, channelOf(state, id), state.newId(), call.body.name)),
    }),
  },
  {name: "PUT /channels/:id/thread-members/@me", act: () => ({status: 204})},
  {
    name: "POST /attachments/refresh-urls",
    act: (state, call) => ({status: 200, body: refreshed(state, call.body.attachment_urls)}),
  },
  {
    name: "POST /interactions/:id/:token/callback",
    act: (state, call, [id = "", token = ""]) => answerCallback(state, call, id, token),
    isOpen: true,
  },
  {
    name: "POST /webhooks/:id/:token",
    act: (state, call, [, token = ""]) => followUp(state, call, token),
    isOpen: true,
  },
  ...["GET", "PATCH", "DELETE"].map(
    (verb): Route => ({
      name: `${verb} /webhooks/:id/:token/messages/:id`,
      act: (state, call, [, token = "", id = ""]) => ownAnswer(state, call, token, id),
      isOpen: true,
    }),
  ),
];

/** Commands as Discord gives them back: with ids, and with defaults that nobody set. */
function registered(state: LocalState, call: Call): LocalState["commands"] {
  state.commands = (call.body as object[]).map((command) => ({
    nsfw: false,
    default_member_permissions: null,
    ...command,
    id: state.newId(),
    application_id: state.bot.id,
    version: state.newId(),
  })) as LocalState["commands"];
  state.changed();
  return state.commands;
}

/** A message of the bot's. The same nonce again gives the message that there is. */
function post(state: LocalState, call: Call, [id = ""]: readonly string[]): Answer {
  const channel = writable(state, id);
  const body = call.body as MessageBody & {enforce_nonce?: boolean};
  const before =
    body.enforce_nonce && body.nonce != null
      ? channel.messages.find((one) => one.nonce === String(body.nonce))
      : undefined;
  if (before) return {status: 200, body: before.wire};
  if (call.files.length > 0) allowed(channel, "AttachFiles");
  const files = filesOf(state, call, body);
  const message = makeMessage(state, {channel, author: state.bot.id, body, files});
  return {status: 200, body: {...message.wire, ...(body.nonce != null && {nonce: body.nonce})}};
}

function startThread(state: LocalState, channel: LocalChannel, id: string, name: string): LocalChannel {
  allowed(channel, "ViewChannel");
  allowed(channel, "CreatePublicThreads");
  const thread: LocalChannel = {
    id,
    kind: "thread",
    name,
    ...(channel.guild && {guild: channel.guild}),
    parent: channel.id,
    messages: [],
    denied: new Set(channel.denied),
  };
  state.channels.set(id, thread);
  state.dispatch("THREAD_CREATE", {...channelPayload(state, thread), newly_created: true});
  state.changed();
  return thread;
}

/** The direct messages of the bot with somebody. */
export function directWith(state: LocalState, person: string): LocalChannel {
  if (!state.users.has(person)) throw new DiscordRefusal(10013);
  const found = [...state.channels.values()].find((one) => one.kind === "direct" && one.person === person);
  if (found) return found;
  const made: LocalChannel = {
    id: state.newId(),
    kind: "direct",
    name: `with ${state.users.get(person)?.username}`,
    person,
    messages: [],
    denied: new Set(),
  };
  state.channels.set(made.id, made);
  return made;
}

function application(state: LocalState): object {
  return {
    id: state.bot.id,
    name: "Tabletalk",
    icon: null,
    description: "",
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: "0".repeat(64),
    flags: state.readsContent ? 1 << 19 : 0,
    bot: state.bot,
    summary: "",
    integration_types_config: {0: {}, 1: {}},
  };
}

function asFetched(state: LocalState, channel: LocalChannel, message: LocalMessage): object {
  const wire = {
    ...message.wire,
    attachments: message.wire.attachments.map((one) => freshly(state, channel.id, one)),
  };
  if (state.readsContent) return wire;
  const {guild_id: _guild, ...rest} = emptied(state, {...wire, guild_id: channel.guild}) as {
    guild_id?: string;
  };
  return rest;
}

function guildOf(state: LocalState, id: string) {
  const guild = state.guilds.get(id);
  if (!guild?.hasBot) throw new DiscordRefusal(10004);
  return guild;
}

function channelOf(state: LocalState, id: string): LocalChannel {
  const channel = state.channels.get(id);
  if (!channel) throw new DiscordRefusal(10003);
  if (channel.guild && !state.guilds.get(channel.guild)?.hasBot) throw new DiscordRefusal(50001);
  allowed(channel, "ViewChannel");
  return channel;
}

function readable(state: LocalState, id: string): LocalChannel {
  const channel = channelOf(state, id);
  allowed(channel, "ReadMessageHistory");
  return channel;
}

function writable(state: LocalState, id: string): LocalChannel {
  const channel = channelOf(state, id);
  allowed(channel, channel.kind === "thread" ? "SendMessagesInThreads" : "SendMessages");
  return channel;
}

function allowed(channel: LocalChannel, permission: Permission): void {
  if (channel.denied.has(permission)) throw new DiscordRefusal(permission === "ViewChannel" ? 50001 : 50013);
}

function messageIn(channel: LocalChannel, id: string): LocalMessage {
  const message = channel.messages.find((one) => one.wire.id === id && !one.onlyFor);
  if (!message) throw new DiscordRefusal(10008);
  return message;
}

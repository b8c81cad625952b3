import {CHAT_METHODS} from "./chat_methods.ts";
import {completeUpload, fileAsTold, startUpload} from "./files.ts";
import type {MethodEntry} from "./method_parts.ts";
import {channelOf, page} from "./posting.ts";
import {Refused} from "./refused.ts";
import {APP_ID, type LocalChannel, type LocalTeam, messageIn} from "./state.ts";
import {channelAsTold, userAsTold} from "./users.ts";
import {openView, publishHome, updateView} from "./views.ts";

export const METHODS: Record<string, MethodEntry> = {
  ...CHAT_METHODS,
  "auth.test": {
    run: (_parts, team) => ({
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      team_id: team.id,
      user: "tabletalk",
      user_id: team.botUser,
      bot_id: team.botId,
      is_enterprise_install: false,
    }),
  },
  "team.info": {
    scope: "team:read",
    run: (_parts, team) => ({team: {id: team.id, name: team.name, domain: team.domain}}),
  },
  "bots.info": {
    scope: "users:read",
    run: (_parts, team) => ({
      bot: {id: team.botId, app_id: APP_ID, user_id: team.botUser, name: "tabletalk", deleted: false},
    }),
  },
  "users.info": {
    scope: "users:read",
    run(_parts, team, {user}) {
      const found = team.users.get(user);
      if (!found) throw new Refused("user_not_found");
      return {user: userAsTold(found)};
    },
  },
  "conversations.info": {
    scope: "channels:read",
    run: (_parts, team, args) => ({channel: channelAsTold(team, channelOf(team, args.channel))}),
  },
  "conversations.members": {
    scope: "channels:read",
    run: (_parts, team, args) => ({
      members: [...channelOf(team, args.channel).members],
      response_metadata: {next_cursor: ""},
    }),
  },
  "conversations.open": {
    scope: "im:write",
    run(_parts, team, {users}) {
      const found = [...team.channels.values()].find((one) => one.kind === "im" && one.members.has(users));
      if (!found) throw new Refused("user_not_found");
      return {channel: {id: found.id}};
    },
  },
  "conversations.replies": {
    run(_parts, team, args) {
      const channel = channelOf(team, args.channel);
      demandHistory(team, channel);
      if (!messageIn(team, channel.id, args.ts)) throw new Refused("thread_not_found", "expected");
      const all = channel.messages.filter((one) => one.ts === args.ts || one.threadTs === args.ts);
      return page(team, args, all);
    },
  },
  "conversations.history": {
    run(_parts, team, args) {
      demandHistory(team, channelOf(team, args.channel));
      const all = channelOf(team, args.channel).messages.filter(
        (one) => one.threadTs === undefined || one.threadTs === one.ts,
      );
      return page(team, args, [...all].reverse());
    },
  },
  "assistant.threads.setStatus": {
    scope: "assistant:write",
    run(_parts, team, args) {
      const channel = channelOf(team, args.channel_id);
      if (args.loading_messages && (args.loading_messages.length < 1 || args.loading_messages.length > 10))
        throw new Refused("invalid_arguments", "loading_messages: 1 to 10");
      const key = `${channel.id}:${args.thread_ts}`;
      if (args.status === "") team.statuses.delete(key);
      else
        team.statuses.set(key, {
          status: args.status,
          ...(args.loading_messages && {loading: args.loading_messages}),
        });
      return {};
    },
  },
  "assistant.threads.setTitle": {
    scope: "assistant:write",
    run(_parts, team, args) {
      channelOf(team, args.channel_id);
      if (!String(args.title).trim() || args.title.length > 255)
        throw new Refused("invalid_arguments", "title");
      return {};
    },
  },
  "assistant.threads.setSuggestedPrompts": {
    scope: "assistant:write",
    run(_parts, team, args) {
      const channel = channelOf(team, args.channel_id);
      if (args.prompts.length < 1 || args.prompts.length > 4)
        throw new Refused("invalid_arguments", "prompts: 1 to 4");
      for (const prompt of args.prompts)
        if (!prompt.title.trim() || !prompt.message.trim())
          throw new Refused("invalid_arguments", "a blank prompt");
      team.prompts.set(channel.id, {title: args.title, prompts: args.prompts});
      return {};
    },
  },
  "agents.sessions.setStatus": {
    scope: "chat:write",
    run(_parts, team, args) {
      const channel = channelOf(team, args.channel_id);
      if (!["active", "processing", "suspended", "closed"].includes(args.status))
        throw new Refused("invalid_arguments", `status ${args.status}`);
      if (!args.thread_ts) throw new Refused("invalid_arguments", "thread_ts is needed in channels and DMs");
      if ((args.title?.length ?? 0) > 200) throw new Refused("invalid_arguments", "title: 200 characters");
      const key = `${channel.id}:${args.thread_ts}`;
      const session = team.sessions.get(key) ?? {status: "active", title: args.title};
      session.status = args.status;
      team.sessions.set(key, session);
      return {status: args.status, agent_status: args.status};
    },
  },
  "agents.sessions.rename": {scope: "chat:write", run: () => ({})},
  "reactions.add": {scope: "reactions:write", run: () => ({})},
  "reactions.remove": {scope: "reactions:write", run: () => ({})},
  "views.publish": {run: ({state}, team, args) => publishHome(state, team, args)},
  "views.open": {run: ({state}, team, args) => openView(state, team, args)},
  "views.push": {run: ({state}, team, args) => openView(state, team, args)},
  "views.update": {run: ({state}, team, args) => updateView(state, team, args)},
  "files.getUploadURLExternal": {
    scope: "files:write",
    run: ({state, url}, team, args) => startUpload(state, url, team, args),
  },
  "files.completeUploadExternal": {
    scope: "files:write",
    run: (parts, team, args) => completeUpload(parts, team, args),
  },
  "files.info": {
    scope: "files:read",
    run({url}, team, args) {
      const file = team.files.get(args.file);
      if (!file || file.isGone) throw new Refused("file_not_found", "expected");
      return {file: fileAsTold(url, file)};
    },
  },
  "files.delete": {
    scope: "files:write",
    run(_parts, team, args) {
      if (!team.files.delete(args.file)) throw new Refused("file_not_found", "expected");
      return {};
    },
  },
};

function demandHistory(team: LocalTeam, channel: LocalChannel): void {
  const scope = {public: "channels:history", private: "groups:history", im: "im:history"}[channel.kind];
  if (!team.scopes.has(scope)) throw new Refused("missing_scope", `it needs ${scope}`);
}

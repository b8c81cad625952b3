import type {MethodEntry} from "./method_parts.ts";
import {checkMessage, echo, mayPost, messageAsTold, ownMessage, slackFiles, withIds} from "./posting.ts";
import {Refused} from "./refused.ts";
import type {LocalMessage} from "./state.ts";
import {appendStream, startStream, stopStream} from "./streams.ts";

/** `chat.*`. https://docs.slack.dev/reference/methods */
export const CHAT_METHODS: Record<string, MethodEntry> = {
  "chat.postMessage": {
    scope: "chat:write",
    run(parts, team, args) {
      const channel = mayPost(team, args);
      checkMessage(args);
      const message: LocalMessage = {
        ts: parts.state.nextTs(),
        channel: channel.id,
        team: team.id,
        user: team.botUser,
        isBot: true,
        text: args.text ?? args.markdown_text ?? "",
        blocks: withIds(parts.state, args.blocks),
        threadTs: args.thread_ts,
        files: slackFiles(team, args.blocks),
        metadata: args.metadata,
        isEdited: false,
      };
      channel.messages.push(message);
      if (args.thread_ts) team.statuses.delete(`${channel.id}:${args.thread_ts}`);
      parts.told(team, echo(team, message));
      return {channel: channel.id, ts: message.ts, message: messageAsTold(team, message)};
    },
  },
  "chat.update": {
    scope: "chat:write",
    run(parts, team, args) {
      const message = ownMessage(team, args);
      if (message.stream?.state === "open") throw new Refused("streaming_state_conflict", "expected");
      checkMessage(args);
      if ((args.text?.length ?? 0) > 4000)
        throw new Refused("msg_too_long", "text of chat.update: 4,000 characters");
      if (args.text !== undefined) message.text = args.text;
      if (args.markdown_text !== undefined) message.text = args.markdown_text;
      if (args.blocks !== undefined) message.blocks = withIds(parts.state, args.blocks);
      if (args.blocks === undefined && args.text !== undefined) message.blocks = [];
      if (args.metadata !== undefined) message.metadata = args.metadata;
      // What was streamed is replaced by what the message is now.
      if (message.stream) message.stream.chunks = [];
      message.files = [
        ...message.files.filter((file) => file.user !== team.botUser),
        ...slackFiles(team, args.blocks),
      ];
      message.isEdited = true;
      parts.told(team, {
        type: "message",
        subtype: "message_changed",
        hidden: true,
        channel: message.channel,
        channel_type: team.channels.get(message.channel)!.kind === "im" ? "im" : "channel",
        ts: parts.state.nextTs(),
        message: messageAsTold(team, message),
      });
      return {
        channel: message.channel,
        ts: message.ts,
        text: message.text,
        message: messageAsTold(team, message),
      };
    },
  },
  "chat.delete": {
    scope: "chat:write",
    run(_parts, team, args) {
      const message = ownMessage(team, args);
      const channel = team.channels.get(message.channel)!;
      channel.messages.splice(channel.messages.indexOf(message), 1);
      return {channel: channel.id, ts: message.ts};
    },
  },
  "chat.postEphemeral": {
    scope: "chat:write",
    run(parts, team, args) {
      const channel = mayPost(team, args);
      checkMessage(args);
      if (!channel.members.has(args.user)) throw new Refused("user_not_in_channel");
      const ts = parts.state.nextTs();
      team.ephemeral.push({
        ts,
        team: team.id,
        channel: channel.id,
        user: args.user,
        text: args.text ?? args.markdown_text ?? "",
        blocks: withIds(parts.state, args.blocks),
        threadTs: args.thread_ts,
        from: "chat.postEphemeral",
      });
      return {message_ts: ts};
    },
  },
  "chat.getPermalink": {
    run: (_parts, team, args) => ({
      channel: args.channel,
      permalink: `https://${team.domain}.slack.com/archives/${args.channel}/p${String(args.message_ts).replace(".", "")}`,
    }),
  },
  "chat.startStream": {
    scope: "chat:write",
    run(parts, team, args) {
      const channel = mayPost(team, args);
      const message = startStream(parts.state, team, args);
      team.statuses.delete(`${channel.id}:${args.thread_ts}`);
      parts.told(team, echo(team, message));
      return {channel: channel.id, ts: message.ts};
    },
  },
  "chat.appendStream": {
    scope: "chat:write",
    run: (_parts, team, args) => ({channel: args.channel, ts: appendStream(team, args).ts}),
  },
  "chat.stopStream": {
    scope: "chat:write",
    run(parts, team, args) {
      const message = stopStream(parts.state, team, args);
      const session = team.sessions.get(`${args.channel}:${message.threadTs}`);
      if (session) session.status = args.session_status ?? "active";
      return {channel: args.channel, ts: message.ts, message: messageAsTold(team, message)};
    },
  },
};

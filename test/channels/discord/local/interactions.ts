import type {APIModalInteractionResponseCallbackData} from "discord-api-types/v10";
import {type Answer, type Call, DiscordRefusal} from "./call.ts";
import {type Component, checkModalLimits, IS_EPHEMERAL, IS_LOADING} from "./limits.ts";
import {editMessage, filesOf, type MessageBody, makeMessage, removeMessage} from "./messages.ts";
import {botPermissions, channelPayload, memberOf, permissionsOf} from "./payloads.ts";
import type {LocalChannel, LocalGuild, LocalInteraction, LocalMessage, LocalState} from "./state.ts";

const COMMAND = 2;
const COMPONENT = 3;
const AUTOCOMPLETE = 4;
const MODAL_SUBMIT = 5;
const FOLLOW_UPS_WITHOUT_BOT = 5;

/** What somebody did that the application is told of. */
export interface Doing {
  type: number;
  user: string;
  channel: LocalChannel;
  data: object;
  /** The message that it was done with. */
  source?: LocalMessage;
  isUsersOwn?: boolean;
}

/** Tells the application; from then on it has some seconds. */
export function openInteraction(state: LocalState, doing: Doing): LocalInteraction {
  const {channel} = doing;
  const interaction: LocalInteraction = {
    id: state.newId(),
    token: `token-${state.newId()}`,
    type: doing.type,
    user: doing.user,
    channel: channel.id,
    ...(channel.guild && {guild: channel.guild}),
    ...(doing.source && {source: doing.source}),
    isUsersOwn: doing.isUsersOwn ?? false,
    followUps: 0,
  };
  state.interactions.set(interaction.token, interaction);
  const guild = state.guilds.get(channel.guild ?? "");
  state.dispatch("INTERACTION_CREATE", interactionPayload(state, interaction, doing, guild));
  setTimeout(() => {
    if (interaction.answeredWith !== undefined) return;
    interaction.isLate = true;
    state.problems.push(
      `an interaction was not acknowledged in time: ${JSON.stringify(doing.data).slice(0, 120)}`,
    );
    state.changed();
  }, state.acknowledgeWithinMs).unref();
  return interaction;
}

function interactionPayload(
  state: LocalState,
  interaction: LocalInteraction,
  doing: Doing,
  guild: LocalGuild | undefined,
): object {
  const user = state.users.get(doing.user);
  return {
    id: interaction.id,
    application_id: state.bot.id,
    type: doing.type,
    data: doing.data,
    ...(guild
      ? {
          guild_id: guild.id,
          guild: {id: guild.id, locale: "en-US", features: []},
          guild_locale: "en-US",
          member: {
            ...memberOf(state, guild.id, doing.user, true),
            permissions: permissionsOf(state, guild.id, doing.user),
          },
        }
      : {user}),
    channel_id: doing.channel.id,
    channel: {...channelPayload(state, doing.channel), permissions: botPermissions(doing.channel)},
    token: interaction.token,
    version: 1,
    locale: "en-US",
    ...(doing.source && {message: doing.source.wire}),
    app_permissions: botPermissions(doing.channel),
    entitlements: [],
    authorizing_integration_owners: interaction.isUsersOwn ? {1: doing.user} : {0: guild?.id ?? "0"},
    context: guild ? 0 : doing.channel.kind === "direct" && !interaction.isUsersOwn ? 1 : 2,
    attachment_size_limit: state.largestUpload,
  };
}

/** `POST /interactions/:id/:token/callback` */
export function answerCallback(state: LocalState, call: Call, id: string, token: string): Answer {
  const interaction = state.interactions.get(token);
  if (!interaction || interaction.id !== id || interaction.isLate || interaction.isExpired)
    throw new DiscordRefusal(10062);
  if (interaction.answeredWith !== undefined) throw new DiscordRefusal(40060);
  const type = Number(call.body?.type);
  refuseUnfit(interaction, type);
  const data = (call.body.data ?? {}) as MessageBody;
  const channel = channelOf(state, interaction);
  if (type === 4) interaction.original = respond(state, interaction, channel, data, call, false);
  if (type === 5) interaction.original = respond(state, interaction, channel, data, call, true);
  if ((type === 6 || type === 7) && interaction.source) interaction.original = interaction.source;
  if (type === 7 && interaction.source)
    editMessage(state, channel, interaction.source, data, filesOf(state, call, data));
  if (type === 8)
    interaction.choices = (call.body.data as {choices?: {name: string; value: string}[]})?.choices ?? [];
  if (type === 9) {
    const modal = call.body.data as APIModalInteractionResponseCallbackData;
    const problems = checkModalLimits(modal as unknown as {components: Component[]});
    if (problems.length > 0) throw new DiscordRefusal(50035, problems);
    interaction.modal = modal;
  }
  interaction.answeredWith = type;
  state.changed();
  if (call.query.get("with_response") !== "true") return {status: 204};
  const message = interaction.original?.wire;
  return {
    status: 200,
    body: {
      interaction: {
        id,
        type: interaction.type,
        ...(message && {
          response_message_id: message.id,
          response_message_loading: type === 5,
          response_message_ephemeral: ((message.flags ?? 0) & IS_EPHEMERAL) !== 0,
        }),
      },
      ...(message && {resource: {type, ...((type === 4 || type === 7 || type === 5) && {message})}}),
    },
  };
}

/** What cannot answer what was done: a list of choices for a command, a form for a form. */
function refuseUnfit(interaction: LocalInteraction, type: number): void {
  const fits =
    interaction.type === AUTOCOMPLETE
      ? type === 8
      : interaction.type === COMPONENT
        ? [4, 5, 6, 7, 9].includes(type)
        : interaction.type === MODAL_SUBMIT
          ? [4, 5].includes(type) || ([6, 7].includes(type) && interaction.source !== undefined)
          : interaction.type === COMMAND && [4, 5, 9].includes(type);
  if (!fits)
    throw new DiscordRefusal(
      50035,
      `type: ${type} does not answer an interaction of type ${interaction.type}`,
    );
}

/** `POST /webhooks/:id/:token`. The first after a deferred answer fills that, as Discord does it. */
export function followUp(state: LocalState, call: Call, token: string): Answer {
  const interaction = withToken(state, token);
  const channel = channelOf(state, interaction);
  const body = call.body as MessageBody;
  const original = interaction.original;
  const isThinking =
    original && channel.messages.includes(original) && (original.wire.flags ?? 0) & IS_LOADING;
  if (interaction.answeredWith === 5 && original && isThinking) {
    editMessage(state, channel, original, body, filesOf(state, call, body));
    return {status: 200, body: original.wire};
  }
  if (interaction.isUsersOwn && !state.guilds.get(interaction.guild ?? "")?.hasBot) {
    interaction.followUps += 1;
    if (interaction.followUps > FOLLOW_UPS_WITHOUT_BOT) throw new DiscordRefusal(40094);
  }
  const message = respond(state, interaction, channel, body, call, false);
  return {status: 200, body: message.wire};
}

/** `GET`, `PATCH` and `DELETE /webhooks/:id/:token/messages/:id` */
export function ownAnswer(state: LocalState, call: Call, token: string, id: string): Answer {
  const interaction = withToken(state, token);
  const channel = channelOf(state, interaction);
  const message =
    id === "@original"
      ? interaction.original
      : channel.messages.find((one) => one.wire.id === id && one.token === token);
  if (!message || !channel.messages.includes(message)) throw new DiscordRefusal(10008);
  if (call.verb === "DELETE") {
    removeMessage(state, channel, message.wire.id);
    return {status: 204};
  }
  if (call.verb === "PATCH") {
    const body = call.body as MessageBody;
    editMessage(state, channel, message, body, filesOf(state, call, body));
  }
  return {status: 200, body: message.wire};
}

function withToken(state: LocalState, token: string): LocalInteraction {
  const interaction = state.interactions.get(token);
  if (!interaction) throw new DiscordRefusal(10015);
  if (interaction.isExpired) throw new DiscordRefusal(50027);
  if (interaction.answeredWith === undefined) throw new DiscordRefusal(10015);
  return interaction;
}

function respond(
  state: LocalState,
  interaction: LocalInteraction,
  channel: LocalChannel,
  body: MessageBody,
  call: Call,
  isLoading: boolean,
): LocalMessage {
  const isEphemeral = ((body.flags ?? 0) & IS_EPHEMERAL) !== 0;
  const user = state.users.get(interaction.user);
  return makeMessage(state, {
    channel,
    author: state.bot.id,
    body,
    files: filesOf(state, call, body),
    token: interaction.token,
    isLoading,
    ...(isEphemeral && {onlyFor: interaction.user}),
    ...(user && {
      metadata: {
        id: interaction.id,
        type: interaction.type as 2,
        user,
        authorizing_integration_owners: interaction.isUsersOwn ? {1: user.id} : {0: interaction.guild ?? "0"},
      },
    }),
  });
}

function channelOf(state: LocalState, interaction: LocalInteraction): LocalChannel {
  const channel = state.channels.get(interaction.channel);
  if (!channel) throw new DiscordRefusal(10003);
  return channel;
}

import type {LocalChannel, LocalGuild, LocalState, Permission} from "./state.ts";

const BITS: Readonly<Record<Permission, bigint>> = {
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  EmbedLinks: 1n << 14n,
  AttachFiles: 1n << 15n,
  ReadMessageHistory: 1n << 16n,
  CreatePublicThreads: 1n << 35n,
  SendMessagesInThreads: 1n << 38n,
};
const ADMINISTRATOR = 1n << 3n;
const EVERYBODY = Object.values(BITS).reduce((all, bit) => all | bit, 0n) | (1n << 31n);

/** A guild with all that is in it, as the gateway tells of it. */
export function guildPayload(state: LocalState, guild: LocalGuild): object {
  const channels = [...state.channels.values()].filter((one) => one.guild === guild.id);
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    vanity_url_code: null,
    owner_id: guild.owner,
    region: "deprecated",
    roles: [role(guild.id, "@everyone", EVERYBODY, 0), role(guild.adminRole, "Admins", ADMINISTRATOR, 1)],
    emojis: [],
    stickers: [],
    features: [],
    channels: channels.filter((one) => one.kind === "text").map((one) => channelPayload(state, one)),
    threads: channels
      .filter((one) => one.kind === "thread" && !one.archived)
      .map((one) => channelPayload(state, one)),
    members: [{...memberOf(state, guild.id, state.bot.id, true)}],
    member_count: state.users.size,
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    joined_at: new Date().toISOString(),
    large: false,
    unavailable: false,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    afk_channel_id: null,
    afk_timeout: 300,
    application_id: null,
    preferred_locale: "en-US",
    incidents_data: null,
  };
}

export function channelPayload(state: LocalState, channel: LocalChannel): object {
  const common = {id: channel.id, last_message_id: channel.messages.at(-1)?.wire.id ?? null, flags: 0};
  if (channel.kind === "direct")
    return {...common, type: 1, recipients: [state.users.get(channel.person ?? "")]};
  if (channel.kind === "thread")
    return {
      ...common,
      type: 11,
      guild_id: channel.guild,
      parent_id: channel.parent,
      name: channel.name,
      owner_id: state.bot.id,
      message_count: channel.messages.length,
      total_message_sent: channel.messages.length,
      member_count: 2,
      rate_limit_per_user: 0,
      thread_metadata: {
        archived: channel.archived ?? false,
        archive_timestamp: new Date().toISOString(),
        auto_archive_duration: 1440,
        locked: false,
        create_timestamp: new Date().toISOString(),
      },
      member: {
        id: channel.id,
        user_id: state.bot.id,
        join_timestamp: new Date().toISOString(),
        flags: 0,
      },
    };
  return {
    ...common,
    type: 0,
    guild_id: channel.guild,
    name: channel.name,
    topic: null,
    position: 0,
    parent_id: null,
    nsfw: false,
    rate_limit_per_user: 0,
    permission_overwrites: overwrites(state, channel),
  };
}

/** Someone as a member of a guild. */
export function memberOf(state: LocalState, guild: string, user: string, withUser: boolean): object {
  const found = state.guilds.get(guild);
  const isAdmin = found?.admins.has(user) ?? false;
  return {
    ...(withUser && {user: state.users.get(user)}),
    nick: null,
    avatar: null,
    banner: null,
    roles: isAdmin && found ? [found.adminRole] : [],
    joined_at: new Date().toISOString(),
    premium_since: null,
    communication_disabled_until: null,
    pending: false,
    deaf: false,
    mute: false,
    flags: 0,
  };
}

/** All that someone may do in a guild: a number in decimal digits. */
export function permissionsOf(state: LocalState, guild: string, user: string): string {
  const found = state.guilds.get(guild);
  const isAdmin = found?.owner === user || found?.admins.has(user);
  return String(isAdmin ? EVERYBODY | ADMINISTRATOR | (1n << 5n) : EVERYBODY);
}

/** What the bot may do in a channel. */
export function botPermissions(channel: LocalChannel | undefined): string {
  return String([...(channel?.denied ?? [])].reduce((left, one) => left & ~BITS[one], EVERYBODY));
}

function overwrites(state: LocalState, channel: LocalChannel): object[] {
  if (channel.denied.size === 0) return [];
  const deny = [...channel.denied].reduce((all, one) => all | BITS[one], 0n);
  return [{id: state.bot.id, type: 1, allow: "0", deny: String(deny)}];
}

function role(id: string, name: string, permissions: bigint, position: number): object {
  return {
    id,
    name,
    permissions: String(permissions),
    position,
    color: 0,
    colors: {primary_color: 0, secondary_color: null, tertiary_color: null},
    hoist: false,
    icon: null,
    unicode_emoji: null,
    managed: false,
    mentionable: false,
    flags: 0,
  };
}

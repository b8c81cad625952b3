import type {BaseInteraction, GuildMember, Message} from "discord.js";
import type {ChatPerson, ChatPlace} from "../chat/incoming.ts";

/** Bits of Discord's permissions: https://discord.com/developers/docs/topics/permissions */
const ADMINISTRATOR = 1n << 3n;
const MANAGE_GUILD = 1n << 5n;
/** Let in for a voice channel alone: https://discord.com/developers/docs/resources/guild#guild-member-object-guild-member-flags */
const IS_GUEST = 1 << 4;

/** The installation that somebody brings along: no guild has it. */
export const installationOfUser = (user: string): string => `user:${user}`;

/** What of a member their rank follows from; an interaction gives it as Discord sent it. */
interface RankedMember {
  permissions: bigint;
  isPending: boolean;
  flags: number;
}

/** What somebody is in a guild. */
export function rankOf(member: RankedMember | undefined, isOwner: boolean): ChatPerson["rank"] {
  if (isOwner) return "admin";
  if (!member) return "member";
  if ((member.permissions & (ADMINISTRATOR | MANAGE_GUILD)) !== 0n) return "admin";
  return member.isPending || (member.flags & IS_GUEST) !== 0 ? "guest" : "member";
}

function ranked(member: GuildMember): RankedMember {
  return {
    permissions: member.permissions.bitfield,
    isPending: member.pending === true,
    flags: member.flags.bitfield,
  };
}

/** Who wrote a message. In direct messages the workspace is their own. */
export function personOfMessage(message: Message): ChatPerson {
  const {author, member, guild} = message;
  const name = member?.displayName ?? author.displayName;
  if (!guild) return {id: author.id, name, rank: "admin"};
  return {
    id: author.id,
    name,
    rank: rankOf(member ? ranked(member) : undefined, guild.ownerId === author.id),
  };
}

/** The guild that has the bot, or the user that brought it along. */
export function installationOf(interaction: BaseInteraction): string {
  const {guildId, userId} = interaction.authorizingIntegrationOwners;
  if (guildId !== null && guildId === interaction.guildId) return guildId;
  return installationOfUser(userId ?? interaction.user.id);
}

/** Who used a command or pressed a button. */
export function personOfInteraction(interaction: BaseInteraction): ChatPerson {
  const {user, guild} = interaction;
  const name = interaction.inCachedGuild() ? interaction.member.displayName : user.displayName;
  const installation = installationOf(interaction);
  if (installation.startsWith("user:")) {
    const isOwn = installation === installationOfUser(user.id);
    return {id: user.id, name, rank: isOwn ? "admin" : "stranger"};
  }
  const permissions = interaction.memberPermissions?.bitfield ?? 0n;
  const member = interaction.inCachedGuild() ? ranked(interaction.member) : undefined;
  const known = {isPending: false, flags: 0, ...member, permissions};
  return {id: user.id, name, rank: rankOf(known, guild?.ownerId === user.id)};
}

/**
 * Where an interaction happens. What only the asker sees is a conversation of its own: what is said there never comes up
 * when others ask in the same channel.
 */
export function placeOfInteraction(interaction: BaseInteraction, isForOne: boolean): ChatPlace {
  const {channel, channelId, user} = interaction;
  const thread = channel?.isThread() ? channel : undefined;
  const at = thread?.parentId ?? channelId ?? user.id;
  const isDirect = interaction.context === 1;
  const own = isForOne && !isDirect ? `only:${user.id}:${channelId ?? ""}` : thread?.id;
  return {
    platform: "discord",
    installation: installationOf(interaction),
    channel: at,
    ...(own && {thread: own}),
    audience: isForOne || isDirect ? "one" : "several",
  };
}

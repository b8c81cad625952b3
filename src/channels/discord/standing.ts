import type {ChatInputCommandInteraction, GuildMember, Message} from "discord.js";
import type {StandingPlace} from "../schedules/standing.ts";
import type {MessageTarget} from "./target.ts";

const MOST_CHANNELS = 3;

/** A channel of a guild as far as it is asked who may write there. */
interface GuildChannelLike {
  id: string;
  name: string;
  isTextBased(): boolean;
  permissionsFor(member: GuildMember): {has(permissions: ("ViewChannel" | "SendMessages")[]): boolean} | null;
}

/** Where what a message asks for later is told: where it is answered, and in the channels that it mentions. */
export function standingOfMessage(message: Message, target: MessageTarget): StandingPlace[] {
  const {guild, member, mentions, author} = message;
  // A thread that is begun at a message has its id.
  const channel = target.newThread === undefined ? message.channelId : message.id;
  const here: StandingPlace = {
    isHere: true,
    audience: guild ? "several" : "one",
    target: postIn(channel, message.id, author.id),
  };
  const named = [...mentions.channels.values()]
    .flatMap((one: object) => (isOfGuild(one) ? [one] : []))
    .slice(0, MOST_CHANNELS);
  return [
    here,
    ...named.map((one) => placeIn(one, message.id, author.id, member, guild?.members.me ?? null)),
  ];
}

/** The same for a command, with the channel that was chosen in it. */
export function standingOfCommand(interaction: ChatInputCommandInteraction): StandingPlace[] {
  const {user, channelId, guild, id} = interaction;
  const isDirect = interaction.context === 1;
  const chosen = interaction.options.getChannel("channel");
  const member = interaction.inCachedGuild() ? interaction.member : null;
  const named = guild && chosen ? guild.channels.cache.get(chosen.id) : undefined;
  const isThere = isDirect || guild !== null;
  return [
    ...(channelId !== null && isThere
      ? [
          {
            isHere: true,
            audience: isDirect ? ("one" as const) : ("several" as const),
            target: postIn(channelId, id, user.id),
          },
        ]
      : []),
    ...(named && isOfGuild(named) ? [placeIn(named, id, user.id, member, guild?.members.me ?? null)] : []),
  ];
}

const isOfGuild = (channel: object): channel is GuildChannelLike =>
  "permissionsFor" in channel && "name" in channel && "isTextBased" in channel;

function placeIn(
  channel: GuildChannelLike,
  after: string,
  user: string,
  member: GuildMember | null,
  me: GuildMember | null,
): StandingPlace {
  const {id, name} = channel;
  const may = (who: GuildMember | null) =>
    who !== null &&
    channel.isTextBased() &&
    channel.permissionsFor(who)?.has(["ViewChannel", "SendMessages"]) === true;
  const refusal = !may(me)
    ? `I may not post in #${name}.`
    : !may(member)
      ? `You may not post in #${name}.`
      : undefined;
  return {
    name,
    isHere: false,
    audience: "several",
    target: postIn(id, after, user),
    ...(refusal !== undefined && {refusal}),
  };
}

/** A message of its own: no answer to the one that asked for it. */
const postIn = (channel: string, after: string, user: string): MessageTarget => ({
  kind: "message",
  channel,
  message: after,
  user,
  isDirect: true,
});

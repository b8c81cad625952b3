import type {BaseInteraction} from "discord.js";
import type {Access} from "../../access/access.ts";
import type {ChatDesk, Visitor} from "../chat/desk.ts";
import {personOfInteraction, placeOfInteraction} from "./place.ts";
import type {ReplyParts} from "./reply.ts";
import type {InteractionTarget} from "./target.ts";
import {FLAG} from "./wire.ts";

/** What everything that comes from Discord is handled with. */
export interface Bot extends ReplyParts {
  desk: ChatDesk;
  access: Access;
  /** Whether Discord tells what is written without a mention: where it refused the intent it does not. */
  readsContent: () => boolean;
  /** Makes sure that an installation has its workspace. */
  ensureInstalled: (installation: string, name: string, by?: string) => Promise<void>;
}

const BOT_DM = 1;
const VIEW_AND_SEND = (1n << 10n) | (1n << 11n);

/** What pressing, submitting and typing are asked with. */
export function visitorOf(interaction: BaseInteraction, isForOne: boolean): Visitor {
  return {place: placeOfInteraction(interaction, isForOne), person: personOfInteraction(interaction)};
}

/** Whether an answer is for the asker alone where they said nothing of it: where they brought the bot along, it is. */
export function isForOneByItself(interaction: BaseInteraction): boolean {
  if (interaction.context === BOT_DM) return false;
  return placeOfInteraction(interaction, false).installation.startsWith("user:");
}

/** Where the answer to an interaction goes. */
export function targetOf(
  interaction: BaseInteraction & {token: string},
  options: {isEphemeral: boolean; asked?: string},
): InteractionTarget {
  const {applicationId, id, token, channelId, user, context, appPermissions, attachmentSizeLimit} =
    interaction;
  const {installation} = placeOfInteraction(interaction, false);
  const isAllowed = (appPermissions.bitfield & VIEW_AND_SEND) === VIEW_AND_SEND;
  return {
    kind: "interaction",
    application: applicationId,
    interaction: id,
    token,
    ...(channelId && {channel: channelId}),
    user: user.id,
    isEphemeral: options.isEphemeral,
    canPost: context === BOT_DM || (isAllowed && !installation.startsWith("user:")),
    ...(options.asked && {asked: options.asked}),
    ...(attachmentSizeLimit > 0 && {largestFile: attachmentSizeLimit}),
  };
}

/** Discord waits three seconds for this. */
export async function defer(
  interaction: {deferReply: (options: {flags?: 64}) => Promise<unknown>},
  isEphemeral: boolean,
): Promise<void> {
  await interaction.deferReply(isEphemeral ? {flags: FLAG.ephemeral} : {});
}

/** The workspace of where an interaction happens, made at its first use. */
export async function ensureFor(bot: Bot, interaction: BaseInteraction): Promise<void> {
  const {installation} = placeOfInteraction(interaction, false);
  const own = installation.startsWith("user:");
  const name = own
    ? `${interaction.user.displayName} on Discord`
    : (interaction.guild?.name ?? "A Discord server");
  await bot.ensureInstalled(installation, name, interaction.user.id);
}

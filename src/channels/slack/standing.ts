import {z} from "zod";
import type {ChatPerson} from "../chat/incoming.ts";
import type {StandingPlace} from "../schedules/standing.ts";
import type {SlackParts} from "./parts.ts";
import type {SlackTarget} from "./target.ts";
import type {SlackTeam} from "./teams.ts";
import {SlackRefusal} from "./web_api.ts";

/** So many channels of one message are looked at. */
const MOST_CHANNELS = 3;
const MOST_PAGES = 10;

const infoSchema = z.looseObject({
  channel: z.looseObject({
    is_private: z.boolean().optional(),
    is_member: z.boolean().optional(),
    is_archived: z.boolean().optional(),
    is_read_only: z.boolean().optional(),
    is_im: z.boolean().optional(),
  }),
});
const membersSchema = z.looseObject({
  members: z.array(z.string()),
  response_metadata: z.looseObject({next_cursor: z.string().optional()}).optional(),
});

/** A channel that a message mentions. */
export interface NamedChannel {
  id: string;
  name: string;
}

/**
 * Where what a message asks for later is told: where it stands, to whoever asks alone, and in the channels that it mentions, as
 * far as both they and Tabletalk are there.
 */
export async function standingPlaces(
  {onNote}: Pick<SlackParts, "onNote">,
  {api}: SlackTeam,
  {channel, thread, user, team, isDirect}: SlackTarget,
  {person, channels}: {person: ChatPerson; channels: readonly NamedChannel[]},
): Promise<StandingPlace[]> {
  const whose = {user, ...(team !== undefined && {team})};
  const here: SlackTarget = {channel, ...(thread !== undefined && {thread}), ...whose, isDirect};
  const alone: SlackTarget = {channel, ...whose, isDirect: true};
  const isOne = isDirect || thread === undefined;
  const named = channels.slice(0, MOST_CHANNELS).map(async ({id, name}): Promise<StandingPlace> => {
    const target: SlackTarget = {channel: id, ...whose, isDirect: false, isPost: true};
    const refusal = await whyNot(id, name).catch((error: unknown) => {
      onNote(`Slack's channel could not be looked at: ${error instanceof Error ? error.message : error}`);
      return `It is not known whether you may read #${name}.`;
    });
    return {name, isHere: false, audience: "several", target, ...(refusal !== undefined && {refusal})};
  });
  return [
    {isHere: true, audience: isOne ? "one" : "several", target: here},
    {isHere: false, audience: "one", target: alone},
    ...(await Promise.all(named)),
  ];

  async function whyNot(id: string, name: string): Promise<string | undefined> {
    let told: z.infer<typeof infoSchema>["channel"];
    try {
      told = infoSchema.parse(await api.call("conversations.info", {channel: id})).channel;
    } catch (error) {
      if (error instanceof SlackRefusal) return `Tabletalk does not see #${name}.`;
      throw error;
    }
    if (told.is_im) return `#${name} is no channel.`;
    if (told.is_archived) return `#${name} is archived.`;
    if (!told.is_member) return `Tabletalk is not in #${name}: invite it there first.`;
    if (told.is_read_only) return `Not everybody may post in #${name}.`;
    // Whoever is a member of the workspace may read what is public; guests and others only where they are.
    const isOpen = !told.is_private && (person.rank === "member" || person.rank === "admin");
    return isOpen || (await isMember(id)) ? undefined : `You are not in #${name}.`;
  }

  async function isMember(id: string): Promise<boolean> {
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const {members, response_metadata} = membersSchema.parse(
        await api.call("conversations.members", {channel: id, limit: 1_000, ...(cursor && {cursor})}),
      );
      if (members.includes(user)) return true;
      cursor = response_metadata?.next_cursor;
      if (!cursor) return false;
    }
    return false;
  }
}

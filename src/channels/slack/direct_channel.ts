import {z} from "zod";
import type {SlackTeam} from "./teams.ts";
import type {SlackApi} from "./web_api.ts";

const openedSchema = z.looseObject({channel: z.looseObject({id: z.string()})});

/** The direct messages with somebody. @throws SlackRefusal where there cannot be any */
export async function directChannel(api: SlackApi, user: string, signal?: AbortSignal): Promise<string> {
  return openedSchema.parse(await api.call("conversations.open", {users: user}, {signal})).channel.id;
}

/** The same, asked of Slack once. */
export interface DirectChannels {
  of(team: SlackTeam, user: string): Promise<string>;
}

const MOST = 5_000;

export function directChannels(): DirectChannels {
  const known = new Map<string, string>();
  return {
    async of({installation, api}, user) {
      const key = `${installation}:${user}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const channel = await directChannel(api, user);
      known.set(key, channel);
      if (known.size > MOST) known.delete(known.keys().next().value!);
      return channel;
    },
  };
}

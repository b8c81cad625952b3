import type {Rest} from "./requests.ts";
import type {DiscordSettings} from "./settings.ts";

/**
 * What requests are made with. It is not the client's own, which forgets the token whenever a client ends: there may be a
 * second connection.
 * @param repeats false: a request of which nobody knows what became is not made again by itself
 */
export function openRest(
  {REST}: Pick<typeof import("discord.js"), "REST">,
  {token, apiUrl}: Pick<DiscordSettings, "token" | "apiUrl">,
  {repeats = true} = {},
): Rest {
  return new REST({
    version: "10",
    timeout: 15_000,
    ...(!repeats && {retries: 0}),
    ...(apiUrl && {api: apiUrl}),
  }).setToken(token) as Rest;
}

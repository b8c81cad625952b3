import {openAccess} from "../../../src/access/access.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import {openDesk} from "../../../src/channels/chat/open_desk.ts";
import {openDiscord} from "../../../src/channels/discord/open_discord.ts";
import {openService} from "../../../src/channels/open_service.ts";
import {loadConfig} from "../../../src/config.ts";

// A process of the service, to be killed: its home, Discord's address and the token are its arguments.
const [home = "", apiUrl = "", token = ""] = process.argv.slice(2);
const config = loadConfig(
  {home, model: "offline"},
  {TABLETALK_TIME_ZONE: "UTC", TABLETALK_LEASE_MS: "3000", TABLETALK_STORE: process.env.TABLETALK_STORE},
);
const onNote = (text: string): void => console.error(text);
const service = await openService(config, {onNote});
const access = await openAccess(service.store, await openSecrets(home, {}));
const desk = openDesk({service, access, settings: {largestFile: 2_000_000}, onNote});
const bot = await openDiscord({
  desk,
  access,
  settings: {token, apiUrl, messageContent: "auto", guilds: [], layout: "components"},
  onNote,
});
desk.addPlatform(bot.platform);
await service.startWorking();
console.log("ready");

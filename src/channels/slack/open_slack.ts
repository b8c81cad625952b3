import {createServer, type IncomingMessage, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import type {Access} from "../../access/access.ts";
import type {ChatDesk} from "../chat/desk.ts";
import type {ChatPlatform} from "../chat/platform.ts";
import {SLACK_CAPABILITIES} from "./blocks/limits.ts";
import {boltLogger} from "./bolt_logger.ts";
import {directChannels} from "./direct_channel.ts";
import {fetchSlackFile} from "./fetch_file.ts";
import {takeHome} from "./home.ts";
import {firstTimes, learnt, type SlackParts} from "./parts.ts";
import {slackPeople} from "./people.ts";
import {acknowledgeWhenKept, boltReceiver, mountable} from "./receivers.ts";
import {openSlackReply} from "./reply.ts";
import type {SlackSettings} from "./settings.ts";
import {slackHosts} from "./slack_hosts.ts";
import {takeClicks} from "./take_clicks.ts";
import {takeCommands} from "./take_commands.ts";
import {takeLifecycle} from "./take_lifecycle.ts";
import {takeMessages} from "./take_messages.ts";
import {installationStore, manyTeams, oneTeam} from "./teams.ts";
import {clientOptions, slackApis} from "./web_clients.ts";

export interface SlackOptions {
  desk: ChatDesk;
  /** Where installations are kept. */
  access: Access;
  settings: SlackSettings;
  /** Told what went wrong outside of any message; never with a secret in it. */
  onNote?: (text: string) => void;
}

export interface OpenSlack {
  platform: ChatPlatform;
  /** HTTP: takes the requests under `/slack/`; false for one that is not for it. */
  listener?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** HTTP by itself (`settings.port`): where it listens, `http://127.0.0.1:4000`. */
  url?: string;
  port?: number;
  close(): Promise<void>;
}

/**
 * Joins Slack: takes what happens there to the desk, and gives the platform that answers are delivered on.
 * @throws SlackRefusal where a token is not valid
 */
export async function openSlack({
  desk,
  access,
  settings,
  onNote = () => {},
}: SlackOptions): Promise<OpenSlack> {
  const bolt = await import("@slack/bolt");
  const logger = boltLogger(onNote);
  const apiOf = await slackApis(settings.apiUrl, logger);
  const store = settings.oauth ? installationStore(access) : undefined;
  const receiver = boltReceiver(bolt, settings, logger, store);
  const installer = "installer" in receiver ? receiver.installer : undefined;
  const teams =
    store && installer
      ? manyTeams(access, store, (source) => installer.authorize(source as never), apiOf)
      : await oneTeam(access, apiOf(settings.botToken!), apiOf);
  const parts: SlackParts = {
    desk,
    access,
    settings,
    teams,
    people: slackPeople(),
    directs: directChannels(),
    isSlackUrl: slackHosts(settings.apiUrl),
    learnt: learnt(settings.nativeCharts),
    told: firstTimes(),
    onNote,
  };
  const app = new bolt.App({
    receiver,
    // With an installer Bolt insists on asking it itself.
    ...(!installer && {authorize: (source) => teams.authorize(source)}),
    logger,
    clientOptions: clientOptions(settings.apiUrl, logger),
  });
  acknowledgeWhenKept(receiver, app, teams);
  takeMessages(app, parts);
  takeHome(app, parts);
  takeClicks(app, parts);
  takeCommands(app, parts);
  takeLifecycle(app, parts);
  const platform: ChatPlatform = {
    name: "slack",
    capabilities: SLACK_CAPABILITIES,
    openReply: (delivery) => openSlackReply(parts, delivery),
    fetchFile: (file, to, from) => fetchSlackFile(parts, file, to, from),
  };
  if (receiver instanceof bolt.SocketModeReceiver) {
    await receiver.start();
    const {client} = receiver;
    return {platform, close: () => client.disconnect()};
  }
  const listener = mountable(receiver);
  if (settings.port === undefined) return {platform, listener, close: async () => {}};
  const server = createServer((request, response) => {
    if (!listener(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, "127.0.0.1", resolve);
  });
  const {port} = server.address() as AddressInfo;
  return {
    platform,
    listener,
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {type Access, openAccess} from "../../../src/access/access.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import {callParts} from "../../../src/channels/calls/call_parts.ts";
import type {CallSettings} from "../../../src/channels/calls/settings.ts";
import type {OpenDesk} from "../../../src/channels/chat/desk.ts";
import {openDesk} from "../../../src/channels/chat/open_desk.ts";
import {type OpenService, openService} from "../../../src/channels/open_service.ts";
import {type OpenSlack, openSlack} from "../../../src/channels/slack/open_slack.ts";
import type {SlackSettings} from "../../../src/channels/slack/settings.ts";
import {loadConfig} from "../../../src/config.ts";
import {newState} from "../http/state.ts";
import {SIGNING_SECRET} from "./local/events.ts";
import {type LocalSlack, type LocalSlackOptions, startLocalSlack} from "./local/local_slack.ts";
import {CLIENT_ID, CLIENT_SECRET} from "./local/oauth.ts";
import type {Ephemeral, LocalMessage} from "./local/state.ts";

export const BOT = "<@U0TABLETALK>";

export interface RunningSlack extends AsyncDisposable {
  slack: LocalSlack;
  bolt: OpenSlack;
  desk: OpenDesk;
  service: OpenService;
  access: Access;
  home: string;
  /** Where Bolt listens, over HTTP. */
  url?: string;
  /** What went wrong outside of any message. */
  notes: string[];
  /** Waits for what somebody would wait for. */
  until<T>(what: () => T | undefined | false | null, forWhat?: string): Promise<T>;
  /** The finished answers in a thread: `count` of them, once nothing is being made there any more. */
  answers(at: {channel: string; ts: string; team?: string}, count?: number): Promise<LocalMessage[]>;
  /** What a person alone is shown next. */
  shownTo(user: string, team?: string): Promise<Ephemeral>;
}

export interface RunningOptions extends LocalSlackOptions {
  receiver?: "http" | "socket";
  /** Workspaces install it by themselves, by OAuth. */
  byOAuth?: boolean;
  settings?: Partial<SlackSettings>;
  largestFile?: number;
  /** False: messages are kept, and nobody answers. */
  works?: boolean;
  environment?: NodeJS.ProcessEnv;
  /** Where LiveKit is: calls are set up then. */
  calls?: CallSettings;
  /** In a folder that is there already. */
  home?: string;
  slack?: LocalSlack;
}

export function slackSettings(slack: LocalSlack, options: RunningOptions = {}): SlackSettings {
  const isSocket = options.receiver === "socket";
  return {
    mode: isSocket ? "socket" : "http",
    ...(!options.byOAuth && {botToken: slack.team().token}),
    ...(isSocket ? {appToken: slack.appToken} : {signingSecret: SIGNING_SECRET, port: 0}),
    ...(options.byOAuth && {
      oauth: {clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, stateSecret: "a secret of the state"},
    }),
    apiUrl: slack.apiUrl,
    nativeCharts: true,
    ...options.settings,
  };
}

/** A chart's picture comes after its answer, as a message that is the file alone. */
const isAnswer = ({user, files, blocks, text}: LocalMessage): boolean =>
  user === "U0TABLETALK" && (files.length === 0 || blocks.length > 0 || text !== "");

/** Tabletalk on a Slack of its own: real Bolt, the real desk, store, worker and offline model. */
export async function runningSlack(options: RunningOptions = {}): Promise<RunningSlack> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), "tabletalk-slack-")));
  const state = await newState();
  const slack = options.slack ?? (await startLocalSlack({...options, transport: options.receiver ?? "http"}));
  const notes: string[] = [];
  const onNote = (text: string): void => void notes.push(text);
  const config = loadConfig(
    {home, model: "offline"},
    {TABLETALK_TIME_ZONE: "UTC", TABLETALK_STORE: state.store, ...options.environment},
  );
  const service = await openService(config, {onNote});
  const access = await openAccess(service.store, await openSecrets(home, {}));
  const largestFile = options.largestFile ?? 5_000_000;
  const publicUrl = options.settings?.publicUrl;
  const calls = options.calls && callParts(service, access, options.calls);
  const settingsOfDesk = {largestFile, ...(publicUrl && {publicUrl})};
  const desk = openDesk({service, access, settings: settingsOfDesk, ...(calls && {calls}), onNote});
  const bolt = await openSlack({desk, access, settings: slackSettings(slack, options), onNote});
  desk.addPlatform(bolt.platform);
  const url = bolt.port === undefined ? undefined : `http://127.0.0.1:${bolt.port}`;
  if (url) slack.deliverTo(`${url}/slack/events`);
  if (options.works ?? true) await service.startWorking();

  async function until<T>(what: () => T | undefined | false | null, forWhat = String(what)): Promise<T> {
    const end = Date.now() + 90_000;
    for (;;) {
      const found = what();
      if (found !== undefined && found !== false && found !== null) return found;
      if (Date.now() > end)
        throw new Error(
          [
            `Nobody saw it: ${forWhat}`,
            ...slack.problems,
            ...notes,
            ...slack.calls
              .slice(-12)
              .map(({method, answer}) => `${method} ${JSON.stringify(answer)?.slice(0, 160)}`),
          ].join("\n"),
        );
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }

  return {
    slack,
    bolt,
    desk,
    service,
    access,
    home,
    ...(url && {url}),
    notes,
    until,
    async answers({channel, ts, team}, count = 1) {
      const root = slack.message(channel, ts, team)?.threadTs ?? ts;
      return until(() => {
        const all = slack.thread(channel, root, team).filter(isAnswer);
        const isOver = slack.session(channel, root, team) !== "processing";
        const finished = all.filter((one) => one.stream?.state !== "open");
        return isOver && finished.length === all.length && finished.length >= count && finished;
      }, `${count} answer(s) in the thread of ${channel} ${root}`);
    },
    async shownTo(user, team) {
      const before = slack.ephemeral(user, team).length;
      await until(() => slack.ephemeral(user, team).length > before, `something for ${user} alone`);
      return slack.ephemeral(user, team).at(-1)!;
    },
    async [Symbol.asyncDispose]() {
      await bolt.close();
      await desk.close();
      await service.close();
      if (!options.slack) await slack[Symbol.asyncDispose]();
      await state.drop();
      if (!options.home) await rm(home, {recursive: true, force: true});
    },
  };
}

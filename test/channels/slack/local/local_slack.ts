import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {COMPRESSED, httpTransport, type Pace, type Transport} from "./events.ts";
import {type Fault, type Faults, newFaults} from "./faults.ts";
import {receiveUpload, sendFile, sendSignIn} from "./files.ts";
import {
  command,
  type Pressed,
  press,
  receiveResponse,
  responseUrl,
  shortcut,
  submit,
} from "./interactivity.ts";
import {authorize} from "./oauth.ts";
import {
  type Delivered,
  deleteMessage,
  edit,
  openHome,
  type PeopleParts,
  type Said,
  say,
  stop,
  tell,
  uninstall,
} from "./people.ts";
import {newRateLimits, type RateLimits} from "./rate_limits.ts";
import {reads} from "./seen.ts";
import {type SocketMode, socketMode} from "./socket_mode.ts";
import {
  type Ephemeral,
  type Json,
  type LocalMessage,
  type LocalTeam,
  type LocalView,
  messageIn,
  newState,
  type State,
  type TeamOptions,
  teamOf,
} from "./state.ts";
import {answerCall, broken, readBody, send, teamOfToken} from "./web_api.ts";

export interface LocalSlackOptions {
  teams?: readonly TeamOptions[];
  /** How events come. */
  transport?: "http" | "socket";
  pace?: Partial<Pace>;
  rateLimits?: boolean;
  /** A fixed port, so that programs find it again. */
  port?: number;
}

type Rest<F> = F extends (parts: PeopleParts, ...rest: infer R) => infer T ? (...rest: R) => T : never;

/** A Slack on loopback: what a program posts is checked as Slack checks it, and kept as people see it. */
export interface LocalSlack extends AsyncDisposable {
  url: string;
  /** For `clientOptions.slackApiUrl`. */
  apiUrl: string;
  /** For Bolt's installer: where people say yes. */
  authorizationUrl: string;
  appToken: string;
  state: State;
  calls: State["calls"];
  problems: State["problems"];
  faults: Faults;
  rateLimits: RateLimits;
  socket: SocketMode;
  pace: Pace;
  /** Where events go over HTTP: `http://127.0.0.1:3000/slack/events`. */
  deliverTo(url: string): void;
  team(id?: string): LocalTeam;

  say: Rest<typeof say>;
  /** Somebody drops files, with or without a word. */
  drop: Rest<typeof say>;
  edit: Rest<typeof edit>;
  deleteMessage: Rest<typeof deleteMessage>;
  openHome: Rest<typeof openHome>;
  stop: Rest<typeof stop>;
  uninstall: Rest<typeof uninstall>;
  command: Rest<typeof command>;
  shortcut: Rest<typeof shortcut>;
  press: (pressed: Pressed) => ReturnType<typeof press>;
  submit: Rest<typeof submit>;
  /** Delivers any event, or anything else, as it is. */
  tell(event: Json, team?: string): Promise<Delivered["deliveries"][number]>;
  transport: Transport;

  /** Where a program could answer somebody later. */
  responseUrl(channel: string, user: string, team?: string): string;
  fail(fault: Fault): void;
  /** Ends a stream as Slack does after five minutes. */
  expireStreams(): number;

  /** The answers in a thread, the message that began it left out, in order. */
  thread(channel: string, ts: string, team?: string): LocalMessage[];
  messagesIn(channel: string, team?: string): LocalMessage[];
  message(channel: string, ts: string, team?: string): LocalMessage | undefined;
  ephemeral(user: string, team?: string): Ephemeral[];
  home(user: string, team?: string): Json;
  /** The form that somebody has before them now. */
  view(user: string, team?: string): LocalView | undefined;
  status(channel: string, ts: string, team?: string): string | undefined;
  session(channel: string, ts: string, team?: string): string | undefined;
  prompts(
    channel: string,
    team?: string,
  ): {title?: string; prompts: {title: string; message: string}[]} | undefined;
  /** What a person reads in it. */
  reads: typeof reads;
  of(method: string): State["calls"];
}

export async function startLocalSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  const state = newState(options.teams ?? [{id: "T0ACME", name: "Acme"}]);
  const faults = newFaults();
  const rateLimits = newRateLimits(options.rateLimits ?? false);
  const pace = {...COMPRESSED, ...options.pace};
  let deliverTo = "";
  let url = "";
  let isClosed = false;

  const server = createServer(async (request, response) => {
    try {
      const at = new URL(request.url ?? "/", url);
      const method = /^\/api\/([\w.]+)$/.exec(at.pathname)?.[1];
      if (method) return await answerCall(webApi, method, request, response);
      const upload = /^\/upload\/v1\/(\w+)\/(\w+)$/.exec(at.pathname);
      if (upload) {
        const body = await readBody(request);
        const fault = faults.next("upload", {}, upload[1]);
        if (await broken(fault, request, response)) return;
        const file = state.teams.get(upload[1]!)?.files.get(upload[2]!);
        if (!file) return void response.writeHead(404).end();
        receiveUpload(state, file, request, body);
        if (fault?.how === "lost") return void request.socket.destroy();
        return void response.writeHead(200).end(`OK - ${body.length}`);
      }
      const download = /^\/files-pri\/(\w+)-(\w+)\//.exec(at.pathname);
      if (download) {
        const fault = faults.next("download", {}, download[1]);
        if (await broken(fault, request, response)) return;
        if (fault?.how === "html") return sendSignIn(response);
        const reader = teamOfToken(state, request.headers.authorization?.replace(/^Bearer /, ""));
        const team = reader?.id === download[1] ? reader : undefined;
        return sendFile(team, team?.files.get(download[2]!), response);
      }
      const answer = /^\/response\/(\w+)$/.exec(at.pathname);
      if (answer) {
        const body = JSON.parse((await readBody(request)).toString());
        const fault = faults.next("response_url", body);
        if (await broken(fault, request, response)) return;
        const {status, text} = receiveResponse(state, answer[1]!, body);
        if (fault?.how === "lost") return void request.socket.destroy();
        return void response.writeHead(status).end(text);
      }
      if (at.pathname === "/oauth/v2/authorize") {
        authorize(state, at, response, deliverTo.replace(/events$/, "oauth_redirect"));
        return;
      }
      send(response, 404, {ok: false, error: "not_found"});
    } catch (error) {
      state.problems.push(`the local Slack broke: ${error instanceof Error ? error.stack : error}`);
      response.writeHead(500).end();
    }
  });
  const socket = socketMode(server);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const transport = options.transport === "socket" ? socket.transport : httpTransport(() => deliverTo);
  const people: PeopleParts = {state, url: () => url, transport, pace};
  const webApi = {
    state,
    url,
    faults,
    rateLimits,
    socketUrl: () => `${url.replace("http", "ws")}/link?ticket=${state.nextId("t")}`,
    // A program hears of its own messages as of everybody's.
    told: (team: LocalTeam, event: Json) => {
      const hears = options.transport === "socket" ? socket.connected() > 0 : deliverTo !== "";
      if (!isClosed && hears)
        setImmediate(() => void tell({...people, pace: {...pace, retryAfterMs: []}}, team, event));
    },
  };
  const channelOf = (channel: string, team?: string) =>
    teamOf(state, team).channels.get(channel)?.messages ?? [];

  return {
    url,
    apiUrl: `${url}/api/`,
    authorizationUrl: `${url}/oauth/v2/authorize`,
    appToken: "xapp-1-A0TABLETALK-1",
    state,
    calls: state.calls,
    problems: state.problems,
    faults,
    rateLimits,
    socket,
    pace,
    transport,
    deliverTo: (to) => {
      deliverTo = to;
    },
    team: (id) => teamOf(state, id),
    say: (said: Said) => say(people, said),
    drop: (said: Said) => say(people, said),
    edit: (at, text) => edit(people, at, text),
    deleteMessage: (at) => deleteMessage(people, at),
    openHome: (by) => openHome(people, by),
    stop: (at) => stop(people, at),
    uninstall: (id) => uninstall(people, id),
    command: (by) => command(people, by),
    shortcut: (by) => shortcut(people, by),
    press: (by) => press(people, by),
    submit: (by) => submit(people, by),
    tell: (event, team) => tell(people, teamOf(state, team), event),
    responseUrl: (channel, user, team) => responseUrl(people, teamOf(state, team), channel, user),
    fail: (fault) => faults.add(fault),
    expireStreams() {
      const open = [...state.teams.values()]
        .flatMap((team) => [...team.channels.values()].flatMap((channel) => channel.messages))
        .filter((message) => message.stream?.state === "open");
      for (const message of open) message.stream!.state = "expired";
      return open.length;
    },
    thread: (channel, ts, team) =>
      channelOf(channel, team).filter((one) => one.threadTs === ts && one.ts !== ts),
    messagesIn: channelOf,
    message: (channel, ts, team) => messageIn(teamOf(state, team), channel, ts),
    ephemeral: (user, team) => teamOf(state, team).ephemeral.filter((one) => one.user === user),
    home: (user, team) => teamOf(state, team).homes.get(user),
    view: (user, team) => teamOf(state, team).views.findLast((one) => one.user === user && one.isOpen),
    status: (channel, ts, team) => teamOf(state, team).statuses.get(`${channel}:${ts}`)?.status,
    session: (channel, ts, team) => teamOf(state, team).sessions.get(`${channel}:${ts}`)?.status,
    prompts: (channel, team) => teamOf(state, team).prompts.get(channel),
    reads,
    of: (method) => state.calls.filter((call) => call.method === method),
    async [Symbol.asyncDispose]() {
      isClosed = true;
      socket.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {type LiveKitServer, startLiveKit} from "../../scripts/livekit.ts";
import {fetchedPocketsphinx} from "../../scripts/pocketsphinx.ts";
import {openAccess} from "../../src/access/access.ts";
import {createKey} from "../../src/access/keys.ts";
import {changeLimits} from "../../src/access/limits.ts";
import {localPrincipal, type Principal} from "../../src/access/principal.ts";
import {openSecrets} from "../../src/access/secret.ts";
import {addToWorkspace} from "../../src/access/set_up.ts";
import {openService} from "../../src/channels/open_service.ts";
import {loadConfig} from "../../src/config.ts";
import {type Caller as Asker, caller as askerOf} from "../channels/http/running.ts";
import {type Caller, type CallerOptions, joinCall} from "./caller.ts";
import {ordersCsv} from "./orders.ts";

const CLI = resolve(import.meta.dirname, "../../src/cli.ts");
const WORKSPACE = "terminal";

/** A process of ours, whose output goes to a file. */
export interface Running {
  child: ChildProcess;
  pid: number;
  /** What it printed so far. */
  printed(): string;
  /** Waits for a line. @throws Error with what it printed, where it ends before */
  line(pattern: RegExp, ms?: number): Promise<RegExpExecArray>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** A call as whoever started it is told. */
export interface StartedCall {
  id: string;
  conversation: string;
  room: string;
}

/** LiveKit's server, the service and a worker for calls, all real, in a folder of their own. */
export interface VoiceRunning extends AsyncDisposable {
  livekit: LiveKitServer;
  home: string;
  environment: NodeJS.ProcessEnv;
  /** Where the service is served. */
  url: string;
  service: Running;
  workers: Running[];
  /** The owner, to whom the orders belong. */
  owner: Asker;
  /** Somebody of another workspace. */
  stranger: Asker;
  startWorker(environment?: NodeJS.ProcessEnv): Promise<Running>;
  startCall(): Promise<StartedCall>;
  token(call: Pick<StartedCall, "id">, asker?: Asker): Promise<{url: string; token: string}>;
  /** Joins a call that goes on, as the owner or somebody else, and waits for the analyst. */
  join(call: Pick<StartedCall, "id">, options?: Partial<CallerOptions>, asker?: Asker): Promise<Caller>;
  /** Starts a call, joins it, and waits until the analyst greets. */
  call(options?: Partial<CallerOptions>): Promise<Caller & {call: StartedCall}>;
}

export interface VoiceOptions {
  /** How many workers for calls; default 1. */
  workers?: number;
  environment?: NodeJS.ProcessEnv;
}

/** Starts all of it; about six seconds. */
export async function voiceRunning(options: VoiceOptions = {}): Promise<VoiceRunning> {
  const home = mkdtempSync(join(tmpdir(), "tabletalk-voice-"));
  const livekit = await startLiveKit();
  const sphinx = process.env.TABLETALK_POCKETSPHINX ?? fetchedPocketsphinx();
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    TABLETALK_HOME: home,
    TABLETALK_MODEL: "offline",
    TABLETALK_TIME_ZONE: "UTC",
    TABLETALK_VOICE_TIMINGS: "1",
    LIVEKIT_URL: livekit.url,
    LIVEKIT_API_KEY: livekit.key,
    LIVEKIT_API_SECRET: livekit.secret,
    ...(sphinx && {TABLETALK_POCKETSPHINX: sphinx}),
    ...options.environment,
  };
  const running: Running[] = [];
  const workers: Running[] = [];
  const callers: Caller[] = [];
  const start = (name: string, args: string[], own: NodeJS.ProcessEnv = environment): Running => {
    const one = startProcess(args, own, join(home, `${name}-${running.length}.log`));
    running.push(one);
    return one;
  };
  const close = async (): Promise<void> => {
    for (const one of callers) await one.hangUp().catch(() => undefined);
    for (const one of running.toReversed()) await one.stop("SIGTERM");
    await livekit.stop();
    rmSync(home, {recursive: true, force: true, maxRetries: 5});
  };
  try {
    const keys = await setUp(home, environment);
    const service = start("serve", ["serve", "--port", "0", "--no-channels"]);
    const [, url = ""] = await service.line(/serves at (http:\S+)/);
    const startWorker = async (more: NodeJS.ProcessEnv = {}): Promise<Running> => {
      const one = start("voice", ["voice"], {...environment, ...more});
      await one.line(READY);
      workers.push(one);
      return one;
    };
    for (let count = 0; count < (options.workers ?? 1); count++) await startWorker();
    const owner = askerOf(url, keys.owner.person, keys.owner.key);
    const stranger = askerOf(url, keys.stranger.person, keys.stranger.key);
    const startCall = async (): Promise<StartedCall> => told(await owner.ask("POST", "/v1/calls", {}));
    const token: VoiceRunning["token"] = async ({id}, asker = owner) =>
      told(await asker.ask("POST", `/v1/calls/${id}/token`, {}));
    const join: VoiceRunning["join"] = async (call, joining, asker) => {
      const caller = await joinCall({...(await token(call, asker)), ...joining});
      callers.push(caller);
      await caller.until("the analyst in the room", () => caller.agent(), 30_000);
      return caller;
    };
    return {
      livekit,
      home,
      environment,
      url,
      service,
      workers,
      owner,
      stranger,
      startWorker,
      startCall,
      token,
      join,
      async call(joining) {
        const call = await startCall();
        const caller = await join(call, joining);
        await caller.until("a greeting", () => caller.ear.heard.length, 30_000);
        return {...caller, call};
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What a worker prints once LiveKit's server knows of it. */
const READY = /waits for calls|registered worker/i;

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it then expects.
function told({status, json, text}: Awaited<ReturnType<Asker["ask"]>>): any {
  if (status >= 300) throw new Error(`${status} ${text}`);
  return json;
}

/** Data, an owner with a key and somebody of another workspace, and no limits of rate. */
async function setUp(home: string, environment: NodeJS.ProcessEnv) {
  const service = await openService(loadConfig({}, environment));
  try {
    const access = await openAccess(service.store, await openSecrets(home, environment));
    const free = {requestsPerMinute: 1_000_000, questionsPerDay: 1_000_000};
    const member = async (email: string, workspace: string) => {
      await changeLimits(access, localPrincipal(workspace), {
        eachPerson: free,
        workspace: {requestsPerMinute: 1_000_000},
      });
      const {person} = await addToWorkspace(access, workspace, {email, role: "owner"});
      const principal: Principal = {
        kind: "person",
        workspace,
        person,
        actor: `person:${person}`,
        role: "owner",
        scopes: ["*"],
        projects: new Map(),
      };
      const {key} = await createKey(access, principal, {name: "test", scopes: ["*"]});
      return {person, key};
    };
    const owner = await member("owner@example.com", WORKSPACE);
    const stranger = await member("stranger@example.com", "other");
    const file = join(home, "orders.csv");
    writeFileSync(file, ordersCsv());
    await service.workspace(WORKSPACE).importFile(file, {by: owner.person});
    return {owner, stranger};
  } finally {
    await service.close();
  }
}

function startProcess(args: string[], environment: NodeJS.ProcessEnv, log: string): Running {
  const file = openSync(log, "a");
  const child = spawn(process.execPath, [CLI, ...args], {env: environment, stdio: ["ignore", file, file]});
  closeSync(file);
  const printed = () => readFileSync(log, "utf8");
  return {
    child,
    pid: child.pid ?? 0,
    printed,
    async line(pattern, ms = 40_000) {
      const last = Date.now() + ms;
      for (;;) {
        const found = pattern.exec(printed());
        if (found) return found;
        if (child.exitCode !== null || child.signalCode !== null || Date.now() > last)
          throw new Error(`tabletalk ${args.join(" ")} did not say ${pattern}:\n${printed().slice(-4_000)}`);
        await new Promise((done) => setTimeout(done, 50));
      }
    },
    async stop(signal = "SIGTERM") {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      const hard = setTimeout(() => child.kill("SIGKILL"), 10_000);
      child.kill(signal);
      await ended;
      clearTimeout(hard);
    },
  };
}

/** The processes that a process has started, and those that they have: on Linux. */
export function descendants(pid: number): {pid: number; command: string}[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
  return children.flatMap((child) => {
    try {
      const command = readFileSync(`/proc/${child}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      return [{pid: child, command}, ...descendants(child)];
    } catch {
      return [];
    }
  });
}

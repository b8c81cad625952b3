import {availableParallelism} from "node:os";
import {fileURLToPath} from "node:url";
import {AGENT_NAME} from "../../channels/calls/call.ts";
import type {CallSettings} from "../../channels/calls/settings.ts";
import {TabletalkError} from "../../errors.ts";
import {openSpeech} from "../speech/open_speech.ts";
import {requirePackage} from "../speech/require_package.ts";
import {speechSettingsFrom} from "../speech/settings.ts";

/** The entry of a job, in TypeScript here and in JavaScript in the package. */
const ENTRY = fileURLToPath(
  new URL(`./agent${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url),
);
const STARTING_MS = 60_000;
/** Listening and speaking take a fifth of a core, and people often speak at the same time. */
const CALLS_PER_CORE = 2;
/** How long calls go on when the worker is asked to end. */
const DRAIN_SECONDS = 600;

/** What takes calls on, each in a process of its own. */
export interface VoiceWorker {
  /** Once it is known to LiveKit's server. */
  registered: Promise<void>;
  /** Once it has ended; fails where LiveKit cannot be reached. */
  ended: Promise<void>;
  /** Takes no more, and lets the calls that go on come to their end. */
  close(): Promise<void>;
}

/** @throws TabletalkError unavailable where LiveKit's packages, or those of the speech that is set up, are not installed */
export async function startVoiceWorker(settings: CallSettings): Promise<VoiceWorker> {
  const {AgentServer, ServerOptions, initializeLogger} = await requirePackage(
    "A voice worker",
    [],
    () => import("@livekit/agents"),
  );
  initializeLogger({pretty: false, level: process.env.TABLETALK_VOICE_LOG || "warn"});
  await checkSpeech();
  const most = callsAtOnce();
  const options = new ServerOptions({
    agent: ENTRY,
    agentName: AGENT_NAME,
    wsURL: settings.url,
    apiKey: settings.key,
    apiSecret: settings.secret,
    numIdleProcesses: 1,
    initializeProcessTimeout: STARTING_MS,
    // Its page about itself is for this machine alone.
    host: "127.0.0.1",
    production: true,
    // By the calls that it holds. A busy CPU is no reason: it is soon over, and meanwhile nobody would come to a call.
    loadFunc: async (worker) => Math.min(1, worker.activeJobs.length / most),
    loadThreshold: 0.99,
    drainTimeout: DRAIN_SECONDS * 1000,
  });
  // Any that is free, so that several may run here. As an option 0 would be taken for none, which is 8081.
  options.port = 0;
  const server = new AgentServer(options);
  const registered = new Promise<void>((resolve) => server.event.once("worker_registered", () => resolve()));
  const ended = server.run();
  return {
    registered,
    ended,
    async close() {
      await server.drain().catch(() => {});
      await server.close();
    },
  };
}

/**
 * How many calls a worker takes on: TABLETALK_CALLS_AT_ONCE, else two for each core.
 * @throws TabletalkError bad_use for what is no such number
 */
export function callsAtOnce(environment: NodeJS.ProcessEnv = process.env): number {
  const given = environment.TABLETALK_CALLS_AT_ONCE;
  if (!given) return CALLS_PER_CORE * availableParallelism();
  const count = Number(given);
  if (Number.isInteger(count) && count >= 1 && count <= 1_000) return count;
  throw new TabletalkError(
    "bad_use",
    `TABLETALK_CALLS_AT_ONCE is ${JSON.stringify(given.slice(0, 40))}, which is no number of calls.`,
    "Set it to how many calls this worker may hold at once: from 1 to 1000.",
  );
}

/** What is missing is told at the start, not in the first call. */
async function checkSpeech(): Promise<void> {
  const {listener, speaker} = await openSpeech(speechSettingsFrom(), {terms: []});
  await Promise.allSettled([listener.close(), speaker.close()]);
}

import type {Access} from "../../access/access.ts";
import type {ChartRenderer} from "../../charts/renderer.ts";
import type {CallParts} from "../calls/call_parts.ts";
import type {Service} from "../service.ts";
import type {HttpMetrics} from "./metrics.ts";

/** What the HTTP channel is made of, and counts with. */
export interface HttpParts {
  service: Service;
  access: Access;
  /** Draws pictures; its browser starts with the first. */
  charts: () => Promise<ChartRenderer>;
  settings: HttpSettings;
  /** What calls are made with. Absent: they are not set up. */
  calls?: CallParts;
  /** How the chat platforms of this process are: told with readiness and metrics, and no part of either. */
  channels?: () => readonly ChannelState[];
  /** Counts what is done, for Prometheus. */
  metrics: HttpMetrics;
  /** Told of every request that was answered, and of what broke. */
  log?: (entry: LogEntry) => void;
}

/** `waiting`: it could not be begun, and is tried again. */
export interface ChannelState {
  name: string;
  state: "starting" | "running" | "waiting";
}

export interface LogEntry {
  level: "info" | "error";
  request: string;
  method: string;
  route: string;
  status: number;
  elapsedMs: number;
  workspace?: string;
  actor?: string;
  /** Of what broke here: for the log alone. */
  error?: unknown;
}

export interface HttpSettings {
  /** Sites whose pages may call this, as `https://example.com`. None by default. */
  origins: readonly string[];
  /** How people reach it: `https://tabletalk.example.com`. Links are made with it; https turns HSTS on. */
  publicUrl?: string;
  /** Whether X-Forwarded-For is to be believed: only behind a proxy of one's own. */
  behindProxy: boolean;
  /** Whoever reads /metrics shows this as a bearer token. Absent: there is no /metrics. */
  metricsToken?: string;
  /** Requests a minute of one address that is not signed in. */
  anonymousPerMinute: number;
  /** Where half uploads lie, absolute. */
  uploadFolder: string;
  /** The largest upload, in bytes. */
  largestUpload: number;
  /** A folder of static files that is served at `/`: the chat page. */
  pageFolder?: string;
  /** Answers are held against their schemas; what does not fit is an error. For tests. */
  checkAnswers?: boolean;
}

/** Settings of a service that only this machine reaches. */
export function defaultHttpSettings(home: string): HttpSettings {
  return {
    origins: [],
    behindProxy: false,
    anonymousPerMinute: 60,
    uploadFolder: `${home}/uploads`,
    largestUpload: 2 * 1024 ** 3,
  };
}

/** What whoever makes the HTTP channel gives it. */
export type GivenParts = Omit<HttpParts, "metrics">;

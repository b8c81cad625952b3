import {readFileSync} from "node:fs";
import {homedir} from "node:os";
import {join, resolve} from "node:path";
import {z} from "zod";
import {TabletalkError} from "./errors.ts";

const timeZoneSchema = z.string().refine(isTimeZone, "is not a time zone such as Europe/Berlin");

/** Every setting, checked. Flags win over the environment, the environment over the defaults. */
export const configSchema = z.object({
  /** Absolute path of the folder that holds state and datasets. */
  home: z.string(),
  /** Where state is: a SQLite file, or `postgres://…`, which several workers may share. Absent: a file in the home. */
  store: z.string().min(1).optional(),
  /** `offline`, or a hosted model's name or a list of them, as `models/` reads it. Absent: offline. */
  model: z.string().min(1).optional(),
  /** Models for one role alone; they count only while `model` is absent. */
  roles: z
    .object({
      planner: z.string().min(1).optional(),
      specialist: z.string().min(1).optional(),
      reviewer: z.string().min(1).optional(),
      writer: z.string().min(1).optional(),
    })
    .default({}),
  timeZone: timeZoneSchema,
  /** The day that "today" means; default: now. */
  asOf: z.coerce.date().optional(),
  /** How long one statement may run, in milliseconds. */
  queryMs: z.coerce.number().int().min(1).max(600_000).default(10_000),
  /** How long one turn may run, in milliseconds. */
  turnMs: z.coerce.number().int().min(1).max(3_600_000).default(120_000),
  /** The most that one step of long work (training, forecasting, filling by a model) may take, in milliseconds. */
  longStepMs: z.coerce.number().int().min(1).max(3_600_000).default(110_000),
  /** How long a call over MCP may run before it has to be a job, in milliseconds: hosts wait about 30 s. */
  mcpCallMs: z.coerce.number().int().min(1).max(3_600_000).default(25_000),
  /** How long one request to a model may take, in milliseconds. Absent: 60 s, and 180 s on this machine. */
  modelMs: z.coerce.number().int().min(1).max(3_600_000).optional(),
  /** How many rows of a result are kept. */
  rows: z.coerce.number().int().min(1).max(100_000).default(5_000),
  /** The most memory that an import or a query may take, in MiB. */
  memoryMb: z.coerce.number().int().min(512).max(1_000_000).default(3072),
  /** How many turns a worker of the service answers at once. */
  turnsAtOnce: z.coerce.number().int().min(1).max(256).default(4),
  /** How many sessions over data, each a process, a worker keeps warm. */
  warmSessions: z.coerce.number().int().min(1).max(256).default(6),
  /** After how long without a sign of life a worker's messages and jobs are taken by another, in milliseconds. */
  leaseMs: z.coerce.number().int().min(500).max(600_000).default(15_000),
  /** Where files are kept: a folder, or `s3://bucket/prefix?endpoint=...&region=...`. Absent: `files` in the home. */
  files: z.string().min(1).optional(),
  /** How large the local copies of files in object storage may grow, in MiB. */
  filesCacheMb: z.coerce.number().int().min(64).max(100_000_000).default(10_240),
});
export type Config = z.infer<typeof configSchema>;

/** The settings that the command line can give. */
export interface ConfigFlags {
  home?: string;
  model?: string;
  timeZone?: string;
  asOf?: string;
}

/**
 * Reads the settings from flags and environment: TABLETALK_HOME, TABLETALK_MODEL, TABLETALK_PLANNER_MODEL,
 * TABLETALK_SPECIALIST_MODEL, TABLETALK_REVIEWER_MODEL, TABLETALK_WRITER_MODEL, TABLETALK_TIME_ZONE (or TZ), TABLETALK_AS_OF, TABLETALK_QUERY_MS, TABLETALK_TURN_MS, TABLETALK_ROWS,
 * TABLETALK_LONG_STEP_MS, TABLETALK_MCP_CALL_MS, TABLETALK_MODEL_MS, TABLETALK_MEMORY_MB, TABLETALK_FILES, TABLETALK_FILES_CACHE_MB,
 * TABLETALK_STORE, TABLETALK_TURNS_AT_ONCE, TABLETALK_WARM_SESSIONS, TABLETALK_LEASE_MS.
 * @throws TabletalkError bad_use naming the setting that is wrong
 */
export function loadConfig(flags: ConfigFlags = {}, environment: NodeJS.ProcessEnv = process.env): Config {
  const given = {
    home: resolve(flags.home ?? environment.TABLETALK_HOME ?? join(homedir(), ".tabletalk")),
    store: environment.TABLETALK_STORE || undefined,
    turnsAtOnce: environment.TABLETALK_TURNS_AT_ONCE,
    warmSessions: environment.TABLETALK_WARM_SESSIONS,
    leaseMs: environment.TABLETALK_LEASE_MS,
    model: flags.model ?? (environment.TABLETALK_MODEL || undefined),
    roles: {
      planner: environment.TABLETALK_PLANNER_MODEL || undefined,
      specialist: environment.TABLETALK_SPECIALIST_MODEL || undefined,
      reviewer: environment.TABLETALK_REVIEWER_MODEL || undefined,
      writer: environment.TABLETALK_WRITER_MODEL || undefined,
    },
    timeZone: flags.timeZone ?? environment.TABLETALK_TIME_ZONE ?? systemTimeZone(),
    asOf: flags.asOf ?? environment.TABLETALK_AS_OF,
    queryMs: environment.TABLETALK_QUERY_MS,
    turnMs: environment.TABLETALK_TURN_MS,
    longStepMs: environment.TABLETALK_LONG_STEP_MS,
    mcpCallMs: environment.TABLETALK_MCP_CALL_MS,
    modelMs: environment.TABLETALK_MODEL_MS,
    rows: environment.TABLETALK_ROWS,
    memoryMb: environment.TABLETALK_MEMORY_MB,
    files: environment.TABLETALK_FILES || undefined,
    filesCacheMb: environment.TABLETALK_FILES_CACHE_MB,
  };
  const parsed = configSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new TabletalkError(
    "bad_use",
    `The setting ${issue?.path.join(".")} cannot be used: ${issue?.message}.`,
    "Set it right in the environment or on the command line; `tabletalk --help` names the settings.",
  );
}

/** This Tabletalk's version. */
export function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return z.object({version: z.string()}).parse(manifest).version;
}

function systemTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", {timeZone: name});
    return true;
  } catch {
    return false;
  }
}

/** Whether nothing but the offline pair answers, so that no model is ever asked. */
export function isOffline(config: Config): boolean {
  const named = [config.roles.planner, config.roles.writer].filter((name) => name !== undefined);
  return (
    config.model === "offline" || (config.model === undefined && named.every((name) => name === "offline"))
  );
}

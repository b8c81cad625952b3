import {join} from "node:path";
import {type Access, issuersOf, openAccess} from "../access/access.ts";
import {clearEnded} from "../access/clear_ended.ts";
import {openSecrets} from "../access/secret.ts";
import {firstOwnerCode} from "../access/set_up.ts";
import {callParts} from "../channels/calls/call_parts.ts";
import {callSettingsFrom} from "../channels/calls/settings.ts";
import {keepRemoving} from "../channels/finish_removals.ts";
import {createHttpApp} from "../channels/http/app.ts";
import {keepClean} from "../channels/http/clean_up.ts";
import {handleHttpJobs} from "../channels/http/jobs.ts";
import type {LogEntry} from "../channels/http/parts.ts";
import {serveHttp} from "../channels/http/serve.ts";
import {httpSettingsFrom} from "../channels/http/settings.ts";
import {workspaceUploads} from "../channels/http/uploads/upload_files.ts";
import {openService} from "../channels/open_service.ts";
import {runSchedules} from "../channels/schedules/clock.ts";
import {syncOnSchedule} from "../channels/sync_schedule.ts";
import {openTraces} from "../channels/traces.ts";
import {folderOf} from "../channels/workspaces.ts";
import {loadConfig} from "../config.ts";
import {workspaceExports} from "../mcp/export_files.ts";
import type {CommonFlags} from "./program.ts";
import {WORKSPACE} from "./runtime.ts";
import {chatSettingsFrom, type ServedChat, serveChat} from "./serve_chat.ts";
import {serveMcp} from "./serve_mcp.ts";

const CLEARING_MS = 3_600_000;

export interface ServeFlags extends CommonFlags {
  port?: string;
  host?: string;
  model?: string;
  /** False with --no-work: takes requests, and leaves the answering to other workers. */
  work?: boolean;
  /** False with --no-http: only answers what others take in. */
  http?: boolean;
  /** False with --no-channels: other processes are joined to Slack and Discord. */
  channels?: boolean;
}

/**
 * `tabletalk serve`: the HTTP API, the chat page, MCP, Slack and Discord where they are set up, and a worker that answers
 * messages and runs jobs. May run several times on one Postgres. Ends on SIGTERM or Ctrl-C after its turns.
 */
export async function serve(flags: ServeFlags): Promise<void> {
  const config = loadConfig(flags);
  const chatSettings = flags.channels === false ? {} : chatSettingsFrom();
  const say = (text: string) => process.stderr.write(`${new Date().toISOString()} ${text}\n`);
  const traces = await openTraces();
  const service = await openService(config, {onNote: say});
  const access = await openAccess(service.store, await openSecrets(config.home), issuersOf());
  const settings = httpSettingsFrom(config.home);
  const callSettings = callSettingsFrom();
  const calls = callSettings && callParts(service, access, callSettings);
  let chat: ServedChat | undefined;
  const mcp = serveMcp({service, access, settings}, say);
  handleHttpJobs(service, access, settings);
  const server =
    flags.http === false
      ? undefined
      : await serveHttp(
          await createHttpApp({
            service,
            access,
            charts: service.charts,
            settings,
            ...(calls && {calls}),
            channels: () => chat?.states() ?? [],
            log: (entry) => tell(entry, say),
          }),
          {
            port: Number(flags.port ?? 8_787),
            ...(flags.host !== undefined && {hostname: flags.host}),
            beside: (request, response) =>
              mcp.beside(request, response) || (chat?.beside(request, response) ?? false),
          },
        ).catch(async (error: unknown) => {
          await service.close();
          throw error;
        });
  if (flags.work !== false) await service.startWorking();
  if (flags.channels !== false) chat = await serveChat(chatSettings, {service, access, settings, calls}, say);
  const stopRemoving = keepRemoving(
    {
      store: service.store,
      files: service.files,
      folders: (id) => [
        folderOf(config.home, id),
        workspaceUploads(settings.uploadFolder, id),
        workspaceExports(join(config.home, "exports"), id),
      ],
      kept: [config.home],
    },
    say,
  );
  const stopSyncing = flags.work === false ? () => {} : syncOnSchedule(service, say);
  const stopSchedules =
    flags.work === false ? async () => {} : runSchedules({service, access, onTrouble: say});
  const stopCleaning = keepClean(service.store, settings);
  const ended = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  const clearing = setInterval(() => clearEnded(access).catch(() => undefined), CLEARING_MS);
  if (server) {
    process.stdout.write(`Tabletalk serves at ${server.url}\n`);
    await tellSetUp(access, server.url);
  } else process.stdout.write("Tabletalk works.\n");

  await ended;
  clearInterval(clearing);
  say("Ending: what was begun is finished first.");
  stopCleaning();
  stopSyncing();
  await stopSchedules();
  await stopRemoving();
  await chat?.close();
  await mcp.close();
  await server?.close();
  await service.close();
  await traces?.close();
}

/** At the first start nobody can sign in: whoever sees this becomes the first owner. */
async function tellSetUp(access: Access, url: string): Promise<void> {
  const code = await firstOwnerCode(access, WORKSPACE);
  if (code === undefined) return;
  process.stdout.write(
    `Nobody owns the workspace ${WORKSPACE} yet. Within a day, set it up at ${url}/#set-up=${code}\n` +
      "(or stop, and run: tabletalk people add you@example.org --owner --password)\n",
  );
}

function tell(entry: LogEntry, say: (text: string) => void): void {
  if (entry.level !== "error") return;
  const {request, method, route, status, error} = entry;
  say(
    `${method} ${route} ${status} (request ${request}): ${error instanceof Error ? error.stack : String(error)}`,
  );
}

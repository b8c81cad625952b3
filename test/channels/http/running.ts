import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {type Access, openAccess} from "../../../src/access/access.ts";
import {createKey, type NewKeyInput} from "../../../src/access/keys.ts";
import {changeLimits} from "../../../src/access/limits.ts";
import {localPrincipal, type Principal} from "../../../src/access/principal.ts";
import type {Role} from "../../../src/access/role.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import {addToWorkspace, setPassword} from "../../../src/access/set_up.ts";
import {callParts} from "../../../src/channels/calls/call_parts.ts";
import type {CallSettings} from "../../../src/channels/calls/settings.ts";
import {createHttpApp, type HttpApp} from "../../../src/channels/http/app.ts";
import {handleHttpJobs} from "../../../src/channels/http/jobs.ts";
import {defaultHttpSettings, type HttpSettings, type LogEntry} from "../../../src/channels/http/parts.ts";
import {type HttpServer, serveHttp} from "../../../src/channels/http/serve.ts";
import {type OpenService, openService} from "../../../src/channels/open_service.ts";
import {loadConfig} from "../../../src/config.ts";
import {newState} from "./state.ts";

export const PASSWORD = "seven wet umbrellas";

/** Someone who asks over HTTP, by a key of their own. */
export interface Caller {
  person: string;
  key: string;
  /** Asks with their key; a plain object is sent as JSON. */
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{status: number; json: Json; text: string; headers: Headers}>;
}

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it then expects.
export type Json = any;

/** A service in a folder of its own (on Postgres with `npm run test:postgres`), served on loopback, all its parts real. */
export interface Running extends AsyncDisposable {
  url: string;
  home: string;
  service: OpenService;
  access: Access;
  http: HttpApp;
  server: HttpServer;
  /** What was logged. */
  log: LogEntry[];
  /** Makes someone a member, with a key. */
  member(role: Role, workspace?: string, key?: Partial<NewKeyInput>): Promise<Caller>;
}

/** Starts one. With `works`, messages are answered and jobs run, too. */
export async function running(
  options: {
    works?: boolean;
    settings?: Partial<HttpSettings>;
    environment?: NodeJS.ProcessEnv;
    /** Nobody is asked to wait: for tests that ask thousands of times. */
    withoutLimits?: boolean;
    /** Where LiveKit is: calls are set up then. */
    calls?: CallSettings;
  } = {},
): Promise<Running> {
  const home = await mkdtemp(join(tmpdir(), "tabletalk-http-"));
  const state = await newState();
  const config = loadConfig(
    {home, model: "offline"},
    {TABLETALK_TIME_ZONE: "UTC", TABLETALK_STORE: state.store, ...options.environment},
  );
  const service = await openService(config);
  const access = await openAccess(service.store, await openSecrets(home, {}));
  if (options.withoutLimits)
    for (const workspace of ["acme", "other"])
      await changeLimits(access, localPrincipal(workspace), {
        eachPerson: {requestsPerMinute: 1_000_000, questionsPerDay: 1_000_000},
        workspace: {requestsPerMinute: 1_000_000},
      });
  const log: LogEntry[] = [];
  const settings = {...defaultHttpSettings(home), checkAnswers: true, ...options.settings};
  handleHttpJobs(service, access, settings);
  const http = await createHttpApp({
    service,
    access,
    charts: service.charts,
    settings,
    ...(options.calls && {calls: callParts(service, access, options.calls)}),
    log: (entry) => {
      log.push(entry);
      // What broke is what a failing test should show.
      if (entry.error && entry.status === 500) console.error(entry.method, entry.route, entry.error);
    },
  });
  const server = await serveHttp(http, {port: 0});
  if (options.works) await service.startWorking();
  let people = 0;
  return {
    url: server.url,
    home,
    service,
    access,
    http,
    server,
    log,
    async member(role, workspace = "acme", key = {}) {
      people += 1;
      const email = `${role}${people}@example.com`;
      const {person} = await addToWorkspace(access, workspace, {email, role});
      await setPassword(access, email, PASSWORD);
      const principal: Principal = {
        kind: "person",
        workspace,
        person,
        actor: `person:${person}`,
        role,
        scopes: ["*"],
        projects: new Map(),
      };
      const made = await createKey(access, principal, {name: "test", scopes: ["*"], ...key});
      return caller(server.url, person, made.key);
    },
    async [Symbol.asyncDispose]() {
      await server.close(100);
      await service.close();
      await state.drop();
      await rm(home, {recursive: true, force: true});
    },
  };
}

/** Asks with a key. */
export function caller(url: string, person: string, key: string): Caller {
  return {
    person,
    key,
    async ask(method, path, body, headers = {}) {
      const isRaw = body === undefined || typeof body === "string" || body instanceof FormData;
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${key}`,
          ...(!isRaw && {"Content-Type": "application/json"}),
          ...headers,
        },
        ...(body !== undefined && {body: isRaw ? (body as string) : JSON.stringify(body)}),
      });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get("content-type") ?? "");
      return {
        status: response.status,
        json: isJson && text !== "" ? JSON.parse(text) : undefined,
        text,
        headers: response.headers,
      };
    },
  };
}

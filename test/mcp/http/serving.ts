import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Client, type ClientOptions, StreamableHTTPClientTransport} from "@modelcontextprotocol/client";
import {type Access, openAccess} from "../../../src/access/access.ts";
import {createKey, type NewKeyInput} from "../../../src/access/keys.ts";
import type {Issuer} from "../../../src/access/oidc.ts";
import {localPrincipal, type Principal} from "../../../src/access/principal.ts";
import type {Role} from "../../../src/access/role.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import {addToWorkspace} from "../../../src/access/set_up.ts";
import {type OpenService, openService} from "../../../src/channels/open_service.ts";
import type {OpenWorkspace} from "../../../src/channels/workspaces.ts";
import {loadConfig} from "../../../src/config.ts";
import type {McpHttpLimits} from "../../../src/mcp/http/http_limits.ts";
import {listenMcp, type McpListener} from "../../../src/mcp/http/listen.ts";
import type {McpHttp} from "../../../src/mcp/http/mcp_http.ts";
import {openMcpHttp} from "../../../src/mcp/http/open_mcp_http.ts";
import type {McpReach} from "../../../src/mcp/http/reach.ts";
import {handleToolJobs} from "../../../src/mcp/tool_jobs.ts";
import type {Revision} from "../running.ts";

/** What became of the work on a session of data: the code of the error that ended it, if one did. */
export type Ended = string | undefined;

/** Our server over HTTP, as it is a part of a service: all its parts real, on loopback, in a home of its own. */
export interface Serving extends AsyncDisposable {
  url: string;
  home: string;
  service: OpenService;
  access: Access;
  mcp: McpHttp;
  listener: McpListener;
  /** Makes a table of numbers, `n` from 1 to so many, in a workspace. */
  numbers(workspace: string, table: string, count: number): Promise<void>;
  /** Makes someone a member. @returns their API key */
  key(role: Role, workspace?: string, more?: Partial<NewKeyInput>): Promise<{key: string; person: string}>;
  /** A real client that shows a token, where there is one. */
  client(revision: Revision, token?: string, options?: ClientOptions): Promise<Client>;
  /** The work on data that begins next, one for each time that this is asked. @returns when it has ended */
  nextWork(onBegun?: () => void): Promise<Ended>;
}

export async function serving(
  options: {
    /** Whoever calls is the owner, without a token. */
    local?: boolean;
    limits?: Partial<McpHttpLimits>;
    reach?: Partial<McpReach>;
    issuers?: readonly Issuer[];
  } = {},
): Promise<Serving> {
  const home = await mkdtemp(join(tmpdir(), "tabletalk-mcp-http-"));
  const config = loadConfig({home, model: "offline"}, {TABLETALK_TIME_ZONE: "UTC"});
  const service = await openService(config);
  const access = await openAccess(service.store, await openSecrets(home, {}), options.issuers);
  const settings = {roots: [], files: [], exportFolder: join(home, "exports")};
  handleToolJobs(service, async () => access, settings);
  await service.startWorking();
  const {watched, nextWork} = watching(service);
  const mcp = openMcpHttp(
    {config, settings, service: async () => watched, access: async () => access},
    {
      reach: {isLocal: options.local === true, origins: [], ...options.reach},
      ...(options.local && {localWorkspace: "acme"}),
      ...(options.issuers && {issuers: options.issuers.map(({issuer}) => issuer)}),
      ...(options.limits && {limits: options.limits}),
      onTrouble: (error) => console.error(error),
    },
  );
  const listener = await listenMcp(mcp, 0, "127.0.0.1");
  const clients: Client[] = [];
  let people = 0;
  return {
    url: listener.url,
    home,
    service,
    access,
    mcp,
    listener,
    nextWork,
    async numbers(workspace, table, count) {
      const file = join(home, `${table}.csv`);
      await writeFile(file, `n\n${Array.from({length: count}, (_, at) => at + 1).join("\n")}\n`);
      await service.workspace(workspace).importFile(file, {by: "test"});
    },
    async key(role, workspace = "acme", more = {}) {
      people += 1;
      const {person} = await addToWorkspace(access, workspace, {email: `mcp${people}@example.com`, role});
      const principal: Principal = {
        ...localPrincipal(workspace),
        kind: "person",
        person,
        actor: `person:${person}`,
        role,
      };
      return {person, key: (await createKey(access, principal, {name: "test", scopes: ["*"], ...more})).key};
    },
    async client(revision, token, more) {
      const mode = revision === "2025-11-25" ? ("legacy" as const) : {pin: revision};
      const client = new Client({name: "test", version: "1"}, {...more, versionNegotiation: {mode}});
      const requestInit = token === undefined ? {} : {headers: {Authorization: `Bearer ${token}`}};
      await client.connect(new StreamableHTTPClientTransport(new URL(listener.url), {requestInit}));
      clients.push(client);
      return client;
    },
    async [Symbol.asyncDispose]() {
      await Promise.allSettled(clients.map((one) => one.close()));
      await listener.close(100);
      await service.close();
      await rm(home, {recursive: true, force: true});
    },
  };
}

/** The same service, which also tells when work on a session of data has ended. */
function watching(service: OpenService) {
  const waiting: ((ended: Promise<Ended>) => void)[] = [];
  const watchedWorkspace = (workspace: OpenWorkspace): OpenWorkspace => ({
    ...workspace,
    withSession(names, work) {
      const result = workspace.withSession(names, work);
      waiting.shift()?.(
        result.then(
          () => undefined,
          (error: {code?: string}) => error.code ?? String(error),
        ),
      );
      return result;
    },
  });
  const watched: OpenService = {...service, workspace: (id) => watchedWorkspace(service.workspace(id))};
  const nextWork = (onBegun?: () => void) =>
    new Promise<Ended>((resolve) =>
      waiting.push((ended) => {
        onBegun?.();
        ended.then(resolve);
      }),
    );
  return {watched, nextWork};
}

/** The text of a result. */
export function textOf(result: {content?: unknown}): string {
  return (result.content as {text?: string}[]).map(({text}) => text ?? "").join("\n");
}

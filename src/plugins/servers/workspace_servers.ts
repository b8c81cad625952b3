import {z} from "zod";
import {demand} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {seal, unseal} from "../../access/seal.ts";
import type {Secrets} from "../../access/secret.ts";
import {TabletalkError} from "../../errors.ts";
import type {Reach} from "../../models/reach.ts";
import {
  isServerEnabled,
  removeServer,
  type StoredServer,
  saveServer,
  serversOf,
} from "../../store/mcp_servers.ts";
import type {InsideStore} from "../../store/store.ts";
import {MOST_TOOLS} from "../../tools/registry.ts";
import type {Tool} from "../../tools/tool.ts";
import {tellDisabled} from "../enabling.ts";
import type {BrokenPlugin} from "../find.ts";
import type {MoreTools} from "../workspace_tools.ts";
import {checkHttps} from "./connect.ts";
import {type OfferedTool, offeredTools} from "./offered.ts";
import {isOperatorAddress, operatorServer} from "./operator_servers.ts";
import {
  checkServerName,
  type KnownServer,
  type ServerContent,
  serverContentSchema,
  type serverLimitsSchema,
  toolName,
} from "./server.ts";
import {toolOfServer} from "./server_tools.ts";

const MOST_SERVERS = 20;

/** What this room needs of the installation to call other servers. */
export interface ServersScene {
  store: InsideStore;
  /** Seals what is secret: asked for only where there is something. */
  secrets: () => Promise<Secrets>;
  reach: Reach;
  /** Tabletalk's home: its `servers.json` holds the operator's commands. */
  home: string;
}

/** A server as it is told: its headers by name alone. */
export interface ToldServer {
  name: string;
  url: string;
  headers: boolean;
  isEnabled: boolean;
  limits: ServerContent["limits"];
  tools: {name: string; calledAs: string; description: string; readOnly: boolean; ask: boolean}[];
}

const headersSchema = z
  .record(
    z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/, "is no name of a header"),
    z
      .string()
      .max(4_000)
      .regex(/^[\x20-\x7e]*$/, "holds something that no header can"),
  )
  .refine((headers) => Object.keys(headers).length <= 20, "are too many")
  .refine(
    (headers) =>
      !Object.keys(headers).some((name) => /^(host|content-|transfer-|connection$|mcp-)/i.test(name)),
    "hold one that is not yours to set",
  );

export interface NewServer {
  name: string;
  /** https://…, or `operator:NAME` for a command that the operator wrote down. */
  url: string;
  /** Sent with every request; kept sealed, and never shown again. */
  headers?: Record<string, string>;
  limits?: z.input<typeof serverLimitsSchema>;
}

/**
 * Adds a server, or changes its address, headers and limits. None of its tools can be called before they are allowed; at another
 * address they have to be allowed again.
 * @throws TabletalkError forbidden for anyone but an owner; bad_use, refused, not_found for what cannot be
 */
export async function addServer(scene: ServersScene, who: Principal, added: NewServer): Promise<void> {
  demand(who, "plugins.write");
  const {store} = scene;
  const {name, url} = added;
  checkServerName(name);
  await addressOf(url, {}, scene);
  const headers = headersSchema.safeParse(added.headers ?? {});
  if (!headers.success)
    throw bad(
      `The headers of ${name} ${headers.error.issues[0]!.message}.`,
      "Give names and values of headers.",
    );
  const known = await serversOf(store, who.workspace);
  const before = known.find((one) => one.name === name);
  if (!before && known.length >= MOST_SERVERS)
    throw new TabletalkError(
      "limit_reached",
      `There are ${known.length} servers already.`,
      "Remove one first.",
    );
  const old = before && before.url === url ? contentOf(before) : undefined;
  const content = serverContentSchema.safeParse({
    tools: old?.tools ?? {},
    limits: {...old?.limits, ...added.limits},
  });
  if (!content.success)
    throw bad(
      `The limits of ${name} cannot be used: ${content.error.issues[0]!.path.join(".")}: ${content.error.issues[0]!.message}.`,
      "Give timeMs, resultBytes or callsPerTurn.",
    );
  // A key is never sent to another address than the one that it was given for.
  const kept = added.headers === undefined && before?.url === url ? before.sealed : null;
  const isSecret = Object.keys(headers.data).length > 0;
  await saveServer(store, who.workspace, {
    name,
    url,
    sealed: isSecret
      ? seal(await scene.secrets(), JSON.stringify(headers.data), placeOf(who.workspace, name))
      : kept,
    content: content.data,
    isEnabled: before?.isEnabled ?? true,
    changedBy: who.actor,
  });
}

/** Asks a server what it offers. @throws TabletalkError as `withServer` does; not_found */
export async function offeredBy(
  scene: ServersScene,
  who: Principal,
  name: string,
  signal: AbortSignal,
): Promise<{version: string; tools: OfferedTool[]}> {
  demand(who, "plugins.write");
  const stored = await serverNamed(scene, who.workspace, name);
  return offeredTools(await knownServer(stored, who.workspace, scene), scene.reach, signal);
}

/**
 * Allows these tools of a server, as it describes them now, and no others. `ask`: a person is asked before each call, though
 * the server says that the tool only reads.
 * @throws TabletalkError forbidden; not_found for a tool that it does not offer; refused for one that cannot be taken
 */
export async function allowTools(
  scene: ServersScene,
  who: Principal,
  name: string,
  allowed: readonly {name: string; ask?: boolean}[],
  signal: AbortSignal,
): Promise<void> {
  if (allowed.length > MOST_TOOLS)
    throw new TabletalkError(
      "limit_reached",
      `A workspace has at most ${MOST_TOOLS} tools in all, ours among them.`,
      "Allow those that are needed.",
    );
  const {tools} = await offeredBy(scene, who, name, signal);
  const stored = await serverNamed(scene, who.workspace, name);
  const chosen = allowed.map(({name: wanted, ask = false}) => {
    const tool = tools.find((one) => one.name === wanted);
    if (!tool)
      throw new TabletalkError(
        "not_found",
        `The server ${name} offers no tool ${wanted}.`,
        `It offers: ${tools.map((one) => one.name).join(", ") || "none"}.`,
      );
    if (tool.refused !== undefined)
      throw new TabletalkError(
        "refused",
        `${wanted} of the server ${name} cannot be taken: ${tool.refused}.`,
        "Do without it.",
      );
    const {description, inputSchema, readOnly, digest} = tool;
    return [wanted, {description, inputSchema, readOnly, ask, digest}] as const;
  });
  const names = chosen.map(([tool]) => toolName(name, tool));
  const twice = names.find((one, at) => names.indexOf(one) !== at);
  if (twice !== undefined) throw bad(`Two of these tools would be called ${twice}.`, "Allow one of them.");
  await saveServer(scene.store, who.workspace, {
    ...stored,
    content: {...contentOf(stored), tools: Object.fromEntries(chosen)},
    changedBy: who.actor,
  });
}

/** Takes a server's tools away (those that run are stopped), or gives them back. @throws TabletalkError forbidden, not_found */
export async function setServerEnabled(
  scene: ServersScene,
  who: Principal,
  name: string,
  isEnabled: boolean,
): Promise<void> {
  demand(who, "plugins.write");
  const stored = await serverNamed(scene, who.workspace, name);
  await saveServer(scene.store, who.workspace, {...stored, isEnabled, changedBy: who.actor});
  if (!isEnabled) tellDisabled(who.workspace, sourceName(name));
}

/** @throws TabletalkError forbidden, not_found */
export async function forgetServer(scene: ServersScene, who: Principal, name: string): Promise<void> {
  demand(who, "plugins.write");
  await serverNamed(scene, who.workspace, name);
  await removeServer(scene.store, who.workspace, name);
  tellDisabled(who.workspace, sourceName(name));
}

/** The servers of a workspace, without their secrets. */
export async function toldServers(
  {store}: Pick<ServersScene, "store">,
  who: Principal,
): Promise<ToldServer[]> {
  demand(who, "plugins.read");
  return (await serversOf(store, who.workspace)).map((stored) => {
    const {tools, limits} = contentOf(stored);
    return {
      name: stored.name,
      url: stored.url,
      headers: stored.sealed !== null,
      isEnabled: stored.isEnabled,
      limits,
      tools: Object.entries(tools).map(([tool, {description, readOnly, ask}]) => ({
        name: tool,
        calledAs: toolName(stored.name, tool),
        description,
        readOnly,
        ask,
      })),
    };
  });
}

/**
 * The allowed tools of a workspace's servers, for one turn: nothing is called to make them. Undefined where there are none.
 */
export async function serverTools(scene: ServersScene, workspace: string): Promise<MoreTools | undefined> {
  const enabled = (await serversOf(scene.store, workspace)).filter((one) => one.isEnabled);
  if (enabled.length === 0) return undefined;
  const [tools, problems, sources]: [Tool[], BrokenPlugin[], MoreTools["sources"][number][]] = [[], [], []];
  for (const stored of enabled) {
    try {
      const server = await knownServer(stored, workspace, scene);
      const calls = {made: 0};
      const standing = {
        workspace,
        source: sourceName(stored.name),
        isEnabled: () => isServerEnabled(scene.store, workspace, stored.name),
      };
      for (const [name, allowed] of Object.entries(contentOf(stored).tools))
        tools.push(toolOfServer(name, allowed, server, {reach: scene.reach, standing, calls}));
      sources.push({kind: "server", name: stored.name, version: "unknown"});
    } catch (error) {
      problems.push({where: stored.name, error: asProblem(error, stored.name)});
    }
  }
  return {tools, sources, problems};
}

/** What a server goes by among what can be disabled. */
const sourceName = (server: string): string => `The server ${server}`;

const placeOf = (workspace: string, name: string): string[] => [workspace, "mcp_servers", name, "headers"];

async function knownServer(
  stored: StoredServer,
  workspace: string,
  scene: ServersScene,
): Promise<KnownServer> {
  const {name, url, sealed} = stored;
  const headers =
    sealed === null
      ? {}
      : headersSchema.parse(JSON.parse(unseal(await scene.secrets(), sealed, placeOf(workspace, name))));
  return {name, address: await addressOf(url, headers, scene), limits: contentOf(stored).limits};
}

async function addressOf(
  url: string,
  headers: Record<string, string>,
  {reach, home}: Pick<ServersScene, "reach" | "home">,
): Promise<KnownServer["address"]> {
  if (isOperatorAddress(url)) return operatorServer(home, url);
  checkHttps(url, reach);
  return {kind: "http", url, headers};
}

async function serverNamed({store}: ServersScene, workspace: string, name: string): Promise<StoredServer> {
  const all = await serversOf(store, workspace);
  const found = all.find((one) => one.name === name);
  if (found) return found;
  throw new TabletalkError(
    "not_found",
    `There is no server called ${name}.`,
    all.length > 0 ? `There are: ${all.map((one) => one.name).join(", ")}.` : "Add it first.",
  );
}

/** @throws TabletalkError store_failed */
function contentOf(stored: StoredServer): ServerContent {
  const parsed = serverContentSchema.safeParse(stored.content);
  if (parsed.success) return parsed.data;
  throw new TabletalkError(
    "store_failed",
    `What is stored of the server ${stored.name} cannot be read.`,
    "Add it again.",
  );
}

function asProblem(error: unknown, name: string): TabletalkError {
  if (error instanceof TabletalkError) return error;
  return new TabletalkError(
    "bad_use",
    `The server ${name} cannot be used: ${String(error).slice(0, 200)}`,
    "Add it again.",
    {
      cause: error,
    },
  );
}

const bad = (message: string, next: string): TabletalkError => new TabletalkError("bad_use", message, next);

import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
} from "@modelcontextprotocol/server";
import type {McpPolicy, policyOf} from "../access/mcp_policy.ts";
import {demand} from "../access/permissions.ts";
import type {Principal} from "../access/principal.ts";
import {TabletalkError} from "../errors.ts";
import type {Registry} from "../tools/registry.ts";
import {withinCall} from "./call_time.ts";
import type {McpCaller, McpHost, McpSettings} from "./host.ts";
import type {McpCalling, McpTool} from "./mcp_tool.ts";
import {importNamedFiles} from "./named_files.ts";
import type {surfaceOf} from "./surface.ts";
import {tellProgress} from "./told_progress.ts";

/**
 * Answers `tools/list` and `tools/call`. The handlers are set by hand, so that the registry and all that hangs on it is loaded
 * with the first of them and not before the server's first reply.
 */
export function serveTools(mcp: McpServer, host: McpHost, caller: McpCaller): void {
  const {server} = mcp;
  server.registerCapabilities({tools: {listChanged: false}});
  server.setRequestHandler("tools/list", async () => {
    const {tools} = await openTools(host, caller.principal);
    return {tools: tools.map(({call: _call, action: _action, keepsTime: _keepsTime, ...shown}) => shown)};
  });
  server.setRequestHandler("tools/call", async (request, context) => {
    const {name, arguments: input = {}} = request.params;
    const {principal} = caller;
    const {service, access, workspace, policy, registry, tools} = await openTools(host, principal);
    const tool = tools.find((one) => one.name === name);
    if (!tool)
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `There is no tool ${JSON.stringify(String(name).slice(0, 100))}. There are: ${tools.map((one) => one.name).join(", ")}.`,
      );
    const {mcpReq} = context;
    const token = mcpReq._meta?.progressToken;
    const tell = tellProgress();
    try {
      demand(principal, tool.action);
      await caller.beforeCall?.(tool);
      // The files of whoever started the server are theirs alone.
      if (principal.kind === "local") await importNamedFiles(host, workspace, mcpReq.signal);
      const can = clientCan(mcpReq.envelope) ?? server.getClientCapabilities();
      const within = {tool: tool.name, timeMs: host.config.mcpCallMs, signal: mcpReq.signal};
      const calling: Omit<McpCalling, "signal"> = {
        principal,
        service,
        access,
        workspace,
        policy,
        settings: host.settings,
        parts: {service, access},
        registry,
        // One that says no more than that it can be asked shows forms.
        canAsk:
          can?.elicitation !== undefined && (!can.elicitation.url || can.elicitation.form !== undefined),
        canTellRoots: can?.roots !== undefined,
        inputResponses: mcpReq.inputResponses as never,
        progress(share, doing) {
          const notice = token === undefined ? undefined : tell(share, doing);
          if (token === undefined || !notice) return;
          void mcpReq
            .notify({method: "notifications/progress", params: {progressToken: token, ...notice}})
            .catch(() => {});
        },
      };
      const result = await (tool.keepsTime
        ? tool.call(input, {...calling, signal: mcpReq.signal})
        : withinCall(within, (signal) => tool.call(input, {...calling, signal})));
      return "content" in result
        ? server.projectCallToolResult(result as CallToolResult, tool.outputSchema)
        : result;
    } catch (error) {
      return failure(error, tool);
    }
  });
}

/** What the tools of whoever calls stand on, and the tools. @throws ProtocolError where it cannot be opened */
export async function openTools(host: McpHost, principal: Principal) {
  try {
    const [service, access, {policyOf, surfaceOf}] = await Promise.all([
      host.service(),
      host.access(),
      loadSurface(),
    ]);
    const workspace = service.workspace(principal.workspace);
    const policy = await policyOf(workspace.store, workspace.id);
    const registry = await workspace.registry();
    const tools = kept(registry, policy, host.settings, surfaceOf);
    return {service, access, workspace, policy, registry, tools};
  } catch (error) {
    // Such errors name folders and hosts: they are for the log.
    tellLog(error);
    throw new ProtocolError(
      ProtocolErrorCode.InternalError,
      "Tabletalk's data cannot be opened now. Try again in a moment; the server's log says why.",
    );
  }
}

interface LoadedSurface {
  policyOf: typeof policyOf;
  surfaceOf: typeof surfaceOf;
}

let loaded: LoadedSurface | undefined;

/** An import that was made is looked up anew each time: calls take what the first of them got. */
async function loadSurface(): Promise<LoadedSurface> {
  if (loaded) return loaded;
  const [policy, surface] = await Promise.all([import("../access/mcp_policy.ts"), import("./surface.ts")]);
  loaded = {policyOf: policy.policyOf, surfaceOf: surface.surfaceOf};
  return loaded;
}

/** The surface of a registry is made once for a policy: every call looks at it. */
function kept(
  registry: Registry,
  policy: McpPolicy,
  settings: McpSettings,
  make: typeof surfaceOf,
): McpTool[] {
  const made = surfaces.get(registry) ?? new Map<string, McpTool[]>();
  surfaces.set(registry, made);
  const key = JSON.stringify([policy, settings.roots]);
  const tools = made.get(key) ?? make(registry, policy, settings);
  made.set(key, tools);
  return tools;
}

const surfaces = new WeakMap<Registry, Map<string, McpTool[]>>();

/** What the newer revision tells with every request. */
const clientCan = (envelope: object | undefined): ClientCapabilities | undefined =>
  (envelope as {[CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities} | undefined)?.[
    CLIENT_CAPABILITIES_META_KEY
  ];

/** A statement's own limit came first: a job gives it more. */
const isLong = (tool: string): boolean => tool === "run_sql" || tool === "prepare_data";

/** What went wrong, as words for the host's model: what to do next stands in them. */
function failure(error: unknown, {name}: McpTool): CallToolResult {
  if (error instanceof ProtocolError) throw error;
  const text =
    error instanceof TabletalkError
      ? `${error.message} ${error.next}${error.code === "time_limit" && isLong(name) ? " Or give it more time with start_job." : ""}`
      : "Something broke in Tabletalk. Try it once more; if it breaks again, report it.";
  if (!(error instanceof TabletalkError)) tellLog(error);
  return {isError: true, content: [{type: "text", text}]};
}

function tellLog(error: unknown): void {
  process.stderr.write(`tabletalk mcp: ${String(error instanceof Error ? error.stack : error)}\n`);
}

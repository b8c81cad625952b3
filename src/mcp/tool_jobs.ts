import type {CallToolResult, ContentBlock} from "@modelcontextprotocol/server";
import {z} from "zod";
import type {Access} from "../access/access.ts";
import {keptPrincipal, keptPrincipalSchema, principalAsKept} from "../access/kept_principal.ts";
import {type McpPolicy, policyOf} from "../access/mcp_policy.ts";
import {demand} from "../access/permissions.ts";
import {ownName, type Principal} from "../access/principal.ts";
import type {OpenService} from "../channels/open_service.ts";
import {isOwnJob} from "../channels/whose_job.ts";
import type {OpenWorkspace} from "../channels/workspaces.ts";
import {TabletalkError} from "../errors.ts";
import type {Job, JobHandler} from "../store/jobs.ts";
import {chartAddress, PLOTLY_MIME} from "./charts/addresses.ts";
import type {McpSettings} from "./host.ts";
import type {McpCalling} from "./mcp_tool.ts";

/** The kind of the jobs that run a tool for a host over MCP. */
export const TOOL_JOB = "mcp_tool";
/** How many of one person wait or run at once. */
const MOST_AT_ONCE = 4;

const inputSchema = z.object({
  tool: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  /** Where it may import from: as it was when it was asked for. */
  roots: z.array(z.string()),
  /** Who asked for it, as they were when they did. */
  by: keptPrincipalSchema,
});

/** What a job keeps: the tool's result, and the versions it was made of. With any of these it is taken away. */
interface KeptResult {
  told: CallToolResult;
  data: string[];
  /** What the workspace let hosts see of rows then. */
  sql: McpPolicy["sql"];
}

/** The jobs that run in this process, to be stopped at once. */
const running = new Map<string, AbortController>();
/** Services that run jobs only once there is one, with whether they do. */
const onDemand = new WeakMap<OpenService, {works: boolean}>();

/**
 * Says how tools are run as jobs: before the service starts working.
 * @param settings of whoever serves; the roots are those that each job was given
 */
export function handleToolJobs(
  service: OpenService,
  access: () => Promise<Access>,
  settings: McpSettings,
): void {
  service.jobs.handle(TOOL_JOB, runTool(service, access, settings));
}

/**
 * Lets a service that answers nothing else run jobs once there is one, beginning with what an earlier process left.
 * @param workspace whose unfinished jobs are gone on with at once
 */
export async function workOnDemand(service: OpenService, workspace: string): Promise<void> {
  onDemand.set(service, {works: false});
  for (const state of ["taken", "waiting"] as const)
    if ((await service.jobs.jobs(workspace, {kind: TOOL_JOB, state, limit: 1})).length > 0)
      return workOnToolJobs(service);
}

/** Sees to it that jobs are run: by this process where it does so on demand, else by the service's workers. */
export async function workOnToolJobs(service: OpenService): Promise<void> {
  const demand = onDemand.get(service);
  if (!demand || demand.works) return;
  demand.works = true;
  await service.jobs.start();
}

/**
 * Starts a tool as a job; the same call that waits or runs already is given again.
 * @throws TabletalkError limit_reached where one has too many at once
 */
export async function startToolJob(
  {principal, service}: Pick<McpCalling, "principal" | "service">,
  asked: {tool: string; arguments: Record<string, unknown>; roots: readonly string[]},
): Promise<Job> {
  const by = ownName(principal);
  const {tool, roots} = asked;
  const key = await keyOf([by, tool, asked.arguments]);
  const own = await unfinishedOf(service, principal);
  if (own.length >= MOST_AT_ONCE && !own.some((job) => sameCall(job, tool, asked.arguments)))
    throw new TabletalkError(
      "limit_reached",
      `You have ${own.length} jobs already: ${own.map(({id}) => id).join(", ")}.`,
      "Wait for one with get_job, or cancel_job one.",
    );
  const input: z.infer<typeof inputSchema> = {
    tool,
    arguments: asked.arguments,
    roots: [...roots],
    by: keptPrincipal(principal),
  };
  return service.jobs.submit(principal.workspace, {kind: TOOL_JOB, input, key, by});
}

/** Stops a job at once where it runs in this process, else at its next sign of life. False: it has ended. */
export async function stopToolJob(service: OpenService, {workspace, id}: Job): Promise<boolean> {
  const stopped = await service.jobs.stop(workspace, id);
  running.get(id)?.abort();
  return stopped;
}

async function unfinishedOf(service: OpenService, principal: Principal): Promise<Job[]> {
  const found = await Promise.all(
    (["waiting", "taken"] as const).map((state) =>
      service.jobs.jobs(principal.workspace, {kind: TOOL_JOB, state, limit: 200}),
    ),
  );
  return found.flat().filter((job) => isOwnJob(principal, job));
}

function sameCall({input}: Job, tool: string, given: Record<string, unknown>): boolean {
  const {success, data} = inputSchema.safeParse(input);
  return success && data.tool === tool && JSON.stringify(data.arguments) === JSON.stringify(given);
}

async function keyOf(call: unknown): Promise<string> {
  const {createHash} = await import("node:crypto");
  return createHash("sha256").update(JSON.stringify(call)).digest("hex");
}

/** Which tool a job runs; undefined of a job of another kind. */
export function toolOf({kind, input}: Job): string | undefined {
  const parsed = kind === TOOL_JOB ? inputSchema.safeParse(input) : undefined;
  return parsed?.success ? parsed.data.tool : undefined;
}

/** Runs such a job. Run again after a crash it comes to the same: tools only read, or keep what they make by its content. */
function runTool(service: OpenService, access: () => Promise<Access>, settings: McpSettings): JobHandler {
  return async (job, {signal, progress}) => {
    const {tool: name, arguments: input, roots, by} = inputSchema.parse(job.input);
    const principal = principalAsKept(by);
    const workspace = service.workspace(job.workspace);
    const policy = await policyOf(workspace.store, workspace.id);
    const {surfaceOf} = await import("./surface.ts");
    const own = {...settings, roots};
    const tool = surfaceOf(await workspace.registry(), policy, own).find((one) => one.name === name);
    if (!tool)
      throw new TabletalkError("not_found", `There is no tool ${name} any more.`, "Choose another tool.");
    demand(principal, tool.action);
    const stop = new AbortController();
    running.set(job.id, stop);
    const opened = await access();
    const read = new Set<string>();
    try {
      const result = await tool.call(input, {
        principal,
        workspace: noting(workspace, read),
        service,
        access: opened,
        policy,
        settings: own,
        parts: {service, access: opened},
        signal: AbortSignal.any([signal, stop.signal]),
        progress: (share, doing) => progress(doing, share),
        canAsk: false,
        canTellRoots: false,
        job: true,
      });
      const kept: KeptResult = {told: keptResult(result), data: [...read], sql: policy.sql};
      return kept;
    } catch (error) {
      if (stop.signal.aborted)
        throw new TabletalkError("aborted", "Stopped.", "Start it again when you like.");
      throw error;
    } finally {
      running.delete(job.id);
    }
  };
}

/** What a job that is done came to. @throws TabletalkError not_found, refused where it is not there any more, or not for hosts */
export function resultOf({result}: Job, policy: McpPolicy): CallToolResult {
  const kept = result as KeptResult | null | undefined;
  if (kept && kept.sql !== policy.sql && policy.sql !== "on")
    throw new TabletalkError(
      "refused",
      "The workspace has since limited what hosts may see of rows.",
      "Start the job again.",
    );
  if (kept) return kept.told;
  throw new TabletalkError(
    "not_found",
    "What the job came to was deleted, with the data that it came from.",
    "Import the data and start it again.",
  );
}

/** A workspace that notes the versions which are read, or come in. */
function noting(workspace: OpenWorkspace, read: Set<string>): OpenWorkspace {
  return {
    ...workspace,
    withSession: (names, work) =>
      workspace.withSession(names, (session) => {
        for (const {version} of session.datasets) read.add(version.hash);
        return work(session);
      }),
    async importFile(path, options) {
      const made = await workspace.importFile(path, options);
      for (const {version} of made) read.add(version.hash);
      return made;
    },
  };
}

/** A result as a job keeps it: in place of pictures stands where their charts are read. */
function keptResult(result: object): CallToolResult {
  if (!("content" in result))
    throw new TabletalkError(
      "bad_use",
      "It asks its person something first.",
      "Start it again with confirm: true, once they agreed.",
    );
  const {content, ...rest} = result as CallToolResult;
  const kept = content.filter(({type}) => type !== "image" && type !== "audio");
  if (kept.length === content.length) return {...rest, content};
  const text = kept.flatMap((one) => (one.type === "text" ? [one.text] : [])).join("\n");
  const recipe = /\brecipe\W{1,4}([0-9a-f]{12})\b/.exec(text)?.[1];
  const isLinked = kept.some(({type}) => type === "resource_link");
  const place: ContentBlock[] =
    recipe === undefined || isLinked
      ? []
      : [{type: "resource_link", uri: chartAddress(recipe), name: "chart", mimeType: PLOTLY_MIME}];
  return {...rest, content: [...kept, ...place]};
}

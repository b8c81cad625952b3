import type {CallToolResult} from "@modelcontextprotocol/server";
import {demand} from "../../access/permissions.ts";
import {hasEnded, isOwnJob, mayReadJob} from "../../channels/whose_job.ts";
import {TabletalkError} from "../../errors.ts";
import type {Job} from "../../store/jobs.ts";
import {rootsFor} from "../import_roots.ts";
import type {McpCalling, McpTool} from "../mcp_tool.ts";
import {tableResult} from "../tell_table.ts";
import {resultOf, startToolJob, stopToolJob, toolOf, workOnToolJobs} from "../tool_jobs.ts";

/** What may take long. */
const LONG_TOOLS = [
  "ask",
  "train_model",
  "run_statistics",
  "prepare_data",
  "run_sql",
  "make_chart",
  "import_data",
  "import_kaggle",
  "export_result",
];
const WAIT = {usual: 20, most: 25};
/** A call that cannot work is told of at once. */
const FIRST_SECONDS = 1;
const STOP_SECONDS = 5;
const JOB = {type: "object", properties: {job: {type: "string"}}, required: ["job"]} as const;

/** start_job, get_job and cancel_job: for what takes longer than a host waits. */
export function jobTools(tools: readonly McpTool[]): McpTool[] {
  const names = tools.map(({name}) => name).filter((name) => LONG_TOOLS.includes(name));
  return [
    {
      name: "start_job",
      title: "Start job",
      description: "For tool calls over 25 s.",
      inputSchema: {
        type: "object",
        properties: {tool: {type: "string"}, arguments: {type: "object"}},
        required: ["tool", "arguments"],
      },
      annotations: {readOnlyHint: false, destructiveHint: false, openWorldHint: false},
      action: "ask",
      keepsTime: true,
      async call({tool: name, arguments: given}, calling) {
        const tool = tools.find((one) => one.name === name && names.includes(one.name));
        if (!tool)
          throw new TabletalkError(
            "bad_use",
            "That tool is not run as a job.",
            `These are: ${names.join(", ")}; call any other itself.`,
          );
        demand(calling.principal, tool.action);
        const input = objectOf(given);
        const roots = tool.name === "import_data" ? await rootsFor(calling) : [];
        if ("ask" in roots) return roots.ask;
        await workOnToolJobs(calling.service);
        const job = await startToolJob(calling, {tool: tool.name, arguments: input, roots});
        const seen = await watch(calling, job, FIRST_SECONDS);
        return seen.state === "failed" ? toldJob(calling, seen, tools) : toldState(seen);
      },
    },
    {
      name: "get_job",
      title: "Get job",
      description: "Waits for a job: its tool's result, or how far it is; then again.",
      inputSchema: {
        ...JOB,
        properties: {
          ...JOB.properties,
          wait: {type: "integer", maximum: WAIT.most},
        },
      },
      annotations: {readOnlyHint: true, openWorldHint: false},
      action: "jobs.read",
      keepsTime: true,
      async call({job: id, wait}, calling) {
        const job = await jobFor(calling, id);
        await workOnToolJobs(calling.service);
        const seconds = typeof wait === "number" && wait >= 0 ? Math.min(wait, WAIT.most) : WAIT.usual;
        return toldJob(calling, await watch(calling, job, seconds), tools);
      },
    },
    {
      name: "cancel_job",
      title: "Cancel job",
      description: "Stops a job.",
      inputSchema: JOB,
      annotations: {readOnlyHint: false, destructiveHint: true, openWorldHint: false},
      // Whoever may begin a job may stop their own.
      action: "ask",
      keepsTime: true,
      async call({job: id}, calling) {
        const job = await jobFor(calling, id);
        if (!isOwnJob(calling.principal, job)) demand(calling.principal, "jobs.write");
        await stopToolJob(calling.service, job);
        const seen = await watch(calling, job, STOP_SECONDS);
        // One of another process stops at its next sign of life.
        return hasEnded(seen) ? toldState(seen) : tableResult({job: seen.id, state: "stopping"});
      },
    },
  ];
}

/** A job that whoever asks began; an owner of the workspace may know of all. */
async function jobFor({service, principal}: McpCalling, id: unknown): Promise<Job> {
  const job = typeof id === "string" ? await service.jobs.job(principal.workspace, id) : undefined;
  if (job && toolOf(job) !== undefined && mayReadJob(principal, job)) return job;
  throw new TabletalkError("not_found", "There is no such job.", "Give the job that start_job told.");
}

/** Waits until a job has ended, some seconds at most, and tells how far it is meanwhile. */
async function watch(
  {service, principal, signal, progress}: McpCalling,
  job: Job,
  seconds: number,
): Promise<Job> {
  const until = Date.now() + seconds * 1000;
  let found = (await service.jobs.job(principal.workspace, job.id)) ?? job;
  let told = "";
  for (
    let pause = 50;
    !hasEnded(found) && !signal.aborted && Date.now() < until;
    pause = Math.min(500, pause * 2)
  ) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, until - Date.now())));
    found = (await service.jobs.job(principal.workspace, job.id)) ?? found;
    const now = JSON.stringify(found.progress);
    if (found.progress && now !== told && isOwnJob(principal, found))
      progress(found.progress.share, found.progress.doing);
    told = now;
  }
  return found;
}

/** What a job came to, else how far it is. What another's came to is not told. */
function toldJob({principal, policy}: McpCalling, job: Job, tools: readonly McpTool[]): CallToolResult {
  if (!isOwnJob(principal, job)) return toldState(job, false);
  if (!hasEnded(job)) return toldState(job);
  // To know of a job is not to read the rows that it came to.
  demand(principal, tools.find(({name}) => name === toolOf(job))?.action ?? "ask");
  if (job.state === "done") return resultOf(job, policy);
  const {message, next} = job.error ?? {message: "", next: "Start it again when you like."};
  const text =
    job.state === "aborted" ? `The job was stopped. ${next}` : `The job failed: ${message} ${next}`;
  return {isError: true, content: [{type: "text", text}]};
}

function toldState({id, state, progress}: Job, isOwn = true): CallToolResult {
  const words = {waiting: "waiting", taken: "running", done: "done", failed: "failed", aborted: "stopped"};
  return tableResult({
    job: id,
    state: words[state],
    ...(progress && isOwn && !hasEnded({state}) && progress),
  });
}

function objectOf(given: unknown): Record<string, unknown> {
  if (typeof given === "object" && given !== null && !Array.isArray(given))
    return given as Record<string, unknown>;
  throw new TabletalkError("bad_use", "arguments is no object.", "Give what the tool itself would take.");
}

import {z} from "zod";
import type {Access} from "../../access/access.ts";
import {currentPrincipal} from "../../access/current_principal.ts";
import {keptPrincipalSchema} from "../../access/kept_principal.ts";
import {allow} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import type {JobHandler} from "../../store/jobs.ts";
import {changeRun, nodesOf, runById, type StoredRun, saveNode} from "../../store/runs.ts";
import {type Store, timestamp} from "../../store/store.ts";
import {nodeKinds} from "../../workflows/node_kinds.ts";
import type {NodeParts} from "../../workflows/node_parts.ts";
import {executeRun} from "../../workflows/run/execute_run.ts";
import {keptError} from "../../workflows/run/kept_artifact.ts";
import type {RunScene} from "../../workflows/run/run_scene.ts";
import type {Service, WorkspaceService} from "../service.ts";
import {folderOf} from "../workspaces.ts";
import {columnsOf, namesOfRun} from "./datasets_of_run.ts";
import {clearOldExports} from "./exports_of_run.ts";
import {partsOfRun} from "./parts_of_run.ts";
import {documentOfRun} from "./run_of_workflow.ts";

const inputSchema = z.object({run: z.string()});

/** Told when a run has come to an end, a failure, or a person's decision: again where a worker died that may have told it. */
export type OnRunEnd = (workspace: string, run: StoredRun) => Promise<void>;

/**
 * Runs workflows. A run that another worker left goes on with what is done; one that was cancelled is cleaned up. With
 * `added`, parts that only this process has.
 */
export function runWorkflows(
  service: Pick<Service, "workspace" | "config">,
  access: Access,
  options: {
    added?: (principal: Principal, workspace: WorkspaceService) => Partial<NodeParts>;
    onEnd?: OnRunEnd;
  } = {},
): JobHandler {
  return async (job, {signal, progress}) => {
    const {run: id} = inputSchema.parse(job.input);
    const own = service.workspace(job.workspace);
    const run = await runById(own.store, job.workspace, id);
    if (!run) throw new TabletalkError("not_found", "The run is gone.", "Run the workflow anew.");
    if (hasEnded(run)) {
      if (run.state !== "aborted") await options.onEnd?.(job.workspace, run);
      return cleanedUp(own.store, job.workspace, run);
    }
    try {
      const principal = await whoseRun(access, run);
      const document = await documentOfRun(own.store, job.workspace, run);
      let begun = 0;
      const scene: RunScene = {
        store: own.store,
        workspace: job.workspace,
        registry: await own.registry(),
        kinds: nodeKinds(),
        names: () => namesOfRun(own.store, principal, run),
        datasets: own.datasets,
        columns: (names) => columnsOf(own.store, job.workspace, names),
        withSession: own.withVersions,
        version: own.version,
        share: own.shareTable,
        shared: own.sharedTable,
        parts: {
          ...partsOfRun(service, access, principal, own, run),
          ...options.added?.(principal, own),
        },
        async write(input) {
          const {createOfflineWriter} = await import("../../agents/offline/writer.ts");
          return createOfflineWriter().write(input);
        },
        timeZone: service.config.timeZone,
        limits: {timeMs: service.config.queryMs, rows: service.config.rows},
        longStepMs: service.config.longStepMs,
        progress(node) {
          begun += 1;
          progress(node, Math.min(1, begun / (document.nodes.length + 1)));
        },
        signal,
      };
      await executeRun(scene, run, document);
    } catch (thrown) {
      const now = await runById(own.store, job.workspace, id);
      if (now?.state === "aborted") await cleanedUp(own.store, job.workspace, now);
      else if (!signal.aborted && isFinal(thrown))
        await changeRun(
          own.store,
          job.workspace,
          id,
          {state: "failed", error: keptError(thrown), finishedAt: timestamp()},
          ["waiting", "running"],
        );
      else throw thrown;
    }
    const end = await runById(own.store, job.workspace, id);
    await clearOldExports(folderOf(service.config.home, own.id), run);
    if (end && end.state !== "aborted") await options.onEnd?.(job.workspace, end);
    return {run: id, state: end?.state};
  };
}

const hasEnded = ({state}: StoredRun): boolean =>
  state === "done" || state === "failed" || state === "aborted";

/** What another try at the same run would not change. */
const isFinal = (thrown: unknown): boolean =>
  thrown instanceof TabletalkError &&
  !["unavailable", "store_failed", "internal", "aborted"].includes(thrown.code);

/** Whoever a run is for, as they are now. @throws TabletalkError forbidden where they may not run workflows any more */
async function whoseRun(access: Access, run: StoredRun): Promise<Principal> {
  const kept = keptPrincipalSchema.parse(run.principal);
  const principal = await currentPrincipal(access, kept);
  if (principal && allow(principal, "workflows.write")) return principal;
  throw new TabletalkError(
    "forbidden",
    principal
      ? "Whoever this run is for may not run workflows any more."
      : "Whoever this run is for is gone.",
    "Have somebody else run or schedule it.",
  );
}

/** No node of a cancelled run is left as if it ran. */
async function cleanedUp(store: Store, workspace: string, run: StoredRun) {
  if (run.state === "aborted")
    for (const {node, state} of await nodesOf(store, workspace, run.id))
      if (state === "running" || state === "waiting")
        await saveNode(store, workspace, run.id, node, {
          state: "failed",
          artifact: null,
          error: {code: "aborted", message: "The run was cancelled.", next: "Resume it, or run it anew."},
        });
  return {run: run.id, state: run.state};
}

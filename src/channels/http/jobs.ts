import type {Access} from "../../access/access.ts";
import {CONNECTION_JOB, importConnection} from "../import_connection.ts";
import {importOfKaggle, KAGGLE_JOB} from "../kaggle/import_job.ts";
import {afterRun} from "../schedules/after_run.ts";
import type {Service} from "../service.ts";
import {runWorkflows} from "../workflow_runs/run_job.ts";
import {RUN_JOB} from "../workflow_runs/start_run.ts";
import {ANALYSIS_JOB, analyseStored} from "./analysis_job.ts";
import {EVALUATION_JOB, runSuite} from "./evaluation_job.ts";
import {DOCUMENT_JOB, ingestUpload, SYNC_JOB, syncStored} from "./knowledge_jobs.ts";
import type {HttpSettings} from "./parts.ts";
import {REPLAY_JOB, replayStored} from "./replay_job.ts";
import {IMPORT_JOB, importUpload} from "./uploads/import_job.ts";

/**
 * Says how the jobs are run that come in over HTTP. Before the service starts working; a worker that serves no HTTP runs them
 * too, and finds uploads in the same folder.
 */
export function handleHttpJobs(
  service: Pick<Service, "jobs" | "workspace" | "config" | "inbox">,
  access: Access,
  settings: Pick<HttpSettings, "uploadFolder">,
): void {
  service.jobs.handle(IMPORT_JOB, importUpload(service, access, settings));
  service.jobs.handle(CONNECTION_JOB, importConnection(service, access));
  service.jobs.handle(KAGGLE_JOB, importOfKaggle(service));
  service.jobs.handle(DOCUMENT_JOB, ingestUpload(service, settings));
  service.jobs.handle(SYNC_JOB, syncStored(service));
  service.jobs.handle(EVALUATION_JOB, runSuite(service));
  service.jobs.handle(ANALYSIS_JOB, analyseStored(service, access));
  service.jobs.handle(REPLAY_JOB, replayStored(service));
  const onEnd = (workspace: string, {id}: {id: string}) =>
    afterRun({store: service.workspace(workspace).store, access}, workspace, id);
  service.jobs.handle(RUN_JOB, runWorkflows(service, access, {onEnd}));
}

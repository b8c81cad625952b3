import {openAccess} from "../../../src/access/access.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import {openService} from "../../../src/channels/open_service.ts";
import {runWorkflows} from "../../../src/channels/workflow_runs/run_job.ts";
import {RUN_JOB} from "../../../src/channels/workflow_runs/start_run.ts";
import {loadConfig} from "../../../src/config.ts";

/** A worker of its own process, which a test may kill: `node worker.ts HOME`. */
const [home = ""] = process.argv.slice(2);
const service = await openService(loadConfig({home, model: "offline"}, process.env));
const access = await openAccess(service.store, await openSecrets(home, {}));
service.jobs.handle(RUN_JOB, runWorkflows(service, access));
await service.startWorking();
console.log("works");

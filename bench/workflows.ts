import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {openAccess} from "../src/access/access.ts";
import {keptPrincipal} from "../src/access/kept_principal.ts";
import {localPrincipal} from "../src/access/principal.ts";
import {openSecrets} from "../src/access/secret.ts";
import {openService} from "../src/channels/open_service.ts";
import {runWorkflows} from "../src/channels/workflow_runs/run_job.ts";
import {loadConfig} from "../src/config.ts";
import {executePlan} from "../src/planning/execute.ts";
import type {Job} from "../src/store/jobs.ts";
import {addRun, runById} from "../src/store/runs.ts";
import {compileWorkflow} from "../src/workflows/compile.ts";
import {workflowOf} from "../src/workflows/read_workflow.ts";
import {keepWorkflow} from "../src/workflows/versions.ts";

/**
 * What a workflow costs beside its steps: the same nodes as a run, kept node by node, and as a plan that is executed alone, in
 * turn on one warm session; the median of the rounds. The most that a node may cost more is 10 ms.
 * Usage: node bench/workflows.ts [NODES, default 20] [ROUNDS, default 7]
 */
const [nodes = 20, rounds = 7] = process.argv.slice(2).map(Number);
const home = await mkdtemp(join(tmpdir(), "bench-workflows-"));
const service = await openService(
  loadConfig(
    {home, model: "offline"},
    {TABLETALK_TIME_ZONE: "UTC", TABLETALK_STORE: process.env.TABLETALK_STORE},
  ),
);
const access = await openAccess(service.store, await openSecrets(home, {}));
const principal = localPrincipal("bench");
const own = service.workspace("bench");

const path = join(home, "sales.csv");
const rows = Array.from({length: 10_000}, (_, at) => `R${at % 7},${(at * 37) % 1000}`);
await writeFile(path, `region,amount\n${rows.join("\n")}\n`);
const [dataset] = await own.importFile(path, {by: principal.actor});

const document = workflowOf({
  format: 1,
  name: "bench",
  title: "Bench",
  headline: "n0",
  tell: "Done.",
  nodes: Array.from({length: nodes}, (_, at) => ({
    id: `n${at}`,
    kind: "aggregate",
    input: {
      table: "sales",
      groups: [{name: "region", of: {column: "region"}}],
      measures: [{name: "amount", fn: "sum", of: {column: "amount"}}],
      where: {op: ">", of: {column: "amount"}, value: at},
    },
  })),
});
const {id} = await keepWorkflow(own.store, principal, document);
const registry = await own.registry();
const {nodes: compiled} = compileWorkflow(document, {}, {registry, asOf: new Date(), timeZone: "UTC"});
const plan = {steps: compiled.map(({step}) => step!), headline: "n0"};
const {signal} = new AbortController();
const limits = {timeMs: 10_000, rows: 5_000};

const alone = (): Promise<number> =>
  own.withVersions([dataset!], async (session) => {
    const context = {session, profile: (table: string) => session.profile(table), limits, timeZone: "UTC"};
    const begun = performance.now();
    await executePlan(plan, {registry, context: {...context, asOf: new Date()}, signal});
    return performance.now() - begun;
  });

const handler = runWorkflows(service, access);
async function asRun(): Promise<number> {
  const kept = {
    workflow: id,
    version: 1,
    parameters: {},
    startedBy: "person",
    principal: keptPrincipal(principal),
  };
  const {run} = await addRun(own.store, "bench", kept);
  const job = {workspace: "bench", input: {run: run.id}} as Job;
  const begun = performance.now();
  await handler(job, {signal, progress: () => {}});
  const taken = performance.now() - begun;
  const end = await runById(own.store, "bench", run.id);
  if (end?.state !== "done") throw new Error(`The run ended ${end?.state}: ${end?.error?.message}`);
  return taken;
}

const median = (all: number[]): number => all.toSorted((a, b) => a - b)[all.length >> 1]!;
await alone();
await asRun();
const took = {alone: [] as number[], run: [] as number[]};
for (let round = 0; round < rounds; round += 1) {
  took.alone.push(await alone());
  took.run.push(await asRun());
}
const [plain, whole] = [median(took.alone), median(took.run)];
const more = (whole - plain) / nodes;
console.log(`${nodes} nodes: as a plan ${plain.toFixed(1)} ms, as a run ${whole.toFixed(1)} ms`);
console.log(
  `a node costs ${more.toFixed(2)} ms more (${(whole / plain).toFixed(2)} times the plan); at most 10 ms`,
);
await service.close();
await rm(home, {recursive: true, force: true});
if (more > 10) process.exitCode = 1;

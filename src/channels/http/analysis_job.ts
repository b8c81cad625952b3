import {z} from "zod";
import type {Access} from "../../access/access.ts";
import {currentPrincipal} from "../../access/current_principal.ts";
import {keptPrincipalSchema} from "../../access/kept_principal.ts";
import {allow} from "../../access/permissions.ts";
import {TabletalkError} from "../../errors.ts";
import type {JobHandler} from "../../store/jobs.ts";
import {makeAnalysis, sayProgress} from "../analyses/make_analysis.ts";
import {partsOfJob} from "../analyses/parts_of_job.ts";
import {demandDatasets} from "../dataset_access.ts";
import {keepReport} from "../reports/make_report.ts";
import type {Service} from "../service.ts";
import {noteAsker} from "../who_asks.ts";
import {ownerOf} from "./conversation_access.ts";

/** The kind of the jobs that analyse datasets in depth. */
export const ANALYSIS_JOB = "analysis";

/** How far an analysis may go that came in over HTTP. */
export const analysisBudgetSchema = z.strictObject({
  steps: z.int().min(1).max(400).optional(),
  minutes: z.number().positive().max(30).optional(),
  tokens: z.int().min(0).max(1_000_000).optional(),
});

const inputSchema = z.object({
  goal: z.string().optional(),
  table: z.string().optional(),
  datasets: z.array(z.string()),
  budget: analysisBudgetSchema.default({}),
  sender: keptPrincipalSchema,
});

/**
 * Analyses datasets with the rights that whoever asked has now, and keeps the report as theirs. The result names it; a job
 * that runs again after a crash makes it again.
 */
export function analyseStored(service: Pick<Service, "workspace" | "config">, access: Access): JobHandler {
  return async (job, {signal, progress}) => {
    const {goal, table, datasets, budget, sender} = inputSchema.parse(job.input);
    const workspace = service.workspace(job.workspace);
    const principal = await currentPrincipal(access, sender);
    if (!principal || !allow(principal, "reports.write"))
      throw new TabletalkError(
        "forbidden",
        "Whoever asked for this analysis may not make reports any more.",
        "Have somebody else ask for it.",
      );
    await demandDatasets({principal, workspace}, datasets);
    noteAsker(signal, principal.actor);
    const request = {
      ...(goal !== undefined && {goal}),
      ...(table !== undefined && {table}),
      budget: withoutAbsent(budget),
    };
    const document = await workspace.withSession(datasets, async (session) =>
      makeAnalysis(
        request,
        await partsOfJob(service, workspace, session),
        {asOf: service.config.asOf ?? new Date(), timeZone: service.config.timeZone, signal},
        (told) => progress(sayProgress(told), told.share),
      ),
    );
    const owner = ownerOf(principal);
    const report = await keepReport(workspace.store, job.workspace, document, {
      owner,
      createdBy: principal.actor,
    });
    return {
      report,
      title: document.title,
      summary: document.summary.map(({text}) => text),
      ...(document.comparisons !== undefined && {comparisons: document.comparisons}),
    };
  };
}

function withoutAbsent<Of extends object>(given: Of): {[Key in keyof Of]?: NonNullable<Of[Key]>} {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Of]?: NonNullable<Of[Key]>;
  };
}

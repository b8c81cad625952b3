import {z} from "@hono/zod-openapi";
import {keptPrincipal} from "../../../access/kept_principal.ts";
import {countQuestion} from "../../../access/limits.ts";
import {demand} from "../../../access/permissions.ts";
import {TabletalkError} from "../../../errors.ts";
import {namesFor} from "../../dataset_access.ts";
import {ANALYSIS_JOB, analysisBudgetSchema} from "../analysis_job.ts";
import {nameSchema} from "../conversation_schemas.ts";
import {preferredWait} from "../prefer.ts";
import {route} from "../route.ts";
import {jobSchema, toldJob, waitForJob} from "./jobs.ts";

export const analysisRoutes = [
  route({
    method: "post",
    path: "/v1/analyses",
    tag: "reports",
    summary: "Analyse datasets in depth, as a job",
    description:
      "The job tells which question it is at, and ends with the id of a report: read it at /v1/reports/{id}. Without a goal it finds out what is worth knowing.",
    action: "reports.write",
    body: z.strictObject({
      goal: z.string().trim().min(1).max(2000).optional(),
      datasets: z
        .array(nameSchema)
        .min(1)
        .max(20)
        .optional()
        .openapi({description: "default: all that you may see"}),
      table: nameSchema.optional().openapi({description: "of several the one to look at"}),
      budget: analysisBudgetSchema.optional(),
    }),
    status: 202,
    also: [200],
    answer: jobSchema,
    timeMs: 0,
    async handle(asked) {
      const {parts, principal, body, c} = asked;
      demand(principal, "ask");
      const datasets = await namesFor(asked, body.datasets);
      if (datasets.length === 0)
        throw new TabletalkError("no_data", "There is no dataset to analyse.", "Import one first.");
      await countQuestion(parts.access, principal);
      const job = await parts.service.jobs.submit(principal.workspace, {
        kind: ANALYSIS_JOB,
        input: {
          ...(body.goal !== undefined && {goal: body.goal}),
          ...(body.table !== undefined && {table: body.table}),
          datasets,
          ...(body.budget && {budget: body.budget}),
          sender: keptPrincipal(principal),
        },
        by: principal.actor,
      });
      const wait = preferredWait(c.req.header("prefer"));
      const told = typeof wait === "number" ? await waitForJob(asked, job, wait) : job;
      return {
        json: toldJob(told),
        status: told.state === "done" ? 200 : 202,
        headers: {Location: `/v1/jobs/${job.id}`},
      };
    },
  }),
];

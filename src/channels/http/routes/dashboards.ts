import {z} from "@hono/zod-openapi";
import {countQuestion} from "../../../access/limits.ts";
import {demand} from "../../../access/permissions.ts";
import {namesFor} from "../../dataset_access.ts";
import {keepRecipeIn} from "../../keep_recipe.ts";
import {makeDashboard} from "../../reports/make_dashboard.ts";
import {keepReport} from "../../reports/make_report.ts";
import {reportFor} from "../../reports/report_rights.ts";
import {ownerOf} from "../conversation_access.ts";
import {nameSchema} from "../conversation_schemas.ts";
import {reportSchema, toldReport} from "../report_schemas.ts";
import {route} from "../route.ts";

const MAKING_MS = 90_000;

export const dashboardRoutes = [
  route({
    method: "post",
    path: "/v1/dashboards",
    tag: "reports",
    summary: "Make a dashboard of a dataset",
    description:
      "What it shows is chosen from what varies in the data. It is kept as a report of whoever asked: its page is at /v1/reports/{id}/files/{id}.html.",
    action: "reports.write",
    body: z.strictObject({
      table: nameSchema.openapi({description: "The dataset"}),
      pattern: z.enum(["analytical", "executive", "operational"]).default("analytical").openapi({
        description: "For whom: what explains the figures, the figures that decide, what happens now",
      }),
      title: z.string().trim().min(1).max(200).optional(),
    }),
    status: 201,
    answer: reportSchema,
    timeMs: MAKING_MS,
    async handle(asked) {
      const {parts, principal, workspace, body, signal} = asked;
      demand(principal, "ask");
      const names = await namesFor(asked, [body.table]);
      await countQuestion(parts.access, principal);
      const {config} = parts.service;
      const document = await workspace.withSession(names, async (session) =>
        makeDashboard(session, body, {
          keepRecipe: keepRecipeIn(workspace.store, workspace.id, session),
          registry: await workspace.registry(),
          asOf: config.asOf ?? new Date(),
          timeZone: config.timeZone,
          signal,
        }),
      );
      const id = await keepReport(workspace.store, workspace.id, document, {
        owner: ownerOf(principal),
        createdBy: principal.actor,
      });
      const made = await reportFor(workspace.store, principal, id, "reports.read");
      return {json: toldReport(made), headers: {Location: `/v1/reports/${id}`}};
    },
  }),
];

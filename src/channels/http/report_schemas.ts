import {z} from "@hono/zod-openapi";
import type {StoredReport} from "../../store/reports.ts";
import {idSchema} from "./conversation_schemas.ts";

export const reportKindSchema = z.enum(["report", "dashboard", "analysis"]);
export const visibilitySchema = z.enum(["workspace", "project", "private"]);

export const reportSchema = z
  .object({
    id: z.string(),
    kind: reportKindSchema,
    title: z.string(),
    version: z.int(),
    conversation: z.string().nullable(),
    project: z.string().nullable(),
    owner: z.string().nullable(),
    visibility: visibilitySchema,
    createdAt: z.string(),
    changedAt: z.string(),
    files: z
      .record(z.string(), z.string())
      .openapi({description: "Where its page, PDF, picture, workbook, SQL script and notebook are"}),
  })
  .openapi("Report");

export const reportFileSchema = z
  .string()
  .regex(/^[\w-]{1,100}\.(html|pdf|png|xlsx|sql|ipynb)$/)
  .openapi({example: "0193a4b2c3d400000000a1b2c3d4e5f60718.pdf"});

export const newReportSchema = z.strictObject({
  conversation: idSchema,
  turns: z
    .array(idSchema)
    .min(1)
    .max(60)
    .optional()
    .openapi({description: "These answers, in this order; left out: all of the conversation"}),
  last: z.int().min(1).max(60).optional().openapi({description: "Only the last so many answers"}),
  title: z.string().trim().min(1).max(200).optional(),
  subtitle: z.string().trim().min(1).max(300).optional(),
});

/** A report as it is told, without what it shows. */
export function toldReport(report: Omit<StoredReport, "content">): z.infer<typeof reportSchema> {
  const {id, kind, title, version, conversation, project, owner, visibility, createdAt, changedAt} = report;
  const endings = ["html", "pdf", "png", "xlsx", "sql", "ipynb"];
  return {
    ...{id, kind, title, version, visibility, createdAt, changedAt},
    conversation: conversation ?? null,
    project: project ?? null,
    owner: owner ?? null,
    files: Object.fromEntries(endings.map((ending) => [ending, `/v1/reports/${id}/files/${id}.${ending}`])),
  };
}

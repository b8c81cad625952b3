import {z} from "zod";

/** What a report can be taken away as. */
export const reportFormatSchema = z.enum(["html", "pdf", "png", "xlsx", "sql", "ipynb"]);
export type ReportFileFormat = z.infer<typeof reportFormatSchema>;

export const REPORT_MEDIA_TYPES: Readonly<Record<ReportFileFormat, string>> = {
  html: "text/html; charset=utf-8",
  pdf: "application/pdf",
  png: "image/png",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  sql: "application/sql",
  ipynb: "application/x-ipynb+json",
};

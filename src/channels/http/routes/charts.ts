import {z} from "@hono/zod-openapi";
import {chartSpecSchema} from "../../../charts/spec.ts";
import {cellSchema, columnSchema} from "../../../data/table.ts";
import {chartFormatSchema, drawnChart} from "../drawn_chart.ts";
import {route} from "../route.ts";

/** A chart of more cells is drawn from a question, where the engine makes it small first. */
const MOST_ROWS = 10_000;

export const chartRoutes = [
  route({
    method: "post",
    path: "/v1/charts",
    tag: "charts",
    summary: "Draw a table of your own",
    action: "ask",
    body: z.strictObject({
      spec: chartSpecSchema,
      table: z
        .strictObject({
          columns: z.array(columnSchema).min(1).max(100),
          rows: z.array(z.array(cellSchema).max(100)).max(MOST_ROWS),
        })
        .refine(({columns, rows}) => rows.every((row) => row.length === columns.length), {
          error: "every row has as many cells as there are columns",
        }),
      format: chartFormatSchema.default("png"),
      width: z.int().min(200).max(2000).optional(),
      height: z.int().min(150).max(2000).optional(),
    }),
    gives: ["image/png", "image/svg+xml", "text/html", "application/json"],
    timeMs: 60_000,
    handle: async ({parts, body, signal}) =>
      drawnChart(parts.charts, body, {format: body.format, width: body.width, height: body.height, signal}),
  }),
];

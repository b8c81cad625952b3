import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import {withStepTables} from "../../planning/step_tables.ts";
import type {ReportDocument} from "../../reports/document.ts";
import {tableReferenceSchema} from "../../tools/table_reference.ts";
import type {NodeContext, NodeKind} from "../node_kind.ts";
import {lacking} from "./lacking.ts";
import {written} from "./written.ts";

const dashboardInputSchema = z.strictObject({
  table: tableReferenceSchema.describe("what it shows: a dataset, or the table of a node"),
  pattern: z.enum(["executive", "analytical", "operational"]).default("analytical"),
  title: z.string().min(1).max(200).optional(),
});
type DashboardInput = z.infer<typeof dashboardInputSchema>;

/** A dashboard of a table, chosen anew from what varies in it each time, which can be looked at, printed and shared. */
export const dashboardKind: NodeKind<DashboardInput> = {
  kind: "dashboard",
  description: "Makes a dashboard of a dataset or of another node's table.",
  input: dashboardInputSchema as z.ZodType<DashboardInput>,
  effect: "writes",
  async run({table, pattern, title}, context) {
    const {keepDashboard} = context.parts;
    if (!keepDashboard) throw lacking("No dashboards are kept", "Run it where reports are kept.");
    const begun = performance.now();
    const input = {table: context.artifacts.has(table) ? {$step: table} : table};
    const opened = await withStepTables({id: "dashboard", tool: "dashboard", input}, context, context.signal);
    const document = await madeOf(
      table,
      {pattern, ...(title !== undefined && {title})},
      {...context, ...opened.context},
    ).finally(opened.release);
    const made = await keepDashboard({document, run: context.run, node: context.node});
    const rows = document.datasets[0]?.rows ?? 0;
    return {
      ...written("dashboard", {title: made.title, where: made.id, rows, begun}, context),
      text: made.id,
    };
  },
};

async function madeOf(
  table: string,
  wish: Pick<DashboardInput, "pattern" | "title">,
  {session, asOf, timeZone, signal}: Pick<NodeContext, "session" | "asOf" | "timeZone" | "signal">,
): Promise<ReportDocument> {
  if (!session.datasets.some(({name}) => name === table))
    throw new TabletalkError(
      "unknown_table",
      `There is no table ${table} here.`,
      "Name a dataset, or a node before this one.",
    );
  const {buildDashboard} = await import("../../reports/dashboard/build.ts");
  return (await buildDashboard(session, {...wish, table, asOf, timeZone, signal})).document;
}

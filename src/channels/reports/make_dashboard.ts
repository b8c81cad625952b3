import type {Session} from "../../data/engine.ts";
import type {ReportDocument} from "../../reports/document.ts";
import type {Registry} from "../../tools/registry.ts";
import type {TurnParts} from "../turn_parts.ts";

export interface DashboardWish {
  /** A dataset of the session. */
  table: string;
  pattern?: "executive" | "analytical" | "operational" | undefined;
  title?: string | undefined;
}

/** What a dashboard is made with where no message asked for it. */
export interface DashboardSetting extends Pick<TurnParts, "keepRecipe"> {
  registry: Registry;
  asOf: Date;
  timeZone: string;
  signal: AbortSignal;
}

/**
 * A dashboard of a dataset, with the recipe that computes it again. It is kept nowhere yet.
 * @throws TabletalkError no_data for a dataset without rows; what the executor throws
 */
export async function makeDashboard(
  session: Session,
  {table, pattern, title}: DashboardWish,
  {keepRecipe, registry, asOf, timeZone, signal}: DashboardSetting,
): Promise<ReportDocument> {
  const {buildDashboard} = await import("../../reports/dashboard/build.ts");
  const {document, plan, execution} = await buildDashboard(session, {
    ...{table, registry, asOf, timeZone, signal},
    ...(pattern && {pattern}),
    ...(title !== undefined && {title}),
  });
  const question = `Dashboard of ${table}`;
  const written = {text: document.title, evidence: [], values: [], unbound: [], unboundAt: []};
  const id = await keepRecipe({
    ...{question, plan, execution, written, asOf, timeZone},
    writer: "offline",
  });
  return {...document, recipes: [{id, question}]};
}

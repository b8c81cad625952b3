import {ownName, type Principal} from "../../access/principal.ts";
import type {ReportDocument} from "../../reports/document.ts";
import {addReport, reportsOf} from "../../store/reports.ts";
import type {WorkspaceService} from "../service.ts";

/** Keeps a dashboard that a node made, private to whoever the run is for. One run's node keeps one. */
export async function keepDashboardOfRun(
  {id, store}: Pick<WorkspaceService, "id" | "store">,
  principal: Principal,
  {document, run, node}: {document: ReportDocument; run: string; node: string},
): Promise<{id: string; title: string}> {
  const marked = `${run} ${node}`;
  const [before] = await reportsOf(store, id, {kind: "dashboard", run: marked, limit: 1});
  if (before) return {id: before.id, title: before.title};
  const made = await addReport(store, id, {
    kind: "dashboard",
    title: document.title,
    content: document,
    createdBy: principal.actor,
    owner: ownName(principal),
    run: marked,
  });
  return {id: made, title: document.title};
}

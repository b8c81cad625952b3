import {ownName, type Principal} from "../../access/principal.ts";
import {addReport, reportsOf} from "../../store/reports.ts";
import type {NodeParts} from "../../workflows/node_parts.ts";
import type {WorkspaceService} from "../service.ts";

/** Keeps a report of what nodes gave, private to whoever the run is for. One run's node makes one report. */
export async function reportOfRun(
  {id, store}: Pick<WorkspaceService, "id" | "store">,
  principal: Principal,
  {title, run, node, nodes}: Parameters<NonNullable<NodeParts["makeReport"]>>[0],
  timeZone: string,
): Promise<{id: string; title: string}> {
  const [{reportFromAnswers}, {datasetFacts}] = await Promise.all([
    import("../../reports/from_answers.ts"),
    import("../reports/dataset_facts.ts"),
  ]);
  const marked = `${run} ${node}`;
  const [before] = await reportsOf(store, id, {kind: "report", run: marked, limit: 1});
  if (before) return {id: before.id, title: before.title};
  const now = new Date().toISOString();
  const document = reportFromAnswers(
    nodes.map(({id: step, artifact}) => ({
      question: artifact.title,
      text: "",
      evidence: [],
      plan: {steps: [], headline: step, ...(artifact.chart && {chart: step})},
      artifacts: {[step]: artifact},
    })),
    {
      title,
      madeAt: now,
      asOf: now,
      timeZone,
      datasets: await datasetFacts(
        store,
        id,
        nodes.map(({artifact}) => artifact),
      ),
    },
  );
  const made = await addReport(store, id, {
    kind: "report",
    title: document.title,
    content: document,
    createdBy: principal.actor,
    owner: ownName(principal),
    run: marked,
  });
  return {id: made, title: document.title};
}

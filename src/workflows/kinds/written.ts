import {dataLine, publishedBehind} from "../../data/published.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {NodeContext} from "../node_kind.ts";

/** What an export gives: what was written, where, how many rows, and under which licence those were published. */
export function written(
  kind: string,
  told: {
    title: string;
    where: string;
    rows: number;
    begun: number;
    file?: Artifact["file"];
    notes?: string[];
  },
  context: Pick<NodeContext, "artifacts">,
): Artifact {
  const datasets = [...context.artifacts.values()].flatMap(({provenance}) => provenance.datasets);
  const published = dataLine(publishedBehind(context.artifacts.values()));
  return {
    kind: told.file ? "file" : "table",
    title: told.title,
    table: {
      columns: [
        {name: "written_to", type: "text"},
        {name: "rows", type: "integer"},
      ],
      rows: [[told.where, told.rows]],
    },
    units: {},
    truncated: false,
    ...(told.file && {file: told.file}),
    provenance: {
      tool: kind,
      datasets: datasets.filter((one, at) => datasets.findIndex(({hash}) => hash === one.hash) === at),
      sql: [],
      notes: [...(told.notes ?? []), ...(published === undefined ? [] : [published])],
      elapsedMs: performance.now() - told.begun,
    },
  };
}

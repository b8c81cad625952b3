import type {Artifact} from "../tools/tool.ts";

/** A small chart that shows whether charts can be drawn here. */
export function sampleChart(): Artifact {
  return {
    kind: "chart",
    title: "Does it draw?",
    table: {
      columns: [
        {name: "answer", type: "text"},
        {name: "count", type: "integer"},
      ],
      rows: [
        ["yes", 2],
        ["no", 1],
      ],
    },
    units: {},
    truncated: false,
    chart: {kind: "bar", x: "answer", y: "count", title: "Does it draw?"},
    provenance: {tool: "make_chart", datasets: [], sql: [], notes: [], elapsedMs: 0},
  };
}

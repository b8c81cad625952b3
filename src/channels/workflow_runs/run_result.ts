import {isCommercial} from "../../access/commercial.ts";
import type {ChartSpec} from "../../charts/spec.ts";
import type {Table} from "../../data/table.ts";
import type {Value} from "../../planning/evidence.ts";
import {type KeptError, nodesOf, type StoredRun} from "../../store/runs.ts";
import type {Store} from "../../store/store.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {ComparedRun} from "../../workflows/run/diff_runs.ts";
import type {RunEnd} from "../../workflows/run/finish_run.ts";
import {dataLines} from "../data_lines.ts";

/** What a run came to, as an answer is told. */
export interface RunResult {
  state: StoredRun["state"];
  /** With a last line of where its data was published, and under which licence. */
  text: string;
  values: Value[];
  /** The table that answers, with the units of its columns. */
  table?: Table & {units: Record<string, string>; truncated: boolean};
  /** The chart beside it: its node, what is drawn, and of which table. */
  chart?: {node: string; spec: ChartSpec; table: Table};
  /** What every node gave, by its id. */
  artifacts: Record<string, Artifact>;
  /** The report that it made. */
  report?: string;
  recipe?: string;
  error?: KeptError;
  /** Of a run that waits: the node, and what a person is asked. */
  waitsFor?: {node: string; question: string; shown?: Artifact};
}

/** What a run came to, or how far it is. */
export async function runResult(
  store: Pick<Store, "db">,
  workspace: string,
  run: StoredRun,
): Promise<RunResult> {
  const nodes = await nodesOf(store, workspace, run.id);
  const artifacts = Object.fromEntries(
    nodes.flatMap(({node, state, artifact}) =>
      state === "done" && artifact ? [[node, artifact as Artifact] as const] : [],
    ),
  );
  const end = run.result as RunEnd | undefined;
  const headline = end && artifacts[end.headline];
  const drawn = end?.chart === undefined ? undefined : artifacts[end.chart];
  const report = Object.values(artifacts).find(({provenance}) =>
    ["export.report", "dashboard"].includes(provenance.tool),
  );
  const commercial = await isCommercial(store, workspace);
  const text = [
    end?.text ?? run.error?.message ?? "",
    ...(end ? dataLines(Object.values(artifacts), {commercial}) : []),
  ];
  const waits = nodes.find(({node, state}) => state === "waiting" && node === run.waitsFor);
  return {
    state: run.state,
    text: text.join("\n"),
    values: end?.values ?? [],
    ...(headline && {
      table: {...headline.table, units: headline.units, truncated: headline.truncated},
    }),
    ...(drawn?.chart && {chart: {node: end!.chart!, spec: drawn.chart, table: drawn.table}}),
    artifacts,
    ...(report?.text !== undefined && {report: report.text}),
    ...(run.recipe !== undefined && {recipe: run.recipe}),
    ...(run.error && {error: run.error}),
    ...(waits && {
      waitsFor: {node: waits.node, ...(waits.artifact as {question: string; shown?: Artifact})},
    }),
  };
}

/** A run as it is compared with another. */
export async function compared(
  store: Pick<Store, "db">,
  workspace: string,
  run: StoredRun,
): Promise<ComparedRun> {
  const {values, artifacts} = await runResult(store, workspace, run);
  const headline = (run.result as RunEnd | undefined)?.headline;
  return {id: run.id, values, artifacts, ...(headline !== undefined && {headline})};
}

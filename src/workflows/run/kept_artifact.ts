import {chartSpecSchema} from "../../charts/spec.ts";
import {TabletalkError} from "../../errors.ts";
import type {KeptError, StoredNode} from "../../store/runs.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {RunScene} from "./run_scene.ts";
import {tableDigest} from "./whole_digest.ts";

/** What a node gave may be kept with so many characters; of a larger one the first rows are. */
const MOST_CHARACTERS = 4_000_000;
const FIRST_ROWS = 200;

/** An artifact as it is kept with its node: a table that was made is named by its version, and is in the file store. */
export async function keepArtifact(scene: Pick<RunScene, "share">, artifact: Artifact): Promise<string> {
  if (artifact.made) await scene.share(artifact.made);
  const text = JSON.stringify(artifact);
  if (text.length <= MOST_CHARACTERS) return text;
  const {table, receipt: _receipt, fitted: _fitted, ...rest} = artifact;
  return JSON.stringify({
    ...rest,
    // So that the next run can still be compared with all of it.
    ...(!artifact.truncated && {whole: {rows: table.rows.length, digest: tableDigest(table)}}),
    table: {columns: table.columns, rows: table.rows.slice(0, FIRST_ROWS)},
    truncated: true,
  });
}

/**
 * What a node gave when it ran, perhaps on another machine: a table that it made is brought here. Undefined where that is
 * gone: then the node runs again.
 */
export async function artifactOfNode(
  scene: Pick<RunScene, "shared">,
  node: Pick<StoredNode, "artifact">,
): Promise<Artifact | undefined> {
  const kept = node.artifact as Artifact | undefined;
  if (!kept?.made) return kept && withChart(kept);
  const made = await scene.shared(kept.made);
  return made && withChart({...kept, made});
}

function withChart(artifact: Artifact): Artifact {
  const {chart, ...rest} = artifact;
  return chart ? {...rest, chart: chartSpecSchema.parse(chart)} : rest;
}

/** An error as it is kept. */
export function keptError(thrown: unknown): KeptError {
  if (thrown instanceof TabletalkError)
    return {code: thrown.code, message: thrown.message, next: thrown.next};
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: "internal",
    message: `The run broke: ${message}`,
    next: "Run it again; report it if it stays so.",
  };
}

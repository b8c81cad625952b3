import {z} from "@hono/zod-openapi";
import {sourceOriginSchema} from "../../data/source_origin.ts";
import {tableSchema} from "../../data/table.ts";
import type {StoredArtifact} from "../../store/turns.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {Answer, TurnEvent} from "../channel.ts";

/** How an artifact came about, as it is told. */
export const provenanceSchema = z.looseObject({
  tool: z.string(),
  method: z.string().optional(),
  datasets: z.array(
    z.object({
      name: z.string(),
      hash: z.string(),
      published: z
        .array(sourceOriginSchema)
        .optional()
        .openapi({description: "Where its rows were published, and under which licence"}),
    }),
  ),
  sql: z.array(z.string()),
  notes: z.array(z.string()),
  elapsedMs: z.number(),
});

/** An artifact as it is told: nothing of where it lies on this machine. */
export const artifactSchema = z
  .object({
    step: z.string(),
    kind: z.string(),
    title: z.string(),
    table: tableSchema,
    units: z.record(z.string(), z.string()),
    truncated: z.boolean(),
    chart: z.unknown().optional().openapi({description: "A chart spec"}),
    text: z.string().optional(),
    receipt: tableSchema.optional(),
    made: z.object({name: z.string(), hash: z.string(), rows: z.number()}).optional(),
    mediaType: z.string().optional(),
    provenance: provenanceSchema,
  })
  .openapi("Artifact");
export type ToldArtifact = z.infer<typeof artifactSchema>;

export function toldArtifact(step: string, artifact: Artifact): ToldArtifact {
  const {kind, title, table, units, truncated, chart, text, receipt, made, file, provenance} = artifact;
  return {
    step,
    kind,
    title,
    table,
    units,
    truncated,
    ...(chart && {chart}),
    ...(text !== undefined && {text}),
    ...(receipt && {receipt}),
    ...(made && {made: {name: made.name, hash: made.version.hash, rows: made.version.rows}}),
    ...(file && {mediaType: file.mediaType}),
    provenance: {
      ...provenance,
      datasets: provenance.datasets.map(({name, hash, published}) => ({
        name,
        hash,
        ...(published && {published}),
      })),
    },
  };
}

/** What is read of a stored artifact; a stored one is ours, and was checked when it was made. */
export function storedArtifact({content}: StoredArtifact): Artifact {
  return content as Artifact;
}

/** An event of a turn as it is told: without paths of this machine; the answer names its turn, where artifacts are. */
export function toldEvent(event: TurnEvent, turn: string | undefined): Record<string, unknown> {
  switch (event.type) {
    case "chart":
      return {type: "chart", chart: toldChart(event.chart)};
    case "file":
      return {type: "file", name: event.name, mediaType: event.mediaType};
    case "answer":
      return {type: "answer", ...(turn !== undefined && {turn}), answer: toldAnswer(event.answer)};
    default:
      return {...event};
  }
}

function toldChart({step, title, altText, warnings}: Answer["charts"][number]) {
  return {step, title, altText, ...(warnings && {warnings})};
}

function toldAnswer(answer: Answer): Record<string, unknown> {
  const {artifacts: _, charts, parts, ...rest} = answer;
  return {...rest, charts: charts.map(toldChart), ...(parts && {parts: parts.map(toldAnswer)})};
}

import {z} from "@hono/zod-openapi";
import type {StoredNode, StoredRun} from "../../../store/runs.ts";
import type {Artifact} from "../../../tools/tool.ts";

const errorSchema = z.object({code: z.string(), message: z.string(), next: z.string()});
export const RUN_STATES = ["waiting", "running", "done", "failed", "aborted"] as const;

export const runSchema = z
  .object({
    id: z.string(),
    workflow: z.string(),
    version: z.int(),
    state: z.enum(RUN_STATES),
    parameters: z.record(z.string(), z.union([z.string(), z.number()])),
    waitsFor: z.string().optional().openapi({description: "The node that a person has to decide about"}),
    recipe: z.string().optional(),
    error: errorSchema.optional(),
    schedule: z.string().optional(),
    dueAt: z.string().optional(),
    startedBy: z.string(),
    createdAt: z.string(),
    finishedAt: z.string().optional(),
  })
  .openapi("Run");

export const nodeSchema = z.object({
  node: z.string(),
  state: z.enum(["running", "waiting", "done", "failed", "skipped"]),
  attempts: z.int(),
  startedAt: z.string().optional(),
  elapsedMs: z.number().optional(),
  error: errorSchema.optional(),
  title: z.string().optional(),
  kind: z.string().optional(),
  rows: z.int().optional(),
  file: z.string().optional().openapi({description: "The name of the file that it wrote"}),
  decision: z.unknown().optional(),
});

/** A run as it is told: not what its worker alone needs. */
export function toldRun({
  job: _job,
  datasets: _datasets,
  principal: _principal,
  result: _result,
  ...run
}: StoredRun) {
  return run satisfies z.infer<typeof runSchema>;
}

/** A node as it is told, without its rows. */
export function toldNode({artifact, ...node}: StoredNode): z.infer<typeof nodeSchema> {
  const made = node.state === "done" ? (artifact as Artifact | undefined) : undefined;
  return {
    ...node,
    ...(made && {
      title: made.title,
      kind: made.kind,
      rows: made.made?.version.rows ?? made.table.rows.length,
      ...(made.file && {file: made.title}),
    }),
  };
}

import {z} from "zod";
import {madeColumns} from "../columns/made_columns.ts";
import type {NodeKind} from "../node_kind.ts";

const stepInputSchema = z.strictObject({
  tool: z.string().describe("a tool of the registry"),
  input: z.record(z.string(), z.unknown()).default({}),
});
type StepInput = z.infer<typeof stepInputSchema>;

/** Any tool, with its own input. */
export const stepKind: NodeKind<StepInput> = {
  kind: "step",
  description: "Any tool of the registry, with its own input.",
  input: stepInputSchema as z.ZodType<StepInput>,
  sql: ["input.sql"],
  code: ["input.code"],
  under: "input.",
  compile: ({tool, input}, node) => ({
    id: node.id,
    tool,
    input,
    ...(node.description !== undefined && {purpose: node.description}),
  }),
  columns: ({tool, input}, scene) => madeColumns(tool, input, scene),
};

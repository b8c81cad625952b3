import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {NodeKind} from "../node_kind.ts";

const approveInputSchema = z.strictObject({
  question: z.string().min(1).max(1_000).describe("what a person is asked before the run goes on"),
  shown: z.strictObject({$step: z.string()}).optional().describe("the node whose result they decide about"),
});
type ApproveInput = z.infer<typeof approveInputSchema>;

/** Pauses the run until a person approves, rejects, or changes what comes later. Nodes that `needs` it wait for them. */
export const approveKind: NodeKind<ApproveInput> = {
  kind: "approve",
  description: "Waits for a person, who approves, rejects, or changes the inputs of later nodes.",
  input: approveInputSchema as z.ZodType<ApproveInput>,
  async run({question, shown}, {decision, artifacts}) {
    const artifact = shown && artifacts.get(shown.$step);
    if (!decision) return {waits: {question, ...(artifact && {shown: artifact})}};
    const {approved, by, at, note} = decision;
    if (!approved)
      throw new TabletalkError(
        "refused",
        `Rejected by ${by}${note === undefined ? "." : `: ${note}`}`,
        "Retry the run to be asked again, or change the workflow.",
      );
    return {
      kind: "text",
      title: question,
      text: note ?? "Approved.",
      table: {
        columns: ["approved_by", "approved_at", "note"].map((name) => ({name, type: "text" as const})),
        rows: [[by, at, note ?? null]],
      },
      units: {},
      truncated: false,
      provenance: {tool: "approve", datasets: [], sql: [], notes: [], elapsedMs: 0},
    };
  },
};

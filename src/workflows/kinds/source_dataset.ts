import {z} from "zod";
import {namedColumnSchema} from "../../tools/named_column.ts";
import {madeColumns} from "../columns/made_columns.ts";
import type {NodeKind} from "../node_kind.ts";

const sourceDatasetInputSchema = z.strictObject({
  dataset: z.string().describe("a dataset of the workspace, by its name"),
  columns: z.array(namedColumnSchema).optional().describe("default: all of them"),
});
type SourceDatasetInput = z.infer<typeof sourceDatasetInputSchema>;

/** A dataset that is there already. Other nodes may name it themselves as well; here its columns can be chosen or renamed. */
export const sourceDatasetKind: NodeKind<SourceDatasetInput> = {
  kind: "source.dataset",
  description: "A dataset of the workspace, in the version that it has when the run begins.",
  input: sourceDatasetInputSchema,
  compile: (input, node) => ({id: node.id, tool: "prepare_data", input: selectOf(input)}),
  columns: (input, scene) => madeColumns("prepare_data", selectOf(input), scene),
};

function selectOf({dataset, columns}: SourceDatasetInput): Record<string, unknown> {
  return {method: "select", table: dataset, ...(columns && {columns})};
}

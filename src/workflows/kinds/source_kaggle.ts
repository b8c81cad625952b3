import {z} from "zod";
import type {NodeKind} from "../node_kind.ts";
import {broughtTable} from "./brought.ts";
import {lacking} from "./lacking.ts";

const sourceKaggleInputSchema = z.strictObject({
  dataset: z
    .string()
    .min(1)
    .max(300)
    .describe("owner/slug, owner/slug/versions/3, or the address of its page"),
  file: z.string().min(1).max(300).optional().describe("one file of it; default: all"),
  table: z.string().max(200).optional().describe("which table, where several come in"),
});
type SourceKaggleInput = z.infer<typeof sourceKaggleInputSchema>;

/** A dataset of Kaggle: the version that is published when the run begins, unless one is named. */
export const sourceKaggleKind: NodeKind<SourceKaggleInput> = {
  kind: "source.kaggle",
  description: "A dataset of Kaggle, with its licence and version.",
  input: sourceKaggleInputSchema,
  effect: "reads_outside",
  async run({dataset, file, table}, {parts, signal}) {
    if (!parts.importKaggle) throw lacking("Kaggle is not asked", "Import the dataset, and name it.");
    const begun = performance.now();
    const {datasets, origin} = await parts.importKaggle({dataset, file}, signal);
    const {title, version, licence} = origin;
    const note = `${title}${version === undefined ? "" : `, version ${version}`} (${licence.name}), from Kaggle.`;
    return broughtTable("source.kaggle", datasets, table, begun, [note]);
  },
};

import {z} from "zod";
import {importChoicesSchema} from "../../data/choices.ts";
import type {NodeKind} from "../node_kind.ts";
import {broughtTable} from "./brought.ts";
import {lacking} from "./lacking.ts";

const sourceFileInputSchema = z.strictObject({
  path: z.string().min(1).max(1_000).describe("a file in one of the folders that workflows may read"),
  name: z.string().max(100).optional().describe("what the dataset is called; default: after the file"),
  table: z.string().max(200).optional().describe("which table, where a file holds several"),
  choices: importChoicesSchema.optional(),
});
type SourceFileInput = z.infer<typeof sourceFileInputSchema>;

/** A file as it is when the run begins: the same bytes are the same version. */
export const sourceFileKind: NodeKind<SourceFileInput> = {
  kind: "source.file",
  description: "A file, imported anew in every run: CSV, Excel, JSON, Parquet, an archive, SQLite, DuckDB.",
  input: sourceFileInputSchema as z.ZodType<SourceFileInput>,
  effect: "reads_outside",
  async run({path, name, table, choices}, {parts, signal}) {
    if (!parts.importFile || !parts.fileAt)
      throw lacking("No files are read", "Import the file, and name its dataset.");
    const begun = performance.now();
    const datasets = await parts.importFile(await parts.fileAt(path), {
      signal,
      ...(name !== undefined && {name}),
      ...(choices && {choices}),
    });
    return broughtTable("source.file", datasets, table, begun);
  },
};

import {createHash} from "node:crypto";
import {mkdir, rename, rm, stat} from "node:fs/promises";
import {join} from "node:path";
import {z} from "zod";
import {tableName} from "../../data/names.ts";
import {TabletalkError} from "../../errors.ts";
import {tableReferenceSchema} from "../../tools/table_reference.ts";
import type {NodeKind} from "../node_kind.ts";
import {FILE_TYPES, writeTableFile} from "../write/table_file.ts";
import {lacking} from "./lacking.ts";
import {withWholeTable} from "./whole_table.ts";
import {written} from "./written.ts";

/** The largest file that is kept. */
const MOST_BYTES = 2 * 2 ** 30;

const exportFileInputSchema = z.strictObject({
  table: tableReferenceSchema,
  format: z.enum(["csv", "xlsx", "parquet", "json"]).default("csv"),
  name: z
    .string()
    .min(1)
    .max(200)
    .describe(
      'what the file is called, without its ending: "sales_{{month}}"; each run has files of its own',
    ),
});
type ExportFileInput = z.infer<typeof exportFileInputSchema>;

/** A table as a file in the run's folder for exports. It is there whole, or not at all. */
export const exportFileKind: NodeKind<ExportFileInput> = {
  kind: "export.file",
  description: "Writes a table to a file: CSV, Excel, Parquet or JSON.",
  input: exportFileInputSchema as z.ZodType<ExportFileInput>,
  effect: "writes",
  async run({table, format, name}, context) {
    const {exportFolder, writeParquet} = context.parts;
    if (exportFolder === undefined)
      throw lacking("No files are written", "Run it where there is a folder for them.");
    const begun = performance.now();
    const own = join(exportFolder, context.node);
    await mkdir(own, {recursive: true, mode: 0o700});
    const file = `${fileName(name)}.${format}`;
    const path = join(own, file);
    // Of this run and node alone: whoever takes the run over replaces what was left half written.
    const key = createHash("sha256").update(`${context.run} ${context.node}`).digest("hex").slice(0, 16);
    const draft = join(own, `.${key}.part`);
    try {
      const rows = await withWholeTable(table, context, async (whole) => {
        await rm(draft, {force: true});
        await writeTableFile(whole, format, draft, {writeParquet, signal: context.signal});
        return whole.rows;
      });
      const {size} = await stat(draft);
      if (size > MOST_BYTES)
        throw new TabletalkError(
          "limit_reached",
          `The file has ${size} bytes, and that is too many.`,
          "Write less.",
        );
      context.signal.throwIfAborted();
      await rename(draft, path);
      return written(
        "export.file",
        {title: file, where: file, rows, begun, file: {path, mediaType: FILE_TYPES[format]}},
        context,
      );
    } finally {
      await rm(draft, {force: true});
    }
  },
};

/** A name without folders, and none that a system keeps for itself. */
function fileName(name: string): string {
  const base = [...tableName(name)].slice(0, 80).join("");
  return /^(con|prn|aux|nul|com\d|lpt\d)$/.test(base) ? `t_${base}` : base;
}

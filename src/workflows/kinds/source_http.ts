import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {z} from "zod";
import {type Column, columnTypeSchema} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {NodeKind} from "../node_kind.ts";
import type {NodeParts} from "../node_parts.ts";
import {serviceUrl} from "../web/call_service.ts";
import {fetchRows, shownUrl} from "../web/fetch_rows.ts";
import {broughtTable} from "./brought.ts";
import {lacking} from "./lacking.ts";

const pathSchema = z.string().max(300);
const sourceHttpInputSchema = z.strictObject({
  url: z
    .string()
    .min(1)
    .max(2_000)
    .describe("https://…, or with a connection a path of it, such as /v1/orders"),
  connection: z.string().max(100).optional().describe("a kept connection whose secret headers are sent"),
  name: z.string().min(1).max(100).describe("what the dataset is called"),
  rows: pathSchema
    .optional()
    .describe('where the rows are in the answer, such as "data.items"; default: all of it'),
  next: pathSchema
    .optional()
    .describe('where the answer has the address of its next page, such as "links.next"'),
  page: z
    .strictObject({
      parameter: z.string().regex(/^[\w.[\]-]{1,60}$/),
      from: z.number().int().min(0).default(1),
    })
    .optional()
    .describe("pages are asked for by number, until one is empty"),
  columns: z
    .array(z.strictObject({name: z.string().min(1).max(200), type: columnTypeSchema.exclude(["other"])}))
    .min(1)
    .max(1_000)
    .refine((all) => new Set(all.map(({name}) => name.toLowerCase())).size === all.length, {
      error: "Each column needs a name of its own.",
    })
    .optional()
    .describe("what the table has where an answer has no rows; default: as in the run before"),
  mostPages: z.number().int().min(1).max(1_000).default(100),
});
type SourceHttpInput = z.infer<typeof sourceHttpInputSchema>;

/** Rows that a web service gives as JSON. */
export const sourceHttpKind: NodeKind<SourceHttpInput> = {
  kind: "source.http",
  description: "Rows of a web service that answers JSON, page after page.",
  input: sourceHttpInputSchema as z.ZodType<SourceHttpInput>,
  effect: "reads_outside",
  async run(input, {parts, signal, node}) {
    const {importFile, openService, reach = "public"} = parts;
    if (!importFile) throw lacking("Nothing is imported", "Import the rows, and name their dataset.");
    if (input.connection !== undefined && !openService)
      throw lacking("No connections are kept", "Leave the connection away, or run it where it is kept.");
    if (input.next !== undefined && input.page)
      throw new TabletalkError("bad_use", "Pages are named twice.", 'Give "next" or "page", not both.');
    const begun = performance.now();
    const service = input.connection === undefined ? undefined : await openService!(input.connection);
    const {rows, pages, columns: beside} = await fetchRows(input, {service, reach, signal});
    const empty = rows.length > 0 ? undefined : await columnsWithoutRows(input.columns, beside, parts, node);
    if (rows.length === 0 && !(empty && parts.writeEmpty)) {
      const at = shownUrl(serviceUrl(input.url, service));
      throw new TabletalkError(
        "no_data",
        `${at} gave no rows.`,
        `It answers, with an empty list, and nobody knows its columns: "${input.name}" stays as it was. Declare them: "columns": [{"name": "amount", "type": "number"}], or run it once when there are rows, or set "onError": "skip".`,
      );
    }
    const folder = await mkdtemp(join(tmpdir(), "tabletalk-rows-"));
    try {
      const path = join(folder, empty ? "rows.parquet" : "rows.json");
      if (empty) await parts.writeEmpty!(empty.columns, path, signal);
      else await writeFile(path, JSON.stringify(rows));
      const isPrivate = service?.isPrivate === true;
      const datasets = await importFile(path, {name: input.name, isPrivate, signal});
      const notes = [...(pages === 1 ? [] : [`Of ${pages} pages.`]), ...(empty ? [empty.said] : [])];
      return broughtTable("source.http", datasets, undefined, begun, notes);
    } finally {
      await rm(folder, {recursive: true, force: true});
    }
  },
};

/** The columns of a table without rows, and how they are known; undefined where they are not. */
async function columnsWithoutRows(
  declared: readonly Column[] | undefined,
  beside: readonly Column[] | undefined,
  {columnsBefore}: NodeParts,
  node: string,
): Promise<{columns: readonly Column[]; said: string} | undefined> {
  if (declared)
    return {columns: declared, said: "It gave no rows: the columns are those that the node declares."};
  const before = await columnsBefore?.(node);
  if (before) return {columns: before, said: "It gave no rows: the columns are those of the run before."};
  return (
    beside && {columns: beside, said: "It gave no rows: the columns are those that it names beside them."}
  );
}

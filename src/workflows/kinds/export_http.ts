import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import {tableReferenceSchema} from "../../tools/table_reference.ts";
import type {NodeKind} from "../node_kind.ts";
import {callService, serviceUrl} from "../web/call_service.ts";
import {lacking} from "./lacking.ts";
import {withWholeTable} from "./whole_table.ts";
import {written} from "./written.ts";

const MOST_BYTES = 20 * 2 ** 20;
const MOST_ANSWER = 2 ** 20;

const exportHttpInputSchema = z.strictObject({
  table: tableReferenceSchema.optional().describe("its rows are sent, an object each"),
  url: z.string().min(1).max(2_000).describe("https://…, or with a connection a path of it"),
  connection: z.string().max(100).optional().describe("a kept connection whose secret headers are sent"),
  body: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("fields beside the rows, which are at `rows`; without any, the rows are the whole body"),
});
type ExportHttpInput = z.infer<typeof exportHttpInputSchema>;

/**
 * Rows and fields to a web service, as JSON. The header Idempotency-Key is the same however often the node is tried, by whichever
 * worker: a service that heeds it takes them once.
 */
export const exportHttpKind: NodeKind<ExportHttpInput> = {
  kind: "export.http",
  description: "Posts rows and fields to a web service, as JSON.",
  input: exportHttpInputSchema as z.ZodType<ExportHttpInput>,
  effect: "writes",
  async run({table, url, connection, body}, context) {
    const {openService, reach = "public"} = context.parts;
    if (connection !== undefined && !openService)
      throw lacking("No connections are kept", "Leave the connection away, or run it where it is kept.");
    const begun = performance.now();
    const service = connection === undefined ? undefined : await openService!(connection);
    const to = serviceUrl(url, service);
    const rows = table === undefined ? undefined : await rowsOf(table, context);
    const text = JSON.stringify(body ? {...body, ...(rows && {rows})} : (rows ?? {}));
    if (text.length > MOST_BYTES) throw tooMuch();
    const {status} = await callService(to, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": `tabletalk-${context.run}-${context.node}`,
      },
      body: text,
      mostBytes: MOST_ANSWER,
      service,
      reach,
      signal: context.signal,
    });
    const {origin, pathname} = new URL(to);
    return written(
      "export.http",
      {
        title: `${origin}${pathname}`,
        where: `${origin}${pathname}`,
        rows: rows?.length ?? 0,
        begun,
        notes: [`It answered ${status}.`],
      },
      context,
    );
  },
};

async function rowsOf(
  table: string,
  context: Parameters<NonNullable<typeof exportHttpKind.run>>[1],
): Promise<Record<string, unknown>[]> {
  return withWholeTable(table, context, async (whole) => {
    const rows: Record<string, unknown>[] = [];
    let size = 0;
    for await (const page of whole.pages())
      for (const row of page) {
        const record = Object.fromEntries(whole.columns.map(({name}, at) => [name, row[at] ?? null]));
        size += JSON.stringify(record).length;
        if (size > MOST_BYTES) throw tooMuch();
        rows.push(record);
      }
    return rows;
  });
}

const tooMuch = (): TabletalkError =>
  new TabletalkError(
    "limit_reached",
    `More than ${MOST_BYTES / 2 ** 20} MB would be posted.`,
    "Send fewer rows, or write a file or a database.",
  );

import {z} from "@hono/zod-openapi";
import {catalogueEntrySchema} from "../../../data/catalogue/entry.ts";
import {tableSchema} from "../../../data/table.ts";
import {bucketsOf} from "../../../store/buckets.ts";
import {catalogueOf} from "../../../workspace/datasets/catalogue_datasets.ts";
import {deleteDataset} from "../../../workspace/datasets/delete_dataset.ts";
import {datasetChangeSchema, describeDataset} from "../../../workspace/datasets/describe_dataset.ts";
import {findCopies} from "../../../workspace/datasets/find_copies.ts";
import {joinsFor} from "../../../workspace/datasets/joins.ts";
import {
  datasetSummarySchema,
  listDatasetsFor,
  summaryOf,
  tagsFor,
  withPublished,
} from "../../../workspace/datasets/list_datasets.ts";
import {renameDatasetFor} from "../../../workspace/datasets/rename_dataset.ts";
import {searchDatasets} from "../../../workspace/datasets/search_datasets.ts";
import {datasetFor} from "../../../workspace/datasets/viewer.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {receiptOf} from "../dataset_receipt.ts";
import {named} from "../named_schema.ts";
import {openTablesOf} from "../open_tables.ts";
import {type Asked, route} from "../route.ts";

const TAG = "datasets";
export const datasetNameSchema = z.string().min(1).max(200).openapi({example: "seattle_weather"});
const byName = z.object({name: datasetNameSchema});
const summarySchema = named(datasetSummarySchema, "Dataset");
/** What long looking at datasets may take. */
const LONG_MS = 110_000;

export const datasetRoutes = [
  route({
    method: "get",
    path: "/v1/datasets",
    tag: TAG,
    summary: "The datasets that you may see",
    action: "datasets.read",
    query: pageQuery.extend({
      bucket: z.string().min(1).max(200).optional().openapi({description: "A bucket's id or name"}),
      project: z.string().min(1).max(100).optional(),
      owner: z.string().min(1).max(200).optional(),
      tag: z.string().min(1).max(50).optional(),
      visibility: z.enum(["workspace", "project", "private"]).optional(),
      sort: z.enum(["name", "newest"]).default("name"),
    }),
    answer: pageOf(summarySchema),
    async handle({principal, workspace, query}) {
      return {json: await listDatasetsFor(workspace.store, principal, query)};
    },
  }),
  route({
    method: "get",
    path: "/v1/dataset-search",
    tag: TAG,
    summary: "Datasets by words of their names, columns, values, tags and descriptions; the best first",
    action: "datasets.read",
    query: z.object({
      q: z.string().min(1).max(500),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
    answer: z.object({
      items: z.array(
        z.object({
          dataset: summarySchema,
          score: z.number(),
          found: z.array(z.object({where: z.string(), text: z.string(), column: z.string().optional()})),
        }),
      ),
    }),
    async handle({principal, workspace, query}) {
      return {json: {items: await searchDatasets(workspace.store, principal, query.q, {limit: query.limit})}};
    },
  }),
  route({
    method: "get",
    path: "/v1/dataset-tags",
    tag: TAG,
    summary: "The tags in use, the most used first",
    action: "datasets.read",
    query: pageQuery,
    answer: pageOf(z.object({tag: z.string(), datasets: z.int()})),
    async handle({principal, workspace, query}) {
      return {json: slice(await tagsFor(workspace.store, principal), query)};
    },
  }),
  route({
    method: "get",
    path: "/v1/joins",
    tag: TAG,
    summary: "Columns by which datasets can be joined, with evidence",
    action: "datasets.read",
    query: z.object({
      dataset: datasetNameSchema.optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    answer: z.object({
      items: z.array(
        z.object({
          from: z.object({table: z.string(), column: z.string()}),
          to: z.object({table: z.string(), column: z.string()}),
          cardinality: z.enum(["many-to-one", "one-to-one", "many-to-many"]),
          shares: z.object({from: z.number(), to: z.number()}),
          counted: z.boolean(),
          confidence: z.enum(["likely", "possible"]),
          why: z.array(z.string()),
          examples: z.array(z.string()),
        }),
      ),
    }),
    timeMs: LONG_MS,
    async handle({principal, workspace, query, signal}) {
      const items = await joinsFor(workspace.store, principal, openTablesOf(workspace), {
        ...(query.dataset !== undefined && {dataset: query.dataset}),
        limit: query.limit,
        signal,
      });
      return {json: {items}};
    },
  }),
  route({
    method: "get",
    path: "/v1/datasets/{name}",
    tag: TAG,
    summary: "One dataset",
    action: "datasets.read",
    params: byName,
    answer: summarySchema,
    handle: async (asked) => ({json: await summary(asked, asked.params.name)}),
  }),
  route({
    method: "patch",
    path: "/v1/datasets/{name}",
    tag: TAG,
    summary: "Say something of a dataset: title, description, tags, bucket, project, owner, who sees it",
    action: "datasets.write",
    params: byName,
    body: datasetChangeSchema,
    answer: summarySchema,
    async handle({principal, workspace, params, body}) {
      return {json: await describeDataset(workspace.store, principal, params.name, body)};
    },
  }),
  route({
    method: "put",
    path: "/v1/datasets/{name}/name",
    tag: TAG,
    summary: "Give a dataset another name",
    action: "datasets.write",
    params: byName,
    body: z.strictObject({name: datasetNameSchema}),
    answer: summarySchema,
    async handle(asked) {
      const {principal, workspace, params, body} = asked;
      await renameDatasetFor(workspace.store, principal, params.name, body.name);
      return {json: await summary(asked, body.name)};
    },
  }),
  route({
    method: "delete",
    path: "/v1/datasets/{name}",
    tag: TAG,
    summary: "Delete a dataset with all that came of it: versions, answers, recipes, made tables, models",
    action: "datasets.delete",
    params: byName,
    answer: z.object({
      name: z.string(),
      versions: z.int(),
      madeTables: z.int(),
      answers: z.int(),
      recipes: z.int(),
      models: z.int(),
    }),
    async handle({parts, principal, workspace, params}) {
      const files = await parts.service.files?.();
      return {json: await deleteDataset(workspace.store, principal, params.name, {...(files && {files})})};
    },
  }),
  route({
    method: "get",
    path: "/v1/datasets/{name}/profile",
    tag: TAG,
    summary: "What is in a dataset, column by column",
    action: "datasets.read",
    params: byName,
    query: z.object({depth: z.enum(["planner", "full"]).default("planner")}),
    answer: z
      .looseObject({table: z.string(), rows: z.number(), columns: z.array(z.looseObject({name: z.string()}))})
      .openapi("Profile"),
    timeMs: LONG_MS,
    async handle({principal, workspace, params, query, signal}) {
      const {name} = await datasetFor(workspace.store, principal, params.name);
      const profile = await workspace.withSession([name], (session) =>
        session.profile(name, {depth: query.depth, signal}),
      );
      return {json: {...profile, columns: profile.columns.map((column) => ({...column}))}};
    },
  }),
  route({
    method: "get",
    path: "/v1/datasets/{name}/catalogue",
    tag: TAG,
    summary: "What was found out about a dataset: domain, grain, keys, units, personal data",
    action: "datasets.read",
    params: byName,
    answer: named(catalogueEntrySchema, "CatalogueEntry"),
    timeMs: LONG_MS,
    async handle({principal, workspace, params, signal}) {
      return {
        json: await catalogueOf(workspace.store, principal, params.name, openTablesOf(workspace), signal),
      };
    },
  }),
  route({
    method: "get",
    path: "/v1/datasets/{name}/receipt",
    tag: TAG,
    summary: "What the importer decided, coerced and dropped",
    action: "datasets.read",
    params: byName,
    answer: z
      .looseObject({
        rows: z.number(),
        entries: z.array(z.looseObject({kind: z.string(), message: z.string()})),
      })
      .openapi("Receipt"),
    async handle({principal, workspace, params}) {
      const {version} = await datasetFor(workspace.store, principal, params.name);
      const receipt = await receiptOf(workspace.store, principal.workspace, version);
      return {json: {...receipt, entries: receipt.entries.map((entry) => ({...entry}))}};
    },
  }),
  route({
    method: "get",
    path: "/v1/datasets/{name}/rows",
    tag: TAG,
    summary: "The first rows, or those from a place on",
    action: "datasets.read",
    params: byName,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(500).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
    }),
    answer: named(tableSchema.extend({rowCount: z.number(), offset: z.int()}), "Rows"),
    async handle({principal, workspace, params, query, signal}) {
      const {name, rows: rowCount} = await datasetFor(workspace.store, principal, params.name);
      const {limit, offset} = query;
      const quoted = `"${name.replaceAll('"', '""')}"`;
      const {columns, rows} = await workspace.withSession([name], (session) =>
        session.query(`SELECT * FROM ${quoted} LIMIT ${limit} OFFSET ${offset}`, {
          limits: {rows: limit},
          signal,
        }),
      );
      return {json: {columns, rows, rowCount, offset}};
    },
  }),
  route({
    method: "get",
    path: "/v1/datasets/{name}/duplicates",
    tag: TAG,
    summary: "Other datasets that it is like: the same file, the same rows, a newer version, a part",
    action: "datasets.read",
    params: byName,
    answer: z.object({
      items: z.array(
        z.looseObject({name: z.string(), importedAt: z.string(), likeness: z.string(), says: z.string()}),
      ),
    }),
    timeMs: LONG_MS,
    async handle({principal, workspace, params, signal}) {
      const {name} = await datasetFor(workspace.store, principal, params.name);
      const [dataset] = await workspace.datasets([name]);
      const items = await findCopies(workspace.store, principal, dataset!, openTablesOf(workspace), {signal});
      return {json: {items: items.map((one) => ({...one}))}};
    },
  }),
];

async function summary({principal, workspace}: Pick<Asked, "principal" | "workspace">, name: string) {
  const found = await datasetFor(workspace.store, principal, name);
  const shown = summaryOf(found, await bucketsOf(workspace.store, principal.workspace));
  return (await withPublished(workspace.store, principal.workspace, [shown]))[0]!;
}

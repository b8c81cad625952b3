import {basename} from "node:path";
import {z} from "zod";
import {demand} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import type {Receipt} from "../../data/dataset.ts";
import {publishedOf} from "../../data/published.ts";
import {sourceOriginSchema} from "../../data/source_origin.ts";
import {columnSchema} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {type Bucket, bucketBy, bucketsOf} from "../../store/buckets.ts";
import {type ListedDataset, listFor, tagCounts} from "../../store/dataset_details.ts";
import {publishedReceipts} from "../../store/datasets.ts";
import type {Store} from "../../store/store.ts";
import {onlookerOf} from "./viewer.ts";

/** A dataset as a list shows it. */
export const datasetSummarySchema = z.object({
  name: z.string(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  bucket: z.object({id: z.string(), name: z.string()}).nullable(),
  project: z.string().nullable().describe("the project's id"),
  owner: z.string().nullable(),
  visibility: z.enum(["workspace", "project", "private"]),
  tags: z.array(z.string()),
  rows: z.number().int(),
  columns: z.array(columnSchema),
  version: z.string().describe("the hash of its current version"),
  source: z.string().describe("the name of the file or database that it was imported from"),
  published: z
    .array(sourceOriginSchema)
    .describe(
      "where its rows were published, their version and licence; empty where they are somebody's own",
    ),
  updatedAt: z.string().describe("when its current version came, ISO 8601"),
});
export type DatasetSummary = z.infer<typeof datasetSummarySchema>;

export interface ListDatasets {
  /** A bucket's id or name. */
  bucket?: string | undefined;
  /** A project's id. */
  project?: string | undefined;
  owner?: string | undefined;
  tag?: string | undefined;
  visibility?: "workspace" | "project" | "private" | undefined;
  sort?: "name" | "newest" | undefined;
  /** `next` of the page before. */
  cursor?: string | undefined;
  /** Default 50, at most 200. */
  limit?: number | undefined;
}

const PAGE = 50;
const LONGEST = 200;
const cursorSchema = z.tuple([z.enum(["name", "newest"]), z.string(), z.string()]);

/**
 * The datasets that someone may see, a page of them.
 * @throws TabletalkError bad_use for a cursor that no such list gave; not_found for a bucket that is not there; forbidden
 */
export async function listDatasetsFor(
  store: Pick<Store, "db">,
  principal: Principal,
  options: ListDatasets = {},
): Promise<{items: DatasetSummary[]; next?: string}> {
  const {workspace} = principal;
  demand(principal, "datasets.read");
  const {bucket, project, owner, tag, visibility, sort = "name"} = options;
  const limit = Math.min(LONGEST, Math.max(1, Math.floor(options.limit ?? PAGE)));
  const after = options.cursor === undefined ? undefined : placeIn(options.cursor, sort);
  const shelf = bucket === undefined ? undefined : await bucketBy(store, workspace, bucket);
  if (bucket !== undefined && !shelf) throw noBucket(bucket);
  const found = await listFor(store, workspace, onlookerOf(principal), {
    sort,
    ...(shelf && {bucket: shelf.id}),
    ...(project !== undefined && {project}),
    ...(owner !== undefined && {owner}),
    ...(tag !== undefined && {tag: tag.trim().toLowerCase()}),
    ...(visibility !== undefined && {visibility}),
    ...(after && {after}),
    limit: limit + 1,
  });
  const buckets = await bucketsOf(store, workspace);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: await withPublished(
      store,
      workspace,
      items.map((one) => summaryOf(one, buckets)),
    ),
    ...(found.length > limit && last && {next: cursorOf(sort, last)}),
  };
}

/** The tags of the datasets that someone may see, the most used first. */
export async function tagsFor(
  store: Pick<Store, "db">,
  principal: Principal,
): Promise<{tag: string; datasets: number}[]> {
  demand(principal, "datasets.read");
  return tagCounts(await listFor(store, principal.workspace, onlookerOf(principal)));
}

/** What a list shows of a dataset. */
export function summaryOf(dataset: ListedDataset, buckets: readonly Bucket[]): DatasetSummary {
  const shelf = buckets.find(({id}) => id === dataset.bucket);
  const {name, title, description, project, owner, visibility, tags, rows, version, updatedAt} = dataset;
  return {
    name,
    title,
    description,
    bucket: shelf ? {id: shelf.id, name: shelf.name} : null,
    project,
    owner,
    visibility,
    tags,
    rows,
    columns: z.array(columnSchema).parse(JSON.parse(dataset.columns)),
    version,
    source: basename(dataset.sourcePath),
    published: [],
    updatedAt,
  };
}

/** Summaries with where their datasets were published. */
export async function withPublished(
  store: Pick<Store, "db">,
  workspace: string,
  summaries: readonly DatasetSummary[],
): Promise<DatasetSummary[]> {
  const hashes = summaries.map(({version}) => version);
  const receipts = await publishedReceipts(store, workspace, hashes);
  return summaries.map((one) => {
    const receipt = receipts.get(one.version) as Receipt | undefined;
    return receipt ? {...one, published: publishedOf({receipt})} : one;
  });
}

/** What is said of a bucket that is not there. */
export const noBucket = (given: string): TabletalkError =>
  new TabletalkError("not_found", `There is no bucket ${given}.`, "List the buckets, or make it first.");

const cursorOf = (sort: "name" | "newest", {name, updatedAt}: ListedDataset): string =>
  Buffer.from(JSON.stringify([sort, name, updatedAt])).toString("base64url");

function placeIn(cursor: string, sort: "name" | "newest"): {name: string; updatedAt: string} {
  try {
    const [by, name, updatedAt] = cursorSchema.parse(
      JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")),
    );
    if (by === sort) return {name, updatedAt};
  } catch {
    // told below
  }
  throw new TabletalkError("bad_use", "That is no cursor of this list.", "Take `next` of the page before.");
}

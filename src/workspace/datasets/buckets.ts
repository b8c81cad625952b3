import {z} from "zod";
import {allow, demand} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import {
  addBucket,
  type Bucket,
  bucketBy,
  bucketsOf,
  changeBucket,
  removeBucket,
} from "../../store/buckets.ts";
import {listFor} from "../../store/dataset_details.ts";
import {projectById} from "../../store/projects.ts";
import type {Store} from "../../store/store.ts";
import {noBucket} from "./list_datasets.ts";
import {onlookerOf} from "./viewer.ts";

/** A bucket as a list shows it. */
export const bucketSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  project: z.string().nullable(),
  datasets: z.number().int().describe("how many lie on it that whoever asks may see"),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type BucketSummary = z.infer<typeof bucketSummarySchema>;

export const newBucketSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(4000).optional(),
  project: z.string().optional().describe("a project's id: then only its people see the bucket"),
});

export const bucketChangeSchema = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  description: z.string().trim().max(4000).nullable().optional(),
});

/** The buckets that someone may see, by name. */
export async function bucketsFor(store: Pick<Store, "db">, principal: Principal): Promise<BucketSummary[]> {
  demand(principal, "datasets.read");
  const {workspace} = principal;
  const datasets = await listFor(store, workspace, onlookerOf(principal));
  const all = await bucketsOf(store, workspace);
  return all
    .filter((bucket) => allow(principal, "datasets.read", resourceOf(workspace, bucket)))
    .map((bucket) => summaryOf(bucket, datasets.filter((one) => one.bucket === bucket.id).length));
}

/** Makes a bucket. @throws TabletalkError conflict where the name is taken; forbidden, bad_use, not_found */
export async function makeBucket(
  store: Store,
  principal: Principal,
  given: z.input<typeof newBucketSchema>,
): Promise<BucketSummary> {
  const {name, description, project} = checked(newBucketSchema, given);
  const {workspace} = principal;
  demand(principal, "datasets.write", project === undefined ? undefined : resourceOf(workspace, {project}));
  if (project !== undefined && !(await projectById(store, workspace, project)))
    throw new TabletalkError("not_found", "There is no such project.", "List the projects.");
  const createdBy = principal.person ?? principal.actor;
  const id = await addBucket(store, workspace, {
    name,
    ...(description && {description}),
    ...(project !== undefined && {project}),
    createdBy,
  });
  if (id === undefined) throw taken(name);
  return summaryOf((await bucketBy(store, workspace, id))!, 0);
}

/** Changes a bucket's name or description. @throws TabletalkError not_found, conflict, forbidden, bad_use */
export async function renameBucket(
  store: Store,
  principal: Principal,
  bucket: string,
  given: z.input<typeof bucketChangeSchema>,
): Promise<void> {
  const {name, description} = checked(bucketChangeSchema, given);
  const found = await bucketFor(store, principal, bucket);
  const change = {...(name !== undefined && {name}), ...(description !== undefined && {description})};
  const done = await changeBucket(store, principal.workspace, found.id, change);
  if (done === "taken") throw taken(name ?? "");
  if (done === "unknown") throw noBucket(bucket);
}

/** Takes a bucket away; what lay on it stays. @throws TabletalkError not_found, forbidden */
export async function dropBucket(store: Store, principal: Principal, bucket: string): Promise<void> {
  const found = await bucketFor(store, principal, bucket);
  await removeBucket(store, principal.workspace, found.id);
}

async function bucketFor(store: Store, principal: Principal, given: string): Promise<Bucket> {
  const {workspace} = principal;
  const found = await bucketBy(store, workspace, given);
  if (!found || !allow(principal, "datasets.read", resourceOf(workspace, found))) throw noBucket(given);
  demand(principal, "datasets.write", resourceOf(workspace, found));
  return found;
}

const resourceOf = (workspace: string, {project}: {project: string | null}) => ({
  workspace,
  project,
  visibility: project === null ? ("workspace" as const) : ("project" as const),
});

const summaryOf = (bucket: Bucket, datasets: number): BucketSummary => ({
  id: bucket.id,
  name: bucket.name,
  description: bucket.description,
  project: bucket.project,
  datasets,
  createdBy: bucket.created_by,
  createdAt: bucket.created_at,
});

const taken = (name: string): TabletalkError =>
  new TabletalkError("conflict", `There is a bucket ${name} already.`, "Choose another name.");

function checked<Schema extends z.ZodType>(schema: Schema, given: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new TabletalkError(
    "bad_use",
    `This is no bucket: ${z.prettifyError(parsed.error)}`,
    "Change what is named, and try again.",
  );
}

import {z} from "zod";
import {allow, demand} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import {bucketBy, bucketsOf} from "../../store/buckets.ts";
import {type ListedDataset, saveDetails} from "../../store/dataset_details.ts";
import {projectById} from "../../store/projects.ts";
import type {Store} from "../../store/store.ts";
import {type DatasetSummary, noBucket, summaryOf, withPublished} from "./list_datasets.ts";
import {datasetFor} from "./viewer.ts";

const text = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .transform((given) => given || null)
    .nullable();

/** A tag: short, in small letters, without commas, which part tags. */
export const tagSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^\s,\p{C}][^,\p{C}]{0,49}$/u, "a tag has 1 to 50 letters, and no comma");

/** What can be said of a dataset; null takes it away, what is left out stays. */
export const datasetChangeSchema = z
  .strictObject({
    title: text(200),
    description: text(4000),
    tags: z.array(tagSchema).max(50).describe("all of them, in place of those before"),
    bucket: z.string().min(1).nullable().describe("a bucket's id or name"),
    project: z.string().min(1).nullable().describe("a project's id"),
    owner: z.string().min(1).max(200).nullable().describe("a person's id"),
    visibility: z
      .enum(["workspace", "project", "private"])
      .describe("who sees it: everybody here, those whom its project names, or its owner alone"),
  })
  .partial();
export type DatasetChange = z.input<typeof datasetChangeSchema>;

/**
 * Says something of a dataset: title, description, tags, the bucket it lies on, its project, its owner, who may see it.
 * Whose it is and who sees it is for its owner to say, or for an owner of the workspace.
 * @throws TabletalkError not_found, forbidden; bad_use for what means nothing
 */
export async function describeDataset(
  store: Store,
  principal: Principal,
  name: string,
  given: DatasetChange,
): Promise<DatasetSummary> {
  const parsed = datasetChangeSchema.safeParse(given);
  if (!parsed.success)
    throw new TabletalkError(
      "bad_use",
      `This cannot be said of a dataset: ${z.prettifyError(parsed.error)}`,
      "Change what is named, and try again.",
    );
  const {bucket, ...change} = parsed.data;
  const {workspace} = principal;
  const dataset = await datasetFor(store, principal, name, "datasets.write");
  const next = {...dataset, ...change};
  if (change.owner !== undefined || change.visibility !== undefined || change.project !== undefined)
    demandWhose(principal, dataset);
  if (change.project != null) await demandProject(store, principal, change.project);
  if (next.visibility === "project" && next.project === null)
    throw new TabletalkError(
      "bad_use",
      "It lies in no project.",
      "Name the project whose people should see it, or choose workspace or private.",
    );
  // What is private to nobody would be out of everybody's reach.
  if (next.visibility === "private" && next.owner === null) {
    change.owner = principal.person ?? principal.actor;
    next.owner = change.owner;
  }
  const shelf = bucket == null ? bucket : (await shelfFor(store, principal, bucket)).id;
  const kept = {...change, ...(shelf !== undefined && {bucket: shelf})};
  if (Object.keys(kept).length > 0) await saveDetails(store, workspace, name, kept);
  const said = {...next, bucket: shelf === undefined ? dataset.bucket : shelf};
  const shown = summaryOf({...said, tags: [...new Set(said.tags)].sort()}, await bucketsOf(store, workspace));
  return (await withPublished(store, workspace, [shown]))[0]!;
}

function demandWhose(principal: Principal, {owner}: ListedDataset): void {
  const own = owner !== null && (owner === principal.person || owner === principal.actor);
  if (own || principal.role === "owner") return;
  throw new TabletalkError(
    "forbidden",
    "Whose a dataset is and who may see it is for its owner to say.",
    "Ask them, or an owner of the workspace.",
  );
}

/** Whoever moves something into a project must be able to write there. */
async function demandProject(store: Store, principal: Principal, project: string): Promise<void> {
  const {workspace} = principal;
  if (!(await projectById(store, workspace, project)))
    throw new TabletalkError("not_found", "There is no such project.", "List the projects.");
  demand(principal, "datasets.write", {workspace, project, visibility: "project"});
}

/** A bucket, by id or name, that someone may put things on. */
async function shelfFor(store: Store, principal: Principal, given: string): Promise<{id: string}> {
  const {workspace} = principal;
  const shelf = await bucketBy(store, workspace, given);
  const {project} = shelf ?? {project: null};
  const resource = {workspace, project, visibility: project === null ? "workspace" : "project"} as const;
  if (!shelf || !allow(principal, "datasets.read", resource)) throw noBucket(given);
  demand(principal, "datasets.write", resource);
  return shelf;
}

import type {Row} from "./schema.ts";
import {ensureWorkspace, type InsideStore, inTransaction, type Store, timestamp} from "./store.ts";

export type Visibility = Row<"dataset_details">["visibility"];

/** What people say of a dataset, with what tells it in a list. One that nobody described is everybody's. */
export interface ListedDataset {
  name: string;
  title: string | null;
  description: string | null;
  bucket: string | null;
  project: string | null;
  owner: string | null;
  /** The connection that its rows came over. */
  connection: string | null;
  visibility: Visibility;
  tags: string[];
  version: string;
  rows: number;
  /** JSON of the version's columns. */
  columns: string;
  sourcePath: string;
  /** When its current version came, ISO 8601. */
  updatedAt: string;
}

/** Who may see what is not everybody's. */
export interface Onlooker {
  /** The names that records have of them: person and actor. */
  names: readonly string[];
  /** The projects that name them. */
  projects: readonly string[];
  /** They see what lies in any project. */
  isOwner: boolean;
}

export interface ListOptions {
  /** Only these. */
  among?: readonly string[];
  bucket?: string;
  project?: string;
  owner?: string;
  tag?: string;
  visibility?: Visibility;
  sort?: "name" | "newest";
  /** The last one of the page before: its name, and when its version came. */
  after?: {name: string; updatedAt: string};
  limit?: number;
}

/** The datasets that someone may see, a page of them. */
export async function listFor(
  store: Pick<Store, "db">,
  workspace: string,
  onlooker: Onlooker,
  options: ListOptions = {},
): Promise<ListedDataset[]> {
  const {among, bucket, project, owner, tag, visibility, after, limit} = options;
  const {names, projects, isOwner} = onlooker;
  let query = listed(store, workspace).where((is) =>
    is.or([
      is("dataset_details.visibility", "is", null),
      is("dataset_details.visibility", "=", "workspace"),
      ...(isOwner ? [is("dataset_details.visibility", "=", "project")] : []),
      ...(projects.length > 0
        ? [
            is.and([
              is("dataset_details.visibility", "=", "project"),
              is("dataset_details.project", "in", [...projects]),
            ]),
          ]
        : []),
      ...(names.length > 0 ? [is("dataset_details.owner", "in", [...names])] : []),
    ]),
  );
  if (among) query = query.where("datasets.name", "in", [...among]);
  if (bucket !== undefined) query = query.where("dataset_details.bucket", "=", bucket);
  if (project !== undefined) query = query.where("dataset_details.project", "=", project);
  if (owner !== undefined) query = query.where("dataset_details.owner", "=", owner);
  if (visibility === "workspace")
    query = query.where((is) =>
      is.or([
        is("dataset_details.visibility", "is", null),
        is("dataset_details.visibility", "=", visibility),
      ]),
    );
  else if (visibility !== undefined) query = query.where("dataset_details.visibility", "=", visibility);
  if (tag !== undefined)
    query = query.where((is) =>
      is.exists(
        is
          .selectFrom("dataset_tags")
          .select("dataset_tags.tag")
          .whereRef("dataset_tags.workspace", "=", "datasets.workspace")
          .whereRef("dataset_tags.name", "=", "datasets.name")
          .where("dataset_tags.tag", "=", tag),
      ),
    );
  if (options.sort === "newest") {
    if (after)
      query = query.where((is) =>
        is.or([
          is("datasets.updated_at", "<", after.updatedAt),
          is.and([is("datasets.updated_at", "=", after.updatedAt), is("datasets.name", ">", after.name)]),
        ]),
      );
    query = query.orderBy("datasets.updated_at", "desc").orderBy("datasets.name");
  } else {
    if (after) query = query.where("datasets.name", ">", after.name);
    query = query.orderBy("datasets.name");
  }
  return withTags(store, workspace, await (limit === undefined ? query : query.limit(limit)).execute());
}

/** One dataset, whoever may see it: that is for the caller to ask. */
export async function detailsOf(
  store: Pick<Store, "db">,
  workspace: string,
  name: string,
): Promise<ListedDataset | undefined> {
  const rows = await listed(store, workspace).where("datasets.name", "=", name).execute();
  return (await withTags(store, workspace, rows))[0];
}

/** What can be said of a dataset; null takes it away. What is left out stays. */
export interface DetailsChange {
  title?: string | null;
  description?: string | null;
  bucket?: string | null;
  project?: string | null;
  owner?: string | null;
  connection?: string | null;
  visibility?: Visibility;
  /** All of them, in place of those before. */
  tags?: readonly string[];
}

/** Keeps what is said of a dataset. */
export async function saveDetails(
  store: InsideStore,
  workspace: string,
  name: string,
  {tags, ...change}: DetailsChange,
): Promise<void> {
  await inTransaction(store, async (inside) => {
    await ensureWorkspace(inside, workspace);
    const updated_at = timestamp();
    await inside.db
      .insertInto("dataset_details")
      .values({workspace, name, ...change, updated_at})
      .onConflict((conflict) => conflict.columns(["workspace", "name"]).doUpdateSet({...change, updated_at}))
      .execute();
    if (tags === undefined) return;
    await inside.db
      .deleteFrom("dataset_tags")
      .where((is) => is.and({workspace, name}))
      .execute();
    if (tags.length > 0)
      await inside.db
        .insertInto("dataset_tags")
        .values([...new Set(tags)].map((tag) => ({workspace, name, tag})))
        .execute();
  });
}

/**
 * Gives a dataset another name: its versions, what is said of it and the conversations that speak of it go with it.
 * @returns "taken" where another dataset has the name
 */
export async function renameDataset(
  store: InsideStore,
  workspace: string,
  name: string,
  to: string,
): Promise<"renamed" | "unknown" | "taken"> {
  return inTransaction(store, async ({db}) => {
    const names = await db
      .selectFrom("datasets")
      .select("name")
      .where("workspace", "=", workspace)
      .where("name", "in", [name, to])
      .execute();
    if (!names.some((row) => row.name === name)) return "unknown";
    if (names.some((row) => row.name === to)) return "taken";
    const named = {workspace, name};
    // What an earlier dataset of that name left behind is of another dataset.
    for (const table of [
      "dataset_history",
      "dataset_details",
      "dataset_tags",
      "conversation_datasets",
    ] as const)
      await db
        .deleteFrom(table)
        .where((is) => is.and({workspace, name: to}))
        .execute();
    for (const table of [
      "datasets",
      "dataset_history",
      "dataset_details",
      "dataset_tags",
      "conversation_datasets",
    ] as const)
      await db
        .updateTable(table)
        .set({name: to})
        .where((is) => is.and(named))
        .execute();
    return "renamed";
  });
}

/** The tags in use among datasets that someone may see, with how many have each, the most used first. */
export function tagCounts(datasets: readonly ListedDataset[]): {tag: string; datasets: number}[] {
  const counts = new Map<string, number>();
  for (const {tags} of datasets) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .map(([tag, count]) => ({tag, datasets: count}))
    .sort((a, b) => b.datasets - a.datasets || (a.tag < b.tag ? -1 : 1));
}

function listed(store: Pick<Store, "db">, workspace: string) {
  return store.db
    .selectFrom("datasets")
    .innerJoin("dataset_versions", (join) =>
      join
        .onRef("dataset_versions.workspace", "=", "datasets.workspace")
        .onRef("dataset_versions.hash", "=", "datasets.version_hash"),
    )
    .leftJoin("dataset_details", (join) =>
      join
        .onRef("dataset_details.workspace", "=", "datasets.workspace")
        .onRef("dataset_details.name", "=", "datasets.name"),
    )
    .select(["datasets.name", "datasets.version_hash", "datasets.updated_at"])
    .select(["dataset_versions.row_count", "dataset_versions.columns", "dataset_versions.source_path"])
    .select([
      "dataset_details.title",
      "dataset_details.description",
      "dataset_details.bucket",
      "dataset_details.project",
      "dataset_details.owner",
      "dataset_details.connection",
      "dataset_details.visibility",
    ])
    .where("datasets.workspace", "=", workspace);
}

type ListedRow = Awaited<ReturnType<ReturnType<typeof listed>["execute"]>>[number];

async function withTags(
  store: Pick<Store, "db">,
  workspace: string,
  rows: readonly ListedRow[],
): Promise<ListedDataset[]> {
  if (rows.length === 0) return [];
  let query = store.db.selectFrom("dataset_tags").select(["name", "tag"]).where("workspace", "=", workspace);
  if (rows.length <= FEW)
    query = query.where(
      "name",
      "in",
      rows.map(({name}) => name),
    );
  const tags = new Map<string, string[]>();
  for (const {name, tag} of await query.orderBy("tag").execute())
    tags.set(name, [...(tags.get(name) ?? []), tag]);
  return rows.map((row) => ({
    name: row.name,
    title: row.title,
    description: row.description,
    bucket: row.bucket,
    project: row.project,
    owner: row.owner,
    connection: row.connection,
    visibility: row.visibility ?? "workspace",
    tags: tags.get(row.name) ?? [],
    version: row.version_hash,
    rows: Number(row.row_count),
    columns: row.columns,
    sourcePath: row.source_path,
    updatedAt: row.updated_at,
  }));
}

/** The tags of more datasets than this are read together with all others. */
const FEW = 200;

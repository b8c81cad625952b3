import {sql} from "kysely";
import type {StoreSchema} from "./schema.ts";
import type {Store} from "./store.ts";

/** How much there is in a workspace. Numbers alone: nothing of what is in it. */
export interface WorkspaceCounts {
  members: number;
  datasets: number;
  /** Of all datasets' current versions. */
  rows: number;
  documents: number;
  conversations: number;
  messages: number;
  /** Messages that are not answered yet. */
  waiting: number;
  /** Turns by how they ended. */
  turns: Record<string, number>;
  /** Opinions by verdict. */
  feedback: Record<string, number>;
  /** Of stored files. */
  bytes: number;
}

/** Counts what a workspace has. */
export async function workspaceCounts(store: Pick<Store, "db">, workspace: string): Promise<WorkspaceCounts> {
  const {db} = store;
  const count = async (
    table: keyof StoreSchema & ("members" | "documents" | "conversations" | "messages"),
  ) => {
    const row = await db
      .selectFrom(table)
      .select(sql<number>`count(*)`.as("count"))
      .where("workspace", "=", workspace)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  };
  const datasets = await db
    .selectFrom("datasets")
    .innerJoin("dataset_versions", (join) =>
      join
        .onRef("dataset_versions.workspace", "=", "datasets.workspace")
        .onRef("dataset_versions.hash", "=", "datasets.version_hash"),
    )
    .select([sql<number>`count(*)`.as("count"), sql<number>`coalesce(sum(row_count), 0)`.as("rows")])
    .where("datasets.workspace", "=", workspace)
    .executeTakeFirstOrThrow();
  const waiting = await db
    .selectFrom("messages")
    .select(sql<number>`count(*)`.as("count"))
    .where("workspace", "=", workspace)
    .where("state", "<>", "done")
    .executeTakeFirstOrThrow();
  const turns = await db
    .selectFrom("turns")
    .select(["state", sql<number>`count(*)`.as("count")])
    .where("workspace", "=", workspace)
    .groupBy("state")
    .execute();
  const feedback = await db
    .selectFrom("feedback")
    .select(["verdict", sql<number>`count(*)`.as("count")])
    .where("workspace", "=", workspace)
    .groupBy("verdict")
    .execute();
  const files = await db
    .selectFrom("files")
    .select(sql<number>`coalesce(sum(bytes), 0)`.as("bytes"))
    .where("workspace", "=", workspace)
    .executeTakeFirstOrThrow();
  return {
    members: await count("members"),
    datasets: Number(datasets.count),
    rows: Number(datasets.rows),
    documents: await count("documents"),
    conversations: await count("conversations"),
    messages: await count("messages"),
    waiting: Number(waiting.count),
    turns: Object.fromEntries(turns.map(({state, count: many}) => [state, Number(many)])),
    feedback: Object.fromEntries(feedback.map(({verdict, count: many}) => [verdict, Number(many)])),
    bytes: Number(files.bytes),
  };
}

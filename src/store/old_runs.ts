import type {Store} from "./store.ts";

/** Of a workflow so many runs are kept, however old they are. */
export const KEPT_RUNS = 200;
/** And all that are not older than so many days. */
export const KEPT_RUN_DAYS = 30;

/** So many are taken away in one statement. */
const AT_ONCE = 500;

/**
 * Takes away the runs of workflows that are neither among the newest nor young, with what their nodes gave. Those that run or
 * wait stay.
 * @returns how many went
 */
export async function dropOldRuns(
  store: Pick<Store, "db">,
  now = Date.now(),
  most: {runs: number; days: number} = {runs: KEPT_RUNS, days: KEPT_RUN_DAYS},
): Promise<number> {
  const before = new Date(now - most.days * 86_400_000).toISOString();
  for (let dropped = 0; ; ) {
    const old = await store.db
      .selectFrom((from) =>
        from
          .selectFrom("runs")
          .select(["workspace", "id", "state", "created_at"])
          // Ids begin with the time.
          .select((is) =>
            is.fn
              .agg<number>("row_number")
              .over((over) => over.partitionBy(["workspace", "workflow"]).orderBy("id", "desc"))
              .as("place"),
          )
          .as("placed"),
      )
      .select(["workspace", "id"])
      .where("place", ">", most.runs)
      .where("created_at", "<", before)
      .where("state", "in", ["done", "failed", "aborted"])
      .limit(AT_ONCE)
      .execute();
    for (const workspace of new Set(old.map((one) => one.workspace))) {
      const ids = old.flatMap((one) => (one.workspace === workspace ? [one.id] : []));
      await store.db
        .deleteFrom("run_nodes")
        .where("workspace", "=", workspace)
        .where("run", "in", ids)
        .execute();
      await store.db.deleteFrom("runs").where("workspace", "=", workspace).where("id", "in", ids).execute();
    }
    dropped += old.length;
    if (old.length < AT_ONCE) return dropped;
  }
}

import {batches, holds} from "./holding.ts";
import {type InsideStore, timestamp} from "./store.ts";

/** Takes the answers of turns away: a note stands in their place. */
export async function blankTurns(
  {db}: InsideStore,
  workspace: string,
  turns: readonly string[],
  note: string,
): Promise<void> {
  for (const some of batches(turns)) {
    const messages = await db
      .selectFrom("turns")
      .select("message")
      .where("workspace", "=", workspace)
      .where("id", "in", some)
      .execute();
    const watched = messages.flatMap(({message}) => (message === null ? [] : [message]));
    if (watched.length > 0)
      await db
        .deleteFrom("turn_events")
        .where("workspace", "=", workspace)
        .where("message", "in", watched)
        .execute();
    for (const table of ["artifacts", "pins", "question_vectors"] as const)
      await db.deleteFrom(table).where("workspace", "=", workspace).where("turn", "in", some).execute();
    await db
      .updateTable("turns")
      .set({
        plan: null,
        reading: null,
        answer: null,
        summary: note,
        recipe: null,
        confidence: null,
        sent: null,
      })
      .where("workspace", "=", workspace)
      .where("id", "in", some)
      .execute();
    await db
      .updateTable("links")
      .set({revoked_at: timestamp()})
      .where("workspace", "=", workspace)
      .where("kind", "in", ["chart", "report", "file"])
      .where("revoked_at", "is", null)
      .where((is) => is.or(some.map((turn) => is("target", "like", `%${turn}%`))))
      .execute();
  }
}

/** Takes from recipes what they hold; their ids stay. */
export async function blankRecipes(
  {db}: InsideStore,
  workspace: string,
  recipes: readonly string[],
  dataDeleted: {name: string; deletedAt: string},
): Promise<void> {
  for (const id of recipes)
    await db
      .updateTable("recipes")
      .set({content: JSON.stringify({format: 1, id, dataDeleted})})
      .where((is) => is.and({workspace, id}))
      .execute();
  for (const some of batches(recipes))
    await db.deleteFrom("replays").where("workspace", "=", workspace).where("recipe", "in", some).execute();
}

/** Runs of workflows, jobs and uploads keep that they were; not what they gave. */
export async function blankWork(
  {db}: InsideStore,
  workspace: string,
  hashes: readonly string[],
  recipes: readonly string[],
  note: string,
): Promise<void> {
  for (const some of batches(recipes))
    await db
      .updateTable("runs")
      .set({result: null, recipe: null, error: note})
      .where("workspace", "=", workspace)
      .where((is) => is.or([is("recipe", "in", some), holds<"runs">(["result"], some)(is)]))
      .execute();
  for (const some of batches(hashes)) {
    for (const table of ["jobs", "uploads"] as const)
      await db
        .updateTable(table)
        .set({result: null})
        .where("workspace", "=", workspace)
        .where(holds(["result"], some))
        .execute();
    await db
      .updateTable("runs")
      .set({result: null, error: note})
      .where("workspace", "=", workspace)
      .where(holds(["result"], some))
      .execute();
  }
}

/**
 * Reports, dashboards and analyses of the data keep that they were, under their titles; what they showed is gone, and nobody
 * opens them by a link any more.
 */
export async function blankReports(
  {db}: InsideStore,
  workspace: string,
  hashes: readonly string[],
  recipes: readonly string[],
  note: string,
): Promise<void> {
  const now = timestamp();
  for (const some of batches([...hashes, ...recipes.map((id) => `"${id}"`)])) {
    const found = await db
      .selectFrom("reports")
      .select(["id", "kind", "title", "version"])
      .where("workspace", "=", workspace)
      .where(holds<"reports">(["content"], some))
      .execute();
    for (const {id, kind, title, version} of found) {
      const content = {
        ...{format: 1, kind, title, madeAt: now, asOf: now, timeZone: "UTC"},
        summary: [],
        sections: [{id: "deleted", title: "Deleted", blocks: [{kind: "text", body: {text: note}}]}],
        ...{tables: {}, datasets: []},
      };
      await db
        .updateTable("reports")
        .set({content: JSON.stringify(content), version: version + 1, changed_at: now})
        .where((is) => is.and({workspace, id}))
        .execute();
      await db
        .updateTable("links")
        .set({revoked_at: now})
        .where((is) => is.and({workspace, kind: "report", target: id}))
        .where("revoked_at", "is", null)
        .execute();
    }
  }
}

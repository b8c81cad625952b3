import {sql} from "kysely";
import {ensureWorkspace, type InsideStore, inTransaction, newId, type Store, timestamp} from "./store.ts";

/** Tokens and cost of one role's use of one model. `cost` is in US dollars; absent where the model's price is not known. */
export interface ModelUse {
  role: string;
  model: string;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  cost?: number;
}

/** What one request showed to a model, by name. */
export interface Sent {
  role: string;
  prompt?: string;
  model: string;
  address: string;
  remote: boolean;
  characters: number;
  columns: unknown;
  results: unknown;
  /** ISO 8601. */
  at: string;
}

/** Who used it, and in which turn. */
export interface UsedBy {
  person?: string;
  turn?: string;
}

/** Keeps what models were used for and what was sent to them, all or nothing. */
export async function saveUsage(
  store: InsideStore,
  workspace: string,
  by: UsedBy,
  used: {uses: readonly ModelUse[]; sent: readonly Sent[]},
): Promise<void> {
  if (used.uses.length === 0 && used.sent.length === 0) return;
  const who = {workspace, person: by.person ?? null, turn: by.turn ?? null};
  await inTransaction(store, async (inside) => {
    await ensureWorkspace(inside, workspace);
    for (const {role, model, calls, inputTokens, outputTokens, cost} of used.uses) {
      await inside.db
        .insertInto("usage")
        .values({
          ...who,
          id: newId(),
          role,
          model,
          calls,
          input_tokens: inputTokens,
          output_tokens: outputTokens,
          cost_micros: cost === undefined ? null : microsOf(cost),
          created_at: timestamp(),
        })
        .execute();
    }
    for (const {role, prompt, model, address, remote, characters, columns, results, at} of used.sent) {
      await inside.db
        .insertInto("sent_records")
        .values({
          ...who,
          id: newId(),
          role,
          prompt: prompt ?? null,
          model,
          address,
          is_remote: remote ? 1 : 0,
          characters,
          columns: JSON.stringify(columns),
          results: JSON.stringify(results),
          sent_at: at,
        })
        .execute();
    }
  });
}

/** By what usage is added up. A day is one of UTC. */
export type UsageBy = "day" | "role" | "model" | "person" | "turn";

/** Usage added up. `cost` is that of the calls whose price is known; `unpricedCalls` says how many it leaves out. */
export interface UsageSum {
  by: Partial<Record<UsageBy, string | null>>;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  cost: number;
  unpricedCalls: number;
}

const COLUMNS = {role: "role", model: "model", person: "person", turn: "turn"} as const;

/**
 * What models were used in a workspace, added up: in one row, or by days, roles, models, people, turns (or several of them), in the
 * order of these.
 */
export async function usageOf(
  store: Pick<Store, "db">,
  workspace: string,
  asked: {since?: Date; until?: Date; by?: readonly UsageBy[]; person?: string} = {},
): Promise<UsageSum[]> {
  const {since, until, by = [], person} = asked;
  const unpriced = sql<number>`sum(CASE WHEN cost_micros IS NULL THEN calls ELSE 0 END)`;
  const partOf = (one: UsageBy) =>
    one === "day" ? sql<string>`substr(created_at, 1, 10)` : sql<string | null>`${sql.ref(COLUMNS[one])}`;
  let query = store.db
    .selectFrom("usage")
    .where("workspace", "=", workspace)
    .select((is) => [
      is.fn.sum("calls").as("calls"),
      is.fn.sum("input_tokens").as("input"),
      is.fn.sum("output_tokens").as("output"),
      is.fn.sum("cost_micros").as("cost"),
      unpriced.as("unpriced"),
    ])
    .select(by.map((one) => partOf(one).as(`by_${one}`)));
  if (since) query = query.where("created_at", ">=", since.toISOString());
  if (until) query = query.where("created_at", "<", until.toISOString());
  if (person !== undefined) query = query.where("person", "=", person);
  for (const one of by) query = query.groupBy(partOf(one)).orderBy(partOf(one));
  const rows: Record<string, unknown>[] = await query.execute();
  return rows
    .filter((row) => row.calls !== null)
    .map((row) => ({
      by: Object.fromEntries(by.map((one) => [one, row[`by_${one}`] as string | null])),
      calls: Number(row.calls),
      inputTokens: Number(row.input),
      outputTokens: Number(row.output),
      cost: Number(row.cost ?? 0) / 1_000_000,
      unpricedCalls: Number(row.unpriced),
    }));
}

/** One request to a model, as it was recorded. */
export interface SentRow extends Sent {
  id: string;
  person: string | null;
  turn: string | null;
}

/** What was sent to models, newest first; `before` is the id of the last one that was read. */
export async function sentRecordsOf(
  store: Pick<Store, "db">,
  workspace: string,
  asked: {since?: Date; turn?: string; person?: string; before?: string; limit?: number} = {},
): Promise<SentRow[]> {
  const {since, turn, person, before, limit = 100} = asked;
  let query = store.db.selectFrom("sent_records").selectAll().where("workspace", "=", workspace);
  if (since) query = query.where("sent_at", ">=", since.toISOString());
  if (turn !== undefined) query = query.where("turn", "=", turn);
  if (person !== undefined) query = query.where("person", "=", person);
  if (before !== undefined) query = query.where("id", "<", before);
  const rows = await query.orderBy("id", "desc").limit(limit).execute();
  return rows.map((row) => ({
    id: row.id,
    person: row.person,
    turn: row.turn,
    role: row.role,
    ...(row.prompt !== null && {prompt: row.prompt}),
    model: row.model,
    address: row.address,
    remote: row.is_remote === 1,
    characters: row.characters,
    columns: JSON.parse(row.columns),
    results: JSON.parse(row.results),
    at: row.sent_at,
  }));
}

/** What a day's counters say of tokens and cost. */
export interface DayCount {
  tokens: number;
  costMicros: number;
}

/**
 * Adds to the counters of a day (`YYYY-MM-DD` in UTC) and says what they are then, in one step: many may add at once. An empty person
 * is the workspace as a whole. Less than nothing takes back.
 */
export async function addToDay(
  store: Pick<Store, "db">,
  workspace: string,
  person: string,
  day: string,
  {tokens, costMicros}: DayCount,
): Promise<DayCount> {
  await ensureWorkspace(store, workspace);
  const row = await store.db
    .insertInto("usage_days")
    .values({workspace, person, day, tokens: Math.max(0, tokens), cost_micros: Math.max(0, costMicros)})
    .onConflict((conflict) =>
      conflict.columns(["workspace", "person", "day"]).doUpdateSet((is) => ({
        tokens: is("usage_days.tokens", "+", tokens),
        cost_micros: is("usage_days.cost_micros", "+", costMicros),
      })),
    )
    .returning(["tokens", "cost_micros"])
    .executeTakeFirstOrThrow();
  return {tokens: row.tokens, costMicros: row.cost_micros};
}

/** Millionths of a US dollar, rounded up: many small calls cost something. */
export function microsOf(cost: number): number {
  return Math.ceil(cost * 1_000_000 - 1e-9);
}

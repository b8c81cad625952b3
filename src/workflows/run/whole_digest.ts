import {createHash} from "node:crypto";
import type {Session} from "../../data/engine.ts";
import type {Cell, Table} from "../../data/table.ts";
import type {Artifact} from "../../tools/tool.ts";

/** What is known of a whole table of which an artifact shows the first rows alone. */
export interface KeptWhole {
  rows: number;
  /** A hash of its columns and rows, the rows in any order; of a source: of its version. */
  digest: string;
}

/** An artifact with what is kept of its whole table. */
export type WithWhole = Artifact & {whole?: KeptWhole};

const MOST_MS = 60_000;

/**
 * The artifact with a hash over all rows of its table, where it shows a part of them: two runs are compared by it. Left as it
 * is where the table cannot be read again.
 */
export async function withWhole(
  artifact: Artifact,
  session: Session,
  options: {signal: AbortSignal},
): Promise<WithWhole> {
  const {truncated, select, made, varies, table} = artifact;
  if (!truncated || varies) return artifact;
  const from = made ? `SELECT * FROM "${made.name.replaceAll('"', '""')}"` : select;
  if (from === undefined) return artifact;
  const sql = `SELECT count(*) AS rows, CAST(sum(CAST(md5_number_lower(CAST(whole AS VARCHAR)) AS HUGEINT)) AS VARCHAR) AS digest FROM (${from}) AS whole`;
  let opened: Session | undefined;
  try {
    const {signal} = options;
    // By its rows, not by its version: other data may come to the same table.
    opened = made ? await session.with?.([made]) : undefined;
    if (made && !opened) return artifact;
    const {rows} = await (opened ?? session).query(sql, {limits: {timeMs: MOST_MS}, signal});
    const [count, sum] = rows[0] ?? [];
    const digest = createHash("sha256")
      .update(JSON.stringify([table.columns.map(({name}) => name), String(count), String(sum)]))
      .digest("hex");
    return {...artifact, whole: {rows: Number(count), digest}};
  } catch (error) {
    if (options.signal.aborted) throw error;
    // Without it two runs count as different, and that is said.
    return artifact;
  } finally {
    await opened?.close();
  }
}

/** What is known of the whole table; undefined where its rows are all there, or nothing more is known. */
export function wholeOf(artifact: Artifact): KeptWhole | undefined {
  const {whole} = artifact as WithWhole;
  if (whole) return whole;
  const {made, truncated} = artifact;
  return truncated && made ? {rows: made.version.rows, digest: made.version.hash} : undefined;
}

/** A hash of a table: its columns and rows, in any order of the rows. */
export function tableDigest({columns, rows}: Table): string {
  const lines = rows.map((row: readonly Cell[]) => JSON.stringify(row)).sort();
  return createHash("sha256")
    .update(JSON.stringify([columns.map(({name}) => name), lines]))
    .digest("hex");
}

/** Whether two artifacts have the same rows, beyond those that they show; undefined where that cannot be known. */
export function sameRows(was: Artifact, is: Artifact): boolean | undefined {
  const [before, after] = [was, is].map((one) => {
    const whole = wholeOf(one);
    if (whole) return whole;
    return one.truncated ? undefined : {rows: one.table.rows.length, digest: tableDigest(one.table)};
  });
  if (!before || !after) return undefined;
  return before.rows === after.rows && before.digest === after.digest;
}

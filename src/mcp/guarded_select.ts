import type {McpPolicy} from "../access/mcp_policy.ts";
import type {Session} from "../data/engine.ts";
import {FEWEST_ROWS} from "../data/fewest_rows.ts";
import {TabletalkError} from "../errors.ts";
import {explainQueryError} from "../tools/explain_query_error.ts";

export {FEWEST_ROWS};

/** A SELECT as it may run, and what is to be said of it. */
export interface AllowedSelect {
  sql: string;
  notes: string[];
}

interface Asking {
  session: Session;
  policy: McpPolicy;
  signal: AbortSignal;
  timeMs?: number;
}

/**
 * A SELECT as the workspace's policy lets it run.
 * @param feeds `groups`: its result is shown; `method`: it goes into a method that tells of all its rows together
 * @throws TabletalkError refused, with what may be asked instead
 */
export async function allowedSelect(
  sql: string,
  feeds: "groups" | "method",
  {session, policy, signal, timeMs}: Asking,
): Promise<AllowedSelect> {
  if (policy.sql === "on") return {sql, notes: []};
  if (policy.sql === "off" || !session.guard)
    throw new TabletalkError(
      "refused",
      "This workspace lets no SELECT run over MCP.",
      "Give a table's name; aggregate computes measures by groups.",
    );
  const options = {signal, ...(timeMs !== undefined && {limits: {timeMs, rows: 1}})};
  const count = async (counting: string): Promise<number> =>
    Number((await session.query(counting, options)).rows[0]?.[0] ?? 0);
  const guard = (kind: "groups" | "rows") =>
    session.guard!(sql, kind, options).catch((error: unknown) => {
      throw explainQueryError(error, sql, session.datasets);
    });
  const inGroups = async (): Promise<AllowedSelect> => {
    const guarded = await guard("groups");
    return {sql: guarded.sql, notes: leftOutNotes(await count(guarded.counting))};
  };
  if (feeds === "groups") return inGroups();
  try {
    return await inGroups();
  } catch (error) {
    if (!(error instanceof TabletalkError) || error.code !== "refused") throw error;
  }
  const guarded = await guard("rows");
  if ((await count(guarded.counting)) < FEWEST_ROWS) throw tooFewRows();
  return {sql: guarded.sql, notes: []};
}

/** What is said of groups that were left out, and of cells that are empty. */
export function leftOutNotes(groups: number): string[] {
  const few = `fewer than ${FEWEST_ROWS} rows`;
  return [
    ...(groups > 0 ? [`${groups} group${groups === 1 ? "" : "s"} of ${few} left out.`] : []),
    `A number made of ${few} is empty.`,
  ];
}

export const tooFewRows = (): TabletalkError =>
  new TabletalkError(
    "refused",
    `This workspace tells of groups of at least ${FEWEST_ROWS} rows; that is fewer.`,
    "Ask for more rows: a wider condition, or none.",
  );

/** An error in the words that the policy allows: DuckDB's own tell the value of a cell that it could not convert. */
export function withoutValues(error: unknown, {sql}: McpPolicy): unknown {
  if (sql === "on" || !(error instanceof TabletalkError)) return error;
  if (!/(Conversion|Invalid Input|Out of Range|Invalid) Error/i.test(error.message)) return error;
  return new TabletalkError(
    error.code,
    "A value could not be converted or computed with.",
    "Use TRY_CAST, or leave such rows out.",
  );
}

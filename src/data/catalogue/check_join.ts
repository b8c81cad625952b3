import type {Session} from "../engine.ts";
import type {TableProfile} from "../profile.ts";
import type {ColumnOf, Join} from "./joins.ts";
import {isPersonal} from "./personal_columns.ts";

const EXAMPLES = 3;
const LEAST_SHARE = 0.5;

/**
 * Counts what was estimated: the shares of values contained both ways, with some of the values that both have. Undefined
 * where the count says that the columns do not join. The session must hold both tables.
 * @throws TabletalkError time_limit, memory_limit, aborted
 */
export async function checkJoin(
  session: Session,
  join: Join,
  profiles: ReadonlyMap<string, TableProfile>,
  signal?: AbortSignal,
): Promise<Join | undefined> {
  const [from, to] = [distinctOf(join.from), distinctOf(join.to)];
  const masked = [join.from, join.to].some(({table, column}) => {
    const profile = profiles.get(table);
    return !profile || isPersonal(profile, column);
  });
  const options = {limits: {timeMs: 20_000}, ...(signal && {signal})};
  const counts = await session.query(
    `SELECT (SELECT count(*) FROM ${from}), (SELECT count(*) FROM ${to}), (SELECT count(*) FROM ${from} a JOIN ${to} b ON a.v = b.v)`,
    options,
  );
  const [left, right, both] = (counts.rows[0] ?? []).map(Number) as [number, number, number];
  const shares = {from: left > 0 ? both / left : 0, to: right > 0 ? both / right : 0};
  if (Math.max(shares.from, join.cardinality === "many-to-many" ? shares.to : 0) < LEAST_SHARE)
    return undefined;
  const examples = masked
    ? []
    : (
        await session.query(
          `SELECT CAST(a.v AS VARCHAR) FROM ${from} a JOIN ${to} b ON a.v = b.v ORDER BY 1 LIMIT ${EXAMPLES}`,
          options,
        )
      ).rows.map(([value]) => String(value).slice(0, 60));
  return {...join, shares, counted: true, examples};
}

function distinctOf({table, column}: ColumnOf): string {
  const name = identifier(column);
  return `(SELECT DISTINCT ${name} AS v FROM ${identifier(table)} WHERE ${name} IS NOT NULL)`;
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

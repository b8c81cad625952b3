import {demand} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {checkJoin} from "../../data/catalogue/check_join.ts";
import {type Described, findJoins, type Join} from "../../data/catalogue/joins.ts";
import {compareTables} from "../../data/catalogue/near_duplicates.ts";
import type {Dataset} from "../../data/dataset.ts";
import type {Session} from "../../data/engine.ts";
import {type ListedDataset, listFor} from "../../store/dataset_details.ts";
import type {Store} from "../../store/store.ts";
import {describeTables, type OpenTables, openable} from "./tables.ts";
import {datasetFor, onlookerOf} from "./viewer.ts";

export interface JoinOptions {
  /** Only those of one dataset. */
  dataset?: string;
  /** How many at most; default 30. Each is counted before it is told. */
  limit?: number;
  signal?: AbortSignal;
}

/** So many datasets at most are compared: the newest, and the one that is asked about. */
const MOST = 200;
/** So many tables at most are opened together. */
const AT_ONCE = 20;

/**
 * The columns by which the datasets that someone may see can be joined, the surest first, each with its evidence. Copies
 * of one another are not joined.
 * @throws TabletalkError not_found, forbidden, aborted
 */
export async function joinsFor(
  store: Store,
  principal: Principal,
  open: OpenTables,
  options: JoinOptions = {},
): Promise<Join[]> {
  const {dataset, limit = 30, signal} = options;
  const {workspace} = principal;
  demand(principal, "datasets.read");
  const asked = dataset === undefined ? undefined : await datasetFor(store, principal, dataset);
  const visible = await listFor(store, workspace, onlookerOf(principal), {sort: "newest", limit: MOST});
  const listed: ListedDataset[] = asked
    ? [asked, ...visible.filter(({name}) => name !== asked.name)]
    : visible;
  const datasets = await openable(store, workspace, listed);
  const tables = await describeTables(datasets, open, {signal});
  const named = new Map(tables.map((table) => [table.name, table]));
  const found = (await findJoins(tables, signal)).filter(
    ({from, to}) => asked === undefined || from.table === asked.name || to.table === asked.name,
  );
  const candidates = found
    .filter(({from, to}) => !compareTables(named.get(from.table)!, named.get(to.table)!))
    .slice(0, limit);
  const counted: Join[] = [];
  for (const some of together(candidates))
    counted.push(...(await count(some, tables, datasets, open, signal)));
  return counted;
}

/** Joins in order, parted so that each part is about few tables. */
function together(joins: readonly Join[]): Join[][] {
  const parts: {joins: Join[]; tables: Set<string>}[] = [];
  for (const join of joins) {
    const last = parts.at(-1);
    const both = [join.from.table, join.to.table];
    if (last && new Set([...last.tables, ...both]).size <= AT_ONCE) {
      last.joins.push(join);
      for (const table of both) last.tables.add(table);
    } else parts.push({joins: [join], tables: new Set(both)});
  }
  return parts.map((part) => part.joins);
}

/** Counts joins on the data; one that cannot be counted (it takes too long) stays as it was estimated. */
async function count(
  joins: readonly Join[],
  tables: readonly Described[],
  datasets: readonly Dataset[],
  open: OpenTables,
  signal?: AbortSignal,
): Promise<Join[]> {
  const names = new Set(joins.flatMap(({from, to}) => [from.table, to.table]));
  const profiles = new Map(tables.map(({name, profile}) => [name, profile]));
  const stays = (error: unknown): void => {
    if (signal?.aborted) throw error;
  };
  const work = async (session: Session): Promise<Join[]> => {
    const counted: Join[] = [];
    for (const join of joins) {
      const checked = await checkJoin(session, join, profiles, signal).catch((error: unknown) => {
        stays(error);
        return join;
      });
      if (checked) counted.push(checked);
    }
    return counted;
  };
  const some = datasets.filter(({name}) => names.has(name));
  return open(some, work).catch((error: unknown) => {
    stays(error);
    return [...joins];
  });
}

/** A join in a sentence. */
export function sayJoin({from, to, cardinality, shares, counted, why}: Join): string {
  const percent = (share: number): string =>
    share > 0.995 && share < 1 ? "over 99 %" : `${Math.round(share * 100)} %`;
  const about = counted ? "" : "about ";
  const sides =
    cardinality === "many-to-one"
      ? `each value once in ${to.table}`
      : cardinality === "one-to-one"
        ? "each value once in both"
        : "values repeat in both";
  return `${from.table}.${from.column} = ${to.table}.${to.column}: ${about}${percent(shares.from)} of the values of ${from.table} are in ${to.table}, ${about}${percent(shares.to)} the other way; ${sides}; ${why.join("; ")}`;
}

import {demand} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {checkJoin} from "../../data/catalogue/check_join.ts";
import {type Described, findJoins, type Join} from "../../data/catalogue/joins.ts";
import {compareTables} from "../../data/catalogue/near_duplicates.ts";
import type {Dataset} from "../../data/dataset.ts";
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
  const counted: Join[] = [];
  for (const join of found) {
    if (counted.length >= limit) break;
    signal?.throwIfAborted();
    const [from, to] = [named.get(join.from.table)!, named.get(join.to.table)!];
    if (compareTables(from, to)) continue;
    const checked = await count(join, [from, to], datasets, open, signal);
    if (checked) counted.push(checked);
  }
  return counted;
}

async function count(
  join: Join,
  tables: readonly Described[],
  datasets: readonly Dataset[],
  open: OpenTables,
  signal?: AbortSignal,
): Promise<Join | undefined> {
  const both = datasets.filter(({name}) => tables.some((table) => table.name === name));
  const profiles = new Map(tables.map(({name, profile}) => [name, profile]));
  return open(both, (session) => checkJoin(session, join, profiles, signal)).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    return join;
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

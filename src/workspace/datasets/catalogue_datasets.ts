import {z} from "zod";
import type {Principal} from "../../access/principal.ts";
import {type CatalogueEntry, catalogueEntry, catalogueEntrySchema} from "../../data/catalogue/entry.ts";
import type {Dataset} from "../../data/dataset.ts";
import type {TableProfile} from "../../data/profile.ts";
import {entriesOf, saveEntry} from "../../store/catalogue.ts";
import {type ListedDataset, listFor} from "../../store/dataset_details.ts";
import type {Store} from "../../store/store.ts";
import {searchedValues} from "./searched_values.ts";
import {describeTables, type OpenTables, openable} from "./tables.ts";
import {datasetFor, onlookerOf} from "./viewer.ts";

/** Changes whenever the same version would be catalogued otherwise. */
export const MADE_BY = "catalogue 1";

/** An entry as it is kept, with the values that the dataset is found by. */
export const keptEntrySchema = z.object({
  entry: catalogueEntrySchema,
  values: z.array(z.object({column: z.string(), values: z.array(z.string())})),
  /** All of these in small letters, to be looked through. */
  words: z.string(),
});

/** What a table is found by, and what is known of it. */
function keptEntry(profile: TableProfile, version: Dataset["version"]): z.infer<typeof keptEntrySchema> {
  const values = searchedValues(profile);
  const words = values
    .flatMap((one) => one.values)
    .join("\n")
    .toLowerCase();
  return {entry: catalogueEntry(profile, version), values, words};
}

/**
 * What is known of a dataset's current version: kept, or found out now.
 * @throws TabletalkError not_found, forbidden; no_data where its file is gone
 */
export async function catalogueOf(
  store: Store,
  principal: Principal,
  name: string,
  open: OpenTables,
  signal?: AbortSignal,
): Promise<CatalogueEntry> {
  const listed = await datasetFor(store, principal, name);
  const [entry] = await catalogueAll(store, principal.workspace, [listed], open, signal);
  if (entry) return entry;
  // Nothing is told of one that cannot be opened: opening it again says why.
  const datasets = await openable(store, principal.workspace, [listed]);
  const profile = await open(datasets, (session) => session.profile(name, {depth: "full"}));
  return catalogueEntry(profile, datasets[0]!.version);
}

/**
 * Catalogues the datasets that someone may see and that are not yet, at most so many at once, the newest first.
 * @returns how many were, and how many are left
 */
export async function catalogueMissing(
  store: Store,
  principal: Principal,
  open: OpenTables,
  options: {limit?: number; signal?: AbortSignal} = {},
): Promise<{done: number; left: number}> {
  const {limit = 20, signal} = options;
  const {workspace} = principal;
  const all = await listFor(store, workspace, onlookerOf(principal), {sort: "newest"});
  const known = await entriesOf(
    store,
    workspace,
    all.map(({version}) => version),
    MADE_BY,
  );
  const missing = all.filter(({version}) => !known.has(version));
  const made = await catalogueAll(store, workspace, missing.slice(0, limit), open, signal);
  return {done: made.length, left: Math.max(0, missing.length - limit)};
}

/** Entries of datasets, made where they are missing; one whose file is gone has none. */
export async function catalogueAll(
  store: Store,
  workspace: string,
  listed: readonly ListedDataset[],
  open: OpenTables,
  signal?: AbortSignal,
): Promise<CatalogueEntry[]> {
  const known = await entriesOf(
    store,
    workspace,
    listed.map(({version}) => version),
    MADE_BY,
  );
  const entries = new Map<string, CatalogueEntry>();
  for (const {name, version} of listed) {
    const kept = keptEntrySchema.safeParse(known.get(version));
    if (kept.success && kept.data.entry.table === name) entries.set(name, kept.data.entry);
  }
  const missing = listed.filter(({name}) => !entries.has(name));
  const datasets = await openable(store, workspace, missing);
  for (const {name, profile} of await describeTables(datasets, open, {signal})) {
    const {version} = datasets.find((one) => one.name === name)!;
    const content = keptEntry(profile, version);
    await saveEntry(store, workspace, {version: version.hash, content, madeBy: MADE_BY});
    entries.set(name, content.entry);
  }
  return listed.flatMap(({name}) => entries.get(name) ?? []);
}

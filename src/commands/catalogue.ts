import {localPrincipal} from "../access/principal.ts";
import {loadConfig} from "../config.ts";
import type {CatalogueEntry} from "../data/catalogue/entry.ts";
import {listFor} from "../store/dataset_details.ts";
import {catalogueAll} from "../workspace/datasets/catalogue_datasets.ts";
import {findCopies} from "../workspace/datasets/find_copies.ts";
import {joinsFor, sayJoin} from "../workspace/datasets/joins.ts";
import {type OpenTables, openable} from "../workspace/datasets/tables.ts";
import {datasetFor, onlookerOf} from "../workspace/datasets/viewer.ts";
import {wholeNumber} from "./organize_datasets.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, type Runtime, WORKSPACE} from "./runtime.ts";

const me = localPrincipal(WORKSPACE);
const print = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);

/** Sessions of the terminal's own engine, closed after use. */
export function openTables(runtime: Runtime): OpenTables {
  return async (datasets, work) => {
    const session = await runtime.open(datasets);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  };
}

/** `tabletalk datasets catalogue`: what is found out about one known table, or about all. */
export async function catalogue(name: string | undefined, flags: CommonFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const store = await runtime.store();
  const listed =
    name === undefined
      ? await listFor(store, WORKSPACE, onlookerOf(me))
      : [await datasetFor(store, me, name)];
  const entries = await catalogueAll(store, WORKSPACE, listed, openTables(runtime));
  if (flags.json) {
    print(entries);
    return;
  }
  if (listed.length === 0)
    process.stdout.write("No dataset is known yet. Import one: tabletalk import sales.csv\n");
  const lines = entries.map((entry) => catalogueLines(entry).join("\n"));
  if (lines.length > 0) process.stdout.write(`${lines.join("\n\n")}\n`);
  const missing = listed.filter((one) => !entries.some((entry) => entry.table === one.name));
  for (const one of missing)
    process.stdout.write(
      `${one.name}: its data is gone. Import it again: tabletalk import ${one.sourcePath}\n`,
    );
}

/** `tabletalk datasets joins`: by which columns known tables can be joined. */
export async function joins(name: string | undefined, flags: CommonFlags & {limit?: string}): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const limit = wholeNumber(flags.limit, "--limit");
  const found = await joinsFor(await runtime.store(), me, openTables(runtime), {
    ...(name !== undefined && {dataset: name}),
    ...(limit !== undefined && {limit}),
  });
  if (flags.json) print(found);
  else if (found.length === 0) process.stdout.write("No columns were found by which tables can be joined.\n");
  else
    for (const join of found) {
      const examples = join.examples.length > 0 ? ` (${join.examples.join(", ")})` : "";
      process.stdout.write(`${join.confidence}: ${sayJoin(join)}${examples}\n`);
    }
}

/** `tabletalk datasets copies`: known tables that have the same or many of the same rows. */
export async function copies(name: string, flags: CommonFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const store = await runtime.store();
  const [dataset] = await openable(store, WORKSPACE, [await datasetFor(store, me, name)]);
  const found = dataset ? await findCopies(store, me, dataset, openTables(runtime)) : [];
  if (flags.json) print(found);
  else if (found.length === 0) process.stdout.write(`No known table is like ${name}.\n`);
  else for (const {says} of found) process.stdout.write(`${says}\n`);
}

/** What is known of a table, for a terminal. */
export function catalogueLines(entry: CatalogueEntry): string[] {
  const {domain, grain, keys, units, personal, span, places} = entry;
  const others = keys.slice(1, 4).map(({columns}) => columns.join(" + "));
  return [
    `${entry.table}: ${entry.rows.toLocaleString("en")} rows, ${entry.columns.length} columns`,
    domain.name === "unknown"
      ? "  about: not clear from its names"
      : `  about: ${domain.name} (${domain.confidence}; ${domain.evidence.join(", ")})`,
    grain.says
      ? `  ${grain.says}, by ${grain.key.join(" + ")}: ${grain.why}`
      : `  what a row is, is not clear: ${grain.why}`,
    ...(others.length > 0 ? [`  other keys: ${others.join(", ")}`] : []),
    ...(span
      ? [`  time: ${span.column}, ${span.from} to ${span.to}${span.grain ? `, by ${span.grain}` : ""}`]
      : []),
    ...(units.length > 0
      ? [`  units: ${units.map(({column, unit}) => `${column} ${unit}`).join(", ")}`]
      : []),
    ...(places.length > 0
      ? [`  places: ${places.map(({column, kind}) => `${column} (${kind})`).join(", ")}`]
      : []),
    ...(personal.length > 0
      ? [`  personal: ${personal.map((one) => `${one.column} (${one.kind}, ${one.confidence})`).join(", ")}`]
      : []),
  ];
}

import {createInterface} from "node:readline/promises";
import {localPrincipal} from "../access/principal.ts";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {bucketsFor, dropBucket, makeBucket} from "../workspace/datasets/buckets.ts";
import {describeDataset} from "../workspace/datasets/describe_dataset.ts";
import type {DatasetSummary} from "../workspace/datasets/list_datasets.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, WORKSPACE} from "./runtime.ts";
import {printTable} from "./table_output.ts";

const me = localPrincipal(WORKSPACE);
const print = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);

/** `tabletalk datasets search`: known tables by words of names, columns, values, tags, descriptions. */
export async function searchKnown(words: string[], flags: CommonFlags & {limit?: string}): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const store = await runtime.store();
  const [{catalogueMissing}, {searchDatasets}, {openTables}] = await Promise.all([
    import("../workspace/datasets/catalogue_datasets.ts"),
    import("../workspace/datasets/search_datasets.ts"),
    import("./catalogue.ts"),
  ]);
  // Values are known of what is catalogued.
  await catalogueMissing(store, me, openTables(runtime));
  const limit = wholeNumber(flags.limit, "--limit");
  const found = await searchDatasets(store, me, words.join(" "), limit === undefined ? {} : {limit});
  if (flags.json) {
    print(found);
    return;
  }
  if (found.length === 0) {
    process.stdout.write("Nothing was found. `tabletalk datasets` lists what there is.\n");
    return;
  }
  await printTable(
    [{name: "name"}, {name: "rows", type: "integer"}, {name: "found in"}],
    found.map(({dataset, found: places}) => [
      dataset.name,
      dataset.rows,
      places.map(({where, text, column}) => `${where} ${column ? `${column} = ` : ""}${text}`).join("; "),
    ]),
  );
}

/** The flags of `tabletalk datasets describe`. */
export interface DescribeFlags extends CommonFlags {
  title?: string;
  description?: string;
  owner?: string;
  visibility?: string;
  rename?: string;
}

/** `tabletalk datasets describe`: says something of a dataset, and shows what is known of it. */
export async function describeKnown(name: string, flags: DescribeFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const store = await runtime.store();
  const {title, description, owner, visibility} = flags;
  const said = await describeDataset(store, me, name, {
    ...(title !== undefined && {title}),
    ...(description !== undefined && {description}),
    ...(owner !== undefined && {owner}),
    ...(visibility !== undefined && {visibility: visibility as DatasetSummary["visibility"]}),
  });
  if (flags.rename !== undefined) {
    const {renameDatasetFor} = await import("../workspace/datasets/rename_dataset.ts");
    await renameDatasetFor(store, me, name, flags.rename);
  }
  const {catalogueLines, openTables} = await import("./catalogue.ts");
  const {catalogueOf} = await import("../workspace/datasets/catalogue_datasets.ts");
  const called = flags.rename ?? name;
  const entry = await catalogueOf(store, me, called, openTables(runtime));
  if (flags.json) {
    print({...said, name: called, catalogue: entry});
    return;
  }
  const lines = [
    `${called}${said.title ? `: ${said.title}` : ""}`,
    ...(said.description ? [`  ${said.description}`] : []),
    `  ${said.rows.toLocaleString("en")} rows of ${said.source}, ${said.updatedAt.slice(0, 16).replace("T", " ")} (UTC)`,
    ...(said.tags.length > 0 ? [`  tags: ${said.tags.join(", ")}`] : []),
    ...(said.bucket ? [`  bucket: ${said.bucket.name}`] : []),
    ...(said.owner ? [`  owner: ${said.owner}, seen by: ${said.visibility}`] : []),
    ...catalogueLines(entry).slice(1),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** `tabletalk datasets tag`: adds tags, takes them away, or shows them. */
export async function tagKnown(
  name: string,
  given: string[],
  flags: CommonFlags & {remove?: boolean},
): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const store = await runtime.store();
  const {tags: before} = await describeDataset(store, me, name, {});
  const named = given.map((tag) => tag.trim().toLowerCase());
  const tags = flags.remove ? before.filter((tag) => !named.includes(tag)) : [...before, ...named];
  const said = given.length > 0 ? await describeDataset(store, me, name, {tags}) : {tags: before};
  if (flags.json) {
    print(said.tags);
    return;
  }
  process.stdout.write(
    said.tags.length > 0
      ? `${name}: ${said.tags.join(", ")}\n`
      : `${name} has no tags. Add some: tabletalk datasets tag ${name} finance\n`,
  );
}

/** `tabletalk datasets bucket`: lists buckets, puts a dataset on one, takes it off, or takes a bucket away. */
export async function bucketKnown(
  name: string | undefined,
  bucket: string | undefined,
  flags: CommonFlags & {remove?: boolean; drop?: string},
): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const store = await runtime.store();
  if (flags.drop !== undefined) {
    await dropBucket(store, me, flags.drop);
    process.stdout.write(`The bucket ${flags.drop} is gone; its datasets stay.\n`);
    return;
  }
  if (name !== undefined && (bucket !== undefined || flags.remove)) {
    const known = await bucketsFor(store, me);
    if (
      bucket !== undefined &&
      !flags.remove &&
      !known.some((one) => one.name === bucket || one.id === bucket)
    )
      await makeBucket(store, me, {name: bucket});
    const said = await describeDataset(store, me, name, {bucket: flags.remove ? null : bucket!});
    if (flags.json) print(said);
    else
      process.stdout.write(
        said.bucket ? `${name} is on ${said.bucket.name}.\n` : `${name} is on no bucket.\n`,
      );
    return;
  }
  if (name !== undefined) {
    const {bucket: on} = await describeDataset(store, me, name, {});
    if (flags.json) print(on);
    else process.stdout.write(on ? `${name} is on ${on.name}.\n` : `${name} is on no bucket.\n`);
    return;
  }
  const all = await bucketsFor(store, me);
  if (flags.json) print(all);
  else if (all.length === 0)
    process.stdout.write("There is no bucket yet. Make one: tabletalk datasets bucket NAME BUCKET\n");
  else
    await printTable(
      [{name: "bucket"}, {name: "datasets", type: "integer"}, {name: "description"}],
      all.map((one) => [one.name, one.datasets, one.description ?? ""]),
    );
}

/** `tabletalk datasets delete`: a dataset with all that came of it. */
export async function deleteKnown(name: string, flags: CommonFlags & {yes?: boolean}): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const store = await runtime.store();
  if (!flags.yes) {
    await describeDataset(store, me, name, {});
    await confirm(name);
  }
  const {deleteDataset} = await import("../workspace/datasets/delete_dataset.ts");
  const {left: _, ...gone} = await deleteDataset(store, me, name);
  if (flags.json) {
    print(gone);
    return;
  }
  const count = (of: number, what: string): string => `${of} ${what}${of === 1 ? "" : "s"}`;
  process.stdout.write(
    `${name} is deleted: ${count(gone.versions, "version")}, ${count(gone.madeTables, "made table")}, ${count(gone.answers, "answer")}, ${count(gone.recipes, "recipe")}, ${count(gone.models, "model")}. The file that it was imported from is yours, and stays.\n`,
  );
}

async function confirm(name: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new TabletalkError(
      "bad_use",
      `Deleting ${name} takes away its data and every answer and recipe made of it, for good.`,
      "Add --yes to do it.",
    );
  const lines = createInterface({input: process.stdin, output: process.stdout});
  try {
    const answer = await lines.question(
      `Delete ${name}, with every answer, recipe, table and model made of it? It cannot be undone. [y/N] `,
    );
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    lines.close();
  }
  throw new TabletalkError("aborted", "Nothing was deleted.", "Type y to delete it.");
}

/** A whole number above nothing of a flag. @throws TabletalkError bad_use */
export function wholeNumber(given: string | undefined, flag: string): number | undefined {
  if (given === undefined) return undefined;
  if (/^[1-9]\d{0,5}$/.test(given)) return Number(given);
  throw new TabletalkError("bad_use", `${flag} takes a whole number, not ${given}.`, "Write it like 20.");
}

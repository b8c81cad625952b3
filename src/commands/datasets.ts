import {loadConfig} from "../config.ts";
import type {Receipt} from "../data/dataset.ts";
import {publishedOf, sayLicence} from "../data/published.ts";
import type {SourceOrigin} from "../data/source_origin.ts";
import type {Cell} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {forgetDataset, listDatasets} from "../store/datasets.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, WORKSPACE} from "./runtime.ts";

/** `tabletalk datasets`: the known tables, each with its size, versions and source. */
export async function datasets(flags: CommonFlags & {forget?: string}): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  if (flags.forget !== undefined) {
    if (!(await forgetDataset(await runtime.store(), WORKSPACE, flags.forget)))
      throw new TabletalkError(
        "no_data",
        `There is no known dataset ${flags.forget}.`,
        "`tabletalk datasets` lists them.",
      );
    process.stdout.write(`${flags.forget} is forgotten; recipes that used it can still be replayed.\n`);
    return;
  }
  const known = (await listDatasets(await runtime.store(), WORKSPACE)).map((one) => ({
    name: one.name,
    rows: one.version.rows,
    columns: (one.version.columns as Receipt["columns"]).length,
    versions: one.versions,
    source: one.version.sourcePath,
    imported: one.importedAt,
    published: publishedOf({receipt: one.version.receipt as Receipt}),
  }));
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(known, undefined, 2)}\n`);
    return;
  }
  if (known.length === 0) {
    process.stdout.write("No dataset is known yet. Import one: tabletalk import sales.csv\n");
    return;
  }
  const {artifactLines} = await import("../channels/terminal/channel.ts");
  const {styleFor} = await import("../channels/terminal/style.ts");
  const isPublished = known.some(({published}) => published.length > 0);
  const licences = isPublished ? (["licence"] as const) : [];
  const names = ["name", "rows", "columns", "versions", "imported", ...licences, "source"] as const;
  const numbers: readonly string[] = ["rows", "columns", "versions"];
  const table = {
    columns: names.map((name) => ({
      name,
      type: numbers.includes(name) ? ("integer" as const) : ("text" as const),
    })),
    rows: known.map((one): Cell[] =>
      names.map((name) => {
        if (name === "imported") return one.imported.slice(0, 16).replace("T", " ");
        // In place of where it lay on this machine: where others find it.
        if (name === "source" && one.published.length > 0) return one.published.map(placeOf).join(", ");
        return name === "licence"
          ? one.published.map(({licence}) => sayLicence(licence)).join(", ")
          : one[name];
      }),
    ),
  };
  const shown = {table, units: {}, truncated: false};
  const lines = await artifactLines(
    shown,
    styleFor(process.stdout),
    process.stdout.columns || 200,
    known.length,
  );
  process.stdout.write(`${lines.join("\n")}\n`);
}

const placeOf = ({kind, ref, version}: SourceOrigin): string =>
  `${kind}:${ref}${version === undefined ? "" : ` version ${version}`}`;

import {existsSync} from "node:fs";
import {stat} from "node:fs/promises";
import {resolve} from "node:path";
import {isDatabaseUrl} from "../data/database_url.ts";
import type {Dataset, DatasetVersion} from "../data/dataset.ts";
import {tableName} from "../data/names.ts";
import {TabletalkError} from "../errors.ts";
import {datasetsOf, deletedDatasets, type StoredVersion} from "../store/datasets.ts";
import type {Store} from "../store/store.ts";
import {nearestNames} from "../tools/nearest.ts";

/** Whether it can only mean the name of a known dataset: no file, folder, pattern or URL is called so. */
export function mayBeName(given: string): boolean {
  return (
    !existsSync(resolve(given)) &&
    !isDatabaseUrl(given) &&
    !/[/\\]/.test(given) &&
    tableName(given) === given.toLowerCase()
  );
}

/**
 * The known dataset of a name.
 * @throws TabletalkError no_data with the nearest names where none is called so, or its file is gone
 */
export async function knownDataset(store: Store, workspace: string, given: string): Promise<Dataset> {
  const known = await datasetsOf(store, workspace);
  const found =
    known.find((one) => one.name === given) ?? known.find((one) => one.name === given.toLowerCase());
  if (!found) {
    const gone = (await deletedDatasets(store, workspace)).find(({name}) => name === given.toLowerCase());
    if (gone)
      throw new TabletalkError(
        "no_data",
        `The dataset ${gone.name} was deleted on ${sayMoment(gone.deletedAt)}.`,
        `Import it again: tabletalk import FILE. \`tabletalk datasets\` lists what is there.`,
      );
    const near = nearestNames(
      given,
      known.map((one) => one.name),
    );
    throw new TabletalkError(
      "no_data",
      `There is no file ${given}, and no known dataset of that name.`,
      near.length > 0
        ? `Did you mean ${near.join(", ")}? \`tabletalk datasets\` lists them all.`
        : "Check the path; it is taken from the folder you are in. `tabletalk datasets` lists the known ones.",
    );
  }
  if (!(await stat(found.version.path).catch(() => undefined)))
    throw new TabletalkError(
      "no_data",
      `The data of ${found.name} is gone from ${found.version.path}.`,
      `Import it again: tabletalk import ${found.version.sourcePath}`,
    );
  return {name: found.name, version: asVersion(found.version)};
}

/** 21 November 2026, 14:05 (UTC) */
function sayMoment(iso: string): string {
  const day = new Date(iso).toLocaleDateString("en-GB", {dateStyle: "long", timeZone: "UTC"});
  return `${day}, ${iso.slice(11, 16)} (UTC)`;
}

/** A stored version as the engine takes it: what was stored is what an import made. */
export function asVersion(stored: StoredVersion): DatasetVersion {
  const {hash, path, rows} = stored;
  return {
    hash,
    path,
    rows,
    columns: stored.columns as DatasetVersion["columns"],
    receipt: stored.receipt as DatasetVersion["receipt"],
  };
}

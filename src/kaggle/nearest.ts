import {distance} from "fastest-levenshtein";
import {TabletalkError} from "../errors.ts";
import {type DatasetReference, datasetUrl, refOf, shownText} from "./reference.ts";
import type {AskOptions, Transport} from "./transport.ts";
import {wireDatasetsSchema} from "./wire.ts";

/** How many names are offered. */
const OFFERED = 5;

/** The names nearest to one, the nearest first. */
export function nearestOf(name: string, names: readonly string[], most = OFFERED): string[] {
  const wanted = name.toLowerCase();
  return [...new Set(names)]
    .map((one) => ({one, far: distance(wanted, one.toLowerCase())}))
    .sort((a, b) => a.far - b.far || (a.one < b.one ? -1 : 1))
    .slice(0, most)
    .map(({one}) => one);
}

/** Datasets whose names are like one's that is not there; none where the search is not allowed or fails. */
async function similar(transport: Transport, {owner, slug}: DatasetReference, options: AskOptions) {
  const words = slug.split(/[-_]+/).filter((word) => word.length > 1);
  const longest = [...words].sort((a, b) => b.length - a.length)[0] ?? slug;
  // What was misspelt is mostly the end of a word, or one of several, or the name after the right owner.
  const searches = [
    {search: words.join(" ")},
    {user: owner, group: "DATASET_SELECTION_GROUP_USER"},
    {search: longest.slice(0, Math.max(4, Math.ceil(longest.length / 2)))},
  ];
  const refs: string[] = [];
  for (const search of searches) {
    const found = await transport
      .call(
        "datasets.DatasetApiService/ListDatasets",
        {...search, page: 1, pageSize: 20},
        wireDatasetsSchema,
        options,
      )
      .catch(() => ({datasets: []}));
    refs.push(...(found.datasets ?? []).map(({ref}) => shownText(ref, 120)));
  }
  return nearestOf(`${owner}/${slug}`, refs);
}

/**
 * Handles that a dataset is not there. Kaggle says so with 404, or with 403 to hide whether a private one exists.
 * @throws TabletalkError not_found with the nearest names; whatever else it was, unchanged
 */
export async function unknownDataset(
  transport: Transport,
  reference: DatasetReference,
  error: unknown,
  options: AskOptions,
): Promise<never> {
  if (!(error instanceof TabletalkError) || !["not_found", "forbidden"].includes(error.code)) throw error;
  const names = await similar(transport, reference, options);
  const hidden = error.code === "forbidden" ? ", or it is private" : "";
  throw new TabletalkError(
    error.code,
    `Kaggle has no dataset ${refOf(reference)}${hidden}.`,
    names.length > 0
      ? `Nearest: ${names.join(", ")}.`
      : `Check the address in a browser (${datasetUrl({owner: reference.owner, slug: reference.slug})}), or search for it.`,
    {cause: error},
  );
}

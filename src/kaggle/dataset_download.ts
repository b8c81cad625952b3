import {TabletalkError} from "../errors.ts";
import type {Downloaded, DownloadOptions} from "./answers.ts";
import {datasetPlace} from "./cache.ts";
import type {KaggleContext} from "./context.ts";
import {datasetFiles, describeDataset} from "./datasets.ts";
import {checkedFileName, downloadInto, heldAlready} from "./download.ts";
import {nearestOf} from "./nearest.ts";
import {type DatasetReference, datasetUrl, refOf} from "./reference.ts";

/** @see KaggleClient.download */
export async function downloadDataset(
  context: KaggleContext,
  reference: DatasetReference,
  options: DownloadOptions,
): Promise<Downloaded> {
  const {transport, root} = context;
  const asked = options.version ?? reference.version;
  const file = options.file === undefined ? undefined : checkedFileName(options.file);
  if (asked !== undefined && (!Number.isInteger(asked) || asked < 1))
    throw new TabletalkError("bad_use", `There is no version ${asked}.`, "Versions are counted from 1.");
  const named = {...(file !== undefined && {file})};
  if (asked !== undefined && !options.again) {
    // A version does not change: what is here needs no network.
    const held = await heldAlready({place: datasetPlace(root, reference, asked), ...named});
    if (held) return held;
  }
  const onWait = (why: string, waitMs: number): void =>
    options.onProgress?.({stage: "waiting", item: refOf(reference), done: 0, why, waitMs});
  const details = await describeDataset(transport, reference, {signal: options.signal, onWait});
  const newest = details.version ?? Math.max(1, ...details.versions.map(({version}) => version));
  const version = asked ?? newest;
  if (version > newest)
    throw new TabletalkError(
      "not_found",
      `${refOf(reference)} has no version ${version}.`,
      `Its newest is ${newest}.`,
    );
  const {owner, slug} = reference;
  return downloadInto(
    context,
    {
      place: datasetPlace(root, reference, version),
      ref: refOf(reference),
      version,
      ...named,
      origin: {
        kind: "kaggle",
        ref: refOf(reference),
        title: details.title,
        version,
        url: datasetUrl({owner, slug, version}),
        licence: details.licence,
        fetchedAt: new Date().toISOString(),
      },
      method: "datasets.DatasetApiService/DownloadDataset",
      body: {
        ownerSlug: owner,
        datasetSlug: slug,
        ...(file !== undefined && {fileName: file}),
        datasetVersionNumber: version,
      },
      anonymous: true,
      // What Kaggle says is of the newest version alone.
      ...(details.bytes !== undefined && version === newest && {bytes: details.bytes}),
      compare: false,
    },
    options,
  ).catch(async (error: unknown) => {
    if (error instanceof TabletalkError && error.code === "forbidden")
      throw new TabletalkError(
        "forbidden",
        `Kaggle does not give ${refOf(reference)} to whoever these credentials belong to.`,
        `Its terms may have to be accepted at ${datasetUrl({owner, slug})}; or it is private.`,
        {cause: error},
      );
    if (file === undefined || !(error instanceof TabletalkError) || error.code !== "not_found") throw error;
    const {items} = await datasetFiles(
      transport,
      {owner, slug, version},
      {signal: options.signal, pageSize: 200},
    );
    const names = items.map(({name}) => name);
    throw new TabletalkError(
      "not_found",
      `${refOf(reference)}, version ${version}, has no file ${file}.`,
      `Nearest: ${nearestOf(file, names).join(", ") || "none"}.`,
      {cause: error},
    );
  });
}

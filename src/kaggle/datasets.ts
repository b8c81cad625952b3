import {TabletalkError} from "../errors.ts";
import type {
  DatasetDetails,
  DatasetSearch,
  DatasetSort,
  DatasetSummary,
  Page,
  RemoteFile,
} from "./answers.ts";
import {readLicence, readLicences} from "./licence.ts";
import {unknownDataset} from "./nearest.ts";
import {type DatasetReference, datasetUrl, readDatasetReference, refOf, shownText} from "./reference.ts";
import type {AskOptions, Transport} from "./transport.ts";
import {
  type WireDataset,
  type WireFile,
  type WireMetadata,
  wireDatasetFilesSchema,
  wireDatasetSchema,
  wireDatasetsSchema,
  wireMetadataSchema,
} from "./wire.ts";

/** The most that a page may hold. */
export const LARGEST_PAGE = 200;
export const USUAL_PAGE = 20;

const SORTS: Record<DatasetSort, string> = {
  hottest: "HOTTEST",
  votes: "VOTES",
  updated: "UPDATED",
  active: "ACTIVE",
  published: "PUBLISHED",
  relevance: "RELEVANCE",
  usability: "USABILITY",
  downloads: "DOWNLOAD_COUNT",
};

const badSearch = (why: string, next: string): TabletalkError => new TabletalkError("bad_use", why, next);

/** A size of a page that Kaggle takes. @throws TabletalkError bad_use */
export function checkedPageSize(pageSize: number = USUAL_PAGE): number {
  if (Number.isInteger(pageSize) && pageSize >= 1 && pageSize <= LARGEST_PAGE) return pageSize;
  throw badSearch(`A page of ${pageSize} is not given.`, `Ask for 1 to ${LARGEST_PAGE}.`);
}

/** A page's number. @throws TabletalkError bad_use */
export function checkedPage(page: number): number {
  if (Number.isInteger(page) && page >= 1) return page;
  throw badSearch(`There is no page ${page}.`, "Pages are counted from 1.");
}

/** What Kaggle is asked, by the names of its official client; what is as usual is left out, as there. */
function requestOf(search: DatasetSearch): object {
  const {minSize, maxSize, user, mine = false, fileType = "all", licence = "all", sort} = search;
  if (mine && user !== undefined)
    throw badSearch("Either your own datasets are listed or somebody's.", "Leave one of the two out.");
  if ((minSize ?? 0) < 0 || (maxSize ?? 1) <= 0 || (maxSize ?? Infinity) < (minSize ?? 0))
    throw badSearch(
      "No dataset has a size in these limits.",
      "Sizes are in bytes; the largest has to be above the smallest.",
    );
  if (search.page !== undefined && search.pageToken !== undefined)
    throw badSearch("A page has a number or a token.", "Leave one of the two out.");
  const group = mine ? "MY" : user === undefined ? undefined : "USER";
  const types = {csv: "CSV", sqlite: "SQLITE", json: "JSON", bigQuery: "BIG_QUERY", parquet: "PARQUET"};
  return {
    ...(group !== undefined && {group: `DATASET_SELECTION_GROUP_${group}`}),
    ...(sort !== undefined && sort !== "hottest" && {sortBy: `DATASET_SORT_BY_${SORTS[sort]}`}),
    ...(fileType !== "all" && {fileType: `DATASET_FILE_TYPE_GROUP_${types[fileType]}`}),
    ...(licence !== "all" && {license: `DATASET_LICENSE_GROUP_${licence.toUpperCase()}`}),
    ...(search.tags?.length && {tagIds: search.tags.join(",")}),
    ...(search.search && {search: search.search}),
    ...(user !== undefined && {user}),
    ...(minSize !== undefined && {minSize}),
    ...(maxSize !== undefined && {maxSize}),
    ...(search.pageToken === undefined
      ? {page: checkedPage(search.page ?? 1)}
      : {pageToken: search.pageToken}),
    pageSize: checkedPageSize(search.pageSize),
  };
}

const rounded = (time: string | null | undefined): string | undefined => {
  const at = Date.parse(time ?? "");
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};

function summaryOf(wire: WireDataset): DatasetSummary {
  const reference = readDatasetReference(wire.ref);
  const updatedAt = rounded(wire.lastUpdated);
  return {
    ref: refOf(reference),
    title: shownText(wire.title ?? "") || reference.slug,
    ...(wire.subtitle && {subtitle: shownText(wire.subtitle, 400)}),
    owner: shownText(wire.ownerName || wire.ownerRef || "") || reference.owner,
    url: datasetUrl(reference),
    ...(wire.totalBytes != null && {bytes: wire.totalBytes}),
    ...(updatedAt !== undefined && {updatedAt}),
    ...(wire.currentVersionNumber && {version: wire.currentVersionNumber}),
    licence: readLicence(wire.licenseName ?? undefined),
    tags: (wire.tags ?? []).flatMap(({name, ref}) => shownText(name || ref || "", 80) || []),
    downloads: wire.downloadCount ?? 0,
    votes: wire.voteCount ?? 0,
    ...(wire.usabilityRating != null && {usability: wire.usabilityRating}),
  };
}

/** A list's items, without those whose name this machine could not keep. */
function summaries(datasets: readonly WireDataset[]): DatasetSummary[] {
  return datasets.flatMap((wire) => {
    try {
      return summaryOf(wire);
    } catch {
      return [];
    }
  });
}

/** @see KaggleClient.search */
export async function searchDatasets(
  transport: Transport,
  search: DatasetSearch,
  options: AskOptions = {},
): Promise<Page<DatasetSummary>> {
  const found = await transport.call(
    "datasets.DatasetApiService/ListDatasets",
    requestOf(search),
    wireDatasetsSchema,
    options,
  );
  return {
    items: summaries(found.datasets ?? []),
    ...(found.nextPageToken && {next: found.nextPageToken}),
  };
}

function describedFiles(info: WireMetadata | null | undefined): DatasetDetails["files"] {
  return (info?.data ?? []).flatMap(({name, description, totalBytes, columns}) =>
    name
      ? {
          name,
          ...(totalBytes && {bytes: totalBytes}),
          ...(description && {description}),
          columns: (columns ?? []).flatMap((column) =>
            column.name
              ? {
                  name: column.name,
                  ...(column.type && {type: column.type}),
                  ...(column.description && {description: column.description}),
                }
              : [],
          ),
        }
      : [],
  );
}

/** @see KaggleClient.dataset */
export async function describeDataset(
  transport: Transport,
  reference: DatasetReference,
  options: AskOptions = {},
): Promise<DatasetDetails> {
  const body = {ownerSlug: reference.owner, datasetSlug: reference.slug};
  const ask = {...options, anonymous: true};
  const view = await transport
    .call("datasets.DatasetApiService/GetDataset", body, wireDatasetSchema, ask)
    .catch((error: unknown) => unknownDataset(transport, reference, error, options));
  const told = await transport.call(
    "datasets.DatasetApiService/GetDatasetMetadata",
    body,
    wireMetadataSchema,
    ask,
  );
  const info = told.info;
  const named = (info?.licenses ?? []).flatMap(({name}) => name || []);
  const summary = summaryOf(view);
  const description = view.description || info?.description;
  return {
    ...summary,
    ...(named.length > 0 && {licence: readLicences(named)}),
    ...(summary.tags.length === 0 && {tags: info?.keywords ?? []}),
    ...(description && {description}),
    files: describedFiles(info),
    versions: (view.versions ?? []).map(({versionNumber, creationDate, versionNotes}) => {
      const createdAt = rounded(creationDate);
      return {
        version: versionNumber,
        ...(createdAt !== undefined && {createdAt}),
        ...(versionNotes && {notes: versionNotes}),
      };
    }),
    ...(info?.expectedUpdateFrequency && {updates: info.expectedUpdateFrequency}),
    ...(info?.userSpecifiedSources && {sources: info.userSpecifiedSources}),
  };
}

/** A file as lists show it. */
export function remoteFiles(files: readonly WireFile[]): RemoteFile[] {
  return files.flatMap(({name, ref, totalBytes, creationDate}) => {
    const createdAt = rounded(creationDate);
    const shown = name || ref;
    return shown ? {name: shown, bytes: totalBytes ?? 0, ...(createdAt !== undefined && {createdAt})} : [];
  });
}

/** @see KaggleClient.files */
export async function datasetFiles(
  transport: Transport,
  reference: DatasetReference,
  {pageToken, pageSize, ...options}: AskOptions & {pageToken?: string; pageSize?: number} = {},
): Promise<Page<RemoteFile>> {
  const found = await transport
    .call(
      "datasets.DatasetApiService/ListDatasetFiles",
      {
        ownerSlug: reference.owner,
        datasetSlug: reference.slug,
        ...(reference.version !== undefined && {datasetVersionNumber: reference.version}),
        ...(pageToken !== undefined && {pageToken}),
        pageSize: checkedPageSize(pageSize),
      },
      wireDatasetFilesSchema,
      {...options, anonymous: true},
    )
    .catch((error: unknown) => unknownDataset(transport, reference, error, options));
  if (found.errorMessage)
    throw new TabletalkError("not_found", `${refOf(reference)}: ${found.errorMessage}`, "Look at its page.");
  return {
    items: remoteFiles(found.datasetFiles ?? []),
    ...(found.nextPageToken && {next: found.nextPageToken}),
  };
}

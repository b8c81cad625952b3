import {type Content, keptZip, zipOf} from "./archives.ts";
import {COMPETITIONS, DATASETS, SECRETS, type ShelfDataset, sizeOf} from "./shelf.ts";

/** An error as the service tells it. */
export interface Refusal {
  refused: number;
  message: string;
}
/** Bytes that a signed address is made for. */
export interface Blob {
  path: string;
  bytes: Buffer;
  type: string;
}
type Said = Record<string, unknown>;
type Answer = {json: object} | {blob: Blob} | Refusal;

const refuse = (refused: number, message: string): Refusal => ({refused, message});
const CREATED = "2025-03-01T10:00:00.000Z";
/** From this size on, a single file is sent packed. */
const PACKED_FROM = 1_000_000;

/** A page of a list, by number or by token. */
function paged<T>(all: readonly T[], {page, pageToken, pageSize}: Said): {items: T[]; next?: string} {
  const size = Math.min(Number(pageSize ?? 20), 200);
  const from = pageToken ? Number(String(pageToken).replace("from-", "")) : (Number(page ?? 1) - 1) * size;
  const items = all.slice(from, from + size);
  return {items, ...(from + size < all.length && {next: `from-${from + size}`})};
}

function datasetAnswer(ref: string, dataset: ShelfDataset): object {
  return {
    id: Object.keys(DATASETS).indexOf(ref) + 1,
    ref,
    title: dataset.title,
    subtitle: dataset.subtitle,
    description: dataset.description,
    ownerName: ref.split("/")[0] === "ada" ? "Ada L." : "",
    ownerRef: ref.split("/")[0],
    totalBytes: sizeOf(dataset.versions.at(-1) ?? {}),
    lastUpdated: dataset.updated,
    licenseName: dataset.licenceName,
    downloadCount: dataset.votes * 10,
    voteCount: dataset.votes,
    usabilityRating: 0.9,
    currentVersionNumber: dataset.versions.length,
    tags: dataset.tags.map((name) => ({ref: name, name})),
    versions: dataset.versions.map((_files, at) => ({
      versionNumber: at + 1,
      creationDate: dataset.updated,
      versionNotes: `Version ${at + 1}`,
    })),
  };
}

function listDatasets(said: Said): Answer {
  const text = String(said.search ?? "").toLowerCase();
  const type = String(said.fileType ?? "")
    .replace(/^DATASET_FILE_TYPE_GROUP_/, "")
    .toLowerCase();
  const licence = String(said.license ?? "")
    .replace(/^DATASET_LICENSE_GROUP_/, "")
    .toLowerCase();
  const tags = String(said.tagIds ?? "")
    .split(",")
    .filter(Boolean);
  const found = Object.entries(DATASETS).filter(
    ([ref, one]) =>
      `${ref} ${one.title}`.toLowerCase().includes(text) &&
      (!type || type === "all" || one.fileType === type) &&
      (!licence ||
        licence === "all" ||
        one.licences.some((name) => name.toLowerCase().startsWith(licence))) &&
      tags.every((tag) => one.tags.includes(tag)) &&
      (!said.user || ref.startsWith(`${said.user}/`)) &&
      (said.group !== "DATASET_SELECTION_GROUP_MY" || ref.startsWith("ada/")) &&
      sizeOf(one.versions.at(-1)!) >= Number(said.minSize ?? 0) &&
      sizeOf(one.versions.at(-1)!) <= Number(said.maxSize ?? Infinity),
  );
  const newest = said.sortBy === "DATASET_SORT_BY_UPDATED";
  found.sort(([, a], [, b]) => (newest ? (a.updated < b.updated ? 1 : -1) : b.votes - a.votes));
  const {items, next} = paged(found, said);
  return {
    json: {datasets: items.map(([ref, one]) => datasetAnswer(ref, one)), ...(next && {nextPageToken: next})},
  };
}

const filesOf = (content: Content) =>
  Object.entries(content)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => ({name, ref: name, totalBytes: Buffer.byteLength(text), creationDate: CREATED}));

async function oneFile(folder: string, name: string, content: string | Buffer | undefined): Promise<Answer> {
  if (content === undefined) return refuse(404, "File not found");
  const bytes = Buffer.from(content);
  const type = name.endsWith(".html") ? "text/html" : "text/csv";
  if (bytes.length < PACKED_FROM) return {blob: {path: `${folder}/${name}`, bytes, type}};
  return {
    blob: {
      path: `${folder}/${name}.zip`,
      bytes: await zipOf({[name.split("/").at(-1)!]: bytes}),
      type: "application/zip",
    },
  };
}

async function ofDataset(method: string, said: Said): Promise<Answer> {
  const ref = `${said.ownerSlug}/${said.datasetSlug}`;
  const dataset = DATASETS[ref];
  // As Kaggle does, so that nobody learns whether a private one is there.
  if (!dataset) return refuse(403, "Permission 'datasets.get' was denied");
  const version = Number(said.datasetVersionNumber ?? dataset.versions.length);
  const files = dataset.versions[version - 1];
  if (!files) return refuse(404, "Version not found");
  if (method === "GetDataset") return {json: datasetAnswer(ref, dataset)};
  if (method === "GetDatasetMetadata")
    return {
      json: {
        info: {
          datasetSlug: said.datasetSlug,
          ownerUser: said.ownerSlug,
          title: dataset.title,
          licenses: dataset.licences.map((name) => ({name})),
          keywords: dataset.tags,
          expectedUpdateFrequency: "weekly",
          data: Object.entries(files).map(([name, text]) => ({
            name,
            totalBytes: Buffer.byteLength(text),
            columns: dataset.columns[name] ?? [],
          })),
        },
      },
    };
  if (method === "ListDatasetFiles") {
    const {items, next} = paged(filesOf(files), said);
    return {json: {datasetFiles: items, ...(next && {nextPageToken: next})}};
  }
  const folder = `/kaggle-data-sets/${ref}/v${version}`;
  if (said.fileName) return oneFile(folder, String(said.fileName), files[String(said.fileName)]);
  const whole = version === dataset.versions.length ? dataset.archive : undefined;
  return {
    blob: {path: `${folder}/archive.zip`, bytes: whole ?? (await keptZip(files)), type: "application/zip"},
  };
}

async function ofCompetition(method: string, said: Said): Promise<Answer> {
  const describe = (slug: string) => ({
    id: 1,
    ref: `https://www.kaggle.com/competitions/${slug}`,
    title: COMPETITIONS[slug]!.title,
    category: "Getting Started",
    reward: "Knowledge",
    deadline: "2030-01-01T00:00:00.000Z",
    teamCount: COMPETITIONS[slug]!.teams.length,
    userHasEntered: COMPETITIONS[slug]!.entered,
    evaluationMetric: "Accuracy",
  });
  if (method === "ListCompetitions") {
    const text = String(said.search ?? "").toLowerCase();
    const found = Object.keys(COMPETITIONS).filter((slug) => slug.includes(text));
    const {items, next} = paged(found, said);
    return {json: {competitions: items.map(describe), ...(next && {nextPageToken: next})}};
  }
  const slug = String(said.competitionName);
  const competition = COMPETITIONS[slug];
  if (!competition) return refuse(404, "Competition not found");
  if (method === "GetCompetition") return {json: describe(slug)};
  if (method === "GetLeaderboard") {
    const {items, next} = paged(competition.teams, said);
    const submissions = items.map(({name, score}, at) => ({
      teamId: at + 1,
      teamName: name,
      score,
      submissionDate: CREATED,
    }));
    return {json: {submissions, ...(next && {nextPageToken: next})}};
  }
  if (!competition.entered)
    return refuse(403, "You must accept this competition's rules before you continue");
  if (method === "ListDataFiles") {
    const {items, next} = paged(filesOf(competition.files), said);
    return {json: {files: items, ...(next && {nextPageToken: next})}};
  }
  const folder = `/kaggle-competitions/${slug}`;
  if (method === "DownloadDataFile")
    return oneFile(folder, String(said.fileName), competition.files[String(said.fileName)]);
  return {
    blob: {path: `${folder}/${slug}.zip`, bytes: await keptZip(competition.files), type: "application/zip"},
  };
}

/** Answers a call of the service, whose form was checked. */
export function answerTo(service: string, method: string, said: Said): Promise<Answer> | Answer {
  if (method === "ListDatasets") return listDatasets(said);
  if (service.startsWith("datasets.")) return ofDataset(method, said);
  if (service.startsWith("competitions.")) return ofCompetition(method, said);
  if (method === "GetAcceleratorQuotaStatistics")
    return {
      json: {
        quotaRefreshTime: "2026-01-03T00:00:00.000Z",
        gpuQuota: {timeUsed: "5400s", totalTimeAllowed: "108000s"},
        tpuQuota: {timeUsed: "0s", totalTimeAllowed: "72000s"},
      },
    };
  if (method === "GenerateAccessToken")
    return said.refreshToken === SECRETS.refresh
      ? {json: {token: SECRETS.made, expiresIn: 43_200, userName: SECRETS.username}}
      : refuse(401, "Invalid refresh token");
  const known = [SECRETS.token, SECRETS.made].includes(String(said.token));
  return {json: known ? {active: true, username: SECRETS.username} : {active: false}};
}

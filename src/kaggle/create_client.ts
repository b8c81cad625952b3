import {homedir} from "node:os";
import {join} from "node:path";
import {TabletalkError} from "../errors.ts";
import {whoAsks} from "./account.ts";
import {listLocal, removeLocal} from "./cache.ts";
import type {KaggleClient} from "./client.ts";
import {
  competitionFiles,
  downloadCompetition,
  getCompetition,
  leaderboard,
  searchCompetitions,
} from "./competitions.ts";
import type {KaggleContext} from "./context.ts";
import {findCredentials, type GivenCredentials} from "./credentials.ts";
import {downloadDataset} from "./dataset_download.ts";
import {datasetFiles, describeDataset, searchDatasets} from "./datasets.ts";
import {freeBytes} from "./disk.ts";
import {type Patience, USUAL_PATIENCE} from "./patience.ts";
import {isCompetitionReference, readCompetition, readDatasetReference, refOf} from "./reference.ts";
import {createTransport, KAGGLE_ENDPOINT} from "./transport.ts";
import {type UnpackLimits, USUAL_LIMITS} from "./unzip.ts";

export interface KaggleOptions {
  /**
   * The folder whose `kaggle` holds what was downloaded. Who shares it, shares also what was downloaded with somebody's
   * credentials: a service gives each workspace its own.
   */
  home: string;
  /** Default: what Kaggle's own clients would find on this machine. */
  credentials?: GivenCredentials | "machine";
  /** Where variables are read from: credentials, and KAGGLE_API_ENDPOINT. Default: the process's. */
  environment?: NodeJS.ProcessEnv;
  /** What `~` means. Default: the user's folder. */
  userFolder?: string;
  /** Default: KAGGLE_API_ENDPOINT, or Kaggle's. */
  endpoint?: string;
  patience?: Partial<Patience>;
  limits?: Partial<UnpackLimits>;
  /** Bytes that may be written where a folder lies. Default: asks the disk. */
  freeBytes?: (folder: string) => Promise<number>;
}

function checkedEndpoint(given: string | undefined): string {
  const endpoint = given || KAGGLE_ENDPOINT;
  if (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol)) return endpoint;
  throw new TabletalkError(
    "bad_use",
    "KAGGLE_API_ENDPOINT is no web address.",
    `Leave it out, or write it as ${KAGGLE_ENDPOINT}.`,
  );
}

/** A client of Kaggle's. Nothing is called and no file is read before it is used. @throws TabletalkError bad_use */
export function createKaggleClient(options: KaggleOptions): KaggleClient {
  const {home, credentials = "machine", environment = process.env, userFolder = homedir()} = options;
  const patience = {...USUAL_PATIENCE, ...options.patience};
  const transport = createTransport({
    endpoint: checkedEndpoint(options.endpoint ?? environment.KAGGLE_API_ENDPOINT),
    patience,
    find: () => findCredentials(credentials, environment, userFolder),
  });
  const root = join(home, "kaggle");
  const context: KaggleContext = {
    transport,
    root,
    patience,
    limits: {...USUAL_LIMITS, ...options.limits},
    freeBytes: options.freeBytes ?? freeBytes,
  };
  return {
    search: (search, call) => searchDatasets(transport, search, call),
    dataset: async (ref, call) => describeDataset(transport, readDatasetReference(ref), call),
    files: async (ref, {version, ...call} = {}) =>
      datasetFiles(transport, {...readDatasetReference(ref), ...(version !== undefined && {version})}, call),
    download: async (ref, call = {}) =>
      isCompetitionReference(ref)
        ? downloadCompetition(context, readCompetition(ref), call)
        : downloadDataset(context, readDatasetReference(ref), call),
    competitions: {
      search: (search, call) => searchCompetitions(transport, search, call),
      get: async (slug, call) => getCompetition(transport, readCompetition(slug), call),
      files: async (slug, call) => competitionFiles(transport, readCompetition(slug), call),
      download: async (slug, call = {}) => downloadCompetition(context, readCompetition(slug), call),
      leaderboard: async (slug, call) => leaderboard(transport, readCompetition(slug), call),
    },
    user: (call) => whoAsks(transport, call),
    credentials: async () => {
      const identity = await transport.identity();
      return {
        method: identity?.method ?? "anonymous",
        ...(identity && {from: identity.from}),
        ...(identity?.username && {username: identity.username}),
        warnings: await transport.warnings(),
      };
    },
    local: {
      list: () => listLocal(root),
      remove: async (ref, version) => {
        if (isCompetitionReference(ref))
          return removeLocal(root, `competitions/${readCompetition(ref)}`, version);
        const reference = readDatasetReference(ref);
        return removeLocal(root, refOf(reference), version ?? reference.version);
      },
    },
  };
}

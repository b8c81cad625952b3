import type {
  Competition,
  CompetitionSearch,
  DatasetDetails,
  DatasetSearch,
  DatasetSummary,
  Downloaded,
  DownloadOptions,
  KaggleUser,
  LeaderboardLine,
  LocalCopy,
  Page,
  RemoteFile,
} from "./answers.ts";

/** What a single call may be given. */
export interface CallOptions {
  signal?: AbortSignal;
}

/** What a page of files is asked by. */
export interface PageOptions extends CallOptions {
  /** From the page before. */
  pageToken?: string;
  /** Default: 20; at most 200. */
  pageSize?: number;
}

/**
 * Kaggle, as far as Tabletalk uses it. All calls throw TabletalkError: `unauthorized` without credentials (says how to get
 * them), `forbidden` with the rules' address, `not_found` with the nearest names, `limit_reached` for a disk too small or
 * too many calls, `bad_file` for what came damaged, `unavailable` where Kaggle cannot be reached, `bad_use`, `aborted`.
 * A `ref` may be `owner/slug`, `owner/slug/versions/3`, or the address of its page.
 */
export interface KaggleClient {
  /** Datasets by every filter of Kaggle's; by tags alone it is browsing. */
  search(search: DatasetSearch, options?: CallOptions): Promise<Page<DatasetSummary>>;
  /** One dataset with its description, licence, versions, files and columns. */
  dataset(ref: string, options?: CallOptions): Promise<DatasetDetails>;
  /** A dataset's files, a page at a time. Works without credentials. */
  files(ref: string, options?: PageOptions & {version?: number}): Promise<Page<RemoteFile>>;
  /** Downloads a dataset, or one file of it, into the cache and unpacks it; what is there is not fetched again. */
  download(ref: string, options?: DownloadOptions): Promise<Downloaded>;
  competitions: {
    search(search: CompetitionSearch, options?: CallOptions): Promise<Page<Competition>>;
    get(slug: string, options?: CallOptions): Promise<Competition>;
    files(slug: string, options?: PageOptions): Promise<Page<RemoteFile>>;
    download(slug: string, options?: DownloadOptions): Promise<Downloaded>;
    leaderboard(slug: string, options?: PageOptions): Promise<Page<LeaderboardLine>>;
  };
  /** Who asks, and what is left of their quotas. */
  user(options?: CallOptions): Promise<KaggleUser>;
  /** Whether somebody is signed in, and warnings such as a key that others can read. Calls nobody. */
  credentials(): Promise<{
    method: KaggleUser["method"];
    from?: string;
    username?: string;
    warnings: string[];
  }>;
  local: {
    /** All that lies here, newest first. */
    list(): Promise<LocalCopy[]>;
    /** Deletes a dataset's versions, or one. @returns bytes freed @throws TabletalkError not_found */
    remove(ref: string, version?: number): Promise<number>;
  };
}

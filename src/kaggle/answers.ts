import type {LicenceUse, SourceOrigin} from "../data/source_origin.ts";

/** A licence as the publisher names it, where its text is, and what it allows. */
export type Licence = SourceOrigin["licence"];

/** How lists of datasets are sorted: Kaggle's own words. */
export const DATASET_SORTS = [
  "hottest",
  "votes",
  "updated",
  "active",
  "published",
  "relevance",
  "usability",
  "downloads",
] as const;
export type DatasetSort = (typeof DATASET_SORTS)[number];

/** The kinds of files that a dataset can be asked to have. */
export const DATASET_FILE_TYPES = ["all", "csv", "sqlite", "json", "bigQuery", "parquet"] as const;
export type DatasetFileType = (typeof DATASET_FILE_TYPES)[number];

/** Kaggle's groups of licences: Creative Commons, GPL, Open Data Commons, other. */
export const LICENCE_GROUPS = ["all", "cc", "gpl", "odb", "other"] as const;
export type LicenceGroup = (typeof LICENCE_GROUPS)[number];

/** What datasets are looked for; everything given must hold. */
export interface DatasetSearch {
  search?: string;
  sort?: DatasetSort;
  fileType?: DatasetFileType;
  licence?: LicenceGroup;
  /** Tags as Kaggle writes them ("finance", "exploratory data analysis"); browsing by tag is a search with these alone. */
  tags?: readonly string[];
  /** Whose datasets: a name of a user or organisation. */
  user?: string;
  /** Only the asker's own; not beside `user`. */
  mine?: boolean;
  /** Bytes. */
  minSize?: number;
  maxSize?: number;
  /** From 1. Default: 1. */
  page?: number;
  /** From the page before, instead of `page`. */
  pageToken?: string;
  /** Default: 20; at most 200. */
  pageSize?: number;
}

/** A dataset as lists show it. */
export interface DatasetSummary {
  /** `owner/slug`. */
  ref: string;
  title: string;
  subtitle?: string;
  owner: string;
  url: string;
  /** Of everything in it, unpacked; absent where Kaggle does not say. */
  bytes?: number;
  /** ISO 8601. */
  updatedAt?: string;
  version?: number;
  licence: Licence;
  tags: string[];
  downloads: number;
  votes: number;
  /** From 0 to 1. */
  usability?: number;
}

/** A page of a list. */
export interface Page<T> {
  items: T[];
  /** The token of the next page; absent on the last. */
  next?: string;
}

/** A column as its publisher describes it. */
export interface ColumnNote {
  name: string;
  type?: string;
  description?: string;
}

/** A dataset with what its publisher says of it. */
export interface DatasetDetails extends DatasetSummary {
  description?: string;
  /** Files that are described, with their columns. Not every file has to be here. */
  files: {name: string; bytes?: number; description?: string; columns: ColumnNote[]}[];
  versions: {version: number; createdAt?: string; notes?: string}[];
  /** How often it is to be updated, as the publisher says: "weekly". */
  updates?: string;
  /** Where the publisher has it from. */
  sources?: string;
}

/** A file of a dataset or competition. */
export interface RemoteFile {
  name: string;
  bytes: number;
  /** ISO 8601. */
  createdAt?: string;
}

/** What competitions are looked for. */
export interface CompetitionSearch {
  search?: string;
  group?: "general" | "entered" | "community" | "hosted";
  category?: "featured" | "research" | "recruitment" | "gettingStarted" | "masters" | "playground";
  sort?:
    | "grouped"
    | "best"
    | "prize"
    | "earliestDeadline"
    | "latestDeadline"
    | "numberOfTeams"
    | "relevance"
    | "recentlyCreated";
  page?: number;
  /** Default: 20; at most 200. */
  pageSize?: number;
}

/** A competition. */
export interface Competition {
  /** Its slug: `titanic`. */
  slug: string;
  title: string;
  description?: string;
  url: string;
  /** Where its rules are accepted. */
  rulesUrl: string;
  organiser?: string;
  category?: string;
  reward?: string;
  /** ISO 8601. */
  deadline?: string;
  teams: number;
  entered: boolean;
  metric?: string;
  tags: string[];
}

/** A line of a leaderboard, best first. */
export interface LeaderboardLine {
  rank: number;
  team: string;
  score: string;
  /** ISO 8601. */
  submittedAt?: string;
}

/** What is used and left of the weekly hours of accelerators. */
export interface Quota {
  name: "gpu" | "tpu";
  usedSeconds: number;
  totalSeconds: number;
}

/** Who asks, as Kaggle knows them. */
export interface KaggleUser {
  /** Absent for the nameless. */
  username?: string;
  method: "access token" | "API key" | "sign-in" | "anonymous";
  /** Where the credentials were found: a variable or a file. Never the secret. */
  from?: string;
  quotas: Quota[];
  /** When the quotas start anew, ISO 8601. */
  quotasRefreshAt?: string;
}

/** How far a download is. */
export interface DownloadProgress {
  stage: "waiting" | "downloading" | "checking" | "unpacking";
  /** The file that is at work. */
  item: string;
  /** Bytes so far; where a broken download goes on, with what was there. */
  done: number;
  /** Bytes in all, where known. */
  of?: number;
  /** For `waiting`: why, and for how long in milliseconds. */
  why?: string;
  waitMs?: number;
}

export interface DownloadOptions {
  /** A dataset's version. Default: the newest. */
  version?: number;
  /** One file alone, as `files` names it. Default: all. */
  file?: string;
  /** Download again what is here already. */
  again?: boolean;
  onProgress?: (progress: DownloadProgress) => void;
  signal?: AbortSignal;
}

/** A file that was downloaded and unpacked. */
export interface LocalFile {
  /** Its place in the dataset, with forward slashes: `data/train.csv`. */
  name: string;
  /** Absolute path. */
  path: string;
  bytes: number;
}

/** What lies on this machine after a download. */
export interface Downloaded {
  /** `owner/slug`, or `competitions/slug`. */
  ref: string;
  /** Absolute; of this version alone. */
  folder: string;
  /** The one file, where one was asked for; else all, by name. */
  files: LocalFile[];
  /** Members of an archive that were left out, and why. */
  skipped: {name: string; why: string}[];
  version?: number;
  /** Of `files` together. */
  bytes: number;
  /** Bytes that came over the network for this call: 0 where it was here already. */
  transferred: number;
  /** To be put on every table made of it. */
  origin: SourceOrigin;
}

/** A dataset's or competition's version that lies on this machine. */
export interface LocalCopy {
  ref: string;
  version?: number;
  folder: string;
  bytes: number;
  files: number;
  /** All of it is here; else only files that were asked for one by one. */
  whole: boolean;
  origin: SourceOrigin;
}

export type {LicenceUse, SourceOrigin};

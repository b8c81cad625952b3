import type {AppendOptions} from "./append.ts";
import type {StoredSketch} from "./catalogue/sketch.ts";
import type {ImportChoices} from "./choices.ts";
import type {ClosedFolder} from "./closed_folders.ts";
import type {Dataset, DatasetVersion} from "./dataset.ts";
import type {ProfileDepth, TableProfile} from "./profile.ts";
import type {SourceOrigin} from "./source_origin.ts";
import type {Column, Table} from "./table.ts";

export interface QueryLimits {
  /** Default 10,000 ms. */
  timeMs?: number;
  /** Default 5,000; what is beyond is cut and `truncated` says so. */
  rows?: number;
}

export interface QueryResult extends Table {
  truncated: boolean;
  /** NaN and infinities that became null. */
  nonFinite: number;
  /** The outermost SELECT orders its rows: only then is a part of them the same part again. */
  ordered?: boolean;
  /** It draws by chance, or takes some rows of no order: another time it may give others. */
  varies?: boolean;
  elapsedMs: number;
}

/** Whole columns as typed buffers: numbers (null as NaN) or strings. */
export interface ColumnBuffers {
  columns: (Column & {values: Float64Array | (string | null)[]})[];
  rows: number;
}

/** A table to be made: the result of one SELECT, stored whole. */
export interface MakeRequest {
  /** What the made table is called. */
  name: string;
  sql: string;
  /** The tables that the SELECT reads; default: all of the session. */
  tables?: readonly string[];
  /** Columns of numbers that the SELECT may read too, as a table of this name; NaN is missing. */
  values?: {name: string; columns: readonly {name: string; values: Float64Array}[]};
}

/** A made table, with its first rows. */
export interface Made {
  dataset: Dataset;
  first: QueryResult;
}

/**
 * A door-shut session over datasets: a warm child process that attached their files read-only and can reach nothing
 * else. Every statement passes the gate, whoever wrote it.
 */
/** A SELECT that tells of groups alone. */
export interface GuardedQuery {
  sql: string;
  /** A SELECT of one number: the groups that it leaves out; the rows that it reads where it feeds a method. */
  counting: string;
}

export interface Session extends AsyncDisposable {
  readonly datasets: readonly Dataset[];
  /** Runs one SELECT. Rejects with a TabletalkError: bad_query, refused, time_limit, memory_limit, aborted. */
  query(sql: string, options?: {limits?: QueryLimits; signal?: AbortSignal}): Promise<QueryResult>;
  /** Runs one SELECT and returns whole columns; at most `limits.rows` (default 10 million). */
  columns(sql: string, options?: {limits?: QueryLimits; signal?: AbortSignal}): Promise<ColumnBuffers>;
  /**
   * Makes a SELECT tell of groups alone, never of single rows; with `rows`, of rows for a method that tells of all of them
   * together. Rejects with a TabletalkError refused where it cannot.
   */
  guard?(
    sql: string,
    feeds: "groups" | "rows",
    options?: {limits?: QueryLimits; signal?: AbortSignal},
  ): Promise<GuardedQuery>;
  /**
   * The profile of one dataset, computed once a version and kept beside it. `depth` is "planner" (the default) for what
   * planning needs, "full" for the details of columns and table too.
   */
  profile(table: string, options?: {depth?: ProfileDepth; signal?: AbortSignal}): Promise<TableProfile>;
  /** Hashes of rows and values that tell what two tables share, computed once a version and kept beside it. */
  sketch?(table: string, options?: {signal?: AbortSignal}): Promise<StoredSketch>;
  /**
   * Stores the result of one SELECT as a new immutable version, in a child of its own. The same SELECT over the same
   * versions is computed once.
   */
  make?(request: MakeRequest, options?: {limits?: QueryLimits; signal?: AbortSignal}): Promise<Made>;
  /** A session of its own over these datasets and more, for the caller to close. */
  with?(datasets: readonly Dataset[]): Promise<Session>;
  close(): Promise<void>;
}

export interface ImportOptions {
  /** The table's name; default: made from the file's name (and sheet). */
  name?: string;
  choices?: ImportChoices;
  /** What nothing is imported from, though the file, folder or pattern names it. */
  closed?: readonly ClosedFolder[];
  /** Where the file was published: kept in the receipt of every table in it. */
  origin?: SourceOrigin;
  /** Told at most ten times a second, from the first second on. */
  onProgress?: (progress: ImportProgress) => void;
  signal?: AbortSignal;
}

/** How far an import is. */
export interface ImportProgress {
  stage: "reading" | "unpacking" | "typing" | "writing";
  /** The file, sheet or table at hand. */
  item?: string;
  done?: number;
  of?: number;
  /** Absent: `done` is a share, of 100. */
  unit?: "bytes" | "rows" | "tables";
}

export interface Engine extends AsyncDisposable {
  /** Imports every table of a file. The same bytes and options give the same version without work. */
  importFile(path: string, options?: ImportOptions): Promise<Dataset[]>;
  /** A new version: the rows of `before`, below them those of `after`. Both stay. It has the name of `before`. */
  append(before: Dataset, after: Dataset, options?: AppendOptions): Promise<Dataset>;
  /** Writes the table of a version to a new Parquet file. */
  writeParquet(
    version: DatasetVersion,
    to: string,
    options: {timeMs: number; signal?: AbortSignal},
  ): Promise<void>;
  /** Opens (or reuses) a warm session over these datasets. Names must differ. */
  open(datasets: readonly Dataset[]): Promise<Session>;
  /** Ends every child process. */
  close(): Promise<void>;
}

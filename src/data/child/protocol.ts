import type {ErrorCode} from "../../errors.ts";
import type {StoredSketch} from "../catalogue/sketch.ts";
import type {ImportChoices} from "../choices.ts";
import type {DatabaseUrl} from "../database_url.ts";
import type {Receipt} from "../dataset.ts";
import type {ColumnBuffers, GuardedQuery, ImportProgress, QueryResult} from "../engine.ts";
import type {TableProfile} from "../profile.ts";
import type {SourceOrigin} from "../source_origin.ts";

/** What the parent may ask of a child that holds DuckDB. */
export type Request =
  | {
      op: "import";
      path: string;
      /** The files of a folder, in place of the one at `path`. */
      members?: {path: string; member: string}[];
      /** A database on a server, in place of a file; `path` is its URL without the password. */
      database?: DatabaseUrl;
      name: string;
      /** The name was given, not made of the file's. */
      named?: boolean;
      folder: string;
      scratch: string;
      memoryMb: number;
      hash: string;
      choices: ImportChoices;
      /** Where the file was published. */
      origin?: SourceOrigin;
    }
  | {
      op: "append";
      name: string;
      before: {path: string};
      after: {path: string};
      renamed: Readonly<Record<string, string>>;
      skipKnown: boolean;
      folder: string;
      scratch: string;
      memoryMb: number;
      hash: string;
      /** But for rows, columns and what only the rows tell. */
      receipt: Receipt;
    }
  | {
      op: "make";
      name: string;
      sql: string;
      datasets: {name: string; path: string}[];
      values?: {name: string; columns: readonly {name: string; values: Float64Array}[]};
      folder: string;
      scratch: string;
      memoryMb: number;
      threads: number;
      timeZone: string;
      timeMs: number;
      /** How many of the first rows to hand back. */
      rows: number;
      hash: string;
      receipt: Receipt;
    }
  | {
      op: "parquet";
      /** A version's file. */
      path: string;
      to: string;
      scratch: string;
      memoryMb: number;
      threads: number;
    }
  | {
      op: "open";
      datasets: {name: string; path: string}[];
      memoryMb: number;
      threads: number;
      spill: string;
      timeZone: string;
    }
  | {op: "query"; sql: string; timeMs: number; rows: number}
  | {op: "columns"; sql: string; timeMs: number; rows: number}
  | {op: "guard"; sql: string; feeds: "groups" | "rows"; timeMs: number}
  | {op: "profile"; table: string}
  /** Details for a profile that was made; `today` is a date. */
  | {op: "detail"; profile: TableProfile; today: string}
  /** Hashes of rows and values, for a profile that was made. */
  | {op: "sketch"; profile: TableProfile};

export type Numbered = {id: number; request: Request} | {cancel: number};

/** A table that an import wrote, by its place in the file. */
export interface ImportedTable {
  name: string;
  hash: string;
  path: string;
  receipt: Receipt;
}

/** A table that a step made. */
export interface MadeTable extends ImportedTable {
  first: QueryResult;
}

export interface Results {
  import: ImportedTable[];
  append: ImportedTable;
  make: MadeTable;
  parquet: null;
  open: null;
  query: QueryResult;
  columns: ColumnBuffers;
  guard: GuardedQuery;
  profile: TableProfile;
  detail: TableProfile;
  sketch: StoredSketch;
}

export type Reply =
  | {id: number; progress: ImportProgress}
  | {id: number; ok: Results[keyof Results]}
  /** `broken`: the child can do nothing more, and has to be started anew. */
  | {id: number; error: {code: ErrorCode; message: string; next: string; broken?: true}};

import type {ImportChoices} from "./choices.ts";
import type {SourceOrigin} from "./source_origin.ts";
import type {Column} from "./table.ts";

/** One thing that the importer decided, coerced or dropped, with how often and a few examples. */
export interface ReceiptEntry {
  /** e.g. "encoding", "delimiter", "header", "type", "dates", "renamed", "coerced", "dropped", "duplicates", "sheet" */
  kind: string;
  column?: string;
  /** A sentence for a person. */
  message: string;
  count?: number;
  examples?: string[];
  /** The choice that decides it the other way. */
  reverse?: ImportChoices;
  /** The importer is not sure: a person should look. */
  doubt?: boolean;
}

/** What the importer made of a file. */
export interface Receipt {
  source: {
    path: string;
    /** The file's place in an archive or folder, or the table of a database. */
    member?: string;
    sheet?: string;
    /** Of a sheet that holds several tables: where this one stands, such as "B3:F40". */
    range?: string;
    format: string;
    bytes: number;
    /** Of the bytes (of a folder: of all its files), as hex; a database has none. */
    sha256?: string;
    encoding?: string;
    /** Where it was published, if it came from there; of what was put together or made, the first of what `publishedOf` gives. */
    origin?: SourceOrigin;
  };
  rows: number;
  columns: Column[];
  entries: ReceiptEntry[];
  /** What a person decided for this import. */
  choices?: ImportChoices;
  /** Of a version that was appended: what it was put together from, in order. */
  parts?: VersionPart[];
  /** Of a table that a step made: the imported versions that it goes back to. */
  madeFrom?: Origin[];
}

/** An imported version by the name that it went by. */
export interface Origin {
  name: string;
  hash: string;
  /** Where its rows were published; absent where they are somebody's own. */
  published?: SourceOrigin[];
}

/** A version that is a part of another. */
export interface VersionPart {
  hash: string;
  rows: number;
  source: Receipt["source"];
}

/** One immutable import: a DuckDB file holding one table called `data`. */
export interface DatasetVersion {
  /** sha256 (hex) of the source bytes, the sheet and the import options. */
  hash: string;
  /** Absolute path of the DuckDB file. */
  path: string;
  rows: number;
  columns: Column[];
  receipt: Receipt;
}

/** A named table of a workspace. `name` is what SQL, plans and prompts call it. */
export interface Dataset {
  name: string;
  version: DatasetVersion;
}

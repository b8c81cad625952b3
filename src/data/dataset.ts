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
}

/** What the importer made of a file. */
export interface Receipt {
  source: {path: string; sheet?: string; format: string; bytes: number; encoding?: string};
  rows: number;
  columns: Column[];
  entries: ReceiptEntry[];
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

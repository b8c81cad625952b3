import type {ImportChoices} from "../data/choices.ts";
import type {Dataset} from "../data/dataset.ts";
import type {SourceOrigin} from "../data/source_origin.ts";
import type {Cell, Column} from "../data/table.ts";
import type {Reach} from "../models/reach.ts";
import type {Plan} from "../planning/plan.ts";
import type {ReportDocument} from "../reports/document.ts";
import type {Artifact} from "../tools/tool.ts";

/** A connection to a web service, opened: where it is, and what is secret. */
export interface OpenedService {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** What comes over it is for whoever the run is for alone. */
  isPrivate?: boolean;
}

/** Rows on their way into a database. */
export interface WrittenTable {
  /** `schema.table`, or a table of the connection's schema. */
  table: string;
  mode: "create" | "replace" | "append";
  columns: readonly Column[];
  rows: AsyncIterable<readonly (readonly Cell[])[]>;
  /** The same for the same rows of the same run: they are written once. */
  key: string;
}

/**
 * What reaches out of a run, with the rights of whoever it is for. Whoever opens the workspace gives what there is; a kind that
 * lacks its part says so.
 */
export interface NodeParts {
  /** Imports a file of this machine and keeps what is in it as datasets, theirs. */
  importFile?(
    path: string,
    options: {
      name?: string;
      choices?: ImportChoices;
      origin?: SourceOrigin;
      /** What is in it is for whoever the run is for alone. */
      isPrivate?: boolean;
      signal: AbortSignal;
    },
  ): Promise<Dataset[]>;
  /** Writes a table without rows, to be imported: its columns keep their types. */
  writeEmpty?(columns: readonly Column[], to: string, signal: AbortSignal): Promise<void>;
  /** The columns of what a node of the workflow gave in its last run that is done, of the same person's. */
  columnsBefore?(node: string): Promise<readonly Column[] | undefined>;
  /** Where a file that a workflow names is on this machine. @throws TabletalkError refused outside of the allowed folders */
  fileAt?(path: string): Promise<string>;
  /** Imports tables over a kept connection. */
  importTables?(connection: string, tables: readonly string[], signal: AbortSignal): Promise<Dataset[]>;
  /** Opens a kept connection to a web service. */
  openService?(connection: string): Promise<OpenedService>;
  /** Imports what is published at Kaggle: every table in it, or in one file of it, and where that was published. */
  importKaggle?(
    wanted: {dataset: string; file?: string | undefined},
    signal: AbortSignal,
  ): Promise<{datasets: Dataset[]; origin: SourceOrigin}>;
  /** Which addresses may be called. Default: those of the internet alone. */
  reach?: Reach;
  /** Where the files are put that this run writes: a folder of its own, with one for each node. */
  exportFolder?: string;
  /** Writes a whole table of a dataset as Parquet. */
  writeParquet?(dataset: Dataset, to: string, signal: AbortSignal): Promise<void>;
  /** Writes rows over a kept connection that is marked for it. Returns how many. */
  writeTable?(connection: string, written: WrittenTable, signal: AbortSignal): Promise<number>;
  /** Asks the workspace's model of texts, and returns what it wrote. @throws TabletalkError refused where there is none */
  askModel?(prompt: ModelPrompt, signal: AbortSignal): Promise<{text: string; model: string}>;
  /** Makes a report of what nodes gave; its id. */
  makeReport?(report: {
    title: string;
    run: string;
    node: string;
    nodes: readonly {id: string; artifact: Artifact}[];
    signal: AbortSignal;
  }): Promise<{id: string; title: string}>;
  /** Keeps a dashboard that a node made; its id. */
  keepDashboard?(made: {
    document: ReportDocument;
    run: string;
    node: string;
  }): Promise<{id: string; title: string}>;
}

/** What a model is asked: words, and the results of steps, of which it is shown what is no row of the data. */
export interface ModelPrompt {
  instructions: string;
  prompt: string;
  /** How each result was made. */
  plan: Plan;
  artifacts: ReadonlyMap<string, Artifact>;
}

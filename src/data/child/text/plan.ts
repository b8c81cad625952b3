import type {ReceiptEntry} from "../../dataset.ts";
import type {Dialect} from "./records.ts";
import type {Decimal} from "./totals.ts";

/** One table of a text: where it stands and what its columns are called. Lines and columns are those of the file. */
export interface TablePlan {
  /** A title above it. */
  title?: string;
  /** Where it stands, as in "B3:F40", where there are several. */
  range?: string;
  names: string[];
  /** The cells of the header as they are written, which repeat where files were put together. */
  header?: string[];
  /** The first column, from 0. */
  from: number;
  /** It ends at a column: others may stand to its right. */
  last?: boolean;
  /** The first line of its rows, from 1. */
  firstLine: number;
  /** The last line of its rows; absent where it runs to the end of the file. */
  lastLine?: number;
  /** Its end was seen: what stands below it is known already. */
  ended: boolean;
  /** Lines among the rows that are none. */
  skip: ReadonlySet<number>;
  entries: ReceiptEntry[];
}

/** How a text is read. */
export interface TextPlan {
  dialect: Dialect;
  /** The number of cells that records usually have. */
  width: number;
  /** What lines begin with that are comments. */
  comment?: string;
  tables: TablePlan[];
  /** Rows of totals are looked for; the marks of decimals that their numbers may have. */
  totals: boolean;
  decimals: readonly Decimal[];
  /** Nothing in the sample needs care: a plain reader reads the file right. */
  plain: boolean;
}

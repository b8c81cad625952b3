import type {Geography} from "./geography/recognise.ts";
import type {ColumnDetails, TableDetails} from "./profile_details.ts";
import type {Cell, ColumnType} from "./table.ts";

/** What a column is for. A measure may be summed or averaged; an identifier or a place never is. */
export type Role = "measure" | "category" | "geography" | "date" | "identifier" | "text" | "boolean";

/**
 * How a measure adds up. `additive`: amounts, counts. `average`: rates, ratios, percentages, prices, ratings, ages,
 * temperatures: a sum has no meaning. `balance`: adds across things but not across time (stock, headcount).
 */
export type Additivity = "additive" | "average" | "balance";

export interface ColumnProfile {
  name: string;
  type: ColumnType;
  role: Role;
  /** Only for the role geography: which kind of place. */
  geography?: Geography;
  /** Only for measures; coordinates are `average`. */
  additivity?: Additivity;
  /** e.g. "$", "%", "kg", "min", "°C": from the name or the values, never guessed from the size. */
  unit?: string;
  nulls: number;
  distinct: number;
  min: Cell;
  max: Cell;
  /** Only for numbers. Quantiles at 0.05, 0.25, 0.5, 0.75, 0.95. */
  mean?: number;
  sd?: number;
  quantiles?: [number, number, number, number, number];
  /** The most frequent values, most frequent first; all of them when `distinct` is at most `TOP_VALUES`. */
  top: {value: Cell; count: number}[];
  /** NaN and infinities found, kept as they are in the data and left out of every computation. */
  nonFinite?: number;
  /** Only in a full profile. */
  details?: ColumnDetails;
}

export interface TableProfile {
  table: string;
  rows: number;
  /** Rows that equal an earlier row in every column. */
  duplicateRows: number;
  /** Columns that identify a row, each alone. */
  keys: string[];
  columns: ColumnProfile[];
  /** Only in a full profile. */
  details?: TableDetails;
}

/** How much a profile holds: what planning a question takes, or all that a person would like to know. */
export type ProfileDepth = "planner" | "full";

/** How many values a profile lists for a column. The planner's lexicon finds the others with `find_values`. */
export const TOP_VALUES = 200;

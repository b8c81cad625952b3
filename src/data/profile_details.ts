import type {PatternName} from "./patterns.ts";
import type {Cell} from "./table.ts";

/** Counts in bins with round edges; a bin takes in its lower edge. */
export interface Bins {
  /** Edges of numbers, or the first days of periods (`YYYY-MM-DD`, with the hour where bins are hours). */
  bins: {from: number | string; to: number | string; count: number}[];
  /** What lies outside of the bins, where a few far values would make all others one bar. */
  below: number;
  above: number;
  /** Of dates: what one bin is. */
  period?: {unit: "hour" | "day" | "week" | "month" | "quarter" | "year"; each: number};
}

export type ShapeName =
  | "constant"
  | "two values"
  | "symmetric"
  | "uniform"
  | "right-skewed"
  | "left-skewed"
  | "heavy-tailed"
  | "zero-inflated"
  | "bimodal"
  | "irregular"
  | "few values";

/** How a column's numbers are distributed. Moments are of values centred and scaled, over the finite values. */
export interface Shape {
  name: ShapeName;
  skewness?: number;
  /** Excess kurtosis: 0 for a normal distribution. */
  kurtosis?: number;
  zeros: number;
  negatives: number;
}

/** Far values by two rules; neither says that a value is wrong. */
export interface Outliers {
  /** Below Q1 - 1.5 IQR or above Q3 + 1.5 IQR (Tukey). */
  fences: {low: number; high: number; below: number; above: number};
  /** More than 3 standard deviations from the mean. */
  z: number;
  /** The values farthest out, at most 5: smallest first, then largest. */
  examples: number[];
}

export interface TextFacts {
  lengths: {min: number; mean: number; max: number};
  /** Cells of spaces alone, or of nothing. */
  blank: number;
  /** Cells with spaces at their ends. */
  untrimmed: number;
  /** Values that differ only in capitals and spaces. */
  variants: {groups: number; rows: number; examples: string[][]};
  /** What most values look like; `share` of the filled cells; `others`: examples that do not. */
  pattern?: {name: PatternName; share: number; others: string[]; misfits: number};
}

export type Grain = "hour" | "day" | "week" | "month" | "quarter" | "year" | "irregular";

export interface DateFacts {
  /** The finest regular step of the values. `irregular`: times of day of any kind. */
  grain: Grain;
  /** Periods of the grain between the first and the last value, those without a row, and the longest such stretch. */
  periods: number;
  missing: number;
  longestGap?: {from: string; to: string; periods: number};
  /** Rows after the day that the profile was made on. */
  future: {count: number; asOf: string};
  /** Rows by weekday, Monday first. */
  weekdays?: number[];
  /** All rows of weekends are missing, though there are rows of each working day. */
  workdaysOnly?: boolean;
}

export type PersonalKind =
  | "name"
  | "e-mail"
  | "phone"
  | "address"
  | "birth date"
  | "national id"
  | "card number"
  | "bank account"
  | "IP address"
  | "secret";

/** Why a column is thought to be about one person. `certain`: its values pass a check that chance does not. */
export interface Personal {
  kind: PersonalKind;
  confidence: "certain" | "likely" | "possible";
  why: string;
}

export interface ColumnDetails {
  histogram?: Bins;
  shape?: Shape;
  outliers?: Outliers;
  text?: TextFacts;
  dates?: DateFacts;
  personal?: Personal;
  /** Values that stand for "nothing": "unknown", "-", 9999. */
  placeholders?: {value: Cell; count: number}[];
}

/** How two columns go together: Pearson's r, Cramer's V (bias-corrected), or eta (the root of the share explained). */
export interface Association {
  columns: [string, string];
  kind: "r" | "V" | "eta";
  value: number;
  /** Rows that have both. */
  rows: number;
}

/** A share of 1 and what was taken off it. */
export interface Score {
  value: number;
  /** The cells or rows that count against it, by what they are. */
  parts: {what: string; count: number; of: number}[];
}

export interface TableDetails {
  /** Pairs of columns that identify a row together, where none does alone. */
  pairKeys: [string, string][];
  /** The strongest first. */
  associations: Association[];
  /** Of how many rows associations are computed, where that is not all. */
  associationRows?: number;
  /** Rows without a missing cell; absent of very wide tables. */
  completeRows?: number;
  completeness: Score;
  consistency: Score;
}

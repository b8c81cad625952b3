import {TabletalkError} from "../../errors.ts";
import type {AggregateInput} from "../aggregate_input.ts";
import type {Group} from "../measure.ts";
import type {NamedColumn} from "../named_column.ts";
import type {ToolContext} from "../tool.ts";
import {type Loaded, loadColumns} from "./load_columns.ts";

/** How two columns go together; the strength is `r`. */
export interface Association {
  x: string;
  y: string;
  r: number;
  low: number;
  high: number;
  p: number;
  n: number;
}

export interface Associations {
  loaded: Loaded;
  pairs: Association[];
  /** Whether the strongest comes first. */
  ranked: boolean;
}

const MOST_VALUES = 1000;
const MOST_CELLS = 100_000;

/**
 * Strengths of association of labels: each pair of them (Cramér's V, mutual information), or each with one number (eta
 * squared).
 * @throws TabletalkError bad_plan where there are too few labels, no number for eta squared, one value only, or over 1,000
 */
export async function ofLabels(
  input: Pick<AggregateInput, "table" | "joins" | "where" | "period"> & {
    columns: readonly NamedColumn[];
    labels: readonly Group[];
    coefficient: "cramers_v" | "eta_squared" | "mutual_information";
    level: number;
  },
  context: ToolContext,
): Promise<Associations> {
  const {columns, labels, coefficient, level} = input;
  const eta = coefficient === "eta_squared";
  if (eta ? columns.length !== 1 || labels.length === 0 : columns.length > 0 || labels.length < 2)
    throw new TabletalkError(
      "bad_plan",
      eta ? "Eta squared is of a number and labels." : `'${coefficient}' is of two labels or more.`,
      eta ? "Name one column and a label or more." : "Name them in labels (numbers can be binned).",
    );
  const loaded = await loadColumns({...input, columns, groups: labels}, context);
  const codes = loaded.groups.map(({name, cells}) => codesOf(name, cells));
  if (eta) {
    const values = loaded.numbers[0]!;
    const pairs = await Promise.all(
      codes.map((own, at) => etaSquared(columns[0]!.name, values, labels[at]!.name, own, level)),
    );
    return {loaded, pairs, ranked: pairs.length > 1};
  }
  const places = labels.flatMap((_, i) => labels.slice(i + 1).map((__, j) => [i, i + 1 + j] as const));
  const pairs: Association[] = [];
  for (const [i, j] of places) {
    const between = await ofTables(
      tableOf(codes[i]!, codes[j]!),
      coefficient,
      level,
      labels[i]!.name,
      labels[j]!.name,
    );
    pairs.push({x: labels[i]!.name, y: labels[j]!.name, ...between});
  }
  return {loaded, pairs, ranked: false};
}

interface Codes {
  /** Of each row; -1 is missing. */
  at: Int32Array;
  count: number;
}

function codesOf(name: string, cells: readonly unknown[]): Codes {
  const known = new Map<string, number>();
  const at = Int32Array.from(cells, (cell) => {
    if (cell === null || cell === undefined) return -1;
    const text = String(cell);
    const found = known.get(text) ?? known.size;
    known.set(text, found);
    return found;
  });
  if (known.size < 2 || known.size > MOST_VALUES)
    throw new TabletalkError(
      "bad_plan",
      `${name} has ${known.size === 1 ? "one value only" : `${known.size} values`}.`,
      `Choose a label with 2 to ${MOST_VALUES} values, or join rare ones.`,
    );
  return {at, count: known.size};
}

function tableOf(left: Codes, right: Codes): number[][] {
  if (left.count * right.count > MOST_CELLS)
    throw new TabletalkError(
      "bad_plan",
      `Labels of ${left.count} and ${right.count} values are too many to compare.`,
      "Join rare values.",
    );
  const counts = Array.from({length: left.count}, () => new Array<number>(right.count).fill(0));
  for (const [row, a] of left.at.entries()) {
    const b = right.at[row]!;
    if (a >= 0 && b >= 0) counts[a]![b]!++;
  }
  // A value that only rows with the other label missing have leaves an empty row or column.
  const used = counts.filter((row) => row.some((count) => count > 0));
  const filled = (used[0] ?? []).map((_, column) => used.some((row) => row[column]! > 0));
  return used.map((row) => row.filter((_, column) => filled[column]));
}

async function ofTables(
  counts: number[][],
  coefficient: "cramers_v" | "mutual_information",
  level: number,
  x: string,
  y: string,
): Promise<Omit<Association, "x" | "y">> {
  if (counts.length < 2 || counts[0]!.length < 2)
    throw new TabletalkError(
      "bad_plan",
      `Where both are known, ${x} or ${y} has one value only.`,
      "Choose two labels that each have two values or more.",
    );
  const {chiSquaredIndependence} = await import("../../statistics/counts/chi_squared.ts");
  const {chiSquaredBounds, cramersVBounds} = await import("../../statistics/effects/noncentrality.ts");
  const likelihood = coefficient === "mutual_information";
  const {chi2, df, p, n, cramersV} = chiSquaredIndependence(counts, {likelihood});
  if (!likelihood)
    return {
      r: cramersV,
      ...cramersVBounds(chi2, df, n, Math.min(counts.length, counts[0]!.length), level),
      p,
      n,
    };
  const {low, high} = chiSquaredBounds(chi2, df, level);
  return {r: chi2 / (2 * n), low: low / (2 * n), high: high / (2 * n), p, n};
}

async function etaSquared(
  x: string,
  values: Float64Array,
  y: string,
  codes: Codes,
  level: number,
): Promise<Association> {
  const groups = Array.from({length: codes.count}, (): number[] => []);
  for (const [row, code] of codes.at.entries())
    if (code >= 0 && Number.isFinite(values[row]!)) groups[code]!.push(values[row]!);
  const known = groups.filter((group) => group.length > 0).map((group) => Float64Array.from(group));
  const n = known.reduce((sum, group) => sum + group.length, 0);
  if (known.length < 2 || n <= known.length)
    throw new TabletalkError(
      "bad_plan",
      `${x} has values in ${known.length} groups of ${y}, ${n} in all.`,
      "Eta squared needs two groups or more, and more values than groups.",
    );
  const {oneWayAnova} = await import("../../statistics/anova/one_way.ts");
  const {etaSquaredBounds} = await import("../../statistics/effects/noncentrality.ts");
  const {etaSquared: r, f, df1, df2, p} = oneWayAnova(known);
  if (!Number.isFinite(r))
    throw new TabletalkError("bad_plan", `${x} is the same in every row.`, "Choose a column that varies.");
  return {x, y, r, ...etaSquaredBounds(f, df1, df2, level), p, n};
}

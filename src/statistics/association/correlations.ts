import {type Correlation, type CorrelationKind, correlate, correlationOf} from "../correlation.ts";
import {tiedRanks} from "../ranks/tied_ranks.ts";
import {NO_HOOKS, type WorkHooks} from "../work_hooks.ts";
import {correlationMatrix} from "./correlation_matrix.ts";

/** From so many rows on, complete columns are correlated all at once. */
const MANY_ROWS = 10_000;

/** Correlates pairs of columns (by index), each on the rows where both have a value. */
export function correlations(
  columns: readonly Float64Array[],
  pairs: readonly (readonly [number, number])[],
  kind: CorrelationKind,
  level = 0.95,
  hooks: WorkHooks = NO_HOOKS,
): Correlation[] {
  const n = columns[0]?.length ?? 0;
  const complete = columns.every((column) => column.every(Number.isFinite));
  if (kind !== "kendall" && complete && n >= MANY_ROWS && pairs.length > columns.length) {
    const {r} = correlationMatrix(
      kind === "spearman" ? columns.map((one) => tiedRanks(one).ranks) : columns,
      hooks,
    );
    return pairs.map(([i, j]) => correlationOf(r[i * columns.length + j]!, n, kind, level));
  }
  return pairs.map(([i, j], at) => {
    hooks.checkpoint();
    hooks.progress(at / pairs.length, "correlations");
    return correlate(columns[i]!, columns[j]!, kind, level);
  });
}

import {MersenneTwister} from "../../statistics/random/mersenne_twister.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {foretell, type Learnt} from "../pipeline/learn.ts";
import {type RawColumn, takeRaw} from "../pipeline/raw_column.ts";
import {scoreOf} from "../validation/cross_validate.ts";

/** How much a model's score falls when a column's values are shuffled. */
export interface Importance {
  column: string;
  value: number;
  sd: number;
}

/**
 * Permutation importance (Breiman 2001), as scikit-learn's `permutation_importance`: on rows not learnt from, by the
 * table's own columns, so that the parts of a label or date move together. Columns that stand for one another share theirs.
 */
export function permutationImportance(
  learnt: Learnt,
  raw: readonly RawColumn[],
  targets: Float64Array,
  {classes, repeats = 5, seed}: {classes: number; repeats?: number; seed: number},
  hooks: WorkHooks = NO_HOOKS,
): Importance[] {
  const random = new MersenneTwister(seed);
  const whole = scoreOf(targets, foretell(learnt, raw), classes);
  const used = new Set(learnt.pipeline.steps.map(({column}) => column));
  return raw
    .filter(({name}) => used.has(name))
    .map((column, at, all) => {
      hooks.progress(at / all.length, "importance");
      const falls = Array.from({length: repeats}, () => {
        hooks.checkpoint();
        const [shuffled] = takeRaw([column], random.permutation(targets.length));
        const changed = raw.map((one) => (one === column ? shuffled! : one));
        return whole - scoreOf(targets, foretell(learnt, changed), classes);
      });
      const mean = falls.reduce((sum, fall) => sum + fall, 0) / repeats;
      const squares = falls.reduce((sum, fall) => sum + (fall - mean) ** 2, 0);
      return {column: column.name, value: mean, sd: Math.sqrt(squares / repeats)};
    })
    .sort((a, b) => b.value - a.value);
}

import {UMAP} from "umap-js";
import {TabletalkError} from "../../errors.ts";
import {MersenneTwister} from "../../statistics/random/mersenne_twister.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";

const MOST_ROWS = 10_000;

/**
 * A map of rows on which near ones stay near: UMAP, McInnes, Healy and Melville (2018), by umap-js. Distances between far
 * groups and their sizes mean nothing. Columns want to be standardised.
 * @returns coordinates, an array an axis
 * @throws TabletalkError refused for more than 10,000 rows, bad_plan for fewer than 5
 */
export function umap(
  columns: readonly Float64Array[],
  {count = 2, neighbours = 15, seed = 42}: {count?: number; neighbours?: number; seed?: number} = {},
  hooks: WorkHooks = NO_HOOKS,
): Float64Array[] {
  const n = columns[0]?.length ?? 0;
  if (n > MOST_ROWS)
    throw new TabletalkError(
      "refused",
      `${n} rows are too many for UMAP; it takes at most ${MOST_ROWS}.`,
      "Take a sample, or use pca.",
    );
  if (n < 5)
    throw new TabletalkError("bad_plan", `${n} rows are too few for a map.`, "Take at least 5 rows.");
  const random = new MersenneTwister(seed);
  const map = new UMAP({
    nComponents: count,
    nNeighbors: Math.min(neighbours, n - 1),
    random: () => random.uniform(),
  });
  const rounds = map.initializeFit(
    Array.from({length: n}, (_, row) => columns.map((column) => column[row]!)),
  );
  for (let round = 0; round < rounds; round++) {
    hooks.checkpoint();
    hooks.progress(round / rounds);
    map.step();
  }
  const places = map.getEmbedding();
  return Array.from({length: count}, (_, axis) => Float64Array.from(places, (place) => place[axis]!));
}

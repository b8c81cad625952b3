import type {Dataset} from "../data/dataset.ts";
import type {Artifact} from "../tools/tool.ts";

/**
 * What must be said under an answer about the rows of its data sets that the import left out though it was not sure: they call
 * themselves totals or notes and are not what they say.
 */
export function leftOutLines(
  datasets: readonly Pick<Dataset, "name" | "version">[],
  artifacts: ReadonlyMap<string, Artifact>,
): string[] {
  const used = new Set(
    [...artifacts.values()].flatMap(({provenance}) => provenance.datasets.map(({name}) => name)),
  );
  const lines = datasets
    .filter(({name}) => used.has(name))
    .flatMap(({version}) => version.receipt.entries)
    .filter(({kind, doubt, reverse}) => kind === "totals" && doubt === true && reverse?.totals === "keep")
    .map(({message}) => `Not counted: ${message}`);
  return [...new Set(lines)];
}

import type {Described} from "../../../src/data/catalogue/joins.ts";
import {readSketch} from "../../../src/data/catalogue/sketch.ts";
import type {Dataset} from "../../../src/data/dataset.ts";
import type {Engine} from "../../../src/data/engine.ts";

const AT_ONCE = 3;

/** Imports files, three at a time, in their order. */
export async function importAll(engine: Engine, files: readonly string[]): Promise<Dataset[]> {
  const found: Dataset[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < files.length) {
      const at = next++;
      found[at] = (await engine.importFile(files[at]!))[0]!;
    }
  };
  await Promise.all(Array.from({length: AT_ONCE}, work));
  return found;
}

/** Profiles and sketches of datasets, as tables are compared by. */
export async function describeAll(engine: Engine, datasets: readonly Dataset[]): Promise<Described[]> {
  const session = await engine.open(datasets);
  const described: Described[] = [];
  for (const {name} of datasets) {
    const profile = await session.profile(name, {depth: "full"});
    described.push({name, profile, sketch: readSketch(await session.sketch!(name))});
  }
  return described;
}

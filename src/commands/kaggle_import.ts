import {importKaggle} from "../channels/kaggle/import_kaggle.ts";
import {printable} from "../channels/terminal/style.ts";
import type {Dataset} from "../data/dataset.ts";
import type {Engine, ImportOptions} from "../data/engine.ts";
import type {KaggleClient} from "../kaggle/client.ts";
import {placeDataset} from "./import_known.ts";
import type {Runtime} from "./runtime.ts";

/** Downloads what a command line names (`kaggle:owner/slug`, the address of a page) and imports every table in it. */
export async function importFromKaggle(
  kaggle: KaggleClient,
  engine: Engine,
  given: string,
  importing: ImportOptions,
  say: (doing: string) => void,
): Promise<Dataset[]> {
  const {name, signal, onProgress: _own, ...rest} = importing;
  const {datasets} = await importKaggle(
    kaggle,
    (path, options) => engine.importFile(path, {...rest, ...options}),
    {ref: given, name},
    {...(signal && {signal}), onProgress: ({doing}) => say(printable(doing))},
  );
  return datasets;
}

/** Keeps what was imported among the known datasets. What another one is called already gets a name of its own. */
export async function keepNew(runtime: Runtime, made: readonly Dataset[]): Promise<Dataset[]> {
  const kept: Dataset[] = [];
  for (const dataset of made) kept.push((await placeDataset(runtime, dataset, {})).dataset);
  return kept;
}

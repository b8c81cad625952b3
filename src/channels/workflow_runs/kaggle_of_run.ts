import {join} from "node:path";
import type {SourceOrigin} from "../../data/source_origin.ts";
import {kaggleIn} from "../kaggle/open_kaggle.ts";

/** Downloads a dataset of Kaggle into the workspace's cache; what is there is not fetched again. */
export async function downloadForRun(
  folder: string,
  dataset: string,
  {file, signal}: {file?: string; signal: AbortSignal},
): Promise<{files: string[]; origin: SourceOrigin}> {
  const kaggle = await kaggleIn(join(folder, "kaggle"));
  const {files, origin} = await kaggle.download(dataset, {signal, ...(file !== undefined && {file})});
  return {files: files.map(({path}) => path), origin};
}

import type {Principal} from "../../access/principal.ts";
import type {Dataset} from "../../data/dataset.ts";
import type {SourceOrigin} from "../../data/source_origin.ts";
import type {NodeParts} from "../../workflows/node_parts.ts";
import {importKaggle} from "../kaggle/import_kaggle.ts";
import {asked, kaggleOfService} from "../kaggle/kaggle_of_service.ts";
import type {WorkspaceService} from "../service.ts";

/**
 * Brings data of Kaggle in for a run, as everybody else does: every table in it, from the workspace's cache where it is there
 * already. A service asks with its own credentials, never nameless; a person's terminal may.
 */
export async function importKaggleForRun(
  own: Pick<WorkspaceService, "kaggle">,
  {kind}: Pick<Principal, "kind">,
  importFile: NonNullable<NodeParts["importFile"]>,
  wanted: {dataset: string; file?: string | undefined},
  signal: AbortSignal,
): Promise<{datasets: Dataset[]; origin: SourceOrigin}> {
  const kaggle = await (kind === "local" ? own.kaggle() : kaggleOfService(own));
  const {downloaded, datasets} = await asked(
    importKaggle(
      kaggle,
      (path, {name, origin}) =>
        importFile(path, {signal, ...(name !== undefined && {name}), ...(origin && {origin})}),
      {ref: wanted.dataset, file: wanted.file},
      {signal},
    ),
  );
  return {datasets, origin: downloaded.origin};
}

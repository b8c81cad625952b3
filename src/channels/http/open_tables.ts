import type {OpenTables} from "../../workspace/datasets/tables.ts";
import type {WorkspaceService} from "../service.ts";

/** Opens datasets in the warm sessions of a workspace. */
export function openTablesOf(workspace: WorkspaceService): OpenTables {
  return (datasets, work) =>
    workspace.withSession(
      datasets.map(({name}) => name),
      work,
    );
}

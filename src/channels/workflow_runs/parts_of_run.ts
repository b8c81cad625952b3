import type {Access} from "../../access/access.ts";
import {openService} from "../../access/connections.ts";
import {countImport} from "../../access/limits.ts";
import {ownName, type Principal} from "../../access/principal.ts";
import {pluginSettings} from "../../plugins/present.ts";
import {detailsOf, saveDetails} from "../../store/dataset_details.ts";
import type {StoredRun} from "../../store/runs.ts";
import {workflowCalled} from "../../store/workflows.ts";
import type {NodeParts} from "../../workflows/node_parts.ts";
import {nameForImport} from "../../workspace/datasets/rename_dataset.ts";
import {importOverConnection, privateName} from "../import_connection.ts";
import {nameForPublished} from "../import_for_asker.ts";
import type {Service, WorkspaceService} from "../service.ts";
import {folderOf} from "../workspaces.ts";
import {exportFolderOf} from "./exports_of_run.ts";
import {fileForRun} from "./files_of_run.ts";

/** What reaches out of a run in a service, with the rights of whoever it is for. */
export function partsOfRun(
  {config}: Pick<Service, "config">,
  access: Access,
  principal: Principal,
  own: WorkspaceService,
  run: Pick<StoredRun, "id" | "workflow" | "startedBy">,
): NodeParts {
  const {store} = own;
  const {reach} = pluginSettings();
  const folder = folderOf(config.home, own.id);
  const owner = ownName(principal);
  const importFile: NonNullable<NodeParts["importFile"]> = async (
    path,
    {isPrivate: isOwn = false, ...options},
  ) => {
    const workflow = await workflowCalled(store, own.id, run.workflow);
    const isPrivate = principal.kind !== "local" && (isOwn || workflow?.visibility === "private");
    const made = await own.importFile(path, {
      ...options,
      by: owner,
      async nameOf(given) {
        if (!isPrivate)
          return options.origin
            ? nameForPublished(store, principal, given, options.origin.ref)
            : nameForImport(store, principal, given);
        // Private before it is there at all.
        const name = await privateName(own, owner, given);
        await saveDetails(store, own.id, name, {owner, visibility: "private"});
        return name;
      },
      demand: (all) =>
        countImport(
          access,
          principal,
          all.reduce((sum, {version}) => sum + version.rows, 0),
        ),
    });
    for (const {name} of made) {
      const details = await detailsOf(store, own.id, name);
      if (details?.owner === null && principal.kind !== "local")
        await saveDetails(store, own.id, name, {owner});
    }
    return made;
  };
  return {
    reach,
    exportFolder: exportFolderOf(folder, run),
    fileAt: (path) => fileForRun(path, principal, config, folder),
    importFile,
    async importTables(connection, tables, signal) {
      const made = await importOverConnection(access, own, principal, {connection, tables, signal});
      return own.datasets(made.map(({name}) => name));
    },
    openService: (connection) => openService(access, principal, connection),
    async importKaggle(wanted, signal) {
      const {importKaggleForRun} = await import("./kaggle_of_run.ts");
      return importKaggleForRun(own, principal, importFile, wanted, signal);
    },
    async writeEmpty(columns, to, signal) {
      const {writeEmptyTable} = await import("./empty_table.ts");
      await writeEmptyTable(await own.engine(), columns, to, signal);
    },
    async columnsBefore(node) {
      const {columnsOfLastRun} = await import("./empty_table.ts");
      return columnsOfLastRun(store, own.id, run, node);
    },
    async writeParquet({version}, to, signal) {
      await (await own.engine()).writeParquet(version, to, {timeMs: 300_000, signal});
    },
    async writeTable(connection, written, signal) {
      const {writeOverConnection} = await import("./write_connection.ts");
      return writeOverConnection(access, principal, connection, written, {reach, signal});
    },
    async askModel(prompt, signal) {
      const {askModelForRun} = await import("./model_of_run.ts");
      return askModelForRun({config, store, workspace: own.id, run: run.id, principal}, prompt, signal);
    },
    async makeReport(report) {
      const {reportOfRun} = await import("./report_of_run.ts");
      return reportOfRun(own, principal, report, config.timeZone);
    },
    async keepDashboard(made) {
      const {keepDashboardOfRun} = await import("./dashboard_of_run.ts");
      return keepDashboardOfRun(own, principal, made);
    },
  };
}

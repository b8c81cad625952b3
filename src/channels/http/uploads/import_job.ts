import {z} from "zod";
import type {Access} from "../../../access/access.ts";
import {keptPrincipalSchema, principalAsKept} from "../../../access/kept_principal.ts";
import {countImport} from "../../../access/limits.ts";
import {importChoicesSchema} from "../../../data/choices.ts";
import type {Dataset} from "../../../data/dataset.ts";
import type {ImportProgress} from "../../../data/engine.ts";
import {TabletalkError} from "../../../errors.ts";
import {detailsOf, saveDetails} from "../../../store/dataset_details.ts";
import type {JobHandler} from "../../../store/jobs.ts";
import {changeUpload, uploadById} from "../../../store/uploads.ts";
import {nameForImport} from "../../../workspace/datasets/rename_dataset.ts";
import type {Service} from "../../service.ts";
import {uploadPath} from "./upload_files.ts";

/** The kind of the jobs that import an upload. */
export const IMPORT_JOB = "import";

const inputSchema = z.object({
  upload: z.string(),
  dataset: z.string().optional(),
  choices: importChoicesSchema.optional(),
  by: keptPrincipalSchema,
});
export type ImportInput = z.infer<typeof inputSchema>;

/** What an import job comes to. */
export interface ImportResult {
  datasets: {name: string; rows: number; columns: number; doubts: string[]}[];
}

/** Runs the import of an upload. Run again after a crash it comes to the same. */
export function importUpload(
  service: Pick<Service, "workspace">,
  access: Access,
  settings: {uploadFolder: string},
): JobHandler {
  return async (job, {signal, progress}) => {
    const {upload, dataset, choices, by} = inputSchema.parse(job.input);
    const principal = principalAsKept(by);
    const workspace = service.workspace(job.workspace);
    const {store} = workspace;
    const found = await uploadById(store, job.workspace, upload);
    if (!found) throw new TabletalkError("not_found", "The upload is gone.", "Upload the file again.");
    const path = uploadPath(settings.uploadFolder, job.workspace, upload, found.name);
    try {
      progress("Reading", 0);
      const made = await workspace.importFile(path, {
        by: principal.person ?? principal.actor,
        ...(dataset !== undefined && {name: dataset}),
        ...(choices && {choices}),
        signal,
        onProgress: (told) => progress(sayProgress(told), shareOf(told)),
        nameOf: (name) => nameForImport(store, principal, name),
        demand: async (all) => {
          await countImport(
            access,
            principal,
            all.reduce((sum, {version}) => sum + version.rows, 0),
          );
        },
      });
      for (const {name} of made) {
        const details = await detailsOf(store, job.workspace, name);
        if (details && details.owner === null)
          await saveDetails(store, job.workspace, name, {owner: principal.person ?? principal.actor});
      }
      const result: ImportResult = {datasets: made.map(toldDataset)};
      await changeUpload(store, job.workspace, upload, {state: "imported", result: {job: job.id, ...result}});
      return result;
    } catch (error) {
      if (!signal.aborted)
        await changeUpload(store, job.workspace, upload, {state: "failed"}).catch(() => {});
      throw withoutPath(error, path, found.name);
    }
  };
}

export function toldDataset({name, version}: Dataset): ImportResult["datasets"][number] {
  return {
    name,
    rows: version.rows,
    columns: version.columns.length,
    doubts: version.receipt.entries.flatMap(({doubt, message}) => (doubt ? [message] : [])),
  };
}

export function sayProgress({stage, item}: ImportProgress): string {
  const words = {reading: "Reading", unpacking: "Unpacking", typing: "Finding types", writing: "Writing"};
  return item === undefined ? words[stage] : `${words[stage]} ${item.split("/").at(-1)}`;
}

export function shareOf({done, of, unit}: ImportProgress): number | undefined {
  if (done === undefined) return undefined;
  if (unit === undefined) return Math.min(1, done / 100);
  return of ? Math.min(1, done / of) : undefined;
}

/** Where a file lay on this machine is nobody's business: it is called what its sender calls it. */
function withoutPath(error: unknown, path: string, name: string): unknown {
  if (!(error instanceof TabletalkError) || !`${error.message} ${error.next}`.includes(path)) return error;
  const {code, message, next} = error;
  return new TabletalkError(code, message.replaceAll(path, name), next.replaceAll(path, name), {
    cause: error,
  });
}

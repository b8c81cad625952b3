import {z} from "zod";
import {keptPrincipal, keptPrincipalSchema, principalAsKept} from "../../access/kept_principal.ts";
import type {Principal} from "../../access/principal.ts";
import {type SourceOrigin, sourceOriginSchema} from "../../data/source_origin.ts";
import type {JobHandler} from "../../store/jobs.ts";
import {importForAsker} from "../import_for_asker.ts";
import type {Service} from "../service.ts";
import {importKaggle, type KaggleImport} from "./import_kaggle.ts";
import {asked as askedOf, kaggleOfService} from "./kaggle_of_service.ts";

/** The kind of the jobs that bring data of Kaggle in. */
export const KAGGLE_JOB = "import_kaggle";

const inputSchema = z.object({
  ref: z.string(),
  version: z.number().int().optional(),
  file: z.string().optional(),
  name: z.string().optional(),
  /** Who asked for it, as they were when they did. */
  by: keptPrincipalSchema,
});

/** What such a job comes to. */
export interface KaggleImportResult {
  origin: SourceOrigin;
  datasets: {name: string; rows: number; columns: number}[];
  /** What was in it and was left out, and why. */
  skipped: {name: string; why: string}[];
}

export const kaggleResultSchema = z.object({
  origin: sourceOriginSchema,
  datasets: z.array(z.object({name: z.string(), rows: z.number(), columns: z.number()})),
  skipped: z.array(z.object({name: z.string(), why: z.string()})),
});

/** What such a job is given. */
export function kaggleImport(principal: Principal, asked: KaggleImport): z.infer<typeof inputSchema> {
  const {ref, version, file, name} = asked;
  return {
    ref,
    ...(version !== undefined && {version}),
    ...(file !== undefined && {file}),
    ...(name !== undefined && {name}),
    by: keptPrincipal(principal),
  };
}

/** Runs such a job, telling how far it is. Run again after a crash it goes on where the download was. */
export function importOfKaggle(service: Pick<Service, "workspace">): JobHandler {
  return async (job, {signal, progress}) => {
    const {by, ...asked} = inputSchema.parse(job.input);
    const workspace = service.workspace(job.workspace);
    progress("Asking Kaggle", 0);
    const kaggle = await kaggleOfService(workspace);
    const {downloaded, datasets} = await askedOf(
      importKaggle(
        kaggle,
        (path, options) => importForAsker(workspace, principalAsKept(by), path, options),
        asked,
        {signal, onProgress: ({doing, share}) => progress(doing, share)},
      ),
    );
    const result: KaggleImportResult = {
      origin: downloaded.origin,
      skipped: downloaded.skipped,
      datasets: datasets.map(({name, version}) => ({
        name,
        rows: version.rows,
        columns: version.columns.length,
      })),
    };
    return result;
  };
}

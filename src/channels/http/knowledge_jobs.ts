import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import {ingestDocument} from "../../knowledge/ingest.ts";
import {type SourceSetting, syncSource} from "../../knowledge/sync.ts";
import {pluginSettings} from "../../plugins/present.ts";
import {collectionNamed} from "../../store/collections.ts";
import type {JobHandler} from "../../store/jobs.ts";
import {changeUpload, uploadById} from "../../store/uploads.ts";
import type {Service} from "../service.ts";
import {removeUploadFiles, uploadPath} from "./uploads/upload_files.ts";

export const DOCUMENT_JOB = "document";
export const SYNC_JOB = "sync source";

const documentInput = z.object({upload: z.string(), collection: z.string(), by: z.string()});
const syncInput = z.object({source: z.string()});

/** Where sources of a service may lead: to addresses, never to folders of its machine. */
export function sourceSetting({workspace}: Pick<Service, "workspace">, id: string): SourceSetting {
  const {store} = workspace(id);
  return {store, workspace: id, reach: pluginSettings().reach, sourceFolders: [], localFolders: []};
}

/** Takes an uploaded document into a collection. */
export function ingestUpload(
  service: Pick<Service, "workspace">,
  {uploadFolder}: {uploadFolder: string},
): JobHandler {
  return async (job, {signal, progress}) => {
    const {upload, collection, by} = documentInput.parse(job.input);
    const setting = sourceSetting(service, job.workspace);
    const found = await uploadById(setting.store, job.workspace, upload);
    if (!found) throw new TabletalkError("not_found", "The upload is gone.", "Upload the document again.");
    const into = await collectionNamed(setting.store, job.workspace, collection);
    try {
      const path = uploadPath(uploadFolder, job.workspace, upload, found.name);
      const {filetype} = (found.options ?? {}) as {filetype?: string};
      const taken = await ingestDocument(
        setting,
        into,
        {path, location: found.name, name: found.name, createdBy: by, ...(filetype && {mediaType: filetype})},
        {signal, onProgress: (share, doing) => progress(doing === "reading" ? "Reading" : "Indexing", share)},
      );
      await changeUpload(setting.store, job.workspace, upload, {
        state: "imported",
        result: {job: job.id, ...taken},
      });
      // Its passages are kept; the file was only for reading.
      await removeUploadFiles(uploadFolder, job.workspace, upload);
      return taken;
    } catch (error) {
      if (!signal.aborted)
        await changeUpload(setting.store, job.workspace, upload, {state: "failed"}).catch(() => {});
      throw error;
    }
  };
}

/** Brings a collection up to date with a source. */
export function syncStored(service: Pick<Service, "workspace">): JobHandler {
  return async (job, {signal, progress}) => {
    const {source} = syncInput.parse(job.input);
    return syncSource(sourceSetting(service, job.workspace), source, {
      signal,
      onProgress: (share, doing) => progress(doing === "reading" ? "Reading" : "Indexing", share),
    });
  };
}

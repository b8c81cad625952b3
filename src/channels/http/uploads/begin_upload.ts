import {keptPrincipal} from "../../../access/kept_principal.ts";
import {demandRoom} from "../../../access/limits.ts";
import {demand} from "../../../access/permissions.ts";
import type {Principal} from "../../../access/principal.ts";
import {type ImportChoices, importChoicesSchema} from "../../../data/choices.ts";
import {TabletalkError} from "../../../errors.ts";
import type {Job} from "../../../store/jobs.ts";
import {newId} from "../../../store/store.ts";
import {addUpload, changeUpload, type StoredUpload, uploadById} from "../../../store/uploads.ts";
import {checked, cleanText, tooLarge} from "../bodies.ts";
import {ownerOf} from "../conversation_access.ts";
import type {HttpParts} from "../parts.ts";
import {HttpRefusal} from "../problem.ts";
import {demandTruthOf} from "./content_type.ts";
import {safeFileName} from "./file_name.ts";
import {IMPORT_JOB, type ImportInput} from "./import_job.ts";
import {makeUploadFolder, uploadPath} from "./upload_files.ts";

/** What a client says of a file that it sends. */
export interface Announced {
  filename: string;
  /** Its media type. */
  filetype?: string | undefined;
  /** What the dataset is to be called; default: made of the file's name. */
  dataset?: string | undefined;
  /** How the file is to be read, where the importer would do otherwise. */
  choices?: ImportChoices | undefined;
  bytes: number;
}

/**
 * Notes a file that is to come, if whoever sends it may, and there is room.
 * @throws TabletalkError forbidden; LimitReached; HttpRefusal 413
 */
export async function beginUpload(
  parts: HttpParts,
  principal: Principal,
  announced: Announced,
  action: "datasets.write" | "knowledge.write" = "datasets.write",
): Promise<{id: string; name: string; path: string}> {
  if (action === "knowledge.write") demand(principal, action);
  else demandImporter(principal);
  const {largestUpload, uploadFolder} = parts.settings;
  if (announced.bytes > largestUpload) throw tooLarge(largestUpload);
  await demandRoom(parts.access, principal, announced.bytes);
  const {workspace} = principal;
  const id = newId();
  const name = safeFileName(cleanText(announced.filename));
  await makeUploadFolder(uploadFolder, workspace, id);
  await addUpload(parts.service.workspace(workspace).store, workspace, {
    id,
    name,
    bytes: announced.bytes,
    options: {filetype: announced.filetype, dataset: announced.dataset, choices: announced.choices},
    createdBy: ownerOf(principal),
  });
  return {id, name, path: uploadPath(uploadFolder, workspace, id, name)};
}

/** Whoever may import at all: analysts, and those who are analysts of a project. */
export function demandImporter(principal: Principal): void {
  const inProject = [...principal.projects].find(([, role]) => role !== "viewer")?.[0];
  demand(
    principal,
    "datasets.write",
    inProject === undefined ? undefined : {workspace: principal.workspace, project: inProject},
  );
}

/**
 * Takes a file that is there whole: holds it against its declared type, and queues its import.
 * @throws HttpRefusal 415 where it is something else than it was said to be
 */
export async function finishUpload(
  parts: HttpParts,
  principal: Principal,
  upload: {
    id: string;
    path: string;
    bytes: number;
    filetype?: string | undefined;
    dataset?: string | undefined;
    choices?: ImportChoices | undefined;
  },
): Promise<Job> {
  const {workspace, actor} = principal;
  const {store} = parts.service.workspace(workspace);
  const {id, path, bytes, filetype, dataset, choices} = upload;
  try {
    await demandTruthOf(filetype, path);
  } catch (error) {
    await changeUpload(store, workspace, id, {state: "failed", received: bytes});
    throw error;
  }
  const input: ImportInput = {
    upload: id,
    ...(dataset !== undefined && {dataset}),
    ...(choices && {choices}),
    by: keptPrincipal(principal),
  };
  const job = await parts.service.jobs.submit(workspace, {kind: IMPORT_JOB, input, key: id, by: actor});
  await changeUpload(store, workspace, id, {state: "complete", received: bytes, result: {job: job.id}});
  return job;
}

/** An upload of whoever asks. @throws TabletalkError not_found, for others' too */
export async function ownUpload(parts: HttpParts, principal: Principal, id: string): Promise<StoredUpload> {
  const {workspace} = principal;
  const found = await uploadById(parts.service.workspace(workspace).store, workspace, id);
  if (found && (found.createdBy === ownerOf(principal) || found.createdBy === principal.actor)) return found;
  throw new TabletalkError("not_found", "There is no such upload.", "Begin it anew.");
}

/** How a file is to be read, as JSON that came with it. @throws HttpRefusal 422 */
export function choicesIn(text: string | null | undefined): ImportChoices | undefined {
  if (!text) return undefined;
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new HttpRefusal(422, "`choices` is no JSON.", 'Give an object, such as {"header": 3}.');
  }
  return checked(importChoicesSchema, given, "body");
}

import {allow} from "../access/permissions.ts";
import type {Principal} from "../access/principal.ts";
import type {Job} from "../store/jobs.ts";

/** Whether a job was begun by whoever asks: only they are told what it came to. */
export function isOwnJob({actor, person}: Principal, {createdBy}: Pick<Job, "createdBy">): boolean {
  return (
    createdBy === actor ||
    (person !== undefined && (createdBy === person || createdBy === `person:${person}`))
  );
}

/** Whether someone may know of a job, and stop it: their own, and an owner of the workspace any. */
export function mayReadJob(principal: Principal, job: Pick<Job, "createdBy">): boolean {
  return isOwnJob(principal, job) || allow(principal, "workspace.write");
}

export const hasEnded = ({state}: Pick<Job, "state">): boolean =>
  state === "done" || state === "failed" || state === "aborted";

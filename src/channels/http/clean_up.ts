import {forgetDeliveries} from "../../store/deliveries.ts";
import {forgetKeys} from "../../store/idempotency_keys.ts";
import {dropOldRuns} from "../../store/old_runs.ts";
import {clearCounters} from "../../store/rate_counters.ts";
import type {Store} from "../../store/store.ts";
import {dropEvents} from "../../store/turn_events.ts";
import {abandonedUploads, removeUpload} from "../../store/uploads.ts";
import type {HttpSettings} from "./parts.ts";
import {removeUploadFiles} from "./uploads/upload_files.ts";

const HOUR_MS = 3_600_000;
const KEYS_KEPT_MS = 24 * HOUR_MS;
/** Who did not go on with an upload for so long does not come back. */
const UPLOADS_KEPT_MS = 48 * HOUR_MS;
/** Who lost a stream of events comes back sooner; the answer itself stays with its turn. */
const EVENTS_KEPT_MS = 7 * 24 * HOUR_MS;

/** Forgets what the HTTP channel kept for a while: answers under keys, uploads that nobody went on with, counters, events of turns, answers that arrived, old runs of workflows. */
export async function cleanUpHttp(
  store: Store,
  {uploadFolder}: Pick<HttpSettings, "uploadFolder">,
  now = Date.now(),
): Promise<{keys: number; uploads: number}> {
  const keys = await forgetKeys(store, new Date(now - KEYS_KEPT_MS));
  await clearCounters(store, now);
  await dropEvents(store, new Date(now - EVENTS_KEPT_MS));
  await forgetDeliveries(store, new Date(now - EVENTS_KEPT_MS));
  await dropOldRuns(store, now);
  const abandoned = await abandonedUploads(store, new Date(now - UPLOADS_KEPT_MS));
  for (const {workspace, id} of abandoned) {
    await removeUploadFiles(uploadFolder, workspace, id);
    await removeUpload(store, workspace, id);
  }
  return {keys, uploads: abandoned.length};
}

/** Does it every hour, on any worker; returns how to stop. What fails is tried again an hour later. */
export function keepClean(
  store: Store,
  settings: Pick<HttpSettings, "uploadFolder">,
  onTrouble: (error: unknown) => void = () => {},
): () => void {
  const timer = setInterval(() => void cleanUpHttp(store, settings).catch(onTrouble), HOUR_MS).unref();
  return () => clearInterval(timer);
}

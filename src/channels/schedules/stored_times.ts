import {TabletalkError} from "../../errors.ts";
import type {StoredSchedule} from "../../store/workflow_schedules.ts";
import {type Times, timesSchema} from "../../workflows/schedule/times.ts";

/** The times of a stored schedule. @throws TabletalkError bad_use */
export function timesOf({cron, timeZone, every}: Pick<StoredSchedule, "cron" | "timeZone" | "every">): Times {
  const parsed = timesSchema.safeParse({cron, timeZone, ...(every !== undefined && {every})});
  if (parsed.success) return parsed.data;
  throw new TabletalkError("bad_use", "Its times cannot be read any more.", "Make the schedule again.");
}

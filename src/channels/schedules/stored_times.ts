import {TabletalkError} from "../../errors.ts";
import type {StoredSchedule} from "../../store/workflow_schedules.ts";
import {readTimes} from "../../workflows/schedule/read_times.ts";
import {type Times, timesSchema} from "../../workflows/schedule/times.ts";

/** The times of a stored schedule. @throws TabletalkError bad_use */
export function timesOf({cron, timeZone, every}: Pick<StoredSchedule, "cron" | "timeZone" | "every">): Times {
  const parsed = timesSchema.safeParse({cron, timeZone, ...(every !== undefined && {every})});
  if (parsed.success) return parsed.data;
  throw new TabletalkError("bad_use", "Its times cannot be read any more.", "Make the schedule again.");
}

/** Times in words, or as cron fields. @throws TabletalkError bad_use for what says no time */
export function timesIn(when: string, timeZone: string, now: Date): Times {
  const found = readTimes(when, {timeZone, now});
  if (found && "times" in found) return found.times;
  throw new TabletalkError(
    "bad_use",
    found?.problem ?? `${JSON.stringify(when)} is no time that comes again and again.`,
    found?.next ?? 'Say for example "every Monday at 9", or write five cron fields.',
  );
}

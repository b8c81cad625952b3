import {type Admission, callAdmission} from "../../channels/calls/admission.ts";
import type {Call} from "../../channels/calls/call.ts";
import type {CallRooms} from "../../channels/calls/call_rooms.ts";
import {TabletalkError} from "../../errors.ts";
import type {JobParts} from "./open_job.ts";
import {callPeople} from "./people.ts";

/** Whoever only listens asks for nothing: all in the room are looked at so often. */
const LOOK_MS = 10_000;

export interface WatchedAdmissionParts extends Pick<JobParts, "service" | "access"> {
  call: Call;
  rooms: Pick<CallRooms, "inRoom" | "remove">;
  onTrouble: (error: unknown) => void;
  everyMs?: number;
}

/** The admission to a call that puts whoever may not be in it any more out of its room. */
export function watchedAdmission(parts: WatchedAdmissionParts): Admission & {close(): void} {
  const {service, access, call, rooms, onTrouble, everyMs = LOOK_MS} = parts;
  const admission = callAdmission({service, access}, call);
  const people = callPeople(service.store.within(call.workspace), call.workspace, call.id);
  const timer = setInterval(() => void look().catch(onTrouble), everyMs);
  const watched: Admission = {
    async admit(member) {
      try {
        return await admission.admit(member);
      } catch (error) {
        if (error instanceof TabletalkError && error.code === "forbidden")
          void rooms.remove(call.room, member.identity).catch(onTrouble);
        throw error;
      }
    },
  };
  return {...watched, close: () => clearInterval(timer)};

  async function look(): Promise<void> {
    const inside = await rooms.inRoom(call.room);
    for (const identity of inside?.people ?? []) {
      const member = await people.memberOf(identity);
      // Whoever was given no token here was let in by whoever holds the server's secret.
      if (member) await watched.admit(member).catch(tellOthers);
    }
  }

  function tellOthers(error: unknown): void {
    if (!(error instanceof TabletalkError && error.code === "forbidden")) onTrouble(error);
  }
}

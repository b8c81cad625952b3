import type {Access} from "../../access/access.ts";
import type {Service} from "../service.ts";
import {type CallRooms, callRooms} from "./call_rooms.ts";
import type {CallSettings} from "./settings.ts";

/** What calls are begun, joined and ended with. */
export interface CallParts {
  service: Pick<Service, "store">;
  access: Access;
  settings: CallSettings;
  rooms: CallRooms;
}

export function callParts(service: CallParts["service"], access: Access, settings: CallSettings): CallParts {
  return {service, access, settings, rooms: callRooms(settings)};
}

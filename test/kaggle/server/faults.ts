/** What goes wrong, once or several times, at the next calls of one part of the server. */
export interface Fault {
  at: "api" | "storage";
  /** Only for calls of this method, such as `ListDatasets`. */
  method?: string;
  /** Default: 1. */
  times?: number;
  kind:
    | "status"
    /** The connection is cut before there is an answer. */
    | "cut"
    /** The connection is cut after some bytes of the body, and the address is over from then on. */
    | "drop"
    /** The connection stays open after some bytes, and nothing more comes. */
    | "stall"
    /** A web page, with status 200. */
    | "page"
    /** Status 200 with an error in the body, as Kaggle does. */
    | "told"
    /** The signed address is over: 403. */
    | "expired"
    /** The checksum that is told is another's. */
    | "wrong md5"
    /** The bytes are others than the checksum is of. */
    | "wrong bytes"
    /** The whole is sent although the rest was asked for. */
    | "no range"
    /** Another part than the one that was asked for is sent. */
    | "wrong range"
    /** An entity tag of its own: it changed in between. */
    | "changed";
  status?: number;
  retryAfter?: string;
  /** For `drop` and `stall`. */
  afterBytes?: number;
  /** For `drop`: the whole is begun again, whatever part was asked for. */
  anew?: boolean;
  /** For `drop`: the address lasts, for a client that does not ask for another. */
  lasts?: boolean;
  /** For `drop`: the line is cut once this is over. Given the byte that the answer began at. */
  until?: (from: number) => Promise<void>;
}

/** The faults that are still to happen, in order. */
export function faultList() {
  let waiting: (Fault & {times: number})[] = [];
  return {
    add: (fault: Fault): void => {
      waiting.push({times: 1, ...fault});
    },
    /** The fault of this call, if there is one. */
    take: (at: Fault["at"], method: string): Fault | undefined => {
      const found = waiting.find(
        (one) => one.at === at && (one.method === undefined || one.method === method),
      );
      if (!found) return undefined;
      found.times -= 1;
      if (found.times <= 0) waiting = waiting.filter((one) => one !== found);
      return found;
    },
    clear: (): void => {
      waiting = [];
    },
    left: (): number => waiting.length,
  };
}
export type FaultList = ReturnType<typeof faultList>;

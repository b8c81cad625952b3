import type {EventStore, JSONRPCMessage} from "@modelcontextprotocol/server";
import type {McpHttpLimits} from "./http_limits.ts";

interface KeptEvent {
  number: number;
  stream: string;
  /** As JSON; empty for the event that opens a stream. */
  text: string;
  at: number;
}

/**
 * What a session sent, for a client that lost its connection and comes back: the newest of it. What fell out is lost to it,
 * as if it had come back too late.
 */
export function keptEvents(
  limits: Pick<McpHttpLimits, "keptEvents" | "keptCharacters" | "keptMs">,
): EventStore {
  const kept: KeptEvent[] = [];
  let size = 0;
  let last = 0;
  const forget = () => {
    const oldest = Date.now() - limits.keptMs;
    // The newest stays, however large it is: it may be the answer that was waited for.
    while (kept.length > 1) {
      const [first] = kept;
      const fits = kept.length <= limits.keptEvents && size <= limits.keptCharacters;
      if (!first || (fits && first.at >= oldest)) return;
      kept.shift();
      size -= first.text.length;
    }
  };
  return {
    async storeEvent(stream, message) {
      last += 1;
      const text = Object.keys(message).length > 0 ? JSON.stringify(message) : "";
      kept.push({number: last, stream, text, at: Date.now()});
      size += text.length;
      forget();
      return idOf(stream, last);
    },
    async replayEventsAfter(id, {send}) {
      const place = placeOf(id);
      if (!place) throw new Error("no such event");
      forget();
      for (const {number, stream, text} of [...kept])
        if (stream === place.stream && number > place.number && text !== "")
          await send(idOf(stream, number), JSON.parse(text) as JSONRPCMessage);
      return place.stream;
    },
  };
}

/** Whether it looks like an event's id of ours. */
export function isEventId(id: string): boolean {
  return placeOf(id) !== undefined;
}

function idOf(stream: string, number: number): string {
  return `${stream}:${number}`;
}

function placeOf(id: string): {stream: string; number: number} | undefined {
  const [, stream, number] = /^([\w-]{1,64}):(\d{1,15})$/.exec(id) ?? [];
  return stream === undefined ? undefined : {stream, number: Number(number)};
}

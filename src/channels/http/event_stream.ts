import type {PlacedEvent, Service} from "../service.ts";
import {HttpRefusal} from "./problem.ts";
import {toldEvent} from "./told.ts";

/** How often a stream on which nothing happens says that it is there, so that no proxy ends it. */
const BEAT_MS = 15_000;
/** A stream ends by itself after this; who watches comes back with the last id. */
const LONGEST_MS = 15 * 60_000;

/** A place among the events of a message, as SSE writes it: `attempt.number`. */
export function placeIn(text: string | undefined): {attempt: number; number: number} | undefined {
  if (text === undefined || text === "") return undefined;
  const found = /^(\d{1,9})\.(\d{1,9})$/.exec(text);
  if (!found) throw new HttpRefusal(400, "That is no place in the events.", "Give the id of the last event.");
  return {attempt: Number(found[1]), number: Number(found[2])};
}

/** Told of each event of a message with its id; the answer names its turn. Ends with the message's last event. */
export async function* toldEvents(
  {inbox}: Pick<Service, "inbox">,
  at: {workspace: string; message: string},
  options: {after?: {attempt: number; number: number} | undefined; signal: AbortSignal},
): AsyncGenerator<{id: string; type: string; data: Record<string, unknown>}> {
  const {after, signal} = options;
  const events: AsyncIterable<PlacedEvent> = inbox.events(at.workspace, at.message, {
    ...(after && {after}),
    signal,
  });
  for await (const {attempt, number, event} of events) {
    const turn = event.type === "answer" ? (await inbox.state(at.workspace, at.message))?.turn : undefined;
    yield {id: `${attempt}.${number}`, type: event.type, data: toldEvent(event, turn)};
  }
}

/** Events as a stream of text/event-stream. It stops when the reader is gone; a comment keeps it open. */
export function eventStream(
  events: (signal: AbortSignal) => AsyncIterable<{id: string; type: string; data: unknown}>,
  options: {signal: AbortSignal; onEnd: () => void; onTrouble?: (error: unknown) => void},
): Response {
  const gone = new AbortController();
  const signal = AbortSignal.any([options.signal, gone.signal, AbortSignal.timeout(LONGEST_MS)]);
  const encoder = new TextEncoder();
  let beat: NodeJS.Timeout | undefined;
  const end = () => {
    clearInterval(beat);
    gone.abort();
    options.onEnd();
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => {
        // Nobody reads any more: what is not written is there for whoever comes back.
        if (!signal.aborted) controller.enqueue(encoder.encode(text));
      };
      write("retry: 1000\n\n");
      beat = setInterval(() => write(": here\n\n"), BEAT_MS);
      const tell = async () => {
        for await (const {id, type, data} of events(signal)) {
          write(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
          while ((controller.desiredSize ?? 1) < -WAITING && !signal.aborted) await pause();
        }
        write("event: end\ndata: {}\n\n");
      };
      tell()
        .catch((error: unknown) => {
          // What ends because its reader is gone broke nothing.
          if (!signal.aborted) options.onTrouble?.(error);
        })
        .finally(() => {
          end();
          try {
            controller.close();
          } catch {
            // The reader closed it first.
          }
        });
    },
    cancel: end,
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store",
      // Proxies of the nginx family would keep events back.
      "X-Accel-Buffering": "no",
    },
  });
}

/** Chunks that may wait for a slow reader. */
const WAITING = 64;

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

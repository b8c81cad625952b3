import {customIdOf} from "./custom_id.ts";
import type {MessageBody} from "./wire.ts";

/** A message as Discord gives it back, as far as it is compared. */
interface Seen {
  content?: string | null;
  embeds?: readonly unknown[] | null;
  components?: readonly unknown[] | null;
  attachments?: readonly {filename: string}[] | null;
}

/** Whether a message found in a channel is the one that a body would make: the same words, buttons and files. */
export function isSameMessage(seen: Seen, body: MessageBody): boolean {
  return fingerprint(seen) === fingerprint(body);
}

/** Whether a message shows the progress of what one button stops. */
export function showsStop(seen: Seen, stop: string): boolean {
  const ids: string[] = [];
  walk(seen.components ?? [], (key, value) => {
    if (key === "custom_id") ids.push(value);
  });
  return ids.includes(customIdOf(stop));
}

const SAID = new Set(["content", "title", "description", "custom_id"]);

function fingerprint({content, embeds, components, attachments}: Seen): string {
  const said: string[] = [content ?? ""];
  walk([...(embeds ?? []), ...(components ?? [])], (key, value) => {
    if (SAID.has(key)) said.push(value);
  });
  const files = (attachments ?? []).map(({filename}) => filename).sort();
  return JSON.stringify([said.map((one) => one.replace(/\s+/g, " ").trim()).filter(Boolean), files]);
}

function walk(value: unknown, tell: (key: string, text: string) => void): void {
  if (Array.isArray(value)) for (const one of value) walk(one, tell);
  else if (typeof value === "object" && value !== null)
    // In the order of their names: Discord gives keys back in its own.
    for (const [key, one] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      if (typeof one === "string") tell(key, one);
      else walk(one, tell);
}

import {unseal} from "../../access/seal.ts";
import {keepDone, type TakenDelivery} from "../../store/deliveries.ts";
import type {DeskParts} from "./desk_parts.ts";
import {onceFrom} from "./once.ts";
import {type ChatPlatform, UndeliverableError} from "./platform.ts";
import {firstView, tellNewest, viewAfter} from "./progress.ts";

/** Another process has the delivery now: this one must do nothing more. */
export class LostDelivery extends Error {
  override readonly name = "LostDelivery";
}

/**
 * Brings one answer to its platform: shows at once that the message was seen, tells what is going on, and shows the answer
 * when it is kept.
 * @param before resolves when the answers to earlier messages of the conversation have arrived
 * @throws UndeliverableError where it can never arrive; LostDelivery
 */
export async function deliver(
  parts: DeskParts,
  platform: ChatPlatform,
  taken: TakenDelivery,
  {signal, before}: {signal: AbortSignal; before: () => Promise<void>},
): Promise<void> {
  const {workspace, message, installation, attempts, worker} = taken;
  const {inbox, store} = parts.service;
  const own = store.within(workspace);
  const once = onceFrom(taken.kept, async (done) => {
    signal.throwIfAborted();
    if (!(await keepDone(own, taken, worker, done))) throw new LostDelivery();
  });
  const reply = platform.openReply({
    workspace,
    message,
    installation,
    target: JSON.parse(unseal(parts.access.secrets, taken.target, [workspace, "deliveries", message])),
    // Given back untouched, a try does not count; what it showed is there all the same.
    attempt: taken.kept === undefined ? attempts : Math.max(attempts, 2),
    once,
    signal,
  });
  let undeliverable: unknown;
  const failed = (error: unknown) => {
    if (error instanceof UndeliverableError || error instanceof LostDelivery) undeliverable ??= error;
    else parts.onNote?.(`Progress could not be shown on ${platform.name}: ${said(error)}`);
  };
  const begun = reply.begin().catch(failed);
  const teller = tellNewest(reply, begun, failed);
  let view = firstView(message);
  for await (const {event} of inbox.events(workspace, message, {signal})) {
    if (undeliverable) break;
    const next = viewAfter(view, event);
    if (next !== view) teller.tell(next);
    view = next;
  }
  await teller.end();
  signal.throwIfAborted();
  if (undeliverable) throw undeliverable;
  const state = await inbox.state(workspace, message);
  if (!state) throw new UndeliverableError("The conversation was forgotten.");
  const {composeReply} = await import("./compose.ts");
  const [document] = await Promise.all([composeReply(parts, workspace, message), before()]);
  signal.throwIfAborted();
  await reply.finish(document);
}

/** What an error says, on one line. */
export function said(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ").slice(0, 300);
}

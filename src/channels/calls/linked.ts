import {z} from "zod";
import type {Access} from "../../access/access.ts";
import {seal, unseal} from "../../access/seal.ts";
import {TabletalkError} from "../../errors.ts";
import {addDeliveryOnce, type NewDelivery} from "../../store/deliveries.ts";
import {keptMessage} from "../../store/inbox.ts";
import {turnById} from "../../store/turns.ts";
import type {Service} from "../service.ts";
import type {Call} from "./call.ts";

/** Where on a chat platform a call's answers are posted too. Kept sealed with the call. */
const linkedSchema = z.object({
  /** How people call it: "#sales on Slack". */
  said: z.string(),
  /** `all`: each answer as it comes; `asked`: those that somebody in the call asks to be posted. */
  posts: z.enum(["all", "asked"]),
  /** What the platform's adapter needs to post there. */
  target: z.unknown(),
});
export type LinkedPlace = z.infer<typeof linkedSchema>;

type Linked = Pick<Call, "workspace" | "id" | "target">;

/** Where a call's answers are posted too; undefined where it was not begun on a chat platform, or has ended. */
export function linkedPlace(access: Pick<Access, "secrets">, call: Linked): LinkedPlace | undefined {
  const {workspace, id, target} = call;
  if (target === null) return undefined;
  return linkedSchema.parse(JSON.parse(unseal(access.secrets, target, [workspace, "calls", id])));
}

/**
 * The delivery of an answer to where the call was begun: kept in one with its question (`inbox.send`), so that it arrives there
 * once. Undefined where answers are not posted by themselves.
 */
export function linkedDelivery(access: Pick<Access, "secrets">, call: Linked): NewDelivery | undefined {
  const linked = linkedPlace(access, call);
  return linked?.posts === "all" ? deliveryTo(access, call, linked) : undefined;
}

/**
 * Posts the answer of a turn to where the call was begun, once however often it is asked for.
 * @returns false where it is there, or on its way, already
 * @throws TabletalkError bad_use where the call was not begun in a channel; not_found; forbidden where others would read what
 * was computed for one person alone
 */
export async function sendToChannel(
  {service, access}: {service: Pick<Service, "store">; access: Pick<Access, "secrets">},
  call: Call,
  turn: string,
): Promise<boolean> {
  const {workspace} = call;
  const store = service.store.within(workspace);
  const linked = linkedPlace(access, call);
  if (!linked)
    throw new TabletalkError(
      "bad_use",
      "This call was not started from a channel.",
      "Start the next one there: /tabletalk call in Slack, /call in Discord.",
    );
  const found = await turnById(store, workspace, turn);
  const message = found?.message;
  if (!found || message === undefined || found.conversation !== call.conversation)
    throw new TabletalkError("not_found", "There is no such answer in this call.", "Ask the question again.");
  const kept = await keptMessage(store, workspace, message);
  if (!kept) throw new TabletalkError("not_found", "That answer was forgotten.", "Ask the question again.");
  if (call.audience === "several" && audienceOf(kept.options) !== "several")
    throw new TabletalkError(
      "forbidden",
      "That answer may hold what is yours alone, and others read there.",
      "Ask the question again in this call: it is then answered from what all may see.",
    );
  const {platform, installation} = kept;
  const of = {workspace, message, platform, installation};
  if (!(await addDeliveryOnce(store, of, deliveryTo(access, call, linked)))) return false;
  await store.signals.tell("deliveries", message);
  return true;
}

function deliveryTo(
  access: Pick<Access, "secrets">,
  {workspace}: Linked,
  {target}: LinkedPlace,
): NewDelivery {
  return {
    seal: (message) =>
      seal(access.secrets, JSON.stringify(target ?? null), [workspace, "deliveries", message]),
  };
}

function audienceOf(options: unknown): unknown {
  return typeof options === "object" && options !== null && "audience" in options
    ? options.audience
    : undefined;
}

import type {Room, RpcInvocationData} from "@livekit/rtc-node";
import {z} from "zod";
import type {CallMember} from "../../../channels/calls/call.ts";
import {type CallState, RPC} from "../../../channels/calls/wire.ts";
import {TabletalkError} from "../../../errors.ts";
import {perMinute} from "../per_minute.ts";

/** What the buttons of a call's page do. Each is told who presses it. */
export interface CallButtons {
  /** Takes a choice of a result, by its number from 0. */
  choose(by: CallMember, turn: string, number: number): Promise<void>;
  stop(by: CallMember): Promise<void>;
  again(by: CallMember): Promise<void>;
  /** Posts the answer of a turn to where the call was started from. */
  send(by: CallMember, turn: string): Promise<void>;
  /** How the call is; what was shown so far is sent to that identity after it. */
  state(by: CallMember): Promise<CallState>;
}

export interface RpcParts {
  room: Pick<Room, "localParticipant">;
  buttons: CallButtons;
  /** Who has a token for this call under an identity. */
  memberOf: (identity: string) => Promise<CallMember | undefined>;
  /** Told of what is no refusal: whoever pressed learns only that it broke. */
  onTrouble?: (error: unknown) => void;
}

/** Longer than any payload of ours is. */
const MOST_PAYLOAD = 2_000;
/** Of LiveKit: what an application may say of an error. */
const MOST_MESSAGE = 250;
/** Of LiveKit are 15 KiB of data; written as JSON a character takes up to six bytes. */
const MOST_DATA = {message: 1_500, next: 800};
/** What each of the people may press in a minute. */
const MOST_A_MINUTE = 60;
/** LiveKit keeps 1001 to 1999 for itself; ours are those of HTTP. */
const REFUSED = {forbidden: 403, bad: 400, broke: 500};

const nothing = z.strictObject({});
const turn = z.string().regex(/^[\w-]{1,60}$/);
const schemas = {
  choose: z.strictObject({turn, number: z.int().min(0).max(99)}),
  stop: nothing,
  again: nothing,
  send: z.strictObject({turn}),
  state: nothing,
};

/**
 * Answers the buttons of the pages in a room. Who presses is looked up by the identity that LiveKit gives; a payload that is
 * none of ours is refused. @returns what ends it
 */
export async function answerButtons({
  room,
  buttons,
  memberOf,
  onTrouble = () => {},
}: RpcParts): Promise<() => void> {
  const limit = perMinute(MOST_A_MINUTE);
  const {RpcError} = await import("@livekit/rtc-node");
  const acts: Record<keyof typeof RPC, (by: CallMember, payload: string) => Promise<unknown>> = {
    choose: (by, payload) => {
      const {turn: of, number} = read("choose", payload);
      return buttons.choose(by, of, number);
    },
    stop: (by, payload) => {
      read("stop", payload);
      return buttons.stop(by);
    },
    again: (by, payload) => {
      read("again", payload);
      return buttons.again(by);
    },
    send: (by, payload) => buttons.send(by, read("send", payload).turn),
    state: (by, payload) => {
      read("state", payload);
      return buttons.state(by);
    },
  };
  const names = Object.keys(acts) as (keyof typeof RPC)[];
  for (const name of names)
    room.localParticipant?.registerRpcMethod(RPC[name], async (data) =>
      JSON.stringify((await answer(name, data)) ?? {}),
    );
  return () => {
    for (const name of names) room.localParticipant?.unregisterRpcMethod(RPC[name]);
  };

  async function answer(
    name: keyof typeof RPC,
    {callerIdentity, payload}: RpcInvocationData,
  ): Promise<unknown> {
    try {
      const member = await memberOf(callerIdentity);
      if (!member)
        throw new TabletalkError("forbidden", "You are not one of this call.", "Join it by its page.");
      if (limit.take(member.principal.actor) !== "taken")
        throw new TabletalkError("limit_reached", "That is too often.", "Wait a minute, and try again.");
      return await acts[name](member, payload);
    } catch (error) {
      throw refusal(error);
    }
  }

  function refusal(error: unknown): Error {
    if (!(error instanceof TabletalkError)) {
      onTrouble(error);
      return new RpcError(REFUSED.broke, "This broke. Try again.");
    }
    const code = error.code === "forbidden" ? REFUSED.forbidden : REFUSED.bad;
    return new RpcError(
      code,
      shorten(error.message, MOST_MESSAGE),
      JSON.stringify({
        code: error.code,
        message: shorten(error.message, MOST_DATA.message),
        next: shorten(error.next, MOST_DATA.next),
      }),
    );
  }
}

function read<Name extends keyof typeof schemas>(
  name: Name,
  payload: string,
): z.infer<(typeof schemas)[Name]> {
  const bad = new TabletalkError("bad_use", "This is nothing that the call takes.", "Load the page again.");
  if (payload.length > MOST_PAYLOAD) throw bad;
  let given: unknown;
  try {
    given = JSON.parse(payload === "" ? "{}" : payload);
  } catch {
    throw bad;
  }
  const parsed = schemas[name].safeParse(given);
  if (!parsed.success) throw bad;
  return parsed.data as z.infer<(typeof schemas)[Name]>;
}

/** At most so many bytes, whole letters. */
function shorten(text: string, most: number): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= most) return text;
  // As of a stream: a letter that is not whole yet is left out.
  return `${new TextDecoder().decode(bytes.slice(0, most - 3), {stream: true})}...`;
}

import type {Room, TextStreamReader} from "@livekit/rtc-node";
import type {CallMember} from "../../../channels/calls/call.ts";
import {TOPIC} from "../../../channels/calls/wire.ts";

/** As for the messages of every channel. */
const LONGEST = 20_000;
/** Ids of what came last, by which a repeated message is known. */
const MOST_KNOWN = 500;

/** A question that somebody in the call typed. */
export interface TypedQuestion {
  /** LiveKit's id of the message, which a repetition has, too. */
  id: string;
  by: CallMember;
  text: string;
}

export interface TypedParts {
  room: Pick<Room, "registerTextStreamHandler" | "unregisterTextStreamHandler">;
  memberOf: (identity: string) => Promise<CallMember | undefined>;
  take: (question: TypedQuestion) => Promise<void> | void;
  /** A message that is not taken, and why. */
  refuse?: (identity: string, why: "empty" | "too long" | "not a member") => void;
  onTrouble?: (error: unknown) => void;
}

/**
 * Takes what people in the call type, each under their own identity. Longer than 20,000 characters, or sent a second time, is
 * not taken. The session of LiveKit's framework must not read the same topic (`textEnabled: false`). @returns what ends it
 */
export function takeTyped({
  room,
  memberOf,
  take,
  refuse = () => {},
  onTrouble = () => {},
}: TypedParts): () => void {
  const known = new Set<string>();
  room.registerTextStreamHandler(TOPIC.typed, (reader, {identity}) => {
    receive(reader, identity).catch(onTrouble);
  });
  return () => room.unregisterTextStreamHandler(TOPIC.typed);

  async function receive(reader: TextStreamReader, identity: string): Promise<void> {
    const id = `${identity}:${reader.info.streamId}`;
    const isKnown = known.has(id);
    known.add(id);
    for (const old of [...known].slice(0, -MOST_KNOWN)) known.delete(old);
    const [text, by] = isKnown
      ? [undefined, undefined]
      : await Promise.all([wholeText(reader), memberOf(identity)]);
    if (isKnown) return reader.close();
    if (!by) return refuse(identity, "not a member");
    if (text === undefined) return refuse(identity, "too long");
    if (text.trim() === "") return refuse(identity, "empty");
    await take({id: reader.info.streamId, by, text: text.trim()});
  }
}

/** Undefined where it is too long: what is left of it is not read. */
async function wholeText(reader: TextStreamReader): Promise<string | undefined> {
  let text = "";
  for await (const piece of reader) {
    text += piece;
    if (text.length > LONGEST) return undefined;
  }
  return text;
}

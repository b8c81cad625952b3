import type {voice} from "@livekit/agents";
import type {AudioFrame, RemoteParticipant, RemoteTrack, Room} from "@livekit/rtc-node";
import {type Listened, type TurnTaking, whoSpeaks} from "./who_speaks.ts";

const RATE = 16_000;
const FRAME_MS = 20;

/** What is heard of a room: whoever speaks, one at a time, from the beginning of what they say. */
export interface RoomEar {
  input: voice.AudioInput;
  close(): Promise<void>;
}

/**
 * Listens to everybody's microphone and hands on that of whoever speaks. LiveKit's own input follows one participant alone, and
 * a second one would be heard from the middle of their first sentence on.
 * @param taking told whose voice follows, and asked whether it may be another's
 */
export async function roomEar(
  room: Room,
  isPerson: (one: RemoteParticipant) => boolean,
  taking: TurnTaking,
): Promise<RoomEar> {
  const [{voice}, {AudioStream, RoomEvent, TrackKind}] = await Promise.all([
    import("@livekit/agents"),
    import("@livekit/rtc-node"),
  ]);
  const passage = new TransformStream<AudioFrame, AudioFrame>(
    {},
    {highWaterMark: 1_000},
    {highWaterMark: 1_000},
  );
  const writer = passage.writable.getWriter();
  let isAttached = true;
  class RoomInput extends voice.AudioInput {
    constructor() {
      super();
      this.multiStream.addInputStream(passage.readable);
    }

    override setAttached(attached: boolean): void {
      isAttached = attached;
    }
  }
  const readers = new Map<RemoteTrack, {cancel(): Promise<unknown>}>();
  const speaking = whoSpeaks<AudioFrame>(taking);

  const subscribed = (track: RemoteTrack, _publication: unknown, one: RemoteParticipant): void => {
    if (track.kind === TrackKind.KIND_AUDIO && isPerson(one) && !readers.has(track))
      void follow(track, one.identity).catch(() => {});
  };
  const unsubscribed = (track: RemoteTrack, _publication: unknown, one: RemoteParticipant): void => {
    void readers
      .get(track)
      ?.cancel()
      .catch(() => {});
    readers.delete(track);
    speaking.leave(one.identity);
  };
  room.on(RoomEvent.TrackSubscribed, subscribed);
  room.on(RoomEvent.TrackUnsubscribed, unsubscribed);
  for (const one of room.remoteParticipants.values())
    for (const publication of one.trackPublications.values())
      if (publication.track) subscribed(publication.track, publication, one);

  return {
    input: new RoomInput(),
    async close() {
      room.off(RoomEvent.TrackSubscribed, subscribed);
      room.off(RoomEvent.TrackUnsubscribed, unsubscribed);
      await Promise.allSettled([...readers.values()].map((one) => one.cancel()));
      await writer.close().catch(() => {});
    },
  };

  async function follow(track: RemoteTrack, identity: string): Promise<void> {
    const reader = new AudioStream(track, {
      sampleRate: RATE,
      numChannels: 1,
      frameSizeMs: FRAME_MS,
    }).getReader();
    readers.set(track, reader);
    for (;;) {
      const {done, value} = await reader.read();
      if (done) return;
      const listened: Listened<AudioFrame> = {identity, sound: value, level: loudness(value.data)};
      // What is not taken in time is late already: nobody waits for it.
      for (const frame of speaking.hear(listened))
        if (isAttached && (writer.desiredSize ?? 0) > 0) void writer.write(frame).catch(() => {});
    }
  }
}

/** Root of the mean square. */
function loudness(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
}

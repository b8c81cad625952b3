import {
  AudioFrame,
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  type RemoteTrack,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
} from "@livekit/rtc-node";
import {AccessToken} from "livekit-server-sdk";
import type {CallSettings} from "../../src/channels/calls/settings.ts";
import {type CallState, TOPIC} from "../../src/channels/calls/wire.ts";
import type {OpenService} from "../../src/channels/open_service.ts";
import {callPeople} from "../../src/voice/call/people.ts";
import {answerButtons} from "../../src/voice/call/room/rpc.ts";
import {roomScreen} from "../../src/voice/call/room/screen.ts";
import {takeTyped} from "../../src/voice/call/room/typed.ts";
import type {CallScreen} from "../../src/voice/call/screen.ts";

const RATE = 48_000;
/** Of a voice: what a microphone gives when somebody speaks is louder than this. */
const HEARD = 500;

/** The analyst's place in a room: what it shows is ours, what it says is what a test wants. */
export interface ScriptedAnalyst {
  room: Room;
  screen: CallScreen;
  /** Which buttons were pressed, and what was typed, by whom. */
  done: string[];
  /** What a button throws, once. */
  refuseWith: {next?: Error};
  /** Whether the people in the room were heard. */
  hears(): boolean;
  /** Writes what the analyst says, word by word. */
  says(text: string): Promise<void>;
  /** Writes what somebody said: first as it was taken to be, then as it was. */
  heard(identity: string, segment: string, text: string, isFinal: boolean): Promise<void>;
  state(state: "listening" | "thinking" | "speaking"): Promise<void>;
  /** A tone, for as long as it is in the room. */
  sound(): Promise<void>;
  leave(): Promise<void>;
}

/** @param secrets of LiveKit's server: they make whoever holds them the analyst */
export async function scriptedAnalyst(
  service: Pick<OpenService, "store" | "charts">,
  {url, key, secret}: Pick<CallSettings, "url" | "key" | "secret">,
  call: {workspace: string; id: string; room: string},
): Promise<ScriptedAnalyst> {
  const token = new AccessToken(key, secret, {identity: `agent-${call.id}-${Date.now()}`, name: "Tabletalk"});
  token.kind = "agent";
  token.addGrant({
    roomJoin: true,
    room: call.room,
    canPublish: true,
    canSubscribe: true,
    canPublishData: true,
    canUpdateOwnMetadata: true,
  });
  const room = new Room();
  let loudest = 0;
  const listen = async (track: RemoteTrack) => {
    for await (const {data} of new AudioStream(track))
      for (const sample of data) loudest = Math.max(loudest, Math.abs(sample));
  };
  room.on(RoomEvent.TrackSubscribed, (track) => {
    if (track.kind === TrackKind.KIND_AUDIO) listen(track).catch(() => {});
  });
  await room.connect(url, await token.toJwt(), {autoSubscribe: true, dynacast: false});
  const me = room.localParticipant!;
  const done: string[] = [];
  const refuseWith: {next?: Error} = {};
  const {memberOf} = callPeople(service.store.within(call.workspace), call.workspace, call.id);
  const screen = roomScreen({room, charts: service.charts});
  const did = (what: string): void => {
    const refusal = refuseWith.next;
    delete refuseWith.next;
    if (refusal) throw refusal;
    done.push(what);
  };
  await answerButtons({
    room,
    memberOf,
    buttons: {
      choose: async ({name}, turn, number) => did(`${name} chooses ${number} of ${turn}`),
      stop: async ({name}) => did(`${name} stops`),
      again: async ({name}) => did(`${name} again`),
      send: async ({name}, turn) => did(`${name} sends ${turn}`),
      async state({identity}): Promise<CallState> {
        void screen.catchUp(identity);
        return {state: "listening", results: screen.results().length, postedTo: "#sales in Slack"};
      },
    },
  });
  takeTyped({room, memberOf, take: ({by, text}) => void done.push(`${by.name} types ${text}`)});
  let tone: ReturnType<typeof setInterval> | undefined;
  return {
    room,
    screen,
    done,
    refuseWith,
    hears: () => loudest > HEARD,
    async says(text) {
      const writer = await me.streamText({
        topic: TOPIC.captions,
        attributes: {"lk.segment_id": `said-${Date.now()}`, "lk.transcription_final": "false"},
      });
      for (const word of text.split(/(?<= )/)) await writer.write(word);
      await writer.close();
    },
    async heard(identity, segment, text, isFinal) {
      const writer = await me.streamText({
        topic: TOPIC.captions,
        senderIdentity: identity,
        attributes: {"lk.segment_id": segment, "lk.transcription_final": String(isFinal)},
      });
      await writer.write(text);
      await writer.close();
    },
    state: (state) => me.setAttributes({"lk.agent.state": state}),
    async sound() {
      const source = new AudioSource(RATE, 1);
      const options = new TrackPublishOptions();
      options.source = TrackSource.SOURCE_MICROPHONE;
      await me.publishTrack(LocalAudioTrack.createAudioTrack("voice", source), options);
      let at = 0;
      tone = setInterval(() => {
        const data = new Int16Array(RATE / 50).map(() => 8_000 * Math.sin((2 * Math.PI * 440 * at++) / RATE));
        source.captureFrame(new AudioFrame(data, RATE, 1, data.length)).catch(() => {});
      }, 20);
    },
    async leave() {
      clearInterval(tone);
      await screen.close();
      await room.disconnect();
    },
  };
}

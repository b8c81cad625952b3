import {
  LocalAudioTrack,
  ParticipantKind,
  type RemoteParticipant,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
} from "@livekit/rtc-node";
import {type CallResult, type CallState, type ChartAttributes, TOPIC} from "../../src/channels/calls/wire.ts";
import {TIMINGS_TOPIC, type TurnTimings} from "../../src/voice/call/timings.ts";
import {type Ear, openEar} from "./ear.ts";
import {type Microphone, openMicrophone, type Said} from "./microphone.ts";
import {type Pcm, speech, type Voice} from "./speech.ts";

/** A line under the call, as far as it was received. Times are milliseconds since 1970. */
export interface Caption {
  /** The identity of who said it. */
  from: string;
  text: string;
  final: boolean;
  segment: string;
  began: number;
  ended?: number;
}

export interface ReceivedChart extends ChartAttributes {
  at: number;
  /** Of a picture. */
  png?: Buffer;
  /** Of its spec. */
  json?: {spec: Record<string, unknown>; table: unknown};
}

/** Someone in a call, who speaks in one of Flite's voices and keeps what is received. */
export interface Caller {
  room: Room;
  identity: string;
  voice: Voice;
  microphone: Microphone;
  ear: Ear;
  captions: Caption[];
  results: (CallResult & {at: number})[];
  charts: ReceivedChart[];
  specs: ReceivedChart[];
  /** The agent's own measurements, as it sends them where TABLETALK_VOICE_TIMINGS is set. */
  timings: TurnTimings[];
  /** The states that the agent told, `listening`, `thinking`, `speaking`, and when. */
  states: {state: string; at: number}[];
  agent(): RemoteParticipant | undefined;
  /** Says a text (or a sound) aloud. @returns when it began and ended */
  say(what: string | Pcm): Promise<Said>;
  /**
   * Says it until something is so, three times at most: as people do whom a machine does not understand. How well it
   * understands is measured elsewhere. @returns when it began for the first time and ended for the last, and what was found
   */
  sayUntil<T>(text: string, what: string, is: () => T | undefined | false | 0): Promise<Said & {found: T}>;
  /** Sends a typed question. */
  type(text: string): Promise<void>;
  /** Calls a method of the agent's, as a page's button does. */
  press<T = unknown>(method: string, payload: object): Promise<T>;
  /** Waits until something is so. @throws Error saying what was waited for, and what was received so far */
  until<T>(what: string, is: () => T | undefined | false | 0, ms?: number): Promise<T>;
  /** What the agent said since a moment, by its captions. */
  told(since?: number): string[];
  /** Waits until the agent is there and has nothing more to say. */
  quiet(ms?: number): Promise<void>;
  /** Whether the call has ended for this caller. */
  gone(): boolean;
  hangUp(): Promise<void>;
}

export interface CallerOptions {
  url: string;
  token: string;
  voice?: Voice;
  /** False: without a microphone, as whoever only types. */
  microphone?: boolean;
}

/** Joins a call. @throws Error where the server refuses the token */
export async function joinCall(options: CallerOptions): Promise<Caller> {
  const room = new Room();
  const ear = openEar();
  const received: Pick<Caller, "captions" | "results" | "charts" | "specs" | "states" | "timings"> = {
    captions: [],
    results: [],
    charts: [],
    specs: [],
    states: [],
    timings: [],
  };
  takeStreams(room, received);
  room.on(RoomEvent.TrackSubscribed, (track, _publication, participant) => {
    if (track.kind === TrackKind.KIND_AUDIO && isAgent(participant)) ear.listen(track);
  });
  room.on(RoomEvent.ParticipantAttributesChanged, (changed) => {
    const state = changed["lk.agent.state"];
    if (state !== undefined) received.states.push({state, at: Date.now()});
  });
  await room.connect(options.url, options.token, {autoSubscribe: true, dynacast: false});
  const me = room.localParticipant;
  if (!me) throw new Error("The server let nobody in.");
  const microphone = openMicrophone();
  if (options.microphone !== false) {
    const track = LocalAudioTrack.createAudioTrack("microphone", microphone.source);
    await me.publishTrack(track, new TrackPublishOptions({source: TrackSource.SOURCE_MICROPHONE}));
  }
  const voice = options.voice ?? "slt";
  const agent = () => [...room.remoteParticipants.values()].find(isAgent);
  const state = () => agent()?.attributes["lk.agent.state"];
  const until: Caller["until"] = async (what, is, ms = 20_000) => {
    const last = Date.now() + ms;
    for (;;) {
      const found = is();
      if (found) return found;
      if (Date.now() > last)
        throw new Error(`${what} did not happen.\n${story(received, ear, state(), last - ms)}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  };

  return {
    room,
    identity: me.identity,
    voice,
    microphone,
    ear,
    ...received,
    agent,
    say: async (what) => microphone.say(typeof what === "string" ? await speech(what, voice) : what),
    async sayUntil(text, what, is) {
      const said: Said[] = [];
      for (;;) {
        said.push(await microphone.say(await speech(text, voice)));
        try {
          const found = await until(what, is, 12_000);
          return {began: said[0]!.began, ended: said.at(-1)!.ended, found};
        } catch (error) {
          if (said.length === 3) throw error;
          console.log(`Said again, as it was not understood: ${text}\n${(error as Error).message}`);
        }
      }
    },
    async type(text) {
      await me.sendText(text, {topic: TOPIC.typed});
    },
    async press<T>(method: string, payload: object) {
      const destination = agent();
      if (!destination) throw new Error("There is no agent in the room.");
      const answer = await me.performRpc({
        destinationIdentity: destination.identity,
        method,
        payload: JSON.stringify(payload),
      });
      return JSON.parse(answer) as T;
    },
    until,
    told: (since = 0) =>
      received.captions
        .filter(({from, began}) => from !== me.identity && began >= since)
        .map(({text}) => text),
    async quiet(ms = 1000) {
      await until(
        "silence of the agent",
        () => state() === "listening" && Date.now() - (ear.heard.at(-1)?.to ?? 0) > ms,
        60_000,
      );
    },
    gone: () => !room.isConnected,
    async hangUp() {
      await microphone.close();
      await ear.close();
      await room.disconnect();
    },
  };
}

export type {CallResult, CallState};

const isAgent = (participant: RemoteParticipant): boolean => participant.kind === ParticipantKind.AGENT;

/** What is still coming when somebody hangs up ends in an error, which is none. */
function unlessCut<Reader, By>(take: (reader: Reader, by: By) => Promise<void>) {
  return (reader: Reader, by: By): void => void take(reader, by).catch(() => undefined);
}

function takeStreams(
  room: Room,
  received: Pick<Caller, "captions" | "results" | "charts" | "specs" | "timings">,
): void {
  room.registerTextStreamHandler(
    TOPIC.captions,
    unlessCut(async (reader, {identity}) => {
      const attributes = reader.info.attributes ?? {};
      const caption: Caption = {
        from: identity,
        text: "",
        final: false,
        segment: attributes["lk.segment_id"] ?? reader.info.streamId,
        began: Date.now(),
      };
      // What is heard is sent again and again, as it grows; what the agent says comes word by word.
      const before = received.captions.findIndex((one) => one.segment === caption.segment && !one.final);
      if (before >= 0) {
        caption.began = received.captions[before]?.began ?? caption.began;
        received.captions[before] = caption;
      } else received.captions.push(caption);
      for await (const part of reader) caption.text += part;
      // What the agent says is one stream, whose end says that it is all.
      const isWhole = attributes["lk.transcription_final"] !== "false";
      caption.final = isWhole || room.remoteParticipants.get(identity)?.kind === ParticipantKind.AGENT;
      caption.ended = Date.now();
    }),
  );
  // Of the framework's own, for its tools.
  room.registerByteStreamHandler("lk.agent.session", (reader) => void reader.readAll().catch(() => []));
  room.registerTextStreamHandler(
    TOPIC.result,
    unlessCut(async (reader) => {
      const result = JSON.parse(await reader.readAll()) as CallResult;
      received.results.push({...result, at: Date.now()});
    }),
  );
  room.registerTextStreamHandler(
    TIMINGS_TOPIC,
    unlessCut(async (reader) => {
      received.timings.push(JSON.parse(await reader.readAll()) as TurnTimings);
    }),
  );
  room.registerByteStreamHandler(
    TOPIC.chart,
    unlessCut(async (reader) => {
      const png = Buffer.concat(await reader.readAll());
      received.charts.push({...chartOf(reader.info.attributes), png, at: Date.now()});
    }),
  );
  room.registerTextStreamHandler(
    TOPIC.chartSpec,
    unlessCut(async (reader) => {
      const json = JSON.parse(await reader.readAll()) as NonNullable<ReceivedChart["json"]>;
      received.specs.push({...chartOf(reader.info.attributes), json, at: Date.now()});
    }),
  );
}

function chartOf(attributes: Record<string, string> = {}): ChartAttributes {
  const {turn = "", step = "", title = "", alt = ""} = attributes;
  return {turn, step, title, alt};
}

/** What was received, for whoever reads why a test failed. */
function story(
  received: Pick<Caller, "captions" | "results" | "charts" | "specs" | "states" | "timings">,
  ear: Ear,
  state: string | undefined,
  since: number,
): string {
  const at = (time: number | undefined) =>
    time === undefined ? "..." : `${((time - since) / 1000).toFixed(2)} s`;
  return [
    `The agent is ${state ?? "not there"}. Times count from when it was waited for.`,
    ...received.captions.map(
      ({from, text, final, began}) => `${at(began)} ${from}: ${text}${final ? "" : " (not final)"}`,
    ),
    ...received.results.map(({at: when, state: what, caption}) => `${at(when)} result ${what}: ${caption}`),
    ...received.charts.map(({at: when, title}) => `${at(when)} chart ${title}`),
    ...received.states.map(({at: when, state: what}) => `${at(when)} ${what}`),
    ...ear.heard.map(({from, to}) => `${at(from)} to ${at(to)} heard`),
  ].join("\n");
}

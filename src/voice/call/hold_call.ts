import type {RemoteParticipant, Room} from "@livekit/rtc-node";
import type {Admission} from "../../channels/calls/admission.ts";
import type {Call} from "../../channels/calls/call.ts";
import {endCall} from "../../store/calls.ts";
import type {Speech} from "../speech/open_speech.ts";
import type {Vocabulary} from "../speech/vocabulary.ts";
import {createAnalyst} from "./analyst.ts";
import type {JobParts} from "./open_job.ts";
import {callPeople} from "./people.ts";
import {createCallQuestions} from "./questions.ts";
import {catchUps} from "./room/catch_up.ts";
import {answerButtons} from "./room/rpc.ts";
import {roomScreen} from "./room/screen.ts";
import {takeTyped} from "./room/typed.ts";
import {roomEar} from "./room_ear.ts";
import {sessionMouth} from "./session_mouth.ts";
import {END_OF_SPEECH_MS, sessionOptions} from "./session_options.ts";
import {tellTrouble} from "./session_trouble.ts";
import {createTalk, type TalkParts} from "./talk.ts";
import {TIMINGS_TOPIC, type TurnTimings} from "./timings.ts";

/** How long a room waits for people: the first to come, one who left it (to load the page again), one who lost the connection. */
const JOINING_MS = 11 * 60_000;
const LEFT_MS = 20_000;
const LOST_MS = 60_000;

/** How long the words of somebody who has finished may take to come, before another is listened to. */
const WORDS_MS = 1_500;
const TOO_LONG = {
  message: "That is longer than the 20,000 characters that can be asked at once.",
  next: "Ask it in fewer words.",
};

export interface HeldCall extends JobParts {
  call: Call;
  admission?: Admission;
  room: Room;
  speech: Speech;
  vad: NonNullable<Parameters<typeof sessionOptions>[0]["vad"]>;
  vocabulary: () => Vocabulary;
  tables: readonly string[];
  /** Where answers can be posted too: how it is called, and what does it. */
  postedTo?: string | undefined;
  send?: TalkParts["send"];
  /** Nothing is said here any more. `ended`: for everybody, and for good. */
  onEnd: (why: "goodbye" | "silence" | "empty" | "failed", ended: boolean) => void;
  onTrouble: (error: unknown) => void;
}

/** Holds a call in a room that is joined already. @returns what leaves it; what is worked on is finished first */
export async function holdCall(held: HeldCall): Promise<() => Promise<void>> {
  const {call, room, service, access, speech, vad, onTrouble} = held;
  const {voice} = await import("@livekit/agents");
  const {RoomEvent} = await import("@livekit/rtc-node");
  const store = service.store.within(call.workspace);
  const people = callPeople(store, call.workspace, call.id);
  const inRoom = () => [...room.remoteParticipants.values()].filter(isPerson);
  const session = new voice.AgentSession(
    sessionOptions({stt: speech.listener.stt, tts: speech.speaker.tts, vad}),
  );
  const mouth = sessionMouth(session, speech.speaker);
  const screen = roomScreen({room, charts: service.charts, onTrouble});
  const questions = createCallQuestions({service, access, call, admission: held.admission});
  const earlier = catchUps((identity) => screen.catchUp(identity).catch(onTrouble));
  let endedAt = Date.now();
  /** Who is listened to; who began to speak last, and who was the last to finish. */
  let speaker: string | undefined;
  let begunBy: string | undefined;
  let saidBy: string | undefined;
  /** Since when somebody's words are waited for. */
  let unreadSince: number | undefined;
  let isClosed = false;
  let emptied: NodeJS.Timeout | undefined;
  const talk = createTalk({
    questions,
    screen,
    mouth,
    vocabulary: held.vocabulary,
    tables: () => held.tables,
    isHeardByOthers: () => call.audience === "several" || inRoom().length > 1,
    others: (by) =>
      inRoom()
        .map(({identity}) => identity)
        .filter((identity) => identity !== by.identity),
    isSomebodyTalking: () => session.userState === "speaking",
    onWork: showWork,
    hangUp: (why) => void finish(why),
    onTrouble,
    send: held.send,
    onTiming: process.env.TABLETALK_VOICE_TIMINGS ? sendTimings : undefined,
  });
  const {AgentSessionEventTypes: events} = voice;
  session.on(events.UserStateChanged, ({oldState, newState, createdAt}) => {
    talk.stir();
    if (newState === "speaking") {
      begunBy = speaker;
      captionsOf(speaker);
    }
    if (oldState !== "speaking") return;
    endedAt = createdAt - END_OF_SPEECH_MS;
    // Another may begin before these words are recognized.
    saidBy = begunBy;
    unreadSince = Date.now();
  });
  tellTrouble(session, talk, onTrouble);
  session.on(events.Close, () => {
    if (!isClosed) held.onEnd("failed", false);
  });

  talk.restore(await questions.answered());
  const analyst = await createAnalyst({
    talk,
    tts: speech.speaker.tts,
    hear: (text, confidence) => heard(text, confidence),
  });
  const ear = await roomEar(room, isPerson, {
    onTurn(identity) {
      speaker = identity;
      captionsOf(identity);
    },
    // Else the words of both would be one person's.
    mayPass: () =>
      session.userState !== "speaking" && (unreadSince === undefined || Date.now() - unreadSince > WORDS_MS),
  });
  session.input.audio = ear.input;
  await session.start({
    agent: analyst,
    room,
    record: false,
    inputOptions: {textEnabled: false, closeOnDisconnect: false},
  });
  // After the framework's own: it takes the first who is there by itself.
  room.on(RoomEvent.ParticipantConnected, arrived);
  room.on(RoomEvent.ParticipantDisconnected, left);
  const endTyped = takeTyped({
    room,
    memberOf: people.memberOf,
    take: ({by, text}) => talk.hear({text, by, isTyped: true}),
    refuse(identity, why) {
      if (why === "too long") screen.tell(TOO_LONG, identity);
    },
    onTrouble,
  });
  const endButtons = await answerButtons({
    room,
    memberOf: people.memberOf,
    onTrouble,
    buttons: {
      choose: async (by, turn, number) => talk.choose(turn, number, by),
      stop: async (by) => talk.stop(by),
      again: async () => talk.again(),
      send: (by, turn) => talk.send(turn, by),
      async state(by) {
        earlier.ask(by.identity);
        return {
          state: talk.state(),
          results: screen.results().length,
          ...(held.postedTo !== undefined && {postedTo: held.postedTo}),
        };
      },
    },
  });
  for (const {id} of await questions.unanswered()) void talk.goOn(id);
  // The call itself goes on while links to it are good: whoever opens one gets another agent.
  if (inRoom().length === 0) waitForPeople(JOINING_MS, () => held.onEnd("empty", false));
  return close;

  function heard(text: string, confidence: number | undefined): void {
    const identity = saidBy ?? speaker;
    const said = endedAt;
    unreadSince = undefined;
    void (async () => {
      const by = identity === undefined ? undefined : await people.memberOf(identity);
      if (by) await talk.hear({text, by, endedAt: said, ...(confidence !== undefined && {confidence})});
    })().catch(onTrouble);
  }

  /** Under whom the framework shows what is heard. It takes the first who comes by itself, and must not be asked before. */
  function captionsOf(identity: string | undefined): void {
    const io = session._roomIO;
    const shown = io?.linkedParticipant?.identity;
    if (io && identity !== undefined && shown !== undefined && shown !== identity)
      io.setParticipant(identity);
  }

  function arrived(one: RemoteParticipant): void {
    if (!isPerson(one)) return;
    clearTimeout(emptied);
    talk.comeBack();
    // Who was the first has left: a new identity takes their place.
    const io = session._roomIO;
    if (io && !io.linkedParticipant) io.setParticipant(one.identity);
    earlier.arrive(one.identity);
  }

  function left(one: RemoteParticipant): void {
    earlier.leave(one.identity);
    const [other] = inRoom().filter(({identity}) => identity !== one.identity);
    if (other) {
      if (session._roomIO?.linkedParticipant?.identity === one.identity)
        session._roomIO.setParticipant(other.identity);
      return;
    }
    talk.leave();
    waitForPeople(one.disconnectReason === CLIENT_INITIATED ? LEFT_MS : LOST_MS);
  }

  /** LiveKit's ready-made interfaces show it; the framework itself knows of no work but a language model's. */
  function showWork(isWorking: boolean): void {
    if (session.agentState === "speaking") return;
    session._updateAgentState(isWorking ? "thinking" : "listening");
  }

  function waitForPeople(ms: number, give: () => void = () => void finish("empty")): void {
    clearTimeout(emptied);
    emptied = setTimeout(give, ms);
  }

  async function finish(why: "goodbye" | "silence" | "empty"): Promise<void> {
    await endCall(store, call.workspace, call.id).catch(onTrouble);
    held.onEnd(why, true);
  }

  async function close(): Promise<void> {
    if (isClosed) return;
    isClosed = true;
    clearTimeout(emptied);
    talk.close();
    earlier.close();
    endTyped();
    endButtons();
    room.off(RoomEvent.ParticipantConnected, arrived);
    room.off(RoomEvent.ParticipantDisconnected, left);
    await screen.close();
    await session.close().catch(onTrouble);
    await ear.close();
    await Promise.allSettled([speech.listener.close(), speech.speaker.close()]);
  }

  function sendTimings(timings: TurnTimings): void {
    void room.localParticipant?.sendText(JSON.stringify(timings), {topic: TIMINGS_TOPIC}).catch(onTrouble);
  }
}

/** No agent, and nothing that listens in. */
function isPerson({info}: RemoteParticipant): boolean {
  return info.kind === undefined || info.kind === STANDARD || info.kind === SIP;
}

/** `DisconnectReason.CLIENT_INITIATED`, and `ParticipantKind`, without loading the native package for it. */
const CLIENT_INITIATED = 1;
const STANDARD = 0;
const SIP = 3;

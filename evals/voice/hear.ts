import type {stt} from "@livekit/agents";
import type {OpenListener} from "../../src/voice/speech/provider.ts";
import {joined, type Pcm, RATE, silence} from "../../test/voice_server/speech.ts";

/** What a recognizer heard of one utterance. */
export interface HeardText {
  text: string;
  /** 0 to 1; absent where it does not tell. */
  confidence?: number;
}

const FRAME = RATE / 50;
/** No more comes after so long; and where nothing came at all, nothing was heard. */
const IDLE_MS = 300;
const DEAF_MS = 5_000;

/** Lets a listener hear a sound between two silences, as a session would, only faster. */
export async function hear(listener: OpenListener, sound: Pcm, around?: Pcm): Promise<HeardText> {
  const {AudioFrame} = await import("@livekit/rtc-node");
  const {stt: speech} = await import("@livekit/agents");
  const quiet = (seconds: number): Pcm => around?.slice(0, seconds * RATE) ?? silence(seconds);
  const stream = listener.stt.stream();
  const finals: stt.SpeechData[] = [];
  const whole = joined(quiet(0.5), sound, quiet(1.2));
  let [began, ended, lastAt] = [0, 0, Date.now()];
  const reading = (async () => {
    for await (const event of stream) {
      lastAt = Date.now();
      if (event.type === speech.SpeechEventType.START_OF_SPEECH) began += 1;
      if (event.type === speech.SpeechEventType.END_OF_SPEECH) ended += 1;
      if (event.type === speech.SpeechEventType.FINAL_TRANSCRIPT && event.alternatives?.[0])
        finals.push(event.alternatives[0]);
    }
  })();
  for (let at = 0; at < whole.length; at += FRAME) {
    const part = whole.slice(at, at + FRAME);
    stream.pushFrame(new AudioFrame(part, RATE, 1, part.length));
    // As a network does, this lets others have their turn.
    if (at % (FRAME * 10) === 0) await new Promise((done) => setImmediate(done));
  }
  // Ended sooner, a stream forgets what it has not looked at yet.
  const pushed = Date.now();
  while (began === 0 ? Date.now() - pushed < DEAF_MS : ended < began || Date.now() - lastAt < IDLE_MS)
    await new Promise((done) => setTimeout(done, 20));
  stream.endInput();
  await reading;
  stream.close();
  const sure = finals.map(({confidence}) => confidence).filter((one) => one > 0);
  return {
    text: finals.map(({text}) => text).join(" "),
    ...(sure.length > 0 && {confidence: Math.min(...sure)}),
  };
}

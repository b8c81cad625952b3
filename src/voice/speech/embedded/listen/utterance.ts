import type {Heard} from "./listen_messages.ts";
import type {Decoder} from "./pocketsphinx.ts";

/** The recognizers of a call: one that keeps up with speech, and one that then hears all of it at once, and better. */
export interface Decoders {
  quick: Decoder;
  careful: Decoder;
}

/** One stretch of speech that is recognized while it comes. */
export interface Utterance {
  /** More sound; what was heard until now, where it is time to tell. */
  sound(samples: Int16Array): string | undefined;
  pause(): void;
  resume(): void;
  end(): Heard;
  drop(): void;
}

const RATE = 16_000;
/** How much sound comes between two interim results. */
const TELL_EVERY = 0.25 * RATE;

/**
 * Starts to recognize. At a pause all that was said is worked out at once, so that the result is there when the pause turns
 * out to be the end: heard as a whole, the level of voice and line are known, which halves the errors of a first sentence.
 */
export function startUtterance({quick, careful}: Decoders): Utterance {
  const sound: Int16Array[] = [];
  let result: Heard | undefined;
  let untold = 0;
  let told = "";
  let over = false;
  quick.start();

  const settle = (): Heard => {
    careful.start();
    careful.feedAll(joined(sound));
    careful.end();
    const text = careful.heard().trim();
    return {text, sureness: text ? careful.sureness() ** (1 / text.split(/\s+/).length) : 0};
  };
  const finish = (): void => {
    if (!over) quick.end();
    over = true;
  };
  return {
    sound(samples) {
      sound.push(samples);
      if (over) return undefined;
      quick.feed(samples);
      untold += samples.length;
      if (result || untold < TELL_EVERY) return undefined;
      untold = 0;
      const text = quick.heard().trim();
      if (text === "" || text === told) return undefined;
      told = text;
      return text;
    },
    pause() {
      result ??= settle();
    },
    resume() {
      result = undefined;
    },
    end() {
      result ??= settle();
      finish();
      return result;
    },
    drop: finish,
  };
}

function joined(sound: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(sound.reduce((length, one) => length + one.length, 0));
  let at = 0;
  for (const one of sound) {
    all.set(one, at);
    at += one.length;
  }
  return all;
}

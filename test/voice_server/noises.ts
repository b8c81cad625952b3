import {loudness, type Pcm, RATE} from "./speech.ts";

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Noise as of a room: pink, so that low tones are louder. `level` is its root mean square. */
export function noise(seconds: number, level = 600, seed = 1): Pcm {
  const random = randomFrom(seed);
  // Paul Kellet's filter, the economical one: https://www.firstpr.com.au/dsp/pink-noise/
  let [a, b, c] = [0, 0, 0];
  const raw = Float64Array.from({length: Math.round(seconds * RATE)}, () => {
    const white = random() * 2 - 1;
    a = 0.99765 * a + white * 0.099046;
    b = 0.963 * b + white * 0.2965164;
    c = 0.57 * c + white * 1.0526913;
    return a + b + c + white * 0.1848;
  });
  const power = Math.sqrt(raw.reduce((sum, one) => sum + one * one, 0) / Math.max(1, raw.length));
  return Int16Array.from(raw, (one) => clipped((one / (power || 1)) * level));
}

/** Two short bursts of noise with a sharp start, as a cough is. */
export function cough(seed = 7): Pcm {
  const random = randomFrom(seed);
  const burst = (ms: number) =>
    Int16Array.from({length: (RATE * ms) / 1000}, (_none, at) => {
      const fading = Math.exp((-at / RATE) * 18) * Math.min(1, at / (RATE * 0.004));
      return clipped((random() * 2 - 1) * 14_000 * fading);
    });
  const [first, second] = [burst(180), burst(140)];
  const all = new Int16Array(first.length + RATE * 0.09 + second.length);
  all.set(first);
  all.set(second, all.length - second.length);
  return all;
}

/** The sound with noise beside it, so many decibels below its loudness where it is spoken. */
export function withNoise(sound: Pcm, decibels: number, seed = 3): Pcm {
  const level = loudness(sound) / 10 ** (decibels / 20);
  const beside = noise(sound.length / RATE, level, seed);
  return sound.map((sample, at) => clipped(sample + (beside[at] ?? 0)));
}

/** As a telephone carries it: 300 to 3,400 Hz at 8 kHz, in the 8 bits of the mu law, and back at 16 kHz. */
export function overTelephone(sound: Pcm): Pcm {
  const narrow = filtered(filtered(sound, 3_400), 3_400);
  const low = filtered(narrow, 300);
  const half = Int16Array.from({length: Math.floor(sound.length / 2)}, (_none, at) =>
    muLaw(clipped((narrow[at * 2] ?? 0) - (low[at * 2] ?? 0))),
  );
  const wide = Float64Array.from(sound, (_none, at) => {
    const [here, next] = [half[at >> 1] ?? 0, half[(at >> 1) + 1] ?? half[at >> 1] ?? 0];
    return at % 2 === 0 ? here : (here + next) / 2;
  });
  return Int16Array.from(filtered(wide, 3_600), clipped);
}

/** A low pass of the second order, without resonance (RBJ's cookbook, Q = 0.707). */
function filtered(sound: ArrayLike<number>, hertz: number): Float64Array {
  const w = (2 * Math.PI * hertz) / RATE;
  const alpha = Math.sin(w) / (2 * Math.SQRT1_2);
  const [cos, a0] = [Math.cos(w), 1 + alpha];
  const [b0, b1] = [(1 - cos) / 2 / a0, (1 - cos) / a0];
  const [a1, a2] = [(-2 * cos) / a0, (1 - alpha) / a0];
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return Float64Array.from(sound, (x) => {
    const y = b0 * x + b1 * x1 + b0 * x2 - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    return y;
  });
}

/** To the mu law's 8 bits and back. */
function muLaw(sample: number): number {
  const mu = 255;
  const code = Math.round((Math.log1p((mu * Math.abs(sample)) / 32_768) / Math.log1p(mu)) * 127);
  return clipped(Math.sign(sample) * ((32_768 * Math.expm1((code / 127) * Math.log1p(mu))) / mu));
}

const clipped = (sample: number): number => Math.max(-32_768, Math.min(32_767, Math.round(sample)));

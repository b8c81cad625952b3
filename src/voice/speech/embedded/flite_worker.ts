import {parentPort, workerData} from "node:worker_threads";
import {fliteProgram, type Wave} from "./flite_program.ts";
import type {CompiledModule} from "./web_assembly.ts";

/** What the thread is asked. */
export interface FliteTask {
  id: number;
  text: string;
  voice: string;
  /** How much longer everything takes: 1.25 is slower. */
  stretch: number;
  /** Silence that is left before and after, in ms. */
  lead: number;
  tail: number;
}

/** What it answers. */
export type FliteReply = {id: number; samples: Int16Array<ArrayBuffer>} | {id: number; error: string};

const QUIET = 120;
const {module} = workerData as {module: CompiledModule};
const say = fliteProgram(module);

parentPort!.on("message", ({id, text, voice, stretch, lead, tail}: FliteTask) => {
  try {
    const wave = say(["-voice", voice, "--setf", `duration_stretch=${stretch.toFixed(2)}`, "-t", text]);
    const samples = trimmed(wave, lead, tail);
    parentPort!.postMessage({id, samples} satisfies FliteReply, [samples.buffer]);
  } catch (error) {
    parentPort!.postMessage({id, error: String(error)} satisfies FliteReply);
  }
});

/** Without most of the silence before and after, of which flite makes a quarter of a second: a listener would wait for it. */
function trimmed({samples, rate}: Wave, lead: number, tail: number): Int16Array<ArrayBuffer> {
  let first = 0;
  while (first < samples.length && Math.abs(samples[first]!) < QUIET) first++;
  if (first === samples.length) return new Int16Array(0);
  let last = samples.length - 1;
  while (Math.abs(samples[last]!) < QUIET) last--;
  const before = Math.max(0, first - Math.round((lead / 1000) * rate));
  const sound = samples.subarray(before, last + 1);
  const whole = new Int16Array(sound.length + Math.round((tail / 1000) * rate));
  whole.set(sound);
  whole.set(samples.subarray(last + 1, last + 1 + whole.length - sound.length), sound.length);
  return whole;
}

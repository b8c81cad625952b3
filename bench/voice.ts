import {readFileSync} from "node:fs";
import {parseArgs} from "node:util";
import type {Caller, CallResult} from "../test/voice_server/caller.ts";
import {cough, noise} from "../test/voice_server/noises.ts";
import {
  descendants,
  type StartedCall,
  type VoiceRunning,
  voiceRunning,
} from "../test/voice_server/running.ts";
import {type Pcm, speech, VOICES, type Voice} from "../test/voice_server/speech.ts";

/**
 * Calls on a real LiveKit server, all on this machine: how long it takes from the end of a question to the first sound, to the
 * answer's first sound and to the chart; how soon speech ends when somebody cuts in; what memory many calls leave.
 * `node bench/voice.ts [--questions 24] [--calls 50] [--only turns,charts,barge,noises,two,many]`
 */
const {values} = parseArgs({
  options: {
    questions: {type: "string", default: "24"},
    calls: {type: "string", default: "50"},
    only: {type: "string", default: "turns,charts,barge,noises,two,many"},
  },
});
const parts = new Set(values.only.split(","));
const asked = Number(values.questions);
const QUESTIONS = [
  "what were the total sales by region",
  "how many orders were there in march",
  "what is the average quantity",
  "which region had the highest sales",
  "total sales in the north",
  "sales by month",
];
const CHARTS = [
  "show me a bar chart of sales by product",
  "draw a bar chart of sales by region",
  "show me a line chart of sales by month",
];
/** Longer without a sound is noticed. */
const SILENT_MS = 1_500;

type InCall = Caller & {call: StartedCall};

/** One question, from the end of its last word, in milliseconds. */
interface Turn {
  /** Whatever was heard first. */
  sound?: number;
  /** Whether that was a word on the way and not the answer. */
  isAcknowledged: boolean;
  answerSound?: number;
  result?: number;
  chart?: number;
  /** How it was heard: an answer to another question is none. */
  state: CallResult["state"] | "none";
}

const turns: Record<string, Turn[]> = {};
const lines: Record<string, string | number> = {};
const sounds = new Map<string, Pcm>();
for (const voice of VOICES)
  for (const text of [...QUESTIONS, ...CHARTS]) sounds.set(`${voice} ${text}`, await speech(text, voice));

const running = await voiceRunning();
try {
  if (parts.has("turns"))
    turns["one call"] = await inOneCall((caller) => askSeveral(caller, QUESTIONS, asked));
  if (parts.has("charts"))
    turns.charts = await inOneCall((caller) => askSeveral(caller, CHARTS, Math.min(12, asked), true));
  if (parts.has("barge")) await inOneCall(cutIn);
  if (parts.has("noises")) await inOneCall(makeNoises);
  if (parts.has("two")) {
    const count = Math.ceil(asked / 2);
    const both = await Promise.all(
      [0, 1].map(() => inOneCall((caller) => askSeveral(caller, QUESTIONS, count))),
    );
    turns["two calls at once"] = both.flat();
  }
  if (parts.has("many")) await manyCalls(Number(values.calls));
} finally {
  tell();
  await running[Symbol.asyncDispose]();
}
process.exit(0);

async function inOneCall<T>(work: (caller: InCall) => Promise<T>): Promise<T> {
  const caller = await running.call();
  try {
    await caller.quiet(600);
    return await work(caller);
  } finally {
    await caller.hangUp();
    await running.owner.ask("POST", `/v1/calls/${caller.call.id}/end`, {});
  }
}

async function askSeveral(
  caller: InCall,
  questions: readonly string[],
  count: number,
  charts = false,
): Promise<Turn[]> {
  const all: Turn[] = [];
  for (let index = 0; index < count; index++) {
    const voice = VOICES[Math.floor(index / questions.length) % VOICES.length] ?? "slt";
    all.push(await askOnce(caller, questions[index % questions.length] ?? "", voice, charts));
    process.stderr.write(`\r${all.length} of ${count} `);
  }
  return all;
}

async function askOnce(caller: InCall, question: string, voice: Voice, chart: boolean): Promise<Turn> {
  const before = caller.results.length;
  const {ended} = await caller.say(sounds.get(`${voice} ${question}`) ?? (await speech(question, voice)));
  const result = await caller.until("a result", () => caller.results[before], 15_000).catch(() => undefined);
  const picture =
    result && chart
      ? await caller
          .until("a chart", () => caller.charts.find(({turn}) => turn === result.turn), 15_000)
          .catch(() => undefined)
      : undefined;
  await caller
    .until("sound", () => caller.ear.heard.some(({from}) => from > ended), result ? 10_000 : 1)
    .catch(() => undefined);
  await caller.quiet(900).catch(() => undefined);
  const first = caller.ear.heard.find(({from}) => from > ended);
  const words = caller.told(ended);
  const isAcknowledged =
    result !== undefined && words[0] !== undefined && words[0].trim() !== result.caption.trim();
  // What an agent says on the way may run into its answer, so that the ear cannot tell them apart: then its own clock counts.
  const spoken = caller.timings.find(({turn}) => turn === result?.turn)?.spokenAt;
  const answerAt = isAcknowledged ? spoken : first?.from;
  return {
    isAcknowledged,
    state: result?.state ?? "none",
    ...(first && {sound: first.from - ended}),
    ...(answerAt !== undefined && {answerSound: answerAt - ended}),
    ...(result && {result: result.at - ended}),
    ...(picture && {chart: picture.at - ended}),
  };
}

/** Cuts into answers, and measures until nothing more is heard. */
async function cutIn(caller: InCall): Promise<void> {
  const stops: number[] = [];
  let answered = 0;
  for (let index = 0; index < Math.min(12, asked); index++) {
    const before = caller.results.length;
    await caller.type("sales by month");
    await caller.until("speech", () => caller.results[before] && caller.ear.loud(), 15_000);
    await wait(700 + 100 * (index % 4));
    const voice = VOICES[index % VOICES.length] ?? "slt";
    const {began} = await caller.say(sounds.get(`${voice} ${QUESTIONS[1]}`) ?? new Int16Array());
    const stretch = caller.ear.heard.findLast(({from}) => from < began);
    if (stretch) stops.push(stretch.to - began);
    const next = await caller
      .until(
        "an answer",
        () => caller.results.slice(before).find(({answer}) => /\b20\b/.test(answer)),
        10_000,
      )
      .catch(() => undefined);
    if (next) answered += 1;
    await caller.quiet(600).catch(() => undefined);
  }
  lines["barge-in, until it is quiet: p50 ms"] = at(stops, 0.5);
  lines["barge-in, until it is quiet: p95 ms"] = at(stops, 0.95);
  lines["barge-in, new question answered"] = `${answered} of ${stops.length}`;
}

/** What must not stop the analyst: coughs, "mhm", noise. Stopped is what was said for less than it takes. */
async function makeNoises(caller: InCall): Promise<void> {
  const kinds: Record<string, Pcm> = {
    mhm: await speech("mhm", "rms"),
    "uh huh": await speech("uh huh", "slt"),
    cough: cough(),
    noise: noise(1.2, 900),
  };
  const whole: number[] = [];
  const stopped: Record<string, number> = {};
  const rounds = 5;
  for (const [kind, sound] of [["nothing", undefined] as const, ...Object.entries(kinds)])
    for (let round = 0; round < rounds; round++) {
      const [before, began] = [caller.results.length, Date.now()];
      await caller.type("sales by month");
      await caller.until("speech", () => caller.results[before] && caller.ear.loud(), 15_000);
      await wait(800);
      if (sound) await caller.say(sound);
      await caller.quiet(1_200).catch(() => undefined);
      const heard = caller.ear.heard
        .filter(({to}) => to > began)
        .reduce((sum, {from, to}) => sum + to - from, 0);
      if (!sound) whole.push(heard);
      else if (heard < at(whole, 0.5) * 0.8) stopped[kind] = (stopped[kind] ?? 0) + 1;
    }
  for (const kind of Object.keys(kinds))
    lines[`false interruptions by ${kind}`] = `${stopped[kind] ?? 0} of ${rounds}`;
}

/** Calls one after the other: what is left in memory of them. */
async function manyCalls(count: number): Promise<void> {
  const memory: {worker: number; all: number; processes: number}[] = [];
  const row: Turn[] = [];
  turns["calls in a row"] = row;
  let answered = 0;
  for (let index = 0; index < count; index++) {
    await inOneCall(async (caller) => {
      const turn = await askOnce(caller, QUESTIONS[index % QUESTIONS.length] ?? "", "slt", false);
      if (turn.state === "answered") answered += 1;
      row.push(turn);
    });
    await wait(1_500);
    memory.push(memoryOf(running));
    process.stderr.write(`\rcall ${index + 1} of ${count}: ${JSON.stringify(memory.at(-1))}   `);
  }
  const warm = memory.slice(5);
  for (const key of ["worker", "all"] as const) {
    const [first, last] = [memory[0]?.[key] ?? 0, memory.at(-1)?.[key] ?? 0];
    const name = key === "worker" ? "the worker" : "the worker and its processes";
    lines[`MB of ${name}, first call and last`] = `${first} and ${last}`;
    lines[`MB of ${name}, more with each call`] = slope(warm.map((one) => one[key])).toFixed(2);
  }
  lines["MB of the service, at the end"] = rss(running.service.pid);
  lines["processes after the last call"] = memory.at(-1)?.processes ?? 0;
  lines["calls in a row, answered"] = `${answered} of ${count}`;
}

function memoryOf({workers}: VoiceRunning): {worker: number; all: number; processes: number} {
  const pid = workers[0]?.pid ?? 0;
  const below = descendants(pid);
  const worker = rss(pid);
  return {
    worker,
    all: worker + below.reduce((sum, one) => sum + rss(one.pid), 0),
    processes: below.length,
  };
}

/** Megabytes that a process holds. */
function rss(pid: number): number {
  try {
    const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Math.round(Number(found?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

/** Of the line through the values, by least squares. */
function slope(all: readonly number[]): number {
  const [middle, mean] = [
    (all.length - 1) / 2,
    all.reduce((sum, one) => sum + one, 0) / Math.max(1, all.length),
  ];
  const [over, under] = all.reduce(
    ([top, bottom], one, index) => [top + (index - middle) * (one - mean), bottom + (index - middle) ** 2],
    [0, 0],
  );
  return under === 0 ? 0 : over / under;
}

function at(all: readonly number[], share: number): number {
  const sorted = [...all].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN);
}

function wait(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

function tell(): void {
  const both = (all: (number | undefined)[]): string => {
    const known = all.filter((one) => one !== undefined);
    return known.length === 0 ? "-" : `${at(known, 0.5)} / ${at(known, 0.95)}`;
  };
  console.log("Milliseconds from the end of the last word, p50 / p95:");
  console.table(
    Object.fromEntries(
      Object.entries(turns).map(([name, own]) => [
        name,
        {
          questions: own.length,
          "first sound": both(own.map(({sound}) => sound)),
          acknowledged: own.filter(({isAcknowledged}) => isAcknowledged).length,
          "acknowledgement's sound": both(
            own.filter(({isAcknowledged}) => isAcknowledged).map(({sound}) => sound),
          ),
          "answer's sound": both(own.map(({answerSound}) => answerSound)),
          result: both(own.map(({result}) => result)),
          chart: both(own.map(({chart}) => chart)),
          answered: own.filter(({state}) => state === "answered").length,
          "without an answer": own.filter(({state}) => state === "none").length,
          "silent over 1.5 s": own.filter(({sound = Number.POSITIVE_INFINITY}) => sound > SILENT_MS).length,
        },
      ]),
    ),
  );
  console.table(lines);
}

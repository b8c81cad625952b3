import {parseArgs} from "node:util";
import {initializeLogger} from "@livekit/agents";
import {speakProvider} from "../src/voice/speech/open_speech.ts";
import {PROVIDERS} from "../src/voice/speech/settings.ts";

/**
 * How long a voice takes from a text to its first sound, and how fast it makes sound: answers as calls have them, each said for
 * the first time, then once more. `node bench/voice_speech.ts [--provider embedded] [--voice slt] [--rounds 3]`
 */
const {values} = parseArgs({
  options: {
    provider: {type: "string", default: "embedded"},
    voice: {type: "string"},
    rounds: {type: "string", default: "3"},
  },
});
const ANSWERS = [
  "Sales were about four point two million dollars, eight percent more than in March. The chart is on your screen.",
  "There were one hundred and eighty two orders in March.",
  "North had the highest sales, with twenty one thousand four hundred dollars, followed by South with nineteen thousand.",
  "The average quantity was three point four. The table is on your screen.",
  "Sales by region, twenty twenty four: North leads with one point one million dollars.",
  "I found two readings: by the date of the order, or by the date of delivery. Which one do you mean?",
];
const ACKNOWLEDGEMENTS = ["One moment.", "Let me look at that.", "Still working on it."];

initializeLogger({pretty: false, level: "silent"});
const provider = PROVIDERS.find((name) => name === values.provider);
if (!provider) throw new Error(`One of ${PROVIDERS.join(", ")}.`);
const begun = performance.now();
const speaker = await (await speakProvider(provider)).open({
  ...(values.voice && {voice: values.voice}),
  environment: process.env,
});
console.log(`${provider} ${values.voice ?? ""}: open after ${Math.round(performance.now() - begun)} ms`);

interface Said {
  first: number;
  all: number;
  seconds: number;
}

async function said(text: string): Promise<Said> {
  const from = performance.now();
  const stream = speaker.tts.stream();
  stream.pushText(text);
  stream.endInput();
  let first = 0;
  let samples = 0;
  for await (const audio of stream) {
    if (typeof audio === "symbol") break;
    first ||= performance.now() - from;
    samples += audio.frame.samplesPerChannel;
  }
  stream.close();
  return {first, all: performance.now() - from, seconds: samples / speaker.tts.sampleRate};
}

const fresh: Said[] = [];
const again: Said[] = [];
for (let round = 0; round < Number(values.rounds); round++)
  for (const text of [...ANSWERS, ...ACKNOWLEDGEMENTS]) {
    // A voice may keep what it has made: other words at the front make it another text.
    const other = ["", "Then ", "So "][round] ?? `Answer ${"abcdefgh"[round % 8]}: `;
    fresh.push(await said(`${other}${text}`));
    again.push(await said(`${other}${text}`));
  }
tell("said for the first time", fresh);
tell("said again", again);
await speaker.close();

function tell(what: string, all: readonly Said[]): void {
  const first = all.map((one) => one.first).toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(first[Math.floor(share * (first.length - 1))] ?? 0);
  const sound = all.reduce((sum, one) => sum + one.seconds, 0);
  const work = all.reduce((sum, one) => sum + one.all, 0) / 1000;
  console.log(
    `${what}: to first sound p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms; ${(sound / work).toFixed(0)} seconds of sound in one (${all.length} texts)`,
  );
}

import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join, resolve} from "node:path";
import {parseArgs} from "node:util";
import {fetchPocketsphinx} from "../scripts/pocketsphinx.ts";
import {createEngine} from "../src/data/create_engine.ts";
import {findPocketsphinx} from "../src/voice/speech/embedded/listen/find_pocketsphinx.ts";
import {languageOf} from "../src/voice/speech/embedded/listen/language_of.ts";
import {letterPhones} from "../src/voice/speech/embedded/listen/letter_phones.ts";
import {type Decoder, loadPocketsphinx} from "../src/voice/speech/embedded/listen/pocketsphinx.ts";
import {readDictionary} from "../src/voice/speech/embedded/listen/pronounce.ts";
import {vocabularyIn} from "../src/voice/speech/vocabulary_of.ts";
import {CONDITIONS, type Condition, heardAs, RATE, speak, VOICES, type Voice} from "./voice_sound.ts";

/**
 * How many words the embedded recognizer gets wrong: questions spoken by flite's voices, as they are, over a telephone and
 * with noise 10 dB below; heard with the general model and with that of the data.
 * `node bench/voice_words.ts questions.jsonl [--voices slt,rms] [--conditions clean] [--every 4] [--skip 1] [--general] [--show]`
 * A line is `{"data": ["orders.csv"], "spoken": "how many orders ..."}`; files lie beside it.
 */
const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    voices: {type: "string", default: VOICES.join(",")},
    conditions: {type: "string", default: CONDITIONS.join(",")},
    every: {type: "string", default: "1"},
    skip: {type: "string", default: "0"},
    general: {type: "boolean", default: false},
    show: {type: "boolean", default: false},
  },
});
interface Question {
  data: string[];
  spoken: string;
}
interface Tally {
  errors: number;
  words: number;
  right: number;
  sentences: number;
  spent: number;
  seconds: number;
}

const path = resolve(positionals[0] ?? join(import.meta.dirname, "../evals/voice/questions.jsonl"));
const questions = readFileSync(path, "utf8")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line): Question => JSON.parse(line))
  .filter((_, at) => at % Number(values.every) === Number(values.skip));
const folder = mkdtempSync(join(tmpdir(), "tabletalk-voice-words-"));
const sphinx = process.env.TABLETALK_POCKETSPHINX ?? (await fetchPocketsphinx());
const place = findPocketsphinx({...(sphinx && {TABLETALK_POCKETSPHINX: sphinx})});
const engine = await loadPocketsphinx(place);
const dictionary = await readDictionary(join(place.model, "cmudict-en-us.dict"));
const tallies = new Map<string, Tally>();
const others = await Promise.all(
  VOICES.map((voice) => speak("we went to the market before it closed", voice)),
);

try {
  for (const [key, group] of Map.groupBy(questions, ({data}) => data.join(" ")))
    for (const model of values.general ? ["general", "data"] : ["data"]) {
      const decoder = await open(model, key.split(" "));
      for (const condition of values.conditions.split(",") as Condition[])
        for (const voice of values.voices.split(",") as Voice[])
          for (const [at, {spoken}] of group.entries()) {
            const sound = heardAs(await speak(spoken, voice), condition, at, others);
            hear(decoder, sound, spoken, `${model} ${condition} ${voice}`);
          }
      decoder.close();
    }
} finally {
  engine.close();
  rmSync(folder, {recursive: true, force: true});
}
console.log("model    condition  voice   words wrong   sentences right   real-time factor");
for (const [name, {errors, words, right, sentences, spent, seconds}] of [...tallies].sort()) {
  const [model, condition, voice] = name.split(" ");
  console.log(
    [
      model!.padEnd(8),
      condition!.padEnd(10),
      voice!.padEnd(7),
      `${((100 * errors) / words).toFixed(1)} %`.padStart(11),
      `${right} of ${sentences}`.padStart(17),
      (spent / 1000 / seconds).toFixed(2).padStart(18),
    ].join(" "),
  );
}

async function open(model: string, data: readonly string[]): Promise<Decoder> {
  if (model === "general") return engine.open({dictionary: join(place.model, "cmudict-en-us.dict")});
  await using tables = createEngine({folder: join(folder, "versions")});
  const datasets = (
    await Promise.all(data.map((name) => tables.importFile(resolve(dirname(path), name))))
  ).flat();
  await using session = await tables.open(datasets);
  const profiles = await Promise.all(datasets.map(({name}) => session.profile(name)));
  const parts = {dictionary, common: engine.commonWords(), spell: letterPhones};
  const language = await languageOf(vocabularyIn(profiles, []), parts);
  const [words, sentences] = [join(folder, "words.dict"), join(folder, "model.lm")];
  writeFileSync(words, language.dictionary);
  writeFileSync(sentences, language.model);
  return engine.open({dictionary: words, language: {path: sentences, weight: 0.8}});
}

function hear(decoder: Decoder, sound: Int16Array, spoken: string, name: string): void {
  const before = process.cpuUsage();
  decoder.start();
  decoder.feedAll(sound);
  decoder.end();
  const heard = wordsOf(decoder.heard());
  const {user, system} = process.cpuUsage(before);
  const said = wordsOf(spoken);
  const errors = distance(said, heard);
  if (errors > 0 && values.show) console.log(`${name}: ${said.join(" ")} | ${heard.join(" ")}`);
  const add = (key: string): void => {
    const tally = tallies.get(key) ?? {errors: 0, words: 0, right: 0, sentences: 0, spent: 0, seconds: 0};
    tallies.set(key, tally);
    tally.errors += errors;
    tally.words += said.length;
    tally.right += errors === 0 ? 1 : 0;
    tally.sentences++;
    tally.spent += (user + system) / 1000;
    tally.seconds += sound.length / RATE;
  };
  add(name);
  add(name.replace(/ \S+$/, " all"));
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[^a-z' ]+/g, " ")
    .split(/\s+/)
    .filter(Boolean);
}

/** Words put in, left out or changed. */
function distance(said: readonly string[], heard: readonly string[]): number {
  let row = Array.from({length: heard.length + 1}, (_, at) => at);
  for (const [at, word] of said.entries()) {
    const next = [at + 1];
    for (const [other, one] of heard.entries())
      next.push(Math.min(row[other + 1]! + 1, next[other]! + 1, row[other]! + (word === one ? 0 : 1)));
    row = next;
  }
  return row.at(-1)!;
}

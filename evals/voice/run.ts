/**
 * `node evals/voice/run.ts [--half first] [--voices slt,rms] [--conditions clean] [--details]`: the questions of questions.jsonl, said
 * by Flite's voices, clean, over a telephone and in noise; heard by the recognizer of calls, asked of the real turn, and said
 * again. Prints the word error rate, how many answers are right, and where what is spoken is not what is shown.
 */
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {z} from "zod";
import {TabletalkError} from "../../src/errors.ts";
import {noise, overTelephone, withNoise} from "../../test/voice_server/noises.ts";
import {loudness, type Pcm, speech, VOICES, type Voice} from "../../test/voice_server/speech.ts";
import {suiteOfQuestions} from "../own_suite.ts";
import {type Question, questionSchema} from "../suite.ts";
import {type AskedAloud, openAsking} from "./ask_aloud.ts";
import {wordErrors, wordsOf} from "./word_errors.ts";

const {values: flags} = parseArgs({
  options: {
    half: {type: "string"},
    voices: {type: "string", default: VOICES.join(",")},
    conditions: {type: "string", default: "typed,read,clean,telephone,noise"},
    details: {type: "boolean", default: false},
    json: {type: "string"},
  },
});

/** How a sound reaches the recognizer, and what is around it. */
const CONDITIONS: Readonly<Record<string, (sound: Pcm, seed: number) => {sound: Pcm; around?: Pcm}>> = {
  clean: (sound) => ({sound}),
  telephone: (sound) => ({sound: overTelephone(sound)}),
  noise(sound, seed) {
    const level = loudness(sound) / 10 ** (NOISE_DECIBELS / 20);
    return {sound: withNoise(sound, NOISE_DECIBELS, seed), around: noise(2, level, seed + 1)};
  },
};
const NOISE_DECIBELS = 10;

const spokenQuestion = questionSchema.extend({spoken: z.string()});
type SpokenQuestion = Question & {spoken: string};

interface Outcome extends AskedAloud {
  id: string;
  voice: string;
  condition: string;
  said: string;
  heard: string;
  errors: number;
  words: number;
}

// The recognizer's thread does not keep the process; waiting for it must.
setInterval(() => undefined, 60_000);
const questions = halfOf(readQuestions(), flags.half);
const home = mkdtempSync(join(tmpdir(), "tabletalk-voice-evals-"));
const outcomes: Outcome[] = [];
try {
  for (const file of new Set(questions.map(({data}) => data.join()))) {
    const own = questions.filter(({data}) => data.join() === file);
    const asking = await openAsking({
      home,
      files: own[0]!.data.map((name) => join(import.meta.dirname, name)),
    });
    try {
      for (const question of own) await askInAllWays(question, asking);
    } finally {
      await asking.close();
    }
  }
} finally {
  rmSync(home, {recursive: true, force: true, maxRetries: 5});
}
tell();
if (flags.json) writeFileSync(flags.json, outcomes.map((one) => `${JSON.stringify(one)}\n`).join(""));
// Native threads of the speech packages would keep the process.
process.exit(0);

async function askInAllWays(
  question: SpokenQuestion,
  asking: Awaited<ReturnType<typeof openAsking>>,
): Promise<void> {
  const [suiteCase] = suiteOfQuestions("voice", [question], import.meta.dirname).cases;
  if (!suiteCase) return;
  const keep = async (
    voice: string,
    condition: string,
    said: string,
    heard: {text: string; confidence?: number},
  ) => {
    const asked = await asking.ask(suiteCase, heard, condition === "typed");
    const [errors, words] = [wordErrors(said, heard.text), wordsOf(said).length];
    outcomes.push({id: question.id, voice, condition, said, heard: heard.text, errors, words, ...asked});
    process.stderr.write(`\r${outcomes.length} asked `);
  };
  const conditions = flags.conditions.split(",");
  // What even a perfect recognizer cannot mend.
  if (conditions.includes("typed")) await keep("", "typed", question.question, {text: question.question});
  if (conditions.includes("read")) await keep("", "read", question.spoken, {text: question.spoken});
  for (const voice of flags.voices.split(",") as Voice[]) {
    const sound = await speech(question.spoken, voice);
    for (const condition of conditions) {
      const through = CONDITIONS[condition]?.(sound, outcomes.length);
      if (!through) continue;
      await keep(voice, condition, question.spoken, await asking.hear(through.sound, through.around));
    }
  }
}

function readQuestions(): SpokenQuestion[] {
  const lines = readFileSync(join(import.meta.dirname, "questions.jsonl"), "utf8").split("\n");
  return lines.filter(Boolean).map((line) => spokenQuestion.parse(JSON.parse(line)));
}

function halfOf(all: SpokenQuestion[], half: string | undefined): SpokenQuestion[] {
  if (half === undefined) return all;
  const middle = Math.ceil(all.length / 2);
  if (half === "first") return all.slice(0, middle);
  if (half === "second") return all.slice(middle);
  throw new TabletalkError("bad_use", `There is no half '${half}'.`, "Say --half first or --half second.");
}

function tell(): void {
  const groups = new Map<string, Outcome[]>();
  for (const one of outcomes) {
    const names = one.voice === "" ? [one.condition] : [`${one.condition}, ${one.voice}`, one.condition];
    for (const name of names) groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const percent = (part: number, whole: number): string =>
    whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`;
  console.table(
    Object.fromEntries(
      [...groups].map(([name, own]) => {
        const count = (verdict: string) => own.filter((one) => one.verdict === verdict).length;
        const sum = (of: (one: Outcome) => number) => own.reduce((all, one) => all + of(one), 0);
        return [
          name,
          {
            of: own.length,
            "word errors": percent(
              sum(({errors}) => errors),
              sum(({words}) => words),
            ),
            "said exactly": percent(own.filter(({errors}) => errors === 0).length, own.length),
            right: percent(count("right"), own.length),
            "one choice away": own.filter((one) => one.verdict !== "right" && one.withinOneChoice).length,
            wrong: count("wrong"),
            declined: count("declined"),
            "not taken": own.filter((one) => one.move !== "ask").length,
            failed: count("error"),
            "spoken otherwise": sum(({disagreements}) => disagreements.length),
          },
        ];
      }),
    ),
  );
  if (!flags.details) return;
  for (const one of outcomes.filter(
    ({verdict, disagreements}) => verdict !== "right" || disagreements.length > 0,
  ))
    console.log(
      [
        `${one.id} ${one.condition} ${one.voice}: ${one.verdict} ${one.why}`,
        `  said  ${one.said}`,
        `  heard ${one.heard}${one.confidence === undefined ? "" : ` (${one.confidence.toFixed(2)})`}`,
        `  asked ${one.move} ${one.question}`,
        ...(one.caption ? [`  told  ${one.caption}`] : []),
        ...one.disagreements.map((what) => `  SPOKEN OTHERWISE ${what}`),
      ].join("\n"),
    );
}

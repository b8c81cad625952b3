import {join} from "node:path";
import {fetchedPocketsphinx} from "../../scripts/pocketsphinx.ts";
import type {Answer} from "../../src/channels/channel.ts";
import {openService} from "../../src/channels/open_service.ts";
import {createRuntime} from "../../src/commands/runtime.ts";
import {startTurns} from "../../src/commands/turns.ts";
import {loadConfig} from "../../src/config.ts";
import {aboutCall} from "../../src/voice/call/about_call.ts";
import {moveOf} from "../../src/voice/conduct/move_of.ts";
import {listenProvider} from "../../src/voice/speech/open_speech.ts";
import type {OpenListener} from "../../src/voice/speech/provider.ts";
import {speechSettingsFrom} from "../../src/voice/speech/settings.ts";
import {asTyped} from "../../src/voice/words/as_typed.ts";
import {disagreements} from "../../src/voice/words/disagreements.ts";
import {spokenAnswer} from "../../src/voice/words/spoken_answer.ts";
import type {Pcm} from "../../test/voice_server/speech.ts";
import {askCase} from "../ask_case.ts";
import type {Asked, SuiteCase} from "../outside/adapter.ts";
import {WITHIN_ONE_CHOICE} from "../tally.ts";
import {type HeardText, hear} from "./hear.ts";

/** What became of something that was heard. */
export interface AskedAloud {
  /** What it was taken for, and as which question. */
  move: string;
  question: string;
  verdict: string;
  why: string;
  withinOneChoice: boolean;
  confidence?: number;
  /** What is said of the answer, with digits. */
  caption?: string;
  /** Where what is spoken is not what is shown. */
  disagreements: string[];
}

/** What hears and answers questions about some files. */
export interface Asking {
  hear(sound: Pcm, around?: Pcm): Promise<HeardText>;
  /** Asks what was heard; typed text is taken as it is. */
  ask(one: SuiteCase, heard: HeardText, isTyped: boolean): Promise<AskedAloud>;
  close(): Promise<void>;
}

/** Opens the layers that a call stands on: its recognizer, with the words of the files, and the turn. */
export async function openAsking({home, files}: {home: string; files: readonly string[]}): Promise<Asking> {
  const environment = {
    ...process.env,
    TABLETALK_POCKETSPHINX: process.env.TABLETALK_POCKETSPHINX ?? fetchedPocketsphinx(),
  };
  const config = loadConfig(
    {home: join(home, String(files.length), files.join().replace(/\W+/g, "-"))},
    {TABLETALK_MODEL: "offline", TABLETALK_TIME_ZONE: "UTC"},
  );
  const vocabulary = await vocabularyOf(config, files);
  let opening: Promise<OpenListener> | undefined;
  const opened = async (): Promise<OpenListener> => {
    (await import("@livekit/agents")).initializeLogger({pretty: false, level: "error"});
    const {listen, language} = speechSettingsFrom(environment);
    return (await listenProvider(listen)).open({vocabulary, language, environment});
  };
  const runtime = createRuntime(config);
  const signal = new AbortController().signal;
  const turns = startTurns(runtime, files, {
    signal,
    drawChart: async (step, {title}) => ({step, title, altText: title, paths: {}}),
  });
  const session = await turns.session();
  const answered = new Map<string, Promise<Asked>>();

  return {
    async hear(sound, around) {
      opening ??= opened();
      return hear(await opening, sound, around);
    },
    async ask(one, {text, confidence}, isTyped) {
      const typed = isTyped ? text : asTyped(text, vocabulary);
      const move = moveOf(typed, {
        choices: [],
        state: "listening",
        hasAnswer: false,
        ...(confidence !== undefined && {confidence}),
      });
      const sure = confidence === undefined ? {} : {confidence};
      if (move.kind !== "ask") {
        const {judgement} = one.finish({state: "declined", answer: NOTHING, ms: 0});
        return {move: move.kind, question: typed, ...sure, ...verdictOf(judgement), disagreements: []};
      }
      const key = `${one.id} ${move.question}`;
      const asked = answered.get(key) ?? askCase({...one, turns: [move.question]}, turns, signal);
      answered.set(key, asked);
      const {judgement} = one.finish(await asked);
      const {answer} = await asked;
      const caption = answer && spokenAnswer(answer).caption;
      return {
        move: move.kind,
        question: move.question,
        ...sure,
        ...verdictOf(judgement),
        ...(caption !== undefined && {caption}),
        disagreements: answer && caption !== undefined ? disagreements(caption, answer) : [],
      };
    },
    async close() {
      await (await opening)?.close();
      await session.close();
      await runtime[Symbol.asyncDispose]();
    },
  };
}

const NOTHING: Answer = {
  answer: "",
  values: [],
  choices: [],
  artifacts: {},
  charts: [],
  evidence: [],
  timings: {},
};

function verdictOf({verdict, why, scores}: ReturnType<SuiteCase["finish"]>["judgement"]) {
  return {verdict, why, withinOneChoice: scores?.[WITHIN_ONE_CHOICE] === 1};
}

/** The words that a call about these files would listen for. */
async function vocabularyOf(config: ReturnType<typeof loadConfig>, files: readonly string[]) {
  const service = await openService({...config, home: `${config.home}-words`});
  try {
    const workspace = service.workspace("terminal");
    for (const file of files) await workspace.importFile(file, {by: "caller"});
    const call = {workspace: "terminal", conversation: "none", startedBy: "caller", audience: "one" as const};
    return (await aboutCall(service, call)).vocabulary;
  } finally {
    await service.close();
  }
}

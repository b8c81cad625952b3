import {randomUUID} from "node:crypto";
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join, resolve} from "node:path";
import {parseArgs} from "node:util";
import type {Channel} from "../src/channels/channel.ts";
import {createRuntime} from "../src/commands/runtime.ts";
import {startTurns, type Turns} from "../src/commands/turns.ts";
import {loadConfig} from "../src/config.ts";
import {judge, type Reply, type Verdict} from "./judge.ts";
import {type Question, readSuite} from "./suite.ts";

const {values: flags, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    only: {type: "string"},
    limit: {type: "string"},
    replies: {type: "string"},
    verbose: {type: "boolean"},
  },
});
const folder = resolve(positionals[0] ?? join(import.meta.dirname, "main-job"));
const only = flags.only?.split(",");
const questions = readSuite(join(folder, "questions.jsonl"))
  .filter((question) => !only || only.includes(question.id))
  .slice(0, flags.limit ? Number(flags.limit) : undefined);

const silent: Channel = {
  platform: "terminal",
  capabilities: {
    nativeTable: true,
    nativeChart: true,
    image: true,
    buttons: false,
    files: true,
    maxTextLength: 1e6,
  },
  async render() {},
};

/** Asks a question in a conversation of its own, after those that came before it. */
async function ask(question: Question, turns: Turns): Promise<Reply> {
  const to = {conversation: randomUUID(), channel: silent};
  try {
    for (const earlier of question.earlier ?? []) await turns.ask(earlier, to);
    const result = await turns.ask(question.question, to);
    if ("error" in result) return {error: `${result.error.code}: ${result.error.message}`};
    if (result.state === "repeated") return {error: "the question was taken for a repetition"};
    const {answer} = result;
    const state = result.state === "answered" ? "answered" : answer.choices.length > 0 ? "asked" : "declined";
    return {answer, state};
  } catch (error) {
    return {error: error instanceof Error ? error.message : String(error)};
  }
}

const home = mkdtempSync(join(tmpdir(), "tabletalk-evals-"));
const runtime = createRuntime(loadConfig({home}));
const turnsOver = new Map<string, Turns>();
const results: {question: Question; verdict: Verdict; why: string; reply: Reply; ms: number}[] = [];
for (const question of questions) {
  const files = question.data.map((file) => resolve(dirname(join(folder, "questions.jsonl")), file));
  const key = files.join("\n");
  const turns = turnsOver.get(key) ?? startTurns(runtime, files);
  turnsOver.set(key, turns);
  await turns.session();
  const started = performance.now();
  const reply = await ask(question, turns);
  results.push({question, reply, ms: performance.now() - started, ...judge(question, reply)});
}
await runtime[Symbol.asyncDispose]();
rmSync(home, {recursive: true, force: true});

const count = (verdict: Verdict, of = results): number => of.filter((one) => one.verdict === verdict).length;
const kinds = [...new Set(questions.map((question) => question.kind))].sort();
console.log(
  `${"kind".padEnd(14)}${["of", "right", "declined", "wrong", "error"].map((head) => head.padStart(9)).join("")}`,
);
for (const kind of [...kinds, "all"]) {
  const of = kind === "all" ? results : results.filter((one) => one.question.kind === kind);
  const cells = [
    of.length,
    count("right", of),
    count("declined", of),
    count("wrong", of),
    count("error", of),
  ];
  console.log(`${kind.padEnd(14)}${cells.map((cell) => String(cell).padStart(9)).join("")}`);
}
for (const one of results) {
  if (one.verdict === "right" && !flags.verbose) continue;
  const reading = "answer" in one.reply ? (one.reply.answer.reading ?? "") : "";
  console.log(
    `${one.verdict}: [${one.question.id}] ${[...(one.question.earlier ?? []), one.question.question].join(" > ")}\n    ${reading}\n    ${one.why}`,
  );
}
const times = results.map((one) => one.ms).sort((a, b) => a - b);
const at = (share: number): string =>
  `${(times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0).toFixed(0)} ms`;
const answered = count("right") + count("wrong");
console.log(
  `right when answered or rightly declined: ${count("right")} of ${answered}; median ${at(0.5)}, p95 ${at(0.95)}`,
);
if (flags.replies)
  writeFileSync(
    flags.replies,
    results
      .map(({question, reply, verdict}) =>
        JSON.stringify({id: question.id, verdict, ...("answer" in reply && {reply: reply.answer.answer})}),
      )
      .join("\n"),
  );

const thresholds = join(folder, "thresholds.json");
const whole = !only && !flags.limit && existsSync(thresholds);
const bars = whole
  ? (JSON.parse(readFileSync(thresholds, "utf8")) as {right: number; wrong: number})
  : undefined;
const failed = bars
  ? Number(count("right") < bars.right) + Number(count("wrong") + count("error") > bars.wrong)
  : 0;
if (bars) console.log(`bars: at least ${bars.right} right, at most ${bars.wrong} wrong`);
console.log(
  `${bars ? 2 - failed : results.length - count("wrong") - count("error")} passed, ${bars ? failed : count("wrong") + count("error")} failed`,
);
process.exit(failed > 0 ? 1 : 0);

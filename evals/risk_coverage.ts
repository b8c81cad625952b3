import {createHash} from "node:crypto";
import {join} from "node:path";
import {loadConfig} from "../src/config.ts";
import type {SuiteCase} from "./outside/adapter.ts";
import {askedSuites, ownSuite} from "./own_suite.ts";
import {runCases} from "./run_suite.ts";
import {percent} from "./say_run.ts";

/**
 * How often an answer was right or wrong with each kind of doubt, shown or offered, over the first halves of our suites; what the
 * rule shows; and what a rule would show that was chosen on half of the data sets, on the other half. Usage: node
 * evals/risk_coverage.ts [SUITE ...] [--show]: with --show, the wrong answers that are shown and the right ones that are not.
 */
interface Told {
  id: string;
  files: string;
  question: string;
  /** What was computed is right, whether it was shown or offered. */
  right: boolean;
  shown: boolean;
  doubts: readonly string[];
  says: string;
}

/** A kind of doubt that was wrong at least so often is one to offer with. */
const RISKY = 0.06;
/** About the data: told beside an answer. */
const OF_DATA: ReadonlySet<string> = new Set(
  "guess model period missing repeats few cut empty assumptions differs".split(" "),
);

const show = process.argv.includes("--show");
const named = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const told: Told[] = [];
let of = 0;
for (const name of named.length > 0 ? named : askedSuites()) {
  const {cases} = ownSuite(join(import.meta.dirname, name));
  of += cases.length;
  await runCases(
    cases.map((one) => watched(name, one)),
    loadConfig({}),
    new AbortController().signal,
    () => {},
  );
}
print();

/** The case as it is; what was computed is judged as if it were shown. */
function watched(suite: string, one: SuiteCase): SuiteCase {
  return {
    ...one,
    finish(asked) {
      const finished = one.finish(asked);
      const {answer, state, options} = asked;
      const meant = state === "asked" ? options?.[0] : answer;
      if (answer?.confidence && meant && (state === "asked" || state === "answered"))
        told.push({
          id: `${suite}/${one.id}`,
          files: one.files.join(" "),
          question: one.turns.join(" > "),
          right: one.finish({...asked, state: "answered", answer: meant}).judgement.verdict === "right",
          shown: state === "answered",
          doubts: answer.confidence.doubts ?? [],
          says: answer.confidence.reasons.join(" · "),
        });
      return finished;
    },
  };
}

function print(): void {
  const row = (name: string, all: readonly Told[]): string => {
    const right = all.filter((one) => one.right).length;
    return [
      name.padEnd(30),
      ...[right, all.length - right].map((count) => String(count).padStart(8)),
      percent((all.length - right) / Math.max(1, all.length)).padStart(10),
    ].join("");
  };
  console.log(`${"".padEnd(30)}   right   wrong     wrong`);
  const kinds = [...new Set(told.flatMap(({doubts}) => doubts))];
  for (const kind of kinds)
    console.log(
      row(
        kind,
        told.filter(({doubts}) => doubts.includes(kind)),
      ),
    );
  console.log(
    row(
      "no doubt of the reading",
      told.filter(({doubts}) => doubts.every((kind) => OF_DATA.has(kind))),
    ),
  );
  console.log(
    row(
      "shown",
      told.filter(({shown}) => shown),
    ),
  );
  console.log(
    row(
      "offered",
      told.filter(({shown}) => !shown),
    ),
  );
  const wrong = told.filter(({shown, right}) => shown && !right).length;
  console.log(`wrong and shown: ${wrong} of ${of} questions (${percent(wrong / Math.max(1, of))})`);
  for (const side of [0, 1]) {
    const [seen, unseen] = [
      told.filter((one) => sideOf(one) === side),
      told.filter((one) => sideOf(one) !== side),
    ];
    const chosen = kinds.filter((kind) => !OF_DATA.has(kind) && wrongShare(seen, kind) >= RISKY);
    const kept = unseen.filter(({doubts}) => !doubts.some((kind) => chosen.includes(kind)));
    console.log(`chosen on half ${side + 1} of the data sets: ${chosen.join(", ")}`);
    console.log(row("  shown on the other half", kept));
  }
  if (!show) return;
  for (const one of told)
    if (one.shown !== one.right)
      console.log(
        `${one.right ? "right, offered" : "WRONG, SHOWN"}: [${one.id}] ${one.question} (${one.says})`,
      );
}

function wrongShare(all: readonly Told[], kind: string): number {
  const here = all.filter(({doubts}) => doubts.includes(kind));
  return here.filter(({right}) => !right).length / Math.max(1, here.length);
}

/** Which half of the data sets a case is in. */
function sideOf({files}: Told): number {
  return createHash("sha256").update(files).digest()[0]! % 2;
}

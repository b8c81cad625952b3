import {fileURLToPath} from "node:url";
import {loadConfig} from "../src/config.ts";
import type {SuiteCase} from "./outside/adapter.ts";
import {askedSuites, ownSuite} from "./own_suite.ts";
import {runCases} from "./run_suite.ts";

/**
 * How often the answers of each level of confidence are right, over the first halves of all our suites. Usage: node
 * evals/calibration.ts [SUITE ...] [--show]: with --show, the answers that were high and wrong.
 */
const LEVELS = ["high", "medium", "low"] as const;
/** The bars: of high answers, how many are right; of right answers, how many are high. */
const RIGHT = 0.97;
const COVERED = 0.5;

interface Told {
  id: string;
  level: string;
  right: boolean;
  reasons: string;
  question: string;
}

const show = process.argv.includes("--show");
const named = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const suites = named.length > 0 ? named : askedSuites();
const told: Told[] = [];
for (const name of suites) {
  const {cases} = ownSuite(fileURLToPath(new URL(name, import.meta.url)));
  await runCases(
    cases.map((one) => watched(name, one)),
    loadConfig({}),
    new AbortController().signal,
    () => {},
  );
}
print(told);
process.exitCode = holds(told) ? 0 : 1;

/** The case as it is, its answer's confidence noted beside the verdict. */
function watched(suite: string, one: SuiteCase): SuiteCase {
  return {
    ...one,
    finish(asked) {
      const finished = one.finish(asked);
      const {confidence} = asked.answer ?? {};
      if (asked.state === "answered" && confidence)
        told.push({
          id: `${suite}/${one.id}`,
          level: confidence.level,
          right: finished.judgement.verdict === "right",
          reasons: confidence.reasons.join(" · "),
          question: one.turns.join(" > "),
        });
      return finished;
    },
  };
}

function print(all: readonly Told[]): void {
  const right = all.filter((one) => one.right).length;
  console.log("level    answers   right   share   of the right ones");
  for (const level of LEVELS) {
    const here = all.filter((one) => one.level === level);
    const good = here.filter((one) => one.right).length;
    console.log(
      [
        level.padEnd(8),
        String(here.length).padStart(7),
        String(good).padStart(8),
        percent(good, here.length).padStart(8),
        percent(good, right).padStart(10),
      ].join(""),
    );
  }
  if (!show) return;
  for (const one of all)
    if ((one.level === "high") !== one.right)
      console.log(
        `${one.level} and ${one.right ? "right" : "wrong"}: [${one.id}] ${one.question} (${one.reasons})`,
      );
}

function holds(all: readonly Told[]): boolean {
  const high = all.filter((one) => one.level === "high");
  const right = all.filter((one) => one.right).length;
  const good = high.filter((one) => one.right).length;
  return good >= RIGHT * high.length && good >= COVERED * right;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`;
}

import type {Result} from "./run_record.ts";

/** The score of a case of our own suites whose choices were followed. */
export const WITHIN_ONE_CHOICE = "within one choice";

/** Counts over some results. */
export interface Tally {
  name: string;
  of: number;
  right: number;
  wrong: number;
  declined: number;
  /** Of the declined: those that offered choices. */
  asked: number;
  error: number;
  /** Right, or one choice leads there. */
  withinOneChoice: number;
  /** Of the answered ones; absent where none was. */
  rightWhenAnswered: number | undefined;
  /** The mean over groups of each group's share of right ones. */
  score: number;
  medianMs: number;
  p95Ms: number;
}

export function tallyOf(name: string, results: readonly Result[]): Tally {
  const count = (verdict: Result["verdict"]): number =>
    results.filter((one) => one.verdict === verdict).length;
  const [right, wrong] = [count("right"), count("wrong")];
  const times = results.map((one) => one.ms).sort((a, b) => a - b);
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return {
    name,
    of: results.length,
    right,
    wrong,
    declined: count("declined"),
    asked: results.filter((one) => one.verdict === "declined" && one.asked).length,
    error: count("error"),
    withinOneChoice: results.filter(isWithinOneChoice).length,
    rightWhenAnswered: right + wrong > 0 ? right / (right + wrong) : undefined,
    score: groupScore(results),
    medianMs: at(0.5),
    p95Ms: at(0.95),
  };
}

function isWithinOneChoice({verdict, scores}: Result): boolean {
  return verdict === "right" || (verdict === "declined" && scores?.[WITHIN_ONE_CHOICE] === 1);
}

/** A row for each concept, each level, what is soundly labelled, and all. */
export function tallies(results: readonly Result[]): Tally[] {
  const concepts = [...new Set(results.flatMap((one) => one.concepts))].sort();
  const levels = [...new Set(results.flatMap((one) => one.level ?? []))].sort();
  const sound = results.filter((one) => one.sound === true);
  const marked = results.some((one) => one.sound === false);
  return [
    ...concepts.map((concept) =>
      tallyOf(
        concept,
        results.filter((one) => one.concepts.includes(concept)),
      ),
    ),
    ...levels.map((level) =>
      tallyOf(
        `level ${level}`,
        results.filter((one) => one.level === level),
      ),
    ),
    ...(marked ? [tallyOf("sound labels", sound)] : []),
    tallyOf("all", results),
  ];
}

/** Means of the further scores, by name. */
export function meanScores(results: readonly Result[]): [name: string, mean: number][] {
  const names = [...new Set(results.flatMap((one) => Object.keys(one.scores ?? {})))];
  return names.map((name) => {
    const values = results.flatMap((one) => one.scores?.[name] ?? []);
    return [name, values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)];
  });
}

function groupScore(results: readonly Result[]): number {
  const groups = new Map<string, number[]>();
  for (const one of results) {
    const key = one.group ?? `case ${one.id}`;
    groups.set(key, [...(groups.get(key) ?? []), Number(one.verdict === "right")]);
  }
  const shares = [...groups.values()].map((own) => own.reduce((sum, one) => sum + one, 0) / own.length);
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}

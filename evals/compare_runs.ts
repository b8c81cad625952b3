import type {Result, Run} from "./run_record.ts";

/** How a run differs from an earlier one, over the cases that both asked. */
export interface RunDifference {
  earlier: string;
  both: number;
  rightBefore: number;
  rightNow: number;
  gained: Result[];
  lost: Result[];
  /** Answered wrongly now, and not before. */
  newlyWrong: Result[];
  /** The median time now over that before, where both took any. */
  slower: number | undefined;
}

export function compareRuns(now: Run, before: Run): RunDifference {
  const known = new Map(before.results.map((one) => [one.id, one]));
  const shared = now.results.filter((one) => known.has(one.id));
  const was = (one: Result): Result["verdict"] | undefined => known.get(one.id)?.verdict;
  const right = (one: Result): boolean => one.verdict === "right";
  const times = [median(shared), median(shared.flatMap((one) => known.get(one.id) ?? []))] as const;
  return {
    earlier: before.head.id,
    both: shared.length,
    rightBefore: shared.filter((one) => was(one) === "right").length,
    rightNow: shared.filter(right).length,
    gained: shared.filter((one) => right(one) && was(one) !== "right"),
    lost: shared.filter((one) => !right(one) && was(one) === "right"),
    newlyWrong: shared.filter((one) => one.verdict === "wrong" && was(one) !== "wrong"),
    slower: times[1] > 0 ? times[0] / times[1] : undefined,
  };
}

/** The difference in a few lines of text. */
export function sayDifference(difference: RunDifference): string {
  const {earlier, both, rightBefore, rightNow, gained, lost, newlyWrong, slower} = difference;
  const ids = (of: readonly Result[]): string => of.map((one) => one.id).join(", ") || "none";
  return [
    `against ${earlier}, ${both} cases in both: right ${rightBefore} before, ${rightNow} now`,
    `  now right: ${ids(gained)}`,
    `  no longer right: ${ids(lost)}`,
    `  newly wrong: ${ids(newlyWrong)}`,
    ...(slower === undefined ? [] : [`  median time ${slower.toFixed(2)} times what it was`]),
  ].join("\n");
}

function median(of: readonly Result[]): number {
  const times = of.map((one) => one.ms).sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? 0;
}

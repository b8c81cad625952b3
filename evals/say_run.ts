import type {Result, Run} from "./run_record.ts";
import {meanScores, type Tally, tallies, tallyOf, WITHIN_ONE_CHOICE} from "./tally.ts";

const HEADS = [
  "of",
  "right",
  "share",
  "when answered",
  "declined",
  "asked",
  "wrong",
  "error",
  "median ms",
] as const;

/** The table by concept and level, then what is to be said of the whole. */
export function sayTable(run: Run): string {
  const rows = tallies(run.results);
  const width = Math.max(...rows.map((row) => row.name.length)) + 2;
  const heads = HEADS.map((head) => head.padStart(Math.max(8, head.length + 2))).join("");
  const lines = rows.map(
    (row) =>
      row.name.padEnd(width) +
      cellsOf(row)
        .map((cell, at) => cell.padStart(Math.max(8, HEADS[at]!.length + 2)))
        .join(""),
  );
  return [`${"".padEnd(width)}${heads}`, ...lines].join("\n");
}

export function cellsOf(row: Tally): string[] {
  return [
    String(row.of),
    String(row.right),
    percent(row.right / Math.max(1, row.of)),
    row.rightWhenAnswered === undefined ? "-" : percent(row.rightWhenAnswered),
    String(row.declined),
    String(row.asked),
    String(row.wrong),
    String(row.error),
    row.medianMs.toFixed(0),
  ];
}

export const TABLE_HEADS: readonly string[] = HEADS;

/** One line for the whole run, and one each for further scores and for what models used. */
export function sayWhole(run: Run): string {
  const all = tallyOf("all", run.results);
  const grouped = run.results.some((one) => one.group !== undefined);
  const scores = meanScores(run.results)
    .filter(([name]) => name !== WITHIN_ONE_CHOICE)
    .map(([name, mean]) => `${name} ${mean.toFixed(3)}`);
  return [
    `right when answered or rightly declined: ${all.right} of ${all.right + all.wrong}; median ${all.medianMs.toFixed(0)} ms, p95 ${all.p95Ms.toFixed(0)} ms`,
    ...(grouped ? [`mean over wordings, then over groups: ${percent(all.score)}`] : []),
    ...(scores.length > 0 ? [`means: ${scores.join(", ")}`] : []),
    ...saySpent(run.results),
    ...sayShares(all),
  ].join("\n");
}

/** What the whole came to, in shares of all questions. */
function sayShares(all: Tally): string[] {
  const share = (count: number): string => percent(count / Math.max(1, all.of));
  return [
    `right at once      ${share(all.right)}`,
    `within one choice  ${share(all.withinOneChoice)}`,
    `wrong shown        ${share(all.wrong)}`,
    `declined or asked  ${share(all.declined)}`,
    ...(all.error > 0 ? [`failed             ${share(all.error)}`] : []),
  ];
}

function saySpent(results: readonly Result[]): string[] {
  const used = results.flatMap((one) => one.usage ?? []);
  if (used.length === 0) return [];
  const total = (of: (one: (typeof used)[number]) => number): number =>
    used.reduce((sum, one) => sum + of(one), 0);
  const dollars = used.every((one) => one.dollars !== undefined)
    ? `, $${total((one) => one.dollars ?? 0).toFixed(4)} in all`
    : "";
  return [
    `models: ${(total((one) => one.tokens) / used.length).toFixed(0)} tokens and ${(total((one) => one.calls) / used.length).toFixed(1)} calls a question${dollars}`,
  ];
}

/** A result that is not right, in two or three lines. */
export function sayResult(one: Result): string {
  const verdict = one.verdict === "declined" && one.asked ? "asked back" : one.verdict;
  return [`${verdict}: [${one.id}] ${one.turns.join(" > ")}`, one.reading, one.why]
    .filter((line) => line)
    .join("\n    ");
}

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

import {adjust} from "../statistics/multiple/adjust.ts";
import type {Artifact} from "../tools/tool.ts";

/** One test of a conversation. */
export interface LedgerEntry {
  /** What was compared, as its artifact is titled. */
  name: string;
  p: number;
}

/** The tests of a conversation so far, in order. Plain data: it may be stored with the conversation. */
export type ComparisonLedger = readonly LedgerEntry[];

export interface CorrectedEntry extends LedgerEntry {
  /** Holm's: the chance of even one false find among all stays below the level. */
  holm: number;
  /** Benjamini and Hochberg's: the share of false finds among the finds stays below the level. */
  benjaminiHochberg: number;
}

/**
 * The ledger with the p-values of a step's artifact: the row "p" of a test, or the column "p" of a table of statistics. The
 * same name and p again (a replay, a follow-up that repeats it) is not counted twice.
 */
export function withTestsOf(ledger: ComparisonLedger, artifact: Artifact): ComparisonLedger {
  const found = testsOf(artifact).filter(
    ({name, p}) => !ledger.some((known) => known.name === name && known.p === p),
  );
  return [...ledger, ...found];
}

/** All tests so far, each with its p-value corrected for how many there are. */
export function corrected(ledger: ComparisonLedger): CorrectedEntry[] {
  const p = ledger.map((entry) => entry.p);
  const [holm, benjaminiHochberg] = [adjust(p, "holm"), adjust(p, "benjamini_hochberg")];
  return ledger.map((entry, at) => ({
    ...entry,
    holm: holm[at]!,
    benjaminiHochberg: benjaminiHochberg[at]!,
  }));
}

/** What a reply says once there are two tests or more: how many, and which stay below the level; else undefined. */
export function sayLedger(ledger: ComparisonLedger, level = 0.05): string | undefined {
  if (ledger.length < 2) return undefined;
  const all = corrected(ledger);
  const plain = all.filter(({p}) => p < level).length;
  const kept = all.filter(({holm}) => holm < level).length;
  const found = all.filter(({benjaminiHochberg}) => benjaminiHochberg < level).length;
  return `${ledger.length} tests so far in this conversation: ${plain} with p below ${level}, ${kept} after Holm's correction, ${found} after Benjamini and Hochberg's.`;
}

function testsOf({kind, title, table}: Artifact): LedgerEntry[] {
  if (kind !== "statistic") return [];
  const column = table.columns.findIndex(({name}) => name === "p");
  const entries =
    column < 0
      ? table.rows
          .filter(([figure]) => figure === "p")
          .map(([, p]) => ({name: title, p}))
          .slice(0, 1)
      : table.rows.map((row) => ({name: `${title}: ${String(row[0])}`, p: row[column]}));
  return entries.flatMap(({name, p}) => (typeof p === "number" && p >= 0 && p <= 1 ? [{name, p}] : []));
}

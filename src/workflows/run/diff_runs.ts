import type {Value} from "../../planning/evidence.ts";
import {formatValue} from "../../planning/format_value.ts";
import type {Artifact} from "../../tools/tool.ts";
import {type CellChange, changeOf, diffTables, isSame, type TableDiff, TOLERANCE} from "./diff_tables.ts";
import {sameRows} from "./whole_digest.ts";

/** What is compared of a run. */
export interface ComparedRun {
  id: string;
  values: readonly Value[];
  headline?: string;
  artifacts: Readonly<Record<string, Artifact>>;
}

/** What changed from one run to another of the same workflow. */
export interface RunDiff {
  before: string;
  after: string;
  same: boolean;
  /** In words, the most important first. */
  said: string[];
  /** Headline values by their name. */
  values: CellChange[];
  /** By node; those that are the same are left out. */
  tables: {node: string; title: string; partly: boolean; diff: TableDiff}[];
}

/** Node results that are no tables of data. */
const NO_TABLES = new Set(["file", "text", "chart"]);
const MOST_SAID = 12;

/** Compares two runs: headline values, and the tables of every node that both have, the one that answers first. */
export function diffRuns(
  before: ComparedRun,
  after: ComparedRun,
  options: {tolerance?: number} = {},
): RunDiff {
  const {tolerance = TOLERANCE} = options;
  const values = valueChanges(before.values, after.values, tolerance);
  const nodes = Object.keys(after.artifacts).sort(
    (a, b) => Number(b === after.headline) - Number(a === after.headline),
  );
  const tables: RunDiff["tables"] = [];
  const beyond: string[] = [];
  for (const node of nodes) {
    const [was, is] = [before.artifacts[node], after.artifacts[node]];
    if (!was || !is || NO_TABLES.has(is.kind) || /^(export|source)\./.test(is.provenance.tool)) continue;
    const isPart = was.truncated || is.truncated;
    const alike = isPart ? sameRows(was, is) : undefined;
    if (alike === true) continue;
    const diff = diffTables(was.table, is.table, tolerance);
    if (diff.same && isPart) beyond.push(sayBeyond(is.title, is.table.rows.length, alike));
    if (!diff.same) tables.push({node, title: is.title, partly: isPart, diff});
  }
  const gone = Object.keys(before.artifacts).filter((node) => !after.artifacts[node]);
  const came = Object.keys(after.artifacts).filter((node) => !before.artifacts[node]);
  const said = [
    ...values.map((one) => sayValue(one, unitOf(one.column, after))),
    ...tables.flatMap(({node, title, partly, diff}) => sayTable(title, partly, diff, after.artifacts[node]!)),
    ...beyond,
    ...came.map((node) => `The node ${node} ran this time.`),
    ...gone.map((node) => `The node ${node} did not run this time.`),
  ];
  const same = said.length === 0;
  return {
    before: before.id,
    after: after.id,
    same,
    said: same ? ["Nothing changed."] : said.slice(0, MOST_SAID),
    values,
    tables,
  };
}

function valueChanges(was: readonly Value[], is: readonly Value[], tolerance: number): CellChange[] {
  const before = new Map(was.map((one) => [one.name, one.value]));
  return is.flatMap(({name, value}) => {
    const old = before.get(name);
    return old === undefined || isSame(old, value, tolerance) ? [] : [changeOf("", name, old, value)];
  });
}

function unitOf(name: string, {values}: ComparedRun): string | undefined {
  return values.find((one) => one.name === name)?.unit;
}

function sayValue({column, ...change}: CellChange, unit: string | undefined): string {
  return `${sentenceCase(column)} ${sayChange(change, unit)}.`;
}

function sayTable(title: string, partly: boolean, diff: TableDiff, artifact: Artifact): string[] {
  const {added, removed, changed, columns} = diff;
  const most = [...changed.cells].sort((a, b) => weight(b) - weight(a))[0];
  const said = [
    ...columns.added.map((name) => `${title}: the column ${name} is new.`),
    ...columns.removed.map((name) => `${title}: the column ${name} is gone.`),
    ...(added.count > 0 ? [`${title}: ${rowsOf(added)} came new.`] : []),
    ...(removed.count > 0
      ? [`${title}: ${rowsOf(removed)} ${removed.count === 1 ? "is" : "are"} gone.`]
      : []),
    ...(most
      ? [
          `${title}: ${changed.count} ${changed.count === 1 ? "cell" : "cells"} changed${changed.count === 1 ? "" : "; most"}: ${most.row}, ${most.column} ${sayChange(most, artifact.units[most.column])}.`,
        ]
      : []),
  ];
  return partly ? said.map((one) => `${one.slice(0, -1)} (of the first rows alone).`) : said;
}

/** What is told of a table whose first rows are the same, while a part of it alone was kept. */
function sayBeyond(title: string, shown: number, alike: false | undefined): string {
  const first = `the first ${formatValue(shown)} rows`;
  return alike === false
    ? `${title}: rows beyond ${first} changed.`
    : `${title}: whether rows beyond ${first} changed cannot be known, for those alone were kept.`;
}

const weight = ({share, change}: CellChange): number => Math.abs(share ?? change ?? 0);

function rowsOf({count, rows}: {count: number; rows: readonly string[]}): string {
  const shown = rows.slice(0, 5).join("; ");
  const more = count > 5 ? ` and ${count - 5} more` : "";
  return `${count} ${count === 1 ? "row" : "rows"} (${shown}${more})`;
}

function sayChange(
  {was, is, change, share}: Omit<CellChange, "column" | "row">,
  unit: string | undefined,
): string {
  const format = unit === undefined ? {} : {unit};
  const from = `from ${formatValue(was, format)} to ${formatValue(is, format)}`;
  if (change === undefined) return `changed ${from}`;
  const part = share === undefined ? "" : ` (${share > 0 ? "+" : ""}${formatValue(share, {unit: "%"})})`;
  return `${change > 0 ? "rose" : "fell"} ${from}${part}`;
}

const sentenceCase = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

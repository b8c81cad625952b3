import {cell, named, plainName, say} from "./bound_text.ts";
import {copiesIn, type Driver, isKinOfTarget, targetColumn} from "./drivers.ts";
import type {AnalysisQuestion, FindingDraft, Results} from "./question.ts";
import {flaggedSource, sampledSource} from "./steps.ts";
import {isFlag, type Subjects} from "./subjects.ts";

/** More rows than this are drawn from: a model of them says the same. */
const MOST_ROWS = 20_000;
const LEAST_ROWS = 200;
const MOST_FEATURES = 25;

/** Whether the rows fall into groups of their own by their numbers: tried from two starts, kept where both agree. */
export function clusterQuestion({profile, measures, target, scope}: Subjects): AnalysisQuestion | undefined {
  const numbers = [...(target?.kind === "number" ? [target.column] : []), ...measures]
    .filter((column) => !isFlag(column) && column.nulls < 0.5 * profile.rows)
    .slice(0, 8)
    .map(({name}) => name);
  if (numbers.length < 2 || profile.rows < LEAST_ROWS) return undefined;
  const units = new Map(profile.columns.map(({name, unit}) => [name, unit]));
  const sampled = sampledSource(scope, profile.rows, MOST_ROWS);
  const input = {method: "cluster", ...sampled.source, features: numbers};
  return {
    theme: "clusters",
    asks: "Do the rows fall into groups of their own?",
    plan: {
      steps: [
        ...sampled.before,
        {id: "clusters", tool: "train_model", input},
        {id: "again", tool: "train_model", input: {...input, seed: 7}},
      ],
      headline: "clusters",
    },
    priority: 2,
    read: (results) => readClusters(results, numbers, units),
  };
}

function readClusters(
  results: Results,
  numbers: readonly string[],
  units: ReadonlyMap<string, string | undefined>,
): FindingDraft[] {
  const [first, again] = [results.artifact("clusters"), results.artifact("again")];
  if (!first || !again || !holdsUp(first.provenance.notes, sizes(first.table.rows), sizes(again.table.rows)))
    return [];
  const means = numbers
    .map((name) => `mean ${name}`)
    .filter((name) => first.table.columns.some((column) => column.name === name));
  const last = first.table.rows.length - 1;
  const parts = [...new Set([0, last])].map((row) =>
    means
      .slice(0, 2)
      .map((name) => {
        const unit = units.get(name.replace(/^mean /, ""));
        return say`${named(results, "clusters", name)} ${cell(results, "clusters", row, name, unit ? {unit} : {})}`;
      })
      .reduce((all, one, at) => (at === 0 ? one : say`${all} and ${one}`)),
  );
  return [
    {
      headline: say`The rows fall into ${named(results, "clusters", String(first.table.rows.length))} groups of their own by their numbers; the largest holds ${cell(results, "clusters", 0, "share")} of them.`,
      detail: say`The largest has ${parts[0]!}, the smallest ${parts[1]!}. Two starts gave the same groups, and they stand clearly apart.`,
      about: ["clusters"],
      weight: 0.5,
      table: {step: "clusters", title: "Groups of rows that are alike"},
    },
  ];
}

/** They stand apart (silhouette of 0.5 or more), none is a handful of odd rows, and another start finds the same. */
function holdsUp(notes: readonly string[], first: readonly number[], again: readonly number[]): boolean {
  const silhouette = Number(/Silhouette (-?[\d.]+) /.exec(notes.join(" "))?.[1] ?? 0);
  const all = first.reduce((sum, size) => sum + size, 0);
  return (
    silhouette >= 0.5 &&
    first.length <= 6 &&
    first.length === again.length &&
    Math.min(...first) >= 0.05 * all &&
    first.every((size, at) => Math.abs(size - again[at]!) <= 0.05 * all)
  );
}

const sizes = (rows: readonly (readonly unknown[])[]): number[] => rows.map(([, count]) => Number(count));

/** How well the target can be foretold from the other columns, on rows kept aside, against a trivial guess. */
export function modelQuestion(
  subjects: Subjects,
  drivers: readonly Driver[],
  screening: Results,
): AnalysisQuestion | undefined {
  const {target, profile, scope} = subjects;
  if (!target || profile.rows < LEAST_ROWS || drivers.length === 0) return undefined;
  const kin = drivers.filter((one) => isKinOfTarget(target.name, one)).map(({name}) => name);
  const features = drivers
    .filter(({name}) => !kin.includes(name))
    .slice(0, MOST_FEATURES)
    .map(({name}) => name)
    .filter((name) => !copiesIn(screening).includes(name));
  if (features.length === 0) return undefined;
  const flagged = flaggedSource(target, scope);
  const sampled = sampledSource(scope, profile.rows, MOST_ROWS, flagged.source.table);
  const method = target.kind === "number" ? "regress" : "classify";
  return {
    theme: "model",
    asks: `How well can ${target.name} be foretold from the other columns?`,
    plan: {
      steps: [
        ...flagged.before,
        ...sampled.before,
        {
          id: "model",
          tool: "train_model",
          input: {method, ...sampled.source, target: targetColumn(subjects), features},
        },
      ],
      headline: "model",
    },
    priority: 1,
    read: (results) => readModel(results, target.name, method, kin),
  };
}

function readModel(
  results: Results,
  target: string,
  method: "regress" | "classify",
  kin: readonly string[] = [],
): FindingDraft[] {
  const rows = results.artifact("model")?.table.rows ?? [];
  const rowOf = (name: string): number => rows.findIndex(([figure]) => String(figure).startsWith(name));
  const gain = rowOf(method === "regress" ? "less squared error" : "fewer rows wrong");
  const score = [rowOf(method === "regress" ? "R" : "balanced accuracy"), 0].find((row) => row >= 0) ?? 0;
  const [first] = rows.flatMap(([figure], row) => (/^importance of /.test(String(figure)) ? [row] : []));
  if (gain < 0 || rows.length === 0) return [];
  const beats = Number(rows[gain]?.[2]) > 0;
  const what = named(results, "model", target);
  const value = (column: string, row = score) => cell(results, "model", row, column, {digits: 2});
  const share = (column: string) => cell(results, "model", gain, column, {unit: "%", digits: 2});
  const scoreName = plainName(String(rows[score]?.[0]));
  const kept = say`on ${cell(results, "model", rowOf("rows judged by"), "value")} rows that it had not seen`;
  if (!beats)
    return [
      {
        headline: say`The other columns do not foretell ${what} better than a trivial guess does.`,
        detail: say`A model was judged ${kept}; its ${scoreName} is ${value("value")}.`,
        about: [target, "model"],
        weight: 0.3,
      },
    ];
  const gained =
    method === "regress"
      ? say`tells ${cell(results, "model", score, "value", {unit: "%", digits: 2})} of its variation (interval ${cell(results, "model", score, "low", {unit: "%", digits: 2})} to ${cell(results, "model", score, "high", {unit: "%", digits: 2})}) ${kept}`
      : say`is wrong in fewer rows than always guessing the most frequent value, by ${share("value")} of all rows (interval ${share("low")} to ${share("high")}), ${kept}`;
  const leans =
    first === undefined
      ? say``
      : say`It leans most on ${named(results, "model", String(rows[first]?.[0]).replace(/^importance of /, ""))}. `;
  return [
    {
      headline: say`${what} can be foretold from the other columns: a model ${gained}.`,
      detail: say`${leans}${kin.length > 0 ? say`It was not given ${named(results, "model", kin.slice(0, 3).join(", "))}, which may be parts of it. ` : say``}A trivial guess serves as the measure; the model is no proof of what bears on what.`,
      about: [target, "model"],
      weight: 0.6,
    },
  ];
}

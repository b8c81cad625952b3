import {nameParts} from "../../data/roles.ts";
import {cell, inARow, named, say} from "./bound_text.ts";
import type {AnalysisQuestion, FindingDraft, Results} from "./question.ts";
import {flaggedSource, sampledSource} from "./steps.ts";
import {columnOfTarget, type Subjects} from "./subjects.ts";

/** A column that goes with the target, by the screening of all of them. */
export interface Driver {
  name: string;
  strength: number;
  /** Its strength on rows that it was not found on. */
  heldOut: number;
  p: number;
}

const STEP = "drivers";
/** A column this close to the outcome is another form of it. */
const COPY = 0.98;
const WORTH_A_LOOK = 0.3;
/** Rows beyond these are drawn from for the screening; the tests that follow take all. */
const MOST_SCREENED = 100_000;

/** The column of the target as its steps name it. */
export function targetColumn(subjects: Subjects): string {
  const {target} = subjects;
  return target === undefined ? "" : target.kind === "flag" ? target.column : target.name;
}

/** What goes with the target, of all columns that could. */
export function driverQuestion(subjects: Subjects): AnalysisQuestion | undefined {
  const {target, scope} = subjects;
  if (!target) return undefined;
  const columns = subjects.screened.filter((name) => name !== columnOfTarget(target).name);
  if (columns.length === 0) return undefined;
  const flagged = flaggedSource(target, scope);
  const {source, before} = sampledSource(scope, subjects.profile.rows, MOST_SCREENED, flagged.source.table);
  return {
    theme: "drivers",
    asks: `What goes with ${target.name}?`,
    plan: {
      steps: [
        ...flagged.before,
        ...before,
        {
          id: STEP,
          tool: "run_statistics",
          input: {method: "key_drivers", ...source, target: targetColumn(subjects), columns},
        },
      ],
      headline: STEP,
    },
    priority: 10,
    read: (results) => readDrivers(results, subjects),
  };
}

/** The columns of a screening that hold on other rows too, the strongest first; copies of the target are none. */
export function driversIn(results: Results): Driver[] {
  const rows = results.artifact(STEP)?.table.rows ?? [];
  return rows
    .map(([name, strength, p, heldOut]) => ({
      name: String(name),
      strength: Number(strength),
      p: Number(p),
      heldOut: Number(heldOut),
    }))
    .filter((one) => one.p < 0.05 && one.heldOut > 0 && one.strength < COPY);
}

/** The columns that are worth a closer look, the closest first: a test on all rows then says whether they hold. */
export function candidatesIn(results: Results): Driver[] {
  const sure = driversIn(results);
  const rows = results.artifact(STEP)?.table.rows ?? [];
  const others = rows
    .map(([name, strength, p, heldOut]) => ({
      name: String(name),
      strength: Number(strength),
      p: Number(p),
      heldOut: Number(heldOut),
    }))
    .filter(
      (one) => one.p < WORTH_A_LOOK && one.strength < COPY && !sure.some(({name}) => name === one.name),
    );
  return [...sure, ...others.sort((a, b) => a.p - b.p)];
}

/** The columns that tell the target almost alone. */
export function copiesIn(results: Results): string[] {
  const rows = results.artifact(STEP)?.table.rows ?? [];
  return rows.filter(([, strength]) => Number(strength) >= COPY).map(([name]) => String(name));
}

function readDrivers(results: Results, subjects: Subjects): FindingDraft[] {
  const artifact = results.artifact(STEP);
  const target = subjects.target;
  if (!artifact || !target) return [];
  const rowOf = (name: string): number => artifact.table.rows.findIndex(([one]) => one === name);
  const found = driversIn(results);
  const [first, ...rest] = found;
  const copies = copiesIn(results).map(
    (name): FindingDraft => ({
      headline: say`${named(results, STEP, name)} tells ${said(results, target.name)} almost alone: it is most likely another form of the same thing, and was set aside.`,
      about: [target.name, name],
      weight: 0.3,
    }),
  );
  if (!first) return copies;
  const others = rest
    .slice(0, 3)
    .map(
      ({name}) =>
        say`${named(results, STEP, name)} (${cell(results, STEP, rowOf(name), "strength", {unit: "%", digits: 2})})`,
    );
  const share = cell(results, STEP, rowOf(first.name), "strength", {unit: "%", digits: 2});
  return [
    {
      headline: say`Of all columns, ${named(results, STEP, first.name)} goes most closely with ${said(results, target.name)}.`,
      detail: inARow([
        say`Alone it accounts for ${share} of ${said(results, target.name)} (by ${measured(artifact.table.rows[rowOf(first.name)]?.[5])}), and for ${cell(results, STEP, rowOf(first.name), "strength on held-out rows", {unit: "%", digits: 2})} on rows kept aside.`,
        ...(others.length > 0 ? [say`Then come ${inARow(others, ", ")}.`] : []),
      ]),
      test: {
        step: STEP,
        entry: `${artifact.title}: ${first.name}`,
        effect: {kind: "strength", value: Math.min(first.strength, first.heldOut)},
      },
      about: [target.name, first.name, "of all columns"],
      weight: 0.5,
      ...(artifact.table.rows.length > 2 && {
        chart: {
          step: STEP,
          spec: {
            kind: "bar" as const,
            x: "column",
            y: "strength",
            horizontal: true,
            title: `${named(results, STEP, first.name).text} goes most closely with ${said(results, target.name).text}`,
            subtitle: "Share of the outcome that each column accounts for alone",
            xTitle: "",
            yTitle: "strength",
            yUnit: "%",
          },
        },
      }),
    },
    ...copies,
  ];
}

const measured = (how: unknown): string => String(how ?? "");
const said = (results: Results, name: string) => named(results, STEP, name);

/** From here on a column with a word of the target's own name may be a part of it, or the same taken in another way. */
const KIN = 0.5;

/** Whether a column that goes with the target closely has a word of its name: "US Gross" of "Worldwide Gross". */
export function isKinOfTarget(target: string, {name, strength}: Pick<Driver, "name" | "strength">): boolean {
  return strength >= KIN && shareAWord(target, name);
}

/** Whether two names have a word in common that says something: "temp max" and "temp min". */
export function shareAWord(one: string, other: string): boolean {
  const words = new Set(nameParts(one).filter((word) => word.length > 3));
  return nameParts(other).some((word) => words.has(word));
}

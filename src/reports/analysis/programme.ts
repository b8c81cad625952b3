import {alongQuestion} from "./along.ts";
import {associationQuestions, pairsIn} from "./associations.ts";
import {candidatesIn, driverQuestion, driversIn, isKinOfTarget, shareAWord} from "./drivers.ts";
import {groupQuestion, otherGroupQuestions} from "./groups.ts";
import {clusterQuestion, modelQuestion} from "./learning.ts";
import {qualityQuestions} from "./quality.ts";
import type {AnalysisQuestion, Results} from "./question.ts";
import {segmentQuestion} from "./segments.ts";
import {shapeQuestions} from "./shape.ts";
import {shareQuestion} from "./shares.ts";
import {columnOfTarget, isFlag, type Subjects} from "./subjects.ts";
import {timeQuestions} from "./time.ts";

/** Drivers that are looked at one by one. */
const MOST_FOLLOWED = 6;
/** Pairs beside the target that are looked at closely. */
const MOST_PAIRS = 3;
/** What is asked first; the rest waits until what was found has been followed. */
const FIRST = 6;

/** The first questions: what every table is asked, and what goes with the target. */
export function firstWave(subjects: Subjects, asOf: Date): AnalysisQuestion[] {
  return sorted(standing(subjects, asOf).filter(({priority}) => priority >= FIRST));
}

/** Where the first findings lead: the columns that go with the target one by one, and two of them together. */
export function secondWave(subjects: Subjects, screening: Results | undefined): AnalysisQuestion[] {
  const {target} = subjects;
  if (!target || !screening) return [];
  const found = candidatesIn(screening).slice(0, MOST_FOLLOWED);
  const own = columnOfTarget(target);
  const columns = found.map(({name}) => subjects.profile.columns.find((one) => one.name === name));
  const within = columns.find(
    (column) => column && subjects.categories.includes(column) && column.distinct <= 12,
  );
  const questions = found.flatMap(({name}, at): AnalysisQuestion[] => {
    const column = subjects.profile.columns.find((one) => one.name === name);
    if (!column) return [];
    const priority = 9 - at;
    const asCategory = subjects.categories.includes(column) || isFlag(column);
    const made =
      target.kind === "number"
        ? asCategory
          ? groupQuestion(subjects, own, column, {theme: "drivers", priority})
          : alongQuestion(subjects, column, own, {
              theme: "drivers",
              priority,
              within,
              isKin: isKinOfTarget(target.name, found[at]!),
            })
        : asCategory
          ? shareQuestion(subjects, column, {priority})
          : groupQuestion(subjects, column, own, {theme: "drivers", priority});
    return made ? [made] : [];
  });
  const labels = found
    .map(({name}) => name)
    .filter((name) => subjects.categories.some((one) => one.name === name));
  const segments = segmentQuestion(subjects, labels.slice(0, 4));
  return sorted([...questions, ...(segments ? [segments] : [])]);
}

/** What is left: other numbers by group, other pairs, groups of rows, and how well the target can be foretold. */
export function lastWave(
  subjects: Subjects,
  screening: Results | undefined,
  pairs: Results | undefined,
  asOf: Date,
): AnalysisQuestion[] {
  const clusters = clusterQuestion(subjects);
  const drivers = screening ? driversIn(screening) : [];
  const model = screening && modelQuestion(subjects, drivers, screening);
  return sorted([
    ...standing(subjects, asOf).filter(({priority}) => priority < FIRST),
    ...(pairs ? pairsFollowed(subjects, pairs) : []),
    ...otherGroupQuestions(subjects, 6),
    ...(clusters ? [clusters] : []),
    ...(model ? [model] : []),
  ]);
}

/** Pairs of numbers without the target, looked at within the groups of the smallest category. */
function pairsFollowed(subjects: Subjects, pairs: Results): AnalysisQuestion[] {
  const {target, profile, categories} = subjects;
  const columnOf = (name: string) => profile.columns.find((one) => one.name === name);
  const within = categories.find((one) => !isFlag(one) && one.distinct <= 12);
  return pairsIn(pairs)
    .filter(({x, y}) => target === undefined || ![x, y].includes(columnOfTarget(target).name))
    .slice(0, MOST_PAIRS)
    .flatMap(({x, y}, at) => {
      const [one, other] = [columnOf(x), columnOf(y)];
      return one && other
        ? [
            alongQuestion(subjects, one, other, {
              theme: "associations",
              priority: 5 - at,
              within,
              isKin: shareAWord(one.name, other.name),
            }),
          ]
        : [];
    });
}

function standing(subjects: Subjects, asOf: Date): AnalysisQuestion[] {
  const drivers = driverQuestion(subjects);
  return [
    ...qualityQuestions(subjects, asOf),
    ...shapeQuestions(subjects),
    ...(drivers ? [drivers] : []),
    ...timeQuestions(subjects, asOf),
    ...associationQuestions(subjects),
  ];
}

/** The most important first; of equal ones in the order that they were thought of. */
function sorted(questions: AnalysisQuestion[]): AnalysisQuestion[] {
  return [...questions].sort((a, b) => b.priority - a.priority);
}

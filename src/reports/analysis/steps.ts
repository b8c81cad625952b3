import type {Step} from "../../planning/plan.ts";
import type {Group} from "../../tools/measure.ts";
import type {Scope, Subjects, Target} from "./subjects.ts";

/** Where a step takes its rows from. */
export type Source = Record<string, unknown>;

/** The rows that an analysis looks at, as a step's input names them. */
export function sourceOf({table, where, period}: Scope): Source {
  return {table, ...(where && {where}), ...(period && {period})};
}

/** The rows with the target as a column of yes and no, and the step that makes it where the table has none. */
export function flaggedSource(target: Target | undefined, scope: Scope): {source: Source; before: Step[]} {
  const source = sourceOf(scope);
  if (target?.kind !== "flag" || !target.prepare) return {source, before: []};
  const {id} = target.prepare;
  return {
    source: {...source, table: {$step: id}},
    before: [{...target.prepare, input: {...target.prepare.input, table: scope.table}}],
  };
}

/** A column as a method takes it. */
export const ofColumn = (name: string): {name: string; of: {column: string}} => ({name, of: {column: name}});

/** Groups by a column; of a date by what repeats in it. */
export const byColumn = (name: string, more: Partial<Group> = {}): Group => ({...ofColumn(name), ...more});

/** Groups smaller than this tell nothing of their kind. */
export const LEAST_IN_GROUP = 5;
const MOST_GROUPS = 12;

/** The values of a category that have rows enough, the most frequent at most; undefined where all are taken. */
export function groupsKept(subjects: Subjects, category: string): (string | number | boolean)[] | undefined {
  const column = subjects.profile.columns.find(({name}) => name === category);
  if (!column) return undefined;
  const known = column.top.filter(({value}) => value !== null);
  const kept = known.filter(({count}) => count >= LEAST_IN_GROUP).slice(0, MOST_GROUPS);
  if (kept.length === column.distinct) return undefined;
  return kept.flatMap(({value}) => (value === null ? [] : [value]));
}

/** A source with the small groups of a category left out. */
export function withoutSmallGroups(source: Source, subjects: Subjects, category: string): Source {
  const values = groupsKept(subjects, category);
  if (values === undefined || values.length === 0) return source;
  const kept = {op: "in", of: {column: category}, values};
  return {...source, where: source.where ? {op: "and", args: [source.where, kept]} : kept};
}

/** How many groups of a category are left to compare. */
export function groupCount(subjects: Subjects, category: string): number {
  const column = subjects.profile.columns.find(({name}) => name === category);
  return groupsKept(subjects, category)?.length ?? column?.distinct ?? 0;
}

/** The rows, or where there are more than `most` so many drawn by chance, and the step that draws them. */
export function sampledSource(
  scope: Scope,
  rows: number,
  most: number,
  table: unknown = scope.table,
): {source: Source; before: Step[]} {
  const source = {...sourceOf(scope), table};
  if (rows <= most) return {source, before: []};
  return {
    source: {...source, table: {$step: "drawn"}},
    before: [
      {
        id: "drawn",
        tool: "prepare_data",
        input: {method: "sample", table, rows: most},
        purpose: "Draw rows by chance",
      },
    ],
  };
}

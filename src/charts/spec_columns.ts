import type {ChartSpec} from "./spec.ts";

const FIELDS = [
  ...(["x", "y", "series", "facet", "size", "label", "parent", "target"] as const),
  ...(["open", "high", "low", "close", "lat", "lon"] as const),
];

/** The columns that a spec names, each once. */
export function columnsNamed(spec: ChartSpec): string[] {
  const names = FIELDS.flatMap((field) => spec[field] ?? []);
  return [...new Set([...names, ...(spec.comparison?.column === undefined ? [] : [spec.comparison.column])])];
}

/** The spec with its columns called otherwise. */
export function withColumnsCalled(spec: ChartSpec, called: (name: string) => string): ChartSpec {
  const renamed = FIELDS.flatMap((field) => {
    const value = spec[field];
    if (value === undefined) return [];
    return [[field, Array.isArray(value) ? value.map(called) : called(value)] as const];
  });
  const {comparison} = spec;
  return {
    ...spec,
    ...Object.fromEntries(renamed),
    ...(comparison?.column !== undefined && {comparison: {...comparison, column: called(comparison.column)}}),
  };
}

import type {GoldenCase} from "./case.ts";

export interface Comparison {
  id: string;
  /** The reference that ours agrees with best. */
  against: string;
  /** How many numbers both have. */
  numbers: number;
  /** The digits of the number that agrees least. */
  digits: number;
  worst: string;
  ours?: number | undefined;
  theirs?: number | undefined;
  passed: boolean;
  failure?: string;
}

/** Computes a case and compares it with each of its references; the best of them counts. */
export function compareCase(one: GoldenCase): Comparison {
  const failed = (failure: string): Comparison => ({
    id: one.id,
    against: "",
    numbers: 0,
    digits: 0,
    worst: "",
    passed: false,
    failure,
  });
  let ours: Map<string, number>;
  try {
    ours = flatten(one.ours());
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
  let best: Comparison | undefined;
  for (const [against, theirs] of Object.entries(one.references)) {
    const expected = flatten(theirs);
    let least: Comparison = {...failed(""), against, digits: 16, passed: true, failure: undefined as never};
    let numbers = 0;
    for (const [key, value] of expected) {
      const got = ours.get(key);
      if (got === undefined || (one.keys && !one.keys.test(key))) continue;
      numbers++;
      const digits = agreeing(got, value);
      if (digits < least.digits) least = {...least, digits, worst: key, ours: got, theirs: value};
    }
    if (numbers === 0) continue;
    least = {...least, numbers, passed: least.digits >= one.bar};
    if (!best || least.digits > best.digits) best = least;
  }
  return best ?? failed(`no number in common (ours: ${[...ours.keys()].join(", ").slice(0, 200)})`);
}

/** Digits that agree: -log10 of the relative difference, at most 16. Both next to 0 count as equal. */
export function agreeing(a: number, b: number): number {
  if (Object.is(a, b) || a === b || (Number.isNaN(a) && Number.isNaN(b))) return 16;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return 0;
  const difference = Math.abs(a - b);
  const size = Math.max(Math.abs(a), Math.abs(b));
  if (size < 1e-9 && difference < 1e-12) return 15;
  return Math.max(0, Math.min(16, -Math.log10(difference / size)));
}

const SPOKEN: Record<string, number> = {NaN: Number.NaN, Inf: Infinity, "-Inf": -Infinity};

/** Every number of a nesting, by its dotted path. An array of one is its element. */
export function flatten(value: unknown, path = "", into = new Map<string, number>()): Map<string, number> {
  if (typeof value === "number") into.set(path, value);
  else if (typeof value === "boolean") into.set(path, Number(value));
  else if (typeof value === "string") {
    if (value in SPOKEN) into.set(path, SPOKEN[value]!);
  } else if (ArrayBuffer.isView(value)) flatten([...(value as Float64Array)], path, into);
  else if (Array.isArray(value)) {
    if (value.length === 1) flatten(value[0], path, into);
    else for (const [at, one] of value.entries()) flatten(one, `${path}[${at}]`, into);
  } else if (value && typeof value === "object") {
    for (const [key, one] of Object.entries(value)) flatten(one, path ? `${path}.${key}` : key, into);
  }
  return into;
}

import {chiSquaredUpper} from "../distributions/chi_squared.ts";
import {normalTwoSided} from "../distributions/normal.ts";
import {sumOf} from "../sums.ts";

/** A member's rows on one side: how many, their mean and their variance (n - 1). */
export interface SideOfMember {
  n: number;
  mean: number;
  variance: number;
}

export interface MemberSides {
  member: string;
  before: SideOfMember;
  after: SideOfMember;
}

/** How far a member's change lies from what it would be if all members had changed alike. */
export interface Excess {
  member: string;
  /** In the measure's unit: a sum's change less its share of the whole change; a mean's change less the whole rate effect. */
  excess: number;
  z: number;
  p: number;
}

export interface DimensionExcess {
  members: Excess[];
  chi2: number;
  df: number;
  /** That all members changed alike. */
  p: number;
}

const sumIn = ({n, mean}: SideOfMember): number => (n === 0 ? 0 : n * mean);
/** Of a sum over a random number of rows (compound Poisson): the sum of squares. */
const spreadOfSum = ({n, mean, variance}: SideOfMember): number =>
  n === 0 ? 0 : n * mean * mean + Math.max(0, n - 1) * (n > 1 ? variance : 0);

/**
 * Whether the members of a dimension changed their sums by other factors than the whole did. The number of rows is taken as
 * random as their values: the variance of a sum is its sum of squares (compound Poisson; Feller 1968, XII.2). One p for all
 * members by chi-squared, so that their number is accounted for.
 */
export function excessOfSums(members: readonly MemberSides[]): DimensionExcess {
  const [before, after] = [
    sumOf(members.map((one) => sumIn(one.before))),
    sumOf(members.map((one) => sumIn(one.after))),
  ];
  const factor = before === 0 ? 0 : after / before;
  return summed(
    members.map(({member, before: old, after: now}) => {
      const excess = sumIn(now) - factor * sumIn(old);
      return {member, excess, variance: spreadOfSum(now) + factor * factor * spreadOfSum(old)};
    }),
  );
}

/**
 * Whether the means of members changed by other amounts than all of them together. The variance of a mean is s²/n. Members
 * with fewer than 2 rows on a side say nothing.
 */
export function excessOfMeans(members: readonly MemberSides[]): DimensionExcess {
  const known = members.filter(({before, after}) => before.n > 1 && after.n > 1);
  const parts = known.map(({member, before, after}) => ({
    member,
    change: after.mean - before.mean,
    variance: before.variance / before.n + after.variance / after.n,
  }));
  const weights = parts.map(({variance}) => (variance > 0 ? 1 / variance : 0));
  const total = sumOf(weights);
  const common = total === 0 ? 0 : sumOf(parts.map(({change}, at) => change * weights[at]!)) / total;
  return summed(parts.map(({member, change, variance}) => ({member, excess: change - common, variance})));
}

function summed(parts: readonly {member: string; excess: number; variance: number}[]): DimensionExcess {
  const told = parts.filter(({variance}) => variance > 0);
  const members = told.map(({member, excess, variance}): Excess => {
    const z = excess / Math.sqrt(variance);
    return {member, excess, z, p: normalTwoSided(z)};
  });
  const chi2 = sumOf(members.map(({z}) => z * z));
  const df = Math.max(0, members.length - 1);
  return {members, chi2, df, p: df === 0 ? 1 : chiSquaredUpper(chi2, df)};
}

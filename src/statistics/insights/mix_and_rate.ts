import {TabletalkError} from "../../errors.ts";
import {sumOf} from "../sums.ts";

/** A member's numerator (sum) and denominator (rows, or the ratio's lower part) before and after; 0 where it is absent. */
export interface RatioOfMember {
  member: string;
  before: {top: number; bottom: number};
  after: {top: number; bottom: number};
}

export interface MixAndRate {
  member: string;
  /** Change of its weight, times how far its earlier rate lay from the earlier whole. */
  mix: number;
  /** Change of its rate at its earlier weight. */
  rate: number;
  /** Change of rate times change of weight. */
  interaction: number;
  /** The three together. */
  contribution: number;
}

/**
 * Parts the change of an average or a ratio into mix, rate and their interaction by member. All contributions
 * add up to the change of the whole (within rounding of floating point). A member that appeared or vanished has
 * no rate to compare: all it does is mix, at the rate it has.
 * @throws TabletalkError bad_plan where a side has no positive denominator, or a number is not finite.
 */
export function mixAndRate(members: readonly RatioOfMember[]): MixAndRate[] {
  const before = wholeOf(members.map((one) => one.before));
  const after = wholeOf(members.map((one) => one.after));
  return members.map((one) => {
    const weight = one.before.bottom / before.bottom;
    const shift = one.after.bottom / after.bottom - weight;
    const later =
      one.after.bottom > 0 ? one.after.top / one.after.bottom : one.before.top / one.before.bottom;
    const earlier = one.before.bottom > 0 ? one.before.top / one.before.bottom : later;
    if (one.before.bottom === 0 && one.after.bottom === 0)
      return {member: one.member, mix: 0, rate: 0, interaction: 0, contribution: 0};
    const mix = shift * (earlier - before.top / before.bottom);
    const rate = weight * (later - earlier);
    const interaction = shift * (later - earlier) + 0; // never -0
    return {member: one.member, mix, rate, interaction, contribution: mix + rate + interaction};
  });
}

function wholeOf(sides: readonly {top: number; bottom: number}[]): {top: number; bottom: number} {
  const odd = sides.some(
    ({top, bottom}) =>
      !Number.isFinite(top) || !Number.isFinite(bottom) || bottom < 0 || (bottom === 0 && top !== 0),
  );
  const bottom = sumOf(sides.map((side) => side.bottom));
  if (odd || !(bottom > 0))
    throw new TabletalkError(
      "bad_plan",
      "A side of the comparison has no rows, or a denominator that cannot be a weight.",
      "Choose periods or groups that have rows, with denominators of 0 or more.",
    );
  return {top: sumOf(sides.map((side) => side.top)), bottom};
}

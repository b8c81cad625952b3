import {TabletalkError} from "../../errors.ts";
import {MersenneTwister} from "../random/mersenne_twister.ts";
import {NO_HOOKS, type WorkHooks} from "../work_hooks.ts";

/**
 * Whether some member's sum changed more than chance would have it: p of the largest change of any member, with
 * the rows' sides (0 before, 1 after) shuffled by seed. One p for all members, so their number is accounted for.
 * `members` holds codes from 0. @throws TabletalkError bad_plan where lengths differ or a side is empty.
 */
export function driverTest(
  values: Float64Array,
  members: Uint32Array,
  sides: Uint32Array,
  {seed = 1, rounds = 499}: {seed?: number; rounds?: number} = {},
  hooks: WorkHooks = NO_HOOKS,
): {largest: number; p: number} {
  const n = values.length;
  if (
    members.length !== n ||
    sides.length !== n ||
    !sides.includes(0) ||
    !sides.includes(1) ||
    !values.every(Number.isFinite)
  )
    throw new TabletalkError(
      "bad_plan",
      "There is nothing to compare.",
      "Give two sides with rows and finite values.",
    );
  const sums = new Float64Array(members.reduce((most, code) => Math.max(most, code), 0) + 1);
  const largestOf = (labels: Uint32Array): number => {
    sums.fill(0);
    for (let i = 0; i < n; i++) sums[members[i]!]! += labels[i] ? values[i]! : -values[i]!;
    return sums.reduce((most, sum) => Math.max(most, Math.abs(sum)), 0);
  };
  const largest = largestOf(sides);
  const random = new MersenneTwister(seed);
  const shuffled = sides.slice();
  let reached = 1;
  for (let round = 0; round < rounds; round++) {
    hooks.checkpoint();
    random.shuffle(shuffled);
    if (largestOf(shuffled) >= largest * (1 - 1e-12)) reached++;
  }
  return {largest, p: reached / (rounds + 1)};
}

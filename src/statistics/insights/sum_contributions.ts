import {TabletalkError} from "../../errors.ts";
import {sumOf} from "../sums.ts";

/** A member of a dimension and its sum before and after; null where it has no rows. */
export interface SumOfMember {
  member: string;
  before: number | null;
  after: number | null;
}

export interface SumContribution extends SumOfMember {
  /** After less before, in the measure's unit. */
  change: number;
  /** Of the whole change; null where the whole did not change. Below 0 where the member went the other way. */
  share: number | null;
  presence: "both" | "appeared" | "vanished";
}

/**
 * What each member adds to the change of a sum: the contributions add up to the change of the total.
 * Largest change first, members by name where changes are equal.
 * @throws TabletalkError bad_plan where no member is given, a member has neither value, or a value is not finite.
 */
export function sumContributions(members: readonly SumOfMember[]): SumContribution[] {
  if (members.length === 0)
    throw new TabletalkError(
      "bad_plan",
      "There are no members to compare.",
      "Choose periods or groups that have rows.",
    );
  const changes = members.map(changeOf);
  const whole = sumOf(changes);
  return members
    .map((one, at) => ({
      ...one,
      change: changes[at]!,
      share: whole === 0 ? null : changes[at]! / whole,
      presence:
        one.before === null
          ? ("appeared" as const)
          : one.after === null
            ? ("vanished" as const)
            : ("both" as const),
    }))
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || (a.member < b.member ? -1 : 1));
}

function changeOf({member, before, after}: SumOfMember): number {
  const change = (after ?? 0) - (before ?? 0);
  if ((before === null && after === null) || !Number.isFinite(change))
    throw new TabletalkError(
      "bad_plan",
      `"${member}" has no finite value to compare.`,
      "Leave out rows without a finite value.",
    );
  return change;
}

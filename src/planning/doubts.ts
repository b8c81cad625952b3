import type {Doubt, DoubtParts} from "./doubt.ts";
import {ofData, ofPeriod, ofResult} from "./doubts_of_data.ts";
import {ofReading} from "./doubts_of_reading.ts";

/** All that speaks against an answer, the weightiest first. */
export function doubtsOf(parts: DoubtParts): Doubt[] {
  return [...ofReading(parts), ...ofPeriod(parts), ...ofData(parts), ...ofResult(parts)].toSorted(
    (a, b) => b.weight - a.weight,
  );
}

import type {Answer} from "../../src/channels/channel.ts";
import {scanNumbers} from "../../src/planning/scan_numbers.ts";

/** The share of the numbers in the text that are bound to a cell or to the reading. */
export function scoreEvidence(answer: Answer): number | undefined {
  const numbers = scanNumbers(answer.answer);
  if (numbers.length === 0) return undefined;
  const bound = numbers.filter((number) =>
    answer.evidence.some((one) => one.start <= number.start && one.end >= number.end),
  );
  return bound.length / numbers.length;
}

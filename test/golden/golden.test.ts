import {describe, expect, test} from "vitest";
import {allCases} from "./all_cases.ts";
import {compareCase} from "./compare.ts";

for (const {file, cases} of await allCases()) {
  describe(`${file} agree with the references`, () => {
    test.each(cases.map((one) => [one.id, one] as const))("%s", (_, one) => {
      const {digits, worst, ours, theirs, failure} = compareCase(one);
      expect(failure).toBeUndefined();
      expect(digits, `${worst}: ours ${ours}, theirs ${theirs}`).toBeGreaterThanOrEqual(one.bar);
    });
  });
}

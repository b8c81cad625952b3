import {allCases} from "./all_cases.ts";
import {statsIds} from "./case.ts";
import {compareCase} from "./compare.ts";

const short = (value: number | undefined): string =>
  value === undefined ? "" : Number(value.toPrecision(8)).toString();

const computed = new Set<string>();
let failed = 0;
let passed = 0;
for (const {file, cases} of await allCases()) {
  console.log(`\n${file}`);
  for (const one of cases) {
    computed.add(one.id);
    const {against, numbers, digits, worst, ours, theirs, passed: right, failure} = compareCase(one);
    if (right) passed++;
    else failed++;
    const least =
      right && digits >= 12 ? "" : `least: ${worst || "-"} ours ${short(ours)}, theirs ${short(theirs)}`;
    const why = failure ? failure : one.because && digits < 9 ? `${least} (${one.because})` : least;
    console.log(
      `${right ? " " : "!"} ${one.id.padEnd(38)} ${digits.toFixed(1).padStart(5)} digits of ${String(numbers).padStart(3)} numbers, ${against.padEnd(7)} bar ${one.bar} ${why}`,
    );
  }
}
const missing = statsIds.filter((id) => !computed.has(id));
if (missing.length > 0) console.log(`\nnot computed: ${missing.join(", ")}`);
console.log(`\n${passed} agree, ${failed} do not, ${missing.length} not computed`);
if (failed + missing.length > 0) process.exitCode = 1;

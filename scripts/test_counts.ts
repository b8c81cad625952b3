// `node scripts/test_counts.ts tests.json again.json`: "PASSED FAILED" over Vitest's JSON reports, where a file that
// ran again counts as it did the second time. With `--failed`: the files that failed, a line each.
import {existsSync, readFileSync} from "node:fs";
import {relative} from "node:path";
import {parseArgs} from "node:util";
import {z} from "zod";

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.enum(["passed", "failed", "pending", "skipped"]),
      assertionResults: z.array(z.object({status: z.string()})),
    }),
  ),
});

const {values, positionals} = parseArgs({allowPositionals: true, options: {failed: {type: "boolean"}}});
const files = new Map<string, {passed: number; failed: number}>();
for (const path of positionals.filter((path) => existsSync(path)))
  for (const {name, status, assertionResults} of report.parse(JSON.parse(readFileSync(path, "utf8")))
    .testResults) {
    const count = (wanted: string) => assertionResults.filter((result) => result.status === wanted).length;
    // A file that could not be loaded has no tests, and failed.
    const failed = Math.max(count("failed"), status === "failed" ? 1 : 0);
    files.set(relative(process.cwd(), name), {passed: count("passed"), failed});
  }
if (values.failed) for (const [name, {failed}] of files) failed && console.log(name);
else if (files.size === 0) console.log("0 1");
else {
  const sum = (of: "passed" | "failed") =>
    [...files.values()].reduce((total, counts) => total + counts[of], 0);
  console.log(sum("passed"), sum("failed"));
}

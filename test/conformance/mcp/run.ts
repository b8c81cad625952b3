/**
 * `npm run conformance:mcp`: MCP's official suite on a fixture server of our transport (every scenario that a revision asks
 * for) and on our own server (every one that needs no fixture); and its Inspector on our tools, strictly, over stdio and HTTP
 * in both eras. Prints a table; exit status 1 where anything fails.
 */
import {serveFixture} from "./fixture/fixture_server.ts";
import {inspectTools} from "./inspect_tools.ts";
import {FIXTURE_CHECKS, isExtension, whyNotApplicable} from "./not_applicable.ts";
import {serveReal} from "./real_server.ts";
import {type Outcome, REVISIONS, type Revision, runSuite, scoredScenarios} from "./suite.ts";

/** The suite's numbers, so that a run that skipped some does not pass. */
const SCORED: Readonly<Record<Revision, number>> = {"2025-11-25": 30, "2026-07-28": 37};
const FEWEST_TOOLS = 6;

const wrong: string[] = [];
const rows: {scenario: string; cells: string[]}[] = [];
const whys = new Map<string, string>();

const fixture = await serveFixture();
const real = await serveReal();
try {
  for (const revision of REVISIONS) {
    const scored = await scoredScenarios(revision);
    if (scored.length !== SCORED[revision])
      wrong.push(`${revision}: ${scored.length} scenarios are asked for, not ${SCORED[revision]}`);
    // The suite holds names of this machine against pages that took them over.
    const local = (url: string) => url.replace("127.0.0.1", "localhost");
    const onFixture = await runSuite(local(fixture.url), revision);
    const onReal = await runSuite(local(real.url), revision);
    for (const scenario of new Set([...scored, ...onFixture.map((one) => one.scenario)])) {
      if (isExtension(scenario)) continue;
      const counts = scored.includes(scenario);
      const why = whyNotApplicable(scenario, revision);
      const first = verdict("fixture", revision, outcomeOf(onFixture, scenario));
      const second = why === undefined ? verdict("ours", revision, outcomeOf(onReal, scenario)) : "-";
      if (why !== undefined) whys.set(scenario, why);
      rows.push({
        scenario: `${scenario}${counts ? "" : " (not asked for)"}`,
        cells: [revision, first, second],
      });
    }
  }
  const inspections = await inspectTools(real.url);
  print(
    ["scenario", "revision", "fixture", "ours"],
    rows.map(({scenario, cells}) => [scenario, ...cells]),
  );
  console.log("\nNot asked of our own server (-):");
  for (const why of new Set(whys.values())) {
    const scenarios = [...whys].flatMap(([scenario, because]) => (because === why ? [scenario] : []));
    console.log(`  ${why}: ${scenarios.join(", ")}`);
  }
  console.log(
    `  these checks of server-stateless call tools of the suite's own: ${[...FIXTURE_CHECKS].join(", ")}`,
  );
  console.log("");
  print(
    ["inspector, strict", "tools", ""],
    inspections.map(({name, tools, wrong: found}) => [
      name,
      String(tools),
      found.length === 0 ? "clean" : "NO",
    ]),
  );
  for (const {name, tools, wrong: found} of inspections) {
    wrong.push(...found.map((line) => `inspector, ${name}: ${line}`));
    if (tools < FEWEST_TOOLS) wrong.push(`inspector, ${name}: it saw ${tools} tools`);
  }
} finally {
  await Promise.all([fixture.close(100), real.close()]);
}
if (wrong.length > 0) console.log(`\nNO:\n${wrong.map((what) => `  ${what}`).join("\n")}`);
console.log(wrong.length === 0 ? "\nBoth servers conform." : `\n${wrong.length} things are wrong.`);
process.exitCode = wrong.length === 0 ? 0 : 1;

function outcomeOf(all: readonly Outcome[], scenario: string): Outcome {
  const none = [{check: "none", why: "it did not run"}];
  return all.find((one) => one.scenario === scenario) ?? {scenario, passed: 0, failed: none};
}

function verdict(
  server: "fixture" | "ours",
  revision: Revision,
  {scenario, passed, failed}: Outcome,
): string {
  const counted = failed.filter(({check}) => server === "fixture" || !FIXTURE_CHECKS.has(check));
  wrong.push(...counted.map(({check, why}) => `${server}, ${revision}: ${scenario}: ${check}: ${why}`));
  return counted.length === 0 && passed > 0 ? `yes (${passed})` : "NO";
}

function print(head: readonly string[], lines: readonly (readonly string[])[]): void {
  const widths = head.map((name, at) => Math.max(name.length, ...lines.map((line) => line[at]?.length ?? 0)));
  for (const line of [head, ...lines])
    console.log(
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}

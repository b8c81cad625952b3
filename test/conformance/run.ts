/**
 * `npm run conformance:channels [-- slack discord]`: every behaviour on every channel (or those named). Prints a table, and
 * why a channel does not behave; exit status 1 where one does not.
 */
import {BEHAVIOURS} from "./behaviours/all.ts";
import {CHANNELS} from "./channels/all.ts";
import {checkBehaviour, contradictions, differences, type Notes, type Verdict} from "./check.ts";

const [names, only] = namesOf(process.argv.slice(2));
const behaviours = BEHAVIOURS.filter(({name}) => only === undefined || name.includes(only));
const notes: Notes = new Map();
const verdicts = new Map<string, Verdict[]>();
const wrong: string[] = [];

for (const name of names) {
  const begun = performance.now();
  const start = CHANNELS[name];
  if (!start) throw new Error(`There is no channel ${name}. There are: ${Object.keys(CHANNELS).join(", ")}.`);
  await using driver = await start();
  wrong.push(...contradictions(driver).map((what) => `${name}: ${what}`));
  const all: Verdict[] = [];
  for (const behaviour of behaviours) {
    const at = performance.now();
    const verdict = await checkBehaviour(driver, behaviour, notes);
    all.push(verdict);
    if (verdict.state === "NO") wrong.push(`${name}: ${behaviour.name}: ${verdict.why}`);
    const seconds = ((performance.now() - at) / 1000).toFixed(1);
    console.error(`${name}: ${verdict.state} ${seconds} s ${behaviour.name}`);
    if (verdict.state === "NO") console.error(`  ${verdict.why.slice(0, 500)}`);
  }
  verdicts.set(name, all);
  console.error(`${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
}
wrong.push(...differences(notes));

const SHOWN = {yes: "yes", "not applicable": "-", NO: "NO"} as const;
const longest = Math.max(...behaviours.map(({name}) => name.length));
const line = (first: string, cells: readonly string[]) =>
  [first.padEnd(longest), ...cells.map((cell, at) => cell.padEnd(names[at]?.length ?? 0))]
    .join("  ")
    .trimEnd();
console.log(line("", names));
behaviours.forEach(({name}, at) => {
  const cells = names.map((channel) => SHOWN[verdicts.get(channel)?.[at]?.state ?? "NO"]);
  console.log(line(name, cells));
});

console.log("\nNot applicable (-):");
for (const name of names) {
  const whys = new Set(
    verdicts.get(name)?.flatMap((one) => (one.state === "not applicable" ? [one.why] : [])),
  );
  for (const why of whys) console.log(`  ${name}: ${why}`);
}
if (wrong.length > 0) console.log(`\nNO:\n${wrong.map((what) => `  ${what}`).join("\n")}`);
console.log(wrong.length === 0 ? "\nEvery channel behaves." : `\n${wrong.length} things are wrong.`);
process.exitCode = wrong.length === 0 ? 0 : 1;

/** `[channel …] [--only words]` */
function namesOf(given: readonly string[]): [readonly string[], string | undefined] {
  const at = given.indexOf("--only");
  const names = at < 0 ? given : given.slice(0, at);
  return [names.length > 0 ? names : Object.keys(CHANNELS), at < 0 ? undefined : given[at + 1]];
}

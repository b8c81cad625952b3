import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Dataset} from "../../src/data/dataset.ts";
import {TabletalkError} from "../../src/errors.ts";
import {differences} from "./compare.ts";
import {type ExpectedFile, readExpected} from "./expected.ts";

/** The share that must be right; the others must say their doubt. */
const BAR = 0.95;

const folders = process.argv[2]
  ? [resolve(process.argv[2])]
  : ["first", "second"].map((name) => join(import.meta.dirname, name));
const only = process.argv[3]?.split(",");
const home = mkdtempSync(join(tmpdir(), "tabletalk-messy-"));
const engine = createEngine({folder: home});

type Outcome = {verdict: "right" | "doubted" | "wrong"; why: string};

async function judged(folder: string, file: ExpectedFile): Promise<Outcome> {
  let made: Dataset[];
  try {
    made = await engine.importFile(join(folder, "files", file.file));
  } catch (error) {
    if (!(error instanceof TabletalkError)) return {verdict: "wrong", why: `not a clear error: ${error}`};
    if (error.code === "internal") return {verdict: "wrong", why: `internal error: ${error.message}`};
    return file.error
      ? {verdict: "right", why: error.message}
      : {verdict: "doubted", why: `refused: ${error.message}`};
  }
  const doubts = made.flatMap((one) => one.version.receipt.entries.filter((entry) => entry.doubt));
  const said = doubts.map((entry) => entry.message).join(" · ");
  const session = await engine.open(made);
  try {
    const ways = [file.tables, ...(file.either ?? [])].filter((tables) => tables.length > 0);
    let least: string[] = ["should have been refused"];
    for (const [at, tables] of ways.entries()) {
      const wrong = await differences(session, made, tables);
      if (wrong.length === 0) return {verdict: "right", why: ""};
      if (at === 0 || wrong.length < least.length) least = wrong;
    }
    const why = `${least.join("; ")}${said ? ` [doubt: ${said}]` : ""}`;
    if (doubts.length > 0) return {verdict: file.doubt_ok ? "right" : "doubted", why};
    return {verdict: "wrong", why};
  } finally {
    await session.close();
  }
}

const outcomes: Outcome[] = [];
for (const folder of folders) {
  const files = readExpected(join(folder, "expected.json")).filter(({id}) => !only || only.includes(id));
  for (const file of files) {
    const outcome = await judged(folder, file);
    outcomes.push(outcome);
    if (outcome.verdict !== "right")
      console.log(
        `${outcome.verdict.padEnd(8)} ${file.id} ${file.file} (${file.kind})\n         ${outcome.why}`,
      );
  }
}
await engine.close();
rmSync(home, {recursive: true, force: true});

const count = (verdict: Outcome["verdict"]): number =>
  outcomes.filter((one) => one.verdict === verdict).length;
console.log(
  `${outcomes.length} files: ${count("right")} right, ${count("doubted")} not, but said so, ${count("wrong")} silently wrong`,
);
if (count("right") < BAR * outcomes.length || count("wrong") > 0) process.exitCode = 1;

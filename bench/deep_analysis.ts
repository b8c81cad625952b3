import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createEngine} from "../src/data/create_engine.ts";
import {analyse} from "../src/reports/analysis/analyse.ts";
import type {ReportDocument} from "../src/reports/document.ts";
import {createRegistry} from "../src/tools/registry.ts";
import {noiseTable, plantedTable} from "./analysis_tables.ts";

/**
 * How often an analysis of pure noise finds something, how often planted effects come first, and how long a table of many
 * rows takes. Usage: node bench/deep_analysis.ts [TABLES, default 20] [ROWS, default 600] [MANY ROWS, default 1000000]
 */
const [tables = 20, rows = 600, many = 1_000_000] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), "bench-analysis-"));
const engine = createEngine({folder: join(folder, "versions")});
const registry = createRegistry();

async function analysed(name: string, csv: string, goal?: string): Promise<ReportDocument> {
  const path = join(folder, `${name}.csv`);
  await writeFile(path, csv);
  const datasets = await engine.importFile(path, {name});
  const session = await engine.open(datasets);
  try {
    return await analyse(
      {...(goal !== undefined && {goal}), budget: {minutes: 10}},
      {
        session,
        registry,
        limits: {timeMs: 120_000, rows: 5_000},
        asOf: new Date("2026-01-01"),
        timeZone: "UTC",
        signal: new AbortController().signal,
      },
    );
  } finally {
    await session.close();
  }
}

const sureOf = (document: ReportDocument): string[] =>
  document.sections
    .flatMap(({blocks}) => blocks)
    .flatMap((block) =>
      block.kind === "finding" && block.strength !== "descriptive"
        ? [`${block.strength}: ${block.headline.text}`]
        : [],
    );

let [withFindings, findings, comparisons] = [0, 0, 0];
for (let seed = 1; seed <= tables; seed++) {
  const document = await analysed(`noise_${seed}`, noiseTable(seed, rows));
  const sure = sureOf(document);
  comparisons += Number(/^\d+/.exec(document.comparisons ?? "0")?.[0] ?? 0);
  findings += sure.length;
  withFindings += sure.length > 0 ? 1 : 0;
  for (const one of sure) console.log(`  noise ${seed}: ${one}`);
}
console.log(
  `noise: ${withFindings} of ${tables} tables with any finding, ${findings} findings in ${comparisons} comparisons`,
);
let [west, visits, partner] = [0, 0, 0];
const planted = Math.max(1, Math.round(tables / 4));
for (let seed = 101; seed < 101 + planted; seed++) {
  const summary = (await analysed(`planted_${seed}`, plantedTable(seed, rows), "what drives revenue")).summary
    .slice(0, 3)
    .map(({text}) => text)
    .join(" ");
  west += /West/.test(summary) ? 1 : 0;
  visits += /visits/.test(summary) ? 1 : 0;
  const returned = (
    await analysed(`planted_${seed}`, plantedTable(seed, rows), "what drives returned")
  ).summary
    .slice(0, 2)
    .map(({text}) => text)
    .join(" ");
  partner += /partner/.test(returned) ? 1 : 0;
}
console.log(
  `planted, found among the first sentences: West ${west}, visits ${visits}, partner ${partner} of ${planted}`,
);
if (many > 0) {
  const csv = plantedTable(7, many);
  const begun = performance.now();
  const document = await analysed("many", csv, "what drives revenue");
  console.log(
    `${many} rows, import included: ${((performance.now() - begun) / 1000).toFixed(1)} s; ${document.methods[0]}`,
  );
}
await engine.close();
await rm(folder, {recursive: true, force: true});

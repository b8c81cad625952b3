import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createEngine} from "../../../src/data/create_engine.ts";
import type {Session} from "../../../src/data/engine.ts";
import {type AnalysisParts, type AnalysisRequest, analyse} from "../../../src/reports/analysis/analyse.ts";
import type {Block, ReportDocument} from "../../../src/reports/document.ts";
import {createRegistry} from "../../../src/tools/registry.ts";

/** Analyses of tables that are written for the test, on the real engine, in a folder of its own. */
export interface Analyses extends AsyncDisposable {
  over(csv: Record<string, string>): Promise<Session>;
  of(csv: string, request?: AnalysisRequest, parts?: Partial<AnalysisParts>): Promise<ReportDocument>;
}

export function openAnalyses(): Analyses {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-analysis-"));
  const engine = createEngine({folder: join(folder, "data")});
  let made = 0;
  const over = async (tables: Record<string, string>): Promise<Session> => {
    const datasets = await Promise.all(
      Object.entries(tables).map(async ([name, text]) => {
        const path = join(folder, `${name}_${made++}.csv`);
        writeFileSync(path, text);
        return (await engine.importFile(path, {name}))[0]!;
      }),
    );
    return engine.open(datasets);
  };
  return {
    over,
    async of(csv, request = {}, parts = {}) {
      const session = parts.session ?? (await over({table: csv}));
      return analyse(request, {
        session,
        registry: createRegistry(),
        limits: {timeMs: 60_000, rows: 5_000},
        asOf: new Date("2026-01-01"),
        timeZone: "UTC",
        signal: new AbortController().signal,
        ...parts,
      });
    },
    async [Symbol.asyncDispose]() {
      await engine.close();
      rmSync(folder, {recursive: true, force: true});
    },
  };
}

/** The findings of a report, in reading order. */
export function findingsIn({sections}: ReportDocument): Extract<Block, {kind: "finding"}>[] {
  return sections.flatMap(({blocks}) => blocks).filter((block) => block.kind === "finding");
}

/** All that a report says, as one text. */
export function textOf({summary, sections, methods, assumptions}: ReportDocument): string {
  const blocks = sections.flatMap(({title, blocks: own}) => [
    title,
    ...own.flatMap((block) => {
      if (block.kind === "finding") return [block.headline.text, block.detail?.text ?? ""];
      if (block.kind === "text") return [block.body.text];
      return block.kind === "chart" ? [block.spec.title, block.altText] : [];
    }),
  ]);
  return [...summary.map(({text}) => text), ...blocks, ...methods, ...assumptions].join("\n");
}

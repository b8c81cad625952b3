import {spawnSync} from "node:child_process";
import {closeSync, mkdtempSync, openSync, rmSync, writeSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {correlationMatrix} from "../src/statistics/association/correlation_matrix.ts";
import {momentsOf} from "../src/statistics/descriptive/moments.ts";
import {welchTest} from "../src/statistics/means/t_tests.ts";
import {designOf} from "../src/statistics/regression/design.ts";
import {fitOls} from "../src/statistics/regression/ols.ts";

/**
 * Statistics of large columns beside statsmodels, numpy, pandas and scipy: one thread each, in turn on the same machine and
 * rows, loaded before the clock starts; the median of the runs. Prints the ratio, and by how much the figures differ.
 * Usage: node bench/analysis.ts [RUNS, default 3] [ols,lstsq,correlation,t_test,describe]
 * TABLETALK_PYTHON names a Python that has them.
 */
const [runs = "3", only = "ols,lstsq,correlation,t_test,describe"] = process.argv.slice(2);
const python = process.env.TABLETALK_PYTHON ?? "python3";

interface Made {
  seconds: number;
  /** Of the processor, which others on the machine do not lengthen much. */
  cpu: number;
  found: number[];
}

function timed(work: () => number[]): Made {
  const begun = performance.now();
  const used = process.cpuUsage();
  const found = work();
  const {user, system} = process.cpuUsage(used);
  return {seconds: (performance.now() - begun) / 1000, cpu: (user + system) / 1e6, found};
}

const ols = (columns: Float64Array[]): number[] => {
  const fit = fitOls(columns[0]!, designOf(columns.slice(1).map((values, at) => ({name: `x${at}`, values}))));
  const {estimate, se} = fit.coefficients[1]!;
  return [estimate, se, fit.r2];
};
const works: Record<string, {rows: number; columns: number; run: (columns: Float64Array[]) => number[]}> = {
  ols: {rows: 1_000_000, columns: 11, run: ols},
  lstsq: {rows: 1_000_000, columns: 11, run: (columns) => ols(columns).slice(0, 1)},
  correlation: {
    rows: 1_000_000,
    columns: 50,
    run: (columns) => {
      const {r} = correlationMatrix(columns);
      return [r[1]!, r[3 * 50 + 7]!];
    },
  },
  t_test: {
    rows: 10_000_000,
    columns: 2,
    run: ([first, second]) => [welchTest(first!, second!).t],
  },
  describe: {
    rows: 10_000_000,
    columns: 1,
    run: ([values]) => {
      const {mean, variance, skewnessPopulation, kurtosisPopulation} = momentsOf(values!);
      return [mean, variance, skewnessPopulation, kurtosisPopulation];
    },
  },
};

/** Columns that share a part, so that they are correlated: xorshift, the same each time. */
function columnsOf(rows: number, columns: number): Float64Array[] {
  let state = 2463534242;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const shared = Float64Array.from({length: rows}, next);
  return Array.from({length: columns}, (_, at) => shared.map((one) => 5 + 0.1 * at + one * 0.3 + next()));
}

const scratch = mkdtempSync(join(tmpdir(), "bench-analysis-"));
const middle = (all: Made[]): Made => all.toSorted((a, b) => a.seconds - b.seconds)[all.length >> 1]!;
for (const what of only.split(",")) {
  const {rows, columns, run} = works[what]!;
  const data = columnsOf(rows, columns);
  const handed = join(scratch, what);
  const file = openSync(handed, "w");
  for (const column of data) writeSync(file, Buffer.from(column.buffer));
  closeSync(file);
  const env = {...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1"};
  const own: Made[] = [];
  const other: Made[] = [];
  let versions = "";
  for (let at = 0; at < Number(runs); at++) {
    own.push(timed(() => run(data)));
    const script = join(import.meta.dirname, "analysis.py");
    const {stdout, stderr, status} = spawnSync(
      python,
      [script, handed, String(rows), String(columns), what],
      {env, encoding: "utf8"},
    );
    if (status !== 0) throw new Error(stderr);
    const made = JSON.parse(stdout) as Made & {versions: string};
    versions = made.versions;
    other.push(made);
  }
  rmSync(handed);
  const [a, b] = [middle(own), middle(other)];
  const off = Math.max(...a.found.map((value, at) => Math.abs(value / b.found[at]! - 1)));
  console.log(
    `${what}: ${rows} rows x ${columns} columns: ${a.seconds.toFixed(3)} s, reference ${b.seconds.toFixed(3)} s: ${(a.seconds / b.seconds).toFixed(2)}x (processor ${a.cpu.toFixed(3)} and ${b.cpu.toFixed(3)} s: ${(a.cpu / b.cpu).toFixed(2)}x); figures differ by ${off.toExponential(1)} (${versions})`,
  );
}
rmSync(scratch, {recursive: true, force: true});

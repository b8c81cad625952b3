import {spawnSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {fitKMeans} from "../src/learning/clusters/k_means.ts";
import {likeliest, takeRows, takeValues} from "../src/learning/features.ts";
import {fitScaling, scale} from "../src/learning/scaling.ts";
import {fitBoosting, predictBoosting} from "../src/learning/trees/boosting.ts";
import {fitForest, predictForest} from "../src/learning/trees/forest.ts";

/**
 * Forest, boosting and k-means beside scikit-learn on one thread, in turn on the same machine and rows.
 * Usage: node bench/learning.ts DATA [RUNS, default 1] [forest,boosting,k_means]
 * DATA is a CSV file, perhaps gzipped, of numbers, a target of 0 and 1, and is_test. TABLETALK_PYTHON names a Python that
 * has scikit-learn.
 */
const [path, runs = "1", only = "forest,boosting,k_means"] = process.argv.slice(2);
const python = process.env.TABLETALK_PYTHON ?? "python3";
if (!path) throw new Error("Usage: node bench/learning.ts DATA [RUNS]");
const bytes = readFileSync(path);
const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").trim();
const lines = text.slice(text.indexOf("\n") + 1).split("\n");
const width = lines[0]!.split(",").length;
const data = Array.from({length: width}, () => new Float64Array(lines.length));
for (const [row, line] of lines.entries())
  for (const [at, cell] of line.split(",").entries()) data[at]![row] = Number(cell);

const scratch = mkdtempSync(join(tmpdir(), "bench-learning-"));
const handed = join(scratch, "columns");
writeFileSync(handed, Buffer.concat(data.map((column) => Buffer.from(column.buffer))));
const columns = data.slice(0, -2);
const target = data.at(-2)!;
const flags = data.at(-1)!;
const rows = Uint32Array.from(flags.keys());
const [train, test] = [rows.filter((row) => flags[row] === 0), rows.filter((row) => flags[row] === 1)];
const [x, y] = [takeRows(columns, train), takeValues(target, train)];
const [xTest, yTest] = [takeRows(columns, test), takeValues(target, test)];
const scaled = scale(columns, fitScaling(columns));

const accuracy = (made: Float64Array[]): number => {
  const labels = likeliest(made);
  return yTest.reduce((right, label, row) => right + (labels[row] === label ? 1 : 0), 0) / yTest.length;
};
const ours: Record<string, () => {seconds: number; score: number}> = {
  forest: () =>
    timed(
      () => fitForest(x, y, 2, {seed: 0}),
      (model) => accuracy(predictForest(model, xTest)),
    ),
  boosting: () =>
    timed(
      () => fitBoosting(x, y, 2, {seed: 0, patience: 10}),
      (model) => accuracy(predictBoosting(model, xTest)),
    ),
  k_means: () =>
    timed(
      () => fitKMeans(scaled, 8, {starts: 3, seed: 0}),
      ({model}) => model.inertia,
    ),
};

function timed<Made>(work: () => Made, score: (made: Made) => number): {seconds: number; score: number} {
  const begun = performance.now();
  const made = work();
  return {seconds: (performance.now() - begun) / 1000, score: score(made)};
}

function theirs(what: string): {seconds: number; score: number} {
  const script = join(import.meta.dirname, "learning.py");
  const env = {...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1"};
  const given = [script, handed, String(lines.length), String(columns.length), what];
  const {stdout, stderr, status} = spawnSync(python, given, {env, encoding: "utf8"});
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as {seconds: number; score: number};
}

console.log(
  `${lines.length} rows x ${columns.length} columns, ${train.length} to learn from; one thread each`,
);
for (const what of only.split(","))
  for (let run = 0; run < Number(runs); run++) {
    const [own, other] = [ours[what]!(), theirs(what)];
    console.log(
      `${what}: ${own.seconds.toFixed(2)} s, scikit-learn ${other.seconds.toFixed(2)} s: ${(own.seconds / other.seconds).toFixed(2)}x; score ${own.score.toFixed(4)} and ${other.score.toFixed(4)}`,
    );
  }
rmSync(scratch, {recursive: true, force: true});

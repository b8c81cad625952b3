import {appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import {TabletalkError} from "../src/errors.ts";

const resultSchema = z.object({
  id: z.union([z.string(), z.number()]),
  turns: z.array(z.string()),
  verdict: z.enum(["right", "wrong", "declined", "error"]),
  why: z.string(),
  /** Choices were offered. */
  asked: z.boolean(),
  level: z.string().optional(),
  concepts: z.array(z.string()),
  sound: z.boolean().optional(),
  group: z.string().optional(),
  reading: z.string().optional(),
  scores: z.record(z.string(), z.number()).optional(),
  ms: z.number(),
  usage: z.object({tokens: z.number(), calls: z.number(), dollars: z.number().optional()}).optional(),
  /** The line of the replies file. */
  line: z.record(z.string(), z.unknown()),
});
/** One case of a run, judged. */
export type Result = z.infer<typeof resultSchema>;

const headSchema = z.object({
  id: z.string(),
  suite: z.string(),
  model: z.string(),
  /** Which of the suite's cases: equal where two runs asked the same. */
  cases: z.string(),
  started: z.string(),
  finished: z.string().optional(),
});
export type RunHead = z.infer<typeof headSchema>;

/** A run: kept in a folder of its own as `run.json` and one result a line. */
export interface Run {
  head: RunHead;
  folder: string;
  results: Result[];
}

/** Starts a run below `root`, or goes on with the newest unfinished one that asks the same where `resume`. */
export function openRun(
  root: string,
  wanted: Pick<RunHead, "suite" | "model" | "cases">,
  resume: boolean,
): Run {
  const same = (run: Run): boolean =>
    run.head.model === wanted.model && run.head.cases === wanted.cases && run.head.finished === undefined;
  const open = resume ? runsOf(root, wanted.suite).findLast(same) : undefined;
  if (open) return open;
  const started = new Date().toISOString();
  const taken = new Set(runsOf(root, wanted.suite).map((run) => run.head.id));
  const base = started.slice(0, 19).replaceAll(":", "").replace("T", "-");
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  const run: Run = {head: {id, ...wanted, started}, folder: join(root, wanted.suite, id), results: []};
  mkdirSync(run.folder, {recursive: true});
  writeHead(run);
  return run;
}

/** Keeps a result at once, so that a run that is stopped can go on. */
export function keepResult(run: Run, result: Result): void {
  run.results.push(result);
  appendFileSync(join(run.folder, "results.jsonl"), `${JSON.stringify(result)}\n`);
}

export function finishRun(run: Run): void {
  run.head.finished = new Date().toISOString();
  writeHead(run);
}

/** The runs of a suite, oldest first. */
export function runsOf(root: string, suite: string): Run[] {
  const folder = join(root, suite);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((id) => readRun(join(folder, id)) ?? []);
}

/**
 * The run to compare with: by its id, or `last` for the newest finished one of the same suite before this one.
 * @throws TabletalkError bad_use where there is none
 */
export function runToCompare(root: string, current: RunHead, wanted: string): Run {
  const others = runsOf(root, current.suite).filter((run) => run.head.id !== current.id && run.head.finished);
  const found = wanted === "last" ? others.at(-1) : others.find((run) => run.head.id === wanted);
  if (found) return found;
  const known = others.slice(-5).map((run) => run.head.id);
  throw new TabletalkError(
    "bad_use",
    `There is no finished run ${wanted} of ${current.suite}.`,
    known.length > 0 ? `The last ones are ${known.join(", ")}.` : "This is its first run.",
  );
}

function readRun(folder: string): Run | undefined {
  const path = join(folder, "run.json");
  if (!existsSync(path)) return undefined;
  const head = headSchema.safeParse(parsed(readFileSync(path, "utf8")));
  if (!head.success) return undefined;
  const kept = join(folder, "results.jsonl");
  const lines = existsSync(kept) ? readFileSync(kept, "utf8").split("\n") : [];
  const results = lines.flatMap((line) => {
    const result = resultSchema.safeParse(parsed(line));
    return result.success ? [result.data] : [];
  });
  return {head: head.data, folder, results};
}

function writeHead(run: Run): void {
  writeFileSync(join(run.folder, "run.json"), `${JSON.stringify(run.head, undefined, 2)}\n`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

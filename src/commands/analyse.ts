import {writeFile} from "node:fs/promises";
import {basename, extname, resolve} from "node:path";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {type ChoiceFlags, choicesOf} from "./import_choices.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime} from "./runtime.ts";
import {startTurns} from "./turns.ts";

/** The flags of `tabletalk analyse`. */
export interface AnalyseFlags extends CommonFlags, ChoiceFlags {
  /** A page (.html), a PDF, a picture of the first page (.png), or the document as JSON. */
  out?: string;
  steps?: string;
  minutes?: string;
  table?: string;
  model?: string;
}

const ENDINGS = [".html", ".htm", ".pdf", ".png", ".json"];

/**
 * `tabletalk analyse`: what a table shows, question by question, as a report. What names no file is the goal.
 * @throws TabletalkError bad_use for a wrong flag or a file that cannot be written; no_data, time_limit, aborted
 */
export async function analyse(named: string[], flags: AnalyseFlags): Promise<void> {
  const config = loadConfig(flags);
  const out = flags.out === undefined ? undefined : resolve(flags.out);
  if (out !== undefined && !ENDINGS.includes(extname(out).toLowerCase()))
    throw new TabletalkError(
      "bad_use",
      `A report cannot be written as ${basename(out)}.`,
      `Use one of these endings: ${ENDINGS.join(", ")}.`,
    );
  const budget = {
    ...positive("steps", flags.steps, true),
    ...positive("minutes", flags.minutes, false),
  };
  const {files, goal} = await filesAndGoal(named);
  if (files.length === 0)
    throw new TabletalkError(
      "no_data",
      "There is no data to analyse.",
      "Name the files: tabletalk analyse orders.csv",
    );
  await using runtime = createRuntime(config);
  const stop = new AbortController();
  const interrupt = () =>
    stop.abort(new TabletalkError("aborted", "Stopped.", "Start it again when you like."));
  process.once("SIGINT", interrupt);
  const turns = startTurns(runtime, files, {signal: stop.signal, choices: choicesOf(flags)});
  const [{makeAnalysis, sayProgress}, {progressOn}] = await Promise.all([
    import("../channels/analyses/make_analysis.ts"),
    import("../channels/terminal/progress.ts"),
  ]);
  const progress = progressOn(process.stderr);
  const request = {
    ...(goal !== undefined && {goal}),
    ...(flags.table !== undefined && {table: flags.table}),
    budget,
  };
  const setting = {asOf: config.asOf ?? new Date(), timeZone: config.timeZone, signal: stop.signal};
  try {
    const document = await makeAnalysis(request, await turns.parts(), setting, (told) =>
      progress.say(`${sayProgress(told)}  (Ctrl-C stops it)`),
    );
    progress.clear();
    if (out !== undefined) await writeReport(out, document, runtime.charts, stop.signal);
    if (flags.json) process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    else {
      const {saySummary} = await import("../channels/requests/analysis_request.ts");
      const {printable} = await import("../channels/terminal/style.ts");
      process.stdout.write(`${printable(saySummary(document), true)}\n`);
      if (out !== undefined) process.stdout.write(`\nReport: ${out}\n`);
    }
  } finally {
    progress.clear();
    process.removeListener("SIGINT", interrupt);
  }
}

async function writeReport(
  out: string,
  document: Parameters<typeof import("../reports/render.ts").renderReport>[0],
  renderer: () => Promise<import("../charts/renderer.ts").ChartRenderer>,
  signal: AbortSignal,
): Promise<void> {
  const ending = extname(out).toLowerCase();
  const {renderReport} = await import("../reports/render.ts");
  const content =
    ending === ".json"
      ? JSON.stringify(document, undefined, 2)
      : (
          await renderReport(document, ending === ".pdf" ? "pdf" : ending === ".png" ? "png" : "html", {
            renderer,
            signal,
            firstPage: true,
          })
        ).content;
  await writeFile(out, content).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new TabletalkError("bad_use", `The report cannot be written: ${why}.`, "Name another file.", {
      cause: error,
    });
  });
}

/** Of the words after the command the last is the goal where it has blanks and names no file. */
async function filesAndGoal(named: readonly string[]): Promise<{files: string[]; goal?: string}> {
  const last = named.at(-1);
  if (last === undefined || !/\s/.test(last.trim())) return {files: [...named]};
  const {existsSync} = await import("node:fs");
  if (existsSync(last)) return {files: [...named]};
  return {files: named.slice(0, -1), goal: last};
}

function positive(
  name: "steps" | "minutes",
  said: string | undefined,
  whole: boolean,
): {[key: string]: number} {
  if (said === undefined) return {};
  const value = Number(said);
  if (Number.isFinite(value) && value > 0 && (!whole || Number.isInteger(value))) return {[name]: value};
  throw new TabletalkError(
    "bad_use",
    `--${name} takes ${whole ? "a whole number" : "a number"} above 0, not ${said}.`,
    `Write it as: --${name} ${whole ? 40 : 2}`,
  );
}

import type {WriteStream} from "node:tty";
import type {Cell, Column} from "../../data/table.ts";
import {sayConfidence} from "../../planning/confidence.ts";
import {formatValue, type ValueFormat} from "../../planning/format_value.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {Answer, Channel, MadeReport, TurnEvent} from "../channel.ts";
import {withSameCents} from "../same_cents.ts";
import {pictureEscapes, pictureProtocol} from "./picture.ts";
import {type Progress, progressOn, stepProgressText} from "./progress.ts";
import {printable, type Style, styleFor} from "./style.ts";

/** How many rows of a table an answer shows. */
const ROWS_SHOWN = 20;

export interface TerminalOptions {
  output: WriteStream | NodeJS.WritableStream;
  /** Where progress goes, so that a pipe gets the answer alone. */
  progress: WriteStream | NodeJS.WritableStream;
  /** Writes a page that was made to a file; its path. Absent: its id is told. */
  writeReport?: (report: MadeReport) => Promise<string>;
}

/** The terminal: tables in columns, pictures where the terminal shows them, else the path of the file. */
export function createTerminal(options: TerminalOptions): Channel {
  const {output} = options;
  const tty = "isTTY" in output && Boolean(output.isTTY);
  const style = styleFor({isTTY: tty});
  const progress = progressOn(options.progress);
  const protocol = pictureProtocol(tty);
  const width = () => ("columns" in output && output.columns) || 160;

  return {
    platform: "terminal",
    capabilities: {
      nativeTable: true,
      nativeChart: false,
      image: protocol !== undefined,
      buttons: false,
      files: true,
      maxTextLength: Number.POSITIVE_INFINITY,
    },
    async render(_message, event) {
      showProgress(progress, event);
      if (event.type === "answer") {
        output.write(await answerText(event.answer, style, width()));
        if (protocol) {
          for (const {paths} of event.answer.charts) {
            if (paths.png) output.write(await pictureEscapes(paths.png, protocol, Math.min(width(), 80)));
          }
        }
        for (const report of event.answer.reports ?? [])
          output.write(`${await reportLine(report, options.writeReport, style)}\n`);
      }
      if (event.type === "error") {
        options.progress.write(`${style.red(printable(event.message))}\n${printable(event.next)}\n`);
      }
    },
  };
}

/** Where a page lies that was made; why it could not be written is told in its place, and it is kept all the same. */
async function reportLine(
  report: MadeReport,
  write: TerminalOptions["writeReport"],
  style: Style,
): Promise<string> {
  if (!write) return `${readable(report.kind)}: ${report.id}`;
  try {
    return `${readable(report.kind)}: ${style.cyan(await write(report))}`;
  } catch (thrown) {
    const {message, next = ""} = thrown as Error & {next?: string};
    return printable(
      `The ${report.kind} is kept as ${report.id}, but could not be written: ${message} ${next}`,
    );
  }
}

const readable = (kind: string): string => kind.charAt(0).toUpperCase() + kind.slice(1);

function showProgress(progress: Progress, event: TurnEvent): void {
  if (event.type === "status" && event.text.startsWith("The chart could not be drawn")) {
    progress.clear();
    process.stderr.write(`${printable(event.text)}\n`);
  } else if (event.type === "status") {
    progress.say(`${event.text} …`);
  } else if (event.type === "step" && event.state === "started") {
    progress.say(`${event.tool} …`);
  } else if (event.type === "step" && event.state === "running") {
    progress.say(`${stepProgressText(event)}  (Ctrl-C stops it)`);
  } else if (event.type === "answer" || event.type === "error") {
    progress.clear();
  }
}

/** The whole answer as a terminal shows it: the text, its table where it has several rows, the reading, the charts. */
export async function answerText(answer: Answer, style: Style, width: number): Promise<string> {
  if (answer.parts) {
    const parts = await Promise.all(answer.parts.map((part) => answerText(part, style, width)));
    const asked = answer.parts.map(({question = ""}, at) => style.dim(`${at + 1}. ${printable(question)}`));
    return parts.map((part, at) => `${asked[at]}\n${part}`).join("\n");
  }
  const lines = [style.bold(printable(answer.answer, true))];
  const headline = answer.plan && answer.artifacts[answer.plan.headline];
  if (headline && headline.table.rows.length > 1) {
    const grains = grainsOf(answer.plan);
    lines.push("", ...(await artifactLines(headline, style, width, ROWS_SHOWN, grains)), "");
  }
  if (answer.reading && !answer.answer.includes(answer.reading))
    lines.push(style.dim(printable(answer.reading)));
  if (answer.confidence && answer.choices.length === 0)
    lines.push(style.dim(printable(sayConfidence(answer.confidence))));
  for (const {paths, warnings} of answer.charts) {
    for (const path of [paths.png, paths.svg, paths.pdf, paths.html])
      if (path) lines.push(`Chart: ${style.cyan(path)}`);
    for (const warning of warnings ?? []) lines.push(style.dim(`In the chart: ${printable(warning)}`));
  }
  return `${lines.join("\n")}\n`;
}

/** The table of an artifact, with its units. */
export async function artifactLines(
  artifact: Pick<Artifact, "table" | "units" | "truncated">,
  style: Style,
  width: number,
  rows: number,
  grains: ReadonlyMap<string, ValueFormat> = new Map(),
): Promise<string[]> {
  const {tableLines} = await import("./table.ts");
  const write = (cell: Cell, column: Column) =>
    cell === null
      ? ""
      : formatValue(cell, {
          unit: artifact.units[column.name],
          plain: namesThings(column, artifact.units),
          ...grains.get(column.name),
        });
  const shown = {...artifact.table, rows: artifact.table.rows.slice(0, rows)};
  const evenly = withSameCents(write, shown, artifact.units);
  const lines = tableLines(artifact.table, {width, rows, style, write: evenly});
  return artifact.truncated ? [...lines, style.dim("… cut at the limit of rows")] : lines;
}

/** Which columns of an answer name periods: a month by its first day, a weekday by its number. */
function grainsOf(plan: Answer["plan"]): Map<string, ValueFormat> {
  const groups = plan?.reading?.groups ?? [];
  return new Map(groups.map(({name, unit, part}) => [name, {timeUnit: unit, part}]));
}

/** Years and identifiers are whole numbers that take no thousands separators. */
function namesThings(column: Column, units: Record<string, string>): boolean {
  return !units[column.name] && /(^|[^a-z])(year|id|code|zip|number|no)$/i.test(column.name);
}

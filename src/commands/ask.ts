import {randomUUID} from "node:crypto";
import {extname, resolve} from "node:path";
import type {Answer, Channel, TurnEvent} from "../channels/channel.ts";
import {CHART_ENDINGS} from "../channels/chart_files.ts";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {EXIT} from "./failure.ts";
import {type ChoiceFlags, choicesOf} from "./import_choices.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime} from "./runtime.ts";
import {startTurns} from "./turns.ts";
import {reportWriter} from "./write_report.ts";

export interface AskFlags extends CommonFlags, ChoiceFlags {
  data?: string[];
  model?: string;
  chart?: string;
}

/** `tabletalk ask`: one question, one answer. Exit status 0 answered, 3 declined or asked back. */
export async function ask(question: string, flags: AskFlags): Promise<void> {
  const config = loadConfig(flags);
  if (question.trim() === "") {
    throw new TabletalkError(
      "bad_use",
      "The question is empty.",
      "Ask something, such as: what is in this data?",
    );
  }
  // What is asked of Kaggle may be where the data is to come from.
  const {data = []} = flags;
  if (data.length === 0 && !/\bkaggle\b/i.test(question)) {
    throw new TabletalkError(
      "no_data",
      "There is no data to ask about.",
      "Name the files: --data orders.csv",
    );
  }
  if (flags.chart !== undefined && !CHART_ENDINGS.includes(extname(flags.chart).toLowerCase())) {
    throw new TabletalkError(
      "bad_use",
      `A chart cannot be written as ${flags.chart}.`,
      `Use one of these endings: ${CHART_ENDINGS.join(", ")}.`,
    );
  }

  const choices = choicesOf(flags);
  await using runtime = createRuntime(config);
  const stop = new AbortController();
  const interrupt = () => stop.abort(new TabletalkError("aborted", "Stopped.", "Ask again when you like."));
  process.once("SIGINT", interrupt);
  const turns = startTurns(runtime, data, {
    signal: stop.signal,
    choices,
    ...(flags.chart !== undefined && {chartPath: resolve(flags.chart)}),
  });
  const channel = flags.json
    ? silent()
    : (await import("../channels/terminal/channel.ts")).createTerminal({
        output: process.stdout,
        progress: process.stderr,
        writeReport: reportWriter(runtime),
      });
  const result = await turns.ask(
    question,
    {conversation: randomUUID(), channel: withoutErrors(channel)},
    {
      charts: flags.chart === undefined ? "asked" : "always",
    },
  );
  process.removeListener("SIGINT", interrupt);
  if (result.state === "repeated") return;
  if ("error" in result) throw result.error;
  if (flags.json) process.stdout.write(`${JSON.stringify(answerAsJson(result.answer), undefined, 2)}\n`);
  if (flags.chart !== undefined && result.state === "answered" && result.answer.charts.length === 0) {
    process.stderr.write("No chart was drawn: this answer has none, or it could not be drawn.\n");
  }
  process.exitCode = result.state === "answered" ? EXIT.answered : EXIT.declined;
}

/** An answer with exactly the keys that `--json` promises; what is absent is null. Values and artifacts hold those of all parts. */
export function answerAsJson(
  answer: Answer,
): Record<
  Exclude<
    keyof Answer,
    "parts" | "question" | "taught" | "forgetting" | "imported" | "suggestions" | "reports" | "sources"
  >,
  unknown
> {
  return {
    answer: answer.answer,
    reading: answer.reading ?? null,
    values: answer.values.map(({name, value, unit, evidence}) => ({
      name,
      value,
      unit: unit ?? null,
      evidence,
    })),
    choices: answer.choices,
    artifacts: answer.artifacts,
    charts: answer.charts,
    plan: answer.plan ?? null,
    recipe: answer.recipe ?? null,
    evidence: answer.evidence,
    declined: answer.declined ?? null,
    citations: answer.citations ?? null,
    derivation: answer.derivation ?? null,
    confidence: answer.confidence ?? null,
    timings: answer.timings,
    ...(answer.reports && {reports: answer.reports}),
    ...(answer.sources && {sources: answer.sources}),
  };
}

/** A failed turn is told once, by whoever ends the process. */
function withoutErrors(channel: Channel): Channel {
  const render = async (...[message, event]: Parameters<Channel["render"]>) => {
    if (event.type !== "error") await channel.render(message, event);
  };
  return {...channel, render};
}

function silent(): Channel {
  const capabilities = {nativeTable: true, nativeChart: true, image: true, buttons: false, files: true};
  return {
    platform: "terminal",
    capabilities: {...capabilities, maxTextLength: Number.POSITIVE_INFINITY},
    async render(_message, event: TurnEvent) {
      if (event.type === "status" && event.text.startsWith("The chart could not be drawn")) {
        process.stderr.write(`${event.text}\n`);
      }
    },
  };
}

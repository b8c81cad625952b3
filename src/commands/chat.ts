import {randomUUID} from "node:crypto";
import {createInterface, type Interface} from "node:readline";
import {createTerminal} from "../channels/terminal/channel.ts";
import {completer} from "../channels/terminal/completion.ts";
import {loadHistory, saveHistory} from "../channels/terminal/history.ts";
import {SLASH_COMMANDS, type SlashContext} from "../channels/terminal/slash_commands.ts";
import {printable, styleFor} from "../channels/terminal/style.ts";
import {summaryLine} from "../channels/terminal/summary.ts";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {saveFeedback} from "../store/turns.ts";
import {createPasting, type Pasting} from "./chat_paste.ts";
import {asTabletalkError} from "./failure.ts";
import {type ChoiceFlags, choicesOf} from "./import_choices.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, type Runtime, SAMPLES, WORKSPACE} from "./runtime.ts";
import {startTurns, type Turns} from "./turns.ts";
import {reportWriter} from "./write_report.ts";

/** `tabletalk chat`: a conversation about files; without files, about the sample data. */
export async function chat(
  files: string[],
  flags: CommonFlags & ChoiceFlags & {model?: string},
): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const {stdin: input, stdout: output, stderr: progress} = process;
  await chatOn(runtime, files.length > 0 ? files : SAMPLES, {input, output, progress}, choicesOf(flags));
}

/** What a chat reads from and writes to: the process's own, or others in their place. */
export interface ChatStreams {
  input: NodeJS.ReadableStream & {isTTY?: boolean};
  output: NodeJS.WritableStream & {isTTY?: boolean; columns?: number};
  progress: NodeJS.WritableStream;
}

/** A chat about files, until its input ends or says `/quit`. */
export async function chatOn(
  runtime: Runtime,
  files: readonly string[],
  streams: ChatStreams,
  choices: ReturnType<typeof choicesOf>,
): Promise<void> {
  const {config} = runtime;
  const {input, output} = streams;
  const turns = startTurns(runtime, files, {choices});
  const style = styleFor({isTTY: Boolean(output.isTTY)});
  const print = (text: string) => output.write(`${text}\n`);

  const session = await turns.session();
  const datasets = await turns.datasets();
  const profiles = await Promise.all(datasets.map((dataset) => session.profile(dataset.name)));
  datasets.forEach((dataset, at) => {
    const profile = profiles[at];
    if (profile) print(style.dim(printable(summaryLine(dataset, profile))));
  });

  const names = [...SLASH_COMMANDS.map((command) => command.name), "paste", "help", "quit"];
  const complete = completer(profiles, names);
  const interactive = Boolean(input.isTTY && output.isTTY);
  const lines = createInterface({
    input,
    output: interactive ? output : undefined,
    terminal: interactive,
    completer: complete,
    history: interactive ? await loadHistory(config.home) : [],
    historySize: 1000,
    removeHistoryDuplicates: true,
    prompt: "> ",
  });
  let known: string[] = [];
  lines.on("history", (history: string[]) => {
    known = history;
    saveHistory(config.home, history);
  });
  if (interactive) print(style.dim("Ask in your own words. /help lists the commands, Ctrl-D ends."));
  const pasting = createPasting({runtime, turns, style, print});
  await converse(lines, turns, {
    pasting,
    style,
    streams,
    interactive,
    asOf: config.asOf ?? new Date(),
    timeZone: config.timeZone,
    print,
    writeReport: reportWriter(runtime),
    feedback: async (given) => saveFeedback(await runtime.store(), WORKSPACE, {...given, actor: "person"}),
    pin: async ({isTaken, ...given}) => {
      const {pinTurn, unpinTurn} = await import("../store/pins.ts");
      const store = await runtime.store();
      if (isTaken)
        return (await unpinTurn(store, WORKSPACE, given.turn)) ? "Unpinned." : "It was not pinned.";
      await pinTurn(store, WORKSPACE, {...given, by: "person"});
      return "Pinned: its question is answered by its plan from now on, run on the data as it is then. /unpin takes it back.";
    },
    // What was typed is forgotten with what was answered.
    forgotten: (typed) => {
      const kept = typed === "all" ? [] : known.filter((line) => !typed.has(line));
      known.splice(0, known.length, ...kept);
      saveHistory(config.home, known);
    },
  });
}

const PASTE = {usage: "/paste [name]", summary: "rows copied from a spreadsheet become a table"};

interface Talk extends Pick<SlashContext, "style" | "asOf" | "timeZone" | "print" | "feedback" | "pin"> {
  /** Takes lines out of the history. */
  forgotten: (typed: ReadonlySet<string> | "all") => void;
  streams: ChatStreams;
  writeReport: ReturnType<typeof reportWriter>;
  interactive: boolean;
  pasting: Pasting;
}

/** Reads lines until the end, one turn at a time. Ctrl-C stops the turn; at an empty prompt it ends the chat. */
async function converse(lines: Interface, turns: Turns, talk: Talk): Promise<void> {
  const conversation = randomUUID();
  const channel = createTerminal({...talk.streams, writeReport: talk.writeReport});
  let last: SlashContext["last"];
  const typed = new Set<string>();
  let running: AbortController | undefined;
  lines.on("SIGINT", () => {
    if (running) running.abort(new TabletalkError("aborted", "Stopped.", "Ask again when you like."));
    else if (lines.line === "") lines.close();
    else lines.write(null, {ctrl: true, name: "u"});
  });

  const turn = async (text: string, signal: AbortSignal) => {
    const [name = "", ...rest] = text.split(/\s+/);
    if (text.startsWith("/")) {
      const context: SlashContext = {
        ...talk,
        parts: await turns.parts(),
        last,
        width: talk.streams.output.columns || 100,
        signal,
        prefill: (line) => prefill(lines, talk.interactive, line),
        say: (said) => turn(said, signal),
      };
      await slash(name.slice(1), rest.join(" "), context);
      return;
    }
    const choice = /^\d$/.test(text) ? last?.answer.choices[Number(text) - 1] : undefined;
    const question = choice && last ? last.question : text;
    const handling = {
      signal,
      ...(choice && {
        reading: choice.reading,
        ...(choice.plan && {plan: choice.plan}),
        ...(choice.confirms && {confirmed: choice.confirms}),
      }),
    };
    const result = await turns.ask(question, {conversation, channel}, handling);
    if (!("answer" in result)) return;
    const {answer} = result;
    if (answer.forgetting?.done) {
      talk.forgotten(answer.forgetting.what === "mine" ? "all" : typed);
      last = undefined;
    }
    // What was taught or greeted is no answer to look behind.
    if (answer.choices.length > 0 || (result.state === "answered" && answer.plan))
      last = {question: answer.question ?? question, answer, turn: result.turn};
  };

  if (talk.interactive) lines.prompt();
  const failed = (thrown: unknown): void => {
    const error = asTabletalkError(thrown);
    talk.streams.progress.write(`${talk.style.red(printable(error.message))}\n${printable(error.next)}\n`);
  };
  for await (const line of lines) {
    running = new AbortController();
    try {
      const text = (await talk.pasting.take(line)) ?? "";
      if (text === "/quit" || text === "/exit") break;
      typed.add(line).add(text);
      if (text !== "") await turn(text, running.signal);
    } catch (thrown) {
      failed(thrown);
    }
    running = undefined;
    if (talk.interactive) lines.prompt(true);
  }
  await talk.pasting.end().catch(failed);
  lines.close();
}

async function slash(name: string, words: string, context: SlashContext): Promise<void> {
  if (name === "help" || name === "") {
    const all = [...SLASH_COMMANDS, PASTE, {usage: "/quit", summary: "end the chat"}];
    for (const {usage, summary} of all) context.print(`${usage.padEnd(32)} ${summary}`);
    return;
  }
  const command = SLASH_COMMANDS.find((one) => one.name === name);
  if (!command) throw new TabletalkError("bad_use", `There is no command /${name}.`, "/help lists them.");
  await command.run(context, words);
}

function prefill(lines: Interface, interactive: boolean, text: string): boolean {
  if (interactive) setImmediate(() => lines.write(text));
  return interactive;
}

import {receiptLines} from "../channels/terminal/receipt.ts";
import {printable, type Style} from "../channels/terminal/style.ts";
import {pastedRows} from "../data/paste.ts";
import {flagsFor} from "./import_choices.ts";
import {placeDataset} from "./import_known.ts";
import {keepInput} from "./read_input.ts";
import type {Runtime} from "./runtime.ts";
import type {Turns} from "./turns.ts";

/** What a chat makes of a line: a question to ask, or nothing yet. */
export interface Pasting {
  /** Takes a line; returns the text to treat as a question or command, or undefined where the line was taken. */
  take(line: string): Promise<string | undefined>;
  /** The input has ended: rows that were begun with /paste are imported. */
  end(): Promise<void>;
}

interface PastingOptions {
  runtime: Runtime;
  turns: Turns;
  style: Style;
  print: (text: string) => void;
}

type State =
  | {kind: "none"}
  /** `name` is set where /paste began it, undefined where lines with tabs did. */
  | {kind: "rows"; lines: string[]; begun: boolean; name: string}
  | {kind: "offered"; lines: string[]};

/** Recognises rows pasted into the chat, and imports them: after /paste, or when they are offered and taken. */
export function createPasting({runtime, turns, style, print}: PastingOptions): Pasting {
  let state: State = {kind: "none"};

  const bring = async (lines: readonly string[], name: string): Promise<void> => {
    if (lines.every((line) => line.trim() === "")) {
      print("Nothing was pasted.");
      return;
    }
    const path = await keepInput(runtime.config.home, `${lines.join("\n")}\n`);
    for (const dataset of await runtime.importFiles([path], {name: name || "pasted"})) {
      const placed = await placeDataset(runtime, dataset, {});
      await turns.include([placed.dataset]);
      print([...receiptLines(placed.dataset, {style, asFlags: flagsFor}), ...placed.said].join("\n"));
      print(style.dim(`Ask about ${printable(placed.dataset.name)} by its name or its columns.`));
    }
  };

  return {
    async take(line) {
      const now = state;
      if (now.kind === "rows") {
        if (line.trim() !== "") {
          now.lines.push(line);
          return undefined;
        }
        state = {kind: "none"};
        if (now.begun) {
          await bring(now.lines, now.name);
          return undefined;
        }
        const size = pastedRows(now.lines);
        if (!size) return now.lines.join(" ").replaceAll("\t", " ");
        state = {kind: "offered", lines: now.lines};
        print(
          `That looks like a table: ${size.rows} rows, ${size.columns} columns. Enter imports it, a name names it, n leaves it.`,
        );
        return undefined;
      }
      if (now.kind === "offered") {
        state = {kind: "none"};
        const answer = line.trim();
        if (/^(n|no)$/i.test(answer)) return undefined;
        await bring(now.lines, /^(y|yes)?$/i.test(answer) ? "" : answer);
        return undefined;
      }
      const paste = /^\/paste(?:\s+(.*))?$/.exec(line.trim());
      if (paste) {
        print(style.dim("Paste the rows; an empty line ends them."));
        state = {kind: "rows", lines: [], begun: true, name: paste[1]?.trim() ?? ""};
        return undefined;
      }
      if (!line.startsWith("/") && line.trim().includes("\t")) {
        state = {kind: "rows", lines: [line], begun: false, name: ""};
        print(style.dim("These look like rows; an empty line ends them."));
        return undefined;
      }
      return line.trim();
    },
    async end() {
      const now = state;
      state = {kind: "none"};
      if (now.kind === "rows" && now.begun) await bring(now.lines, now.name);
    },
  };
}

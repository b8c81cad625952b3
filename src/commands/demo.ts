import {randomUUID} from "node:crypto";
import {createTerminal} from "../channels/terminal/channel.ts";
import {printable, styleFor} from "../channels/terminal/style.ts";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, SAMPLES} from "./runtime.ts";
import {startTurns} from "./turns.ts";

/** Real questions of the sample data. */
export const DEMO_QUESTIONS: readonly string[] = [
  "How many days did it rain in 2014?",
  "Average temp_max by month in 2015, as a line chart",
  "What are the five windiest days?",
  "Share of each weather, as a bar chart",
  "Average body mass by species, as a bar chart",
];

/** `tabletalk demo`: asks the questions one after the other and prints answers, readings and the paths of charts. */
export async function demo(flags: CommonFlags): Promise<void> {
  const config = loadConfig({...flags, model: "offline"});
  await using runtime = createRuntime(config);
  const turns = startTurns(runtime, SAMPLES);
  const channel = createTerminal({output: process.stdout, progress: process.stderr});
  const style = styleFor(process.stdout);
  let unanswered = 0;
  for (const question of DEMO_QUESTIONS) {
    process.stdout.write(`${style.cyan(`> ${printable(question)}`)}\n`);
    const result = await turns.ask(question, {conversation: randomUUID(), channel});
    if (result.state !== "answered") unanswered += 1;
    process.stdout.write("\n");
  }
  if (unanswered > 0) {
    throw new TabletalkError(
      "internal",
      `${unanswered} of ${DEMO_QUESTIONS.length} questions got no answer.`,
      "Run `tabletalk doctor`, and report this.",
    );
  }
}

import {randomUUID} from "node:crypto";
import type {Answer, Channel} from "../src/channels/channel.ts";
import type {TurnResult} from "../src/channels/conversation.ts";
import type {Turns} from "../src/commands/turns.ts";
import type {Asked, Case} from "./outside/adapter.ts";

const silent: Channel = {
  platform: "terminal",
  capabilities: {
    nativeTable: true,
    nativeChart: true,
    image: true,
    buttons: false,
    files: true,
    maxTextLength: 1e6,
  },
  async render() {},
};

/** Says a case's turns in a conversation of its own, as a person would; what became of the last one counts. */
export async function askCase(one: Case, turns: Turns, signal: AbortSignal): Promise<Asked> {
  const to = {conversation: randomUUID(), channel: silent};
  const last = one.turns.length - 1;
  let started = performance.now();
  try {
    for (const earlier of one.turns.slice(0, last)) await turns.ask(earlier, to, {signal});
    started = performance.now();
    const result = await turns.ask(one.turns[last] ?? "", to, {signal});
    const ms = performance.now() - started;
    const asked = askedOf(result);
    if (asked.state !== "asked" || !one.follow) return {...asked, ms};
    return {...asked, ms, options: await optionsOf(asked.answer?.choices ?? [], one, turns, signal)};
  } catch (error) {
    return {
      state: "error",
      error: error instanceof Error ? error.message : String(error),
      ms: performance.now() - started,
    };
  }
}

/** The answers that the choices lead to, each taken as a person would: by its number. */
async function optionsOf(
  choices: Answer["choices"],
  one: Case,
  turns: Turns,
  signal: AbortSignal,
): Promise<Answer[]> {
  const found: Answer[] = [];
  for (const {reading, plan} of choices) {
    const to = {conversation: randomUUID(), channel: silent};
    const result = await turns.ask(one.turns.at(-1) ?? "", to, {signal, reading, ...(plan && {plan})});
    if (result.state === "answered") found.push(result.answer);
  }
  return found;
}

function askedOf(result: TurnResult): Omit<Asked, "ms"> {
  if (result.state === "repeated") return {state: "error", error: "the question was taken for a repetition"};
  if ("error" in result) return {state: "error", error: `${result.error.code}: ${result.error.message}`};
  const {answer} = result;
  if (result.state === "answered") return {state: "answered", answer};
  return {state: answer.choices.length > 0 ? "asked" : "declined", answer};
}

import {TabletalkError} from "../../errors.ts";
import type {SlashCommand, SlashContext} from "./slash_commands.ts";

/** What is remembered of a conversation, and what is not. */
export const MEMORY_COMMANDS: readonly SlashCommand[] = [
  {
    name: "pin",
    usage: "/pin [note]",
    summary: "vouch for the last answer: its question is answered by its plan from now on",
    run: (context, note) => pin(context, note, false),
  },
  {
    name: "unpin",
    usage: "/unpin",
    summary: "take the pin of the last answer away",
    run: (context) => pin(context, "", true),
  },
  {
    name: "forget",
    usage: "/forget [everything]",
    summary: "forget this conversation for good, or all of them; asks first",
    run: forget,
  },
];

async function pin(context: SlashContext, note: string, isTaken: boolean): Promise<void> {
  const {last} = context;
  if (!last?.turn || !context.pin || !last.answer.plan)
    throw new TabletalkError("bad_use", "There is no answer yet.", "Ask a question first.");
  const given = {turn: last.turn, isTaken, ...(note !== "" && {note: note.slice(0, 1000)})};
  context.print(await context.pin(given));
}

async function forget({say}: SlashContext, words: string): Promise<void> {
  if (!say) throw new TabletalkError("bad_use", "Nothing is kept here.", "There is nothing to forget.");
  if (words !== "" && words !== "everything")
    throw new TabletalkError(
      "bad_use",
      `/forget does not know “${words}”.`,
      "Use /forget for this conversation, /forget everything for all of them. A taught word: forget WORD.",
    );
  await say(words === "" ? "forget this conversation" : "forget everything about me");
}

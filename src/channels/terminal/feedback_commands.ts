import {TabletalkError} from "../../errors.ts";
import type {SlashCommand, SlashContext} from "./slash_commands.ts";

/** What the person thinks of the last answer. */
export const FEEDBACK_COMMANDS: readonly SlashCommand[] = [
  {
    name: "up",
    usage: "/up",
    summary: "the last answer was right: questions like it may be read after it",
    run: (context) => tell(context, "up", ""),
  },
  {
    name: "down",
    usage: "/down [why]",
    summary: "the last answer was wrong: it becomes a case of tabletalk eval feedback",
    run: (context, why) => tell(context, "down", why),
  },
];

async function tell(context: SlashContext, verdict: "up" | "down", comment: string): Promise<void> {
  const {last, feedback} = context;
  if (!last?.turn || !feedback || !last.answer.plan)
    throw new TabletalkError("bad_use", "There is no answer yet.", "Ask a question first.");
  await feedback({turn: last.turn, verdict, ...(comment !== "" && {comment: comment.slice(0, 1000)})});
  context.print(
    verdict === "up"
      ? "Kept as a good answer."
      : "Kept as a wrong answer; it is asked again by: tabletalk eval feedback",
  );
}

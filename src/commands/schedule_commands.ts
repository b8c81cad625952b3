import type {Command} from "commander";
import {command} from "./declare.ts";

/** What runs by itself: `tabletalk serve` runs it. */
export function scheduleCommands(root: Command): void {
  const schedules = command(
    root,
    "schedules",
    "workflows that run by themselves, while tabletalk serve runs",
  );
  const make = (name: string, description: string) =>
    command(schedules, name, description)
      .option("--workspace <name>", "default: the terminal's")
      .option("--json", "print it as JSON");
  const kept = () => import("./schedules.ts");

  make("list", "what is scheduled, with its next time").action(async (flags) =>
    (await kept()).listSchedules(flags),
  );
  make(
    "add <workflow> <when...>",
    'let one run by itself: "every Monday at 9 Berlin time", or five cron fields',
  )
    .option("-p, --param <name=value...>", "values of its parameters; default: their defaults")
    .option("--title <title>", "what it is called where it tells something; default: the workflow's")
    .option("--missed <policy>", "times that come while nothing runs: once (the default) or skip")
    .option("--alert <words>", 'tell only "when revenue falls below 10k", "when it differs"')
    .option("--dry-run", "say when it would run, and keep nothing")
    .action(async (workflow, when, flags) => (await kept()).addOne(workflow, when, flags));
  make("stop <id>", "turn one off").action(async (id, flags) => (await kept()).turnOne(id, false, flags));
  make("resume <id>", "turn one on again").action(async (id, flags) =>
    (await kept()).turnOne(id, true, flags),
  );
  make("remove <id>", "take one away; its runs stay").action(async (id, flags) =>
    (await kept()).removeOne(id, flags),
  );
}

import {type Command, Option} from "commander";
import {withChoiceFlags} from "./import_choices.ts";

/** A command with the flags that all have. */
export function command(root: Command, name: string, description: string): Command {
  // What comes after a command belongs to it, also where the program has an option of that name.
  root.enablePositionalOptions();
  return common(root.command(name).description(description)).exitOverride();
}

/** A command that reads files. */
export function reading(root: Command, name: string, description: string): Command {
  return withChoiceFlags(command(root, name, description));
}

/** Adds the flags that every command has. */
export function common(command: Command): Command {
  return command
    .addOption(new Option("--home <folder>", "where state is kept (TABLETALK_HOME, default ~/.tabletalk)"))
    .addOption(new Option("--time-zone <zone>", "the time zone of today, such as Europe/Berlin"))
    .addOption(new Option("--as-of <date>", "the day that “today” means, YYYY-MM-DD"));
}

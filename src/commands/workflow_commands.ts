import type {Command} from "commander";
import {command} from "./declare.ts";

/** Saved plans with parameters: made, checked, kept in versions, published and run. */
export function workflowCommands(root: Command): void {
  const workflows = command(root, "workflows", "saved plans with parameters: made, checked, kept, run");
  const make = (name: string, description: string) =>
    command(workflows, name, description)
      .option("--workspace <name>", "default: the terminal's")
      .option("--json", "print it as JSON");
  const kept = () => import("./workflows.ts");
  const runs = () => import("./workflow_runs.ts");

  make("list", "the workflows, with their versions").action(async (flags) => (await kept()).listKept(flags));
  make("show <name>", "one as YAML")
    .option("--version <version>", "a number, or published; default: the newest")
    .option("--history", "its versions, and what was published")
    .action(async (name, flags) => (await kept()).showKept(name, flags));
  make("save <file>", "keep a YAML or JSON file as a new version; - is standard input")
    .option(
      "--before <version>",
      "the version that was changed: refused where another is the newest; 0: a new one",
    )
    .option("--private", "of a new one: for you alone")
    .option("--publish", "let this version run where none is named")
    .action(async (file, flags) => (await kept()).saveKept(file, flags));
  make(
    "make <description...>",
    'one of what it should do: "keep paid orders, sum amount by region, chart it"',
  )
    .option("-d, --data <name...>", "known tables or files; default: all known tables")
    .option("--name <name>", "what it is called; default: made from the description")
    .option("--save", "keep it, in place of printing it")
    .option("--publish", "with --save: let it run where no version is named")
    .option("--share", "with --save: let the workspace see it; default: you alone")
    .action(async (words, flags) => (await kept()).makeKept(words, flags));
  make("from <recipe>", "one of an answer, by its recipe: the period and the filters become parameters")
    .option("--name <name>", "what it is called; default: made from the question")
    .option("--save", "keep it, in place of printing it")
    .option("--publish", "with --save: let it run where no version is named")
    .option("--share", "with --save: let the workspace see it; default: you alone")
    .action(async (recipe, flags) => (await kept()).fromRecipe(recipe, flags));
  make("validate <file>", "everything that is wrong with a file, or with a kept one by its name")
    .option("-p, --param <name=value...>", "values of its parameters; default: their defaults")
    .action(async (file, flags) => (await kept()).validateKept(file, flags));
  make("publish <name>", "let a version run where none is named")
    .option("--version <version>", "default: the newest")
    .action(async (name, flags) => (await kept()).publishKept(name, flags));
  make("rollback <name>", "publish again what was published before").action(async (name, flags) =>
    (await kept()).rollBackKept(name, flags),
  );
  make(
    "diff <name> [from] [to]",
    "what changed between two versions, in words; default: the newest two",
  ).action(async (name, from, to, flags) => (await kept()).diffKept(name, from, to, flags));
  make("remove <name>", "take one away, with its runs and schedules")
    .option("--yes", "do it")
    .action(async (name, flags) => (await kept()).removeKept(name, flags));
  make("kinds", "the kinds of nodes").action(async (flags) => (await kept()).listKinds(flags));

  make("run <name>", "run it here, and tell what it came to")
    .option("-p, --param <name=value...>", "values of its parameters; default: their defaults")
    .option("--version <version>", "default: the published one, else the newest")
    .action(async (name, flags) => (await runs()).runKept(name, flags));
  make("runs [name]", "its runs, or all, newest first").action(async (name, flags) =>
    (await runs()).listRuns(name, flags),
  );
  make("result <run>", "what a run came to")
    .option("--diff", "what is other than in the run before")
    .action(async (run, flags) => (await runs()).showRun(run, flags));
  make("resume <run>", "let one that failed or was cancelled go on").action(async (run, flags) =>
    (await runs()).resumeRun(run, flags),
  );
  make("cancel <run>", "stop one").action(async (run, flags) => (await runs()).stopRun(run, flags));
  make("approve <run>", "let one that waits for a person go on")
    .option("--reject", "let it fail there")
    .option("--note <text>", "why")
    .option("-p, --param <name=value...>", "parameters that change from here on")
    .action(async (run, flags) => (await runs()).decideKept(run, flags));
}

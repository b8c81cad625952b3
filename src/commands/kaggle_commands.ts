import {type Command, Option} from "commander";
import {command, reading} from "./declare.ts";

/** Data of Kaggle: found, looked at, brought in, deleted. `--data kaggle:OWNER/NAME` asks about it at once. */
export function kaggleCommands(root: Command): void {
  const load = () => import("./kaggle.ts");
  const kaggle = command(root, "kaggle", "data sets and competitions of Kaggle: find them, bring them in");
  const json = (name: string, description: string) =>
    command(kaggle, name, description).option("--json", "print it as JSON");
  json("search [words...]", "data sets, by words and by all of Kaggle's filters")
    .addOption(
      new Option("--sort <by>", "default: hottest").choices([
        ...["hottest", "votes", "updated", "active", "published", "relevance", "usability", "downloads"],
      ]),
    )
    .addOption(
      new Option("--type <file>", "that have such files").choices([
        ...["all", "csv", "sqlite", "json", "bigQuery", "parquet"],
      ]),
    )
    .addOption(
      new Option("--licence <group>", "Creative Commons, GPL, Open Data Commons, others").choices([
        ...["all", "cc", "gpl", "odb", "other"],
      ]),
    )
    .option("--tag <tags...>", "that have these tags; without words, browses them")
    .option("--user <name>", "of this user or organisation")
    .option("--mine", "your own")
    .option("--min-size <size>", "such as 500k")
    .option("--max-size <size>", "such as 10MB")
    .option("--page <n>", "from 1")
    .action(async (words, flags) => (await load()).searchKaggle(words, flags));
  json(
    "show <ref>",
    "a data set (owner/name) or competition (competitions/name): licence, files, columns",
  ).action(async (ref, flags) => (await load()).showKaggle(ref, flags));
  json("files <ref>", "the files of a data set or competition, a page at a time")
    .option("--of-version <n>", "of this version")
    .option("--page-token <token>", "of the page before")
    .action(async (ref, flags) => (await load()).listFiles(ref, flags));
  reading(kaggle, "import <ref>", "download it, and import every table in it, with its licence")
    .option("--json", "print it as JSON")
    .option("--file <name>", "one file alone")
    .option("--of-version <n>", "this version; default: the newest")
    .option("--name <name>", "what its tables are called; default: as the data set")
    .action(async (ref, flags) => (await import("./kaggle_bring.ts")).bringIn(ref, flags));
  json("download <ref>", "download and unpack it, without importing")
    .option("--file <name>", "one file alone")
    .option("--of-version <n>", "this version; default: the newest")
    .option("--again", "also where it is here already")
    .action(async (ref, flags) => (await import("./kaggle_bring.ts")).download(ref, flags));
  json("local", "what was downloaded to this machine, with its size").action(async (flags) =>
    (await load()).listLocal(flags),
  );
  json("remove <ref>", "delete what was downloaded; imported tables stay")
    .option("--of-version <n>", "this version alone")
    .action(async (ref, flags) => (await load()).removeLocal(ref, flags));
  json("competitions [words...]", "competitions, by words and filters")
    .addOption(new Option("--group <group>").choices(["general", "entered", "community", "hosted"]))
    .addOption(
      new Option("--category <category>").choices([
        ...["featured", "research", "recruitment", "gettingStarted", "masters", "playground"],
      ]),
    )
    .option("--page <n>", "from 1")
    .action(async (words, flags) => (await load()).searchCompetitions(words, flags));
  json("leaderboard <competition>", "its best teams")
    .option("--page-token <token>", "of the page before")
    .action(async (slug, flags) => (await load()).showLeaderboard(slug, flags));
  json("whoami", "whose credentials are used, where they were found, and what is left of the quotas").action(
    async (flags) => (await load()).whoAmI(flags),
  );
  command(
    root,
    "commercial [on|off]",
    "whether the workspace works for money: then licences against it are told",
  )
    .option("--workspace <name>", "default: the terminal's")
    .option("--json", "print it as JSON")
    .action(async (wanted, flags) => (await import("./commercial.ts")).commercial(wanted, flags));
}

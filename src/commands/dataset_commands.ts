import type {Command} from "commander";

/** Makes a command below another, with the flags that all commands have. */
type Make = (parent: Command, name: string, description: string) => Command;

/** What can be done with the known tables: find, describe, order, catalogue, delete them. */
export function datasetCommands(datasets: Command, make: Make): void {
  const json = (one: Command) => one.option("--json", "print it as JSON");
  const load = () => import("./organize_datasets.ts");
  json(make(datasets, "search <words...>", "by names, columns, values, tags and descriptions"))
    .option("--limit <n>", "how many at most; default 20")
    .action(async (words, flags) => (await load()).searchKnown(words, flags));
  json(make(datasets, "describe <name>", "what is known of one; with flags, say something of it"))
    .option("--title <text>", "a title; '' takes it away")
    .option("--description <text>", "what it is, where it is from")
    .option("--owner <person>", "whose it is")
    .option("--visibility <who>", "workspace or private")
    .option("--rename <to>", "give it another name")
    .action(async (name, flags) => (await load()).describeKnown(name, flags));
  json(make(datasets, "tag <name> [tags...]", "add tags; without any, show its tags"))
    .option("--remove", "take these tags away")
    .action(async (name, tags, flags) => (await load()).tagKnown(name, tags, flags));
  json(
    make(
      datasets,
      "bucket [name] [bucket]",
      "put a dataset on a bucket, which is made; without names, list them",
    ),
  )
    .option("--remove", "take the dataset off its bucket")
    .option("--drop <bucket>", "take a bucket away; its datasets stay")
    .action(async (name, bucket, flags) => (await load()).bucketKnown(name, bucket, flags));
  json(
    make(datasets, "catalogue [name]", "domain, what a row is, keys, units, personal data; of one or of all"),
  ).action(async (name, flags) => (await import("./catalogue.ts")).catalogue(name, flags));
  json(make(datasets, "joins [name]", "by which columns tables can be joined, with the evidence"))
    .option("--limit <n>", "how many at most; default 30")
    .action(async (name, flags) => (await import("./catalogue.ts")).joins(name, flags));
  json(make(datasets, "copies <name>", "known tables that have the same or many of the same rows")).action(
    async (name, flags) => (await import("./catalogue.ts")).copies(name, flags),
  );
  json(
    make(datasets, "delete <name>", "its data, and all answers, recipes, tables and models that came of it"),
  )
    .option("--yes", "do it without asking")
    .action(async (name, flags) => (await load()).deleteKnown(name, flags));
}

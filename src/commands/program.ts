import {readFileSync} from "node:fs";
import {Command, CommanderError, Option} from "commander";
import {datasetCommands} from "./dataset_commands.ts";
import {EXIT, tellFailure} from "./failure.ts";
import {withChoiceFlags} from "./import_choices.ts";

/** The flags that every command has. */
export interface CommonFlags {
  home?: string;
  timeZone?: string;
  asOf?: string;
  json?: boolean;
}

/** Reads the command line and runs the command. Each command's code is loaded only when it runs. */
export async function program(argv: string[]): Promise<void> {
  try {
    await commands().parseAsync(argv);
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      process.exitCode = thrown.exitCode === 0 ? EXIT.answered : EXIT.badUse;
      return;
    }
    tellFailure(thrown, argv.includes("--json"));
  }
}

function commands(): Command {
  const root = common(new Command("tabletalk"))
    .description("Ask a question of a file, in plain words; get an answer that can be checked.")
    .version(version(), "-v, --version")
    .argument("[files...]", "data files: opens a chat on them")
    .option("--model <name>", "offline (the default), or a hosted model such as anthropic/claude-sonnet-4-5")
    .exitOverride()
    .showHelpAfterError("See `tabletalk --help` for what it takes.")
    .action(async (files: string[], flags) => (await import("./chat.ts")).chat(files, flags));
  withChoiceFlags(root, false);

  reading(root, "ask <question>", "answer one question about files")
    .option("-d, --data <file...>", "files, folders, patterns such as 'data/*.csv', or database URLs")
    .option("--model <name>", "offline (the default), or a hosted model")
    .option("--chart <file>", "draw the answer's chart here: .png, .svg or .html")
    .option("--json", "print the whole answer as JSON")
    .action(async (question, flags) => (await import("./ask.ts")).ask(question, flags));

  reading(root, "chat [files...]", "talk about files")
    .option("--model <name>", "offline (the default), or a hosted model")
    .action(async (files, flags) => (await import("./chat.ts")).chat(files, flags));

  reading(root, "import <files...>", "import files, and say what was detected, changed and dropped")
    .option("--name <name>", "what the table is called; default: as the file")
    .addOption(
      new Option("--as <what>", "what a new file under a known name is").choices([
        "replace",
        "append",
        "separate",
      ]),
    )
    .option("--skip-known", "with --as append: rows that are there already are left out")
    .option("--by-name", "with --as append: columns of another name are other columns")
    .option("--json", "print the receipts as JSON")
    .action(async (files, flags) => (await import("./import.ts")).importFiles(files, flags));

  reading(root, "profile <files...>", "what a table is, what is odd in it, what is in each column")
    .option("--html <file>", "write a page with small charts here")
    .option("--json", "print the profiles as JSON")
    .action(async (files, flags) => (await import("./profile.ts")).profile(files, flags));

  reading(root, "query <sql>", "run one SELECT over files, in the sandbox")
    .option("-d, --data <file...>", "files, folders, patterns or database URLs")
    .option("--json", "print the rows as JSON")
    .action(async (sql, flags) => (await import("./query.ts")).query(sql, flags));

  const datasets = command(root, "datasets", "the known tables: --data NAME asks about one of them")
    .option("--forget <name>", "take a name away; recipes that used it can still be replayed")
    .option("--json", "print them as JSON")
    .action(async (flags) => (await import("./datasets.ts")).datasets(flags));
  datasetCommands(datasets, command);

  command(root, "serve", "the HTTP API, the chat page, and a worker: may run several times on one Postgres")
    .option("--port <number>", "where it listens; 0: any that is free", "8787")
    .option("--host <address>", "which address it listens on; default: this machine alone")
    .option("--model <name>", "offline (the default), or a hosted model")
    .option("--no-work", "take requests in, and leave the answering to other workers")
    .option("--no-http", "only answer what others take in")
    .action(async (flags) => (await import("./serve.ts")).serve(flags));

  command(root, "migrate", "bring the state's schema up to date, as every start does")
    .option("--json", "print what was applied as JSON")
    .action(async (flags) => (await import("./migrate.ts")).migrate(flags));

  command(root, "clean", "remove the stored files that nothing refers to")
    .option("--dry-run", "only tell how many there are")
    .option("--grace <hours>", "what was stored within so many hours stays; default 24")
    .option("--json", "print it as JSON")
    .action(async (flags) => (await import("./clean.ts")).clean(flags));

  command(root, "replay <recipe>", "run a recipe again, and say whether it gives the same")
    .option("--on <file>", "answer it on a newer file, where its meaning can be kept")
    .option("--json", "print both results as JSON")
    .action(async (recipe, flags) => (await import("./replay.ts")).replay(recipe, flags));

  command(root, "backup <file>", "the whole state with its files, in one file")
    .option("--json", "print what was written as JSON")
    .action(async (file, flags) => (await import("./backup.ts")).backup(file, flags));

  command(
    root,
    "restore <file>",
    "a backup into an empty state: on SQLite or Postgres, whichever it came from",
  )
    .option("--json", "print what was restored as JSON")
    .action(async (file, flags) => (await import("./restore.ts")).restore(file, flags));

  command(root, "doctor", "what works here, what is missing, how to get it")
    .option("--json", "print it as JSON")
    .action(async (flags) => (await import("./doctor.ts")).doctor(flags));

  command(root, "eval <suite>", "ask a suite of questions, and judge the replies")
    .option("--model <name>", "offline (the default), or a hosted model")
    .option("--from <folder>", "where dabench, nlv or viseval lies")
    .option("--replies <file>", "write the replies here, one a line")
    .option("--against <run>", "compare with an earlier run: its id, or last")
    .option("--resume", "go on with the run that was stopped")
    .option("--limit <n>", "only the first n questions")
    .option("--only <ids>", "only these questions, by id, with commas between")
    .option("--half <which>", "only the first or second half, parted by a hash of the ids")
    .option("--report <file>", "write the page about the run here; default: beside the run")
    .option("--export <file>", "of feedback: write the cases here too, to give them their right values")
    .option("--verbose", "print every question, not only those that are not right")
    .option("--json", "print the run as JSON")
    .action(async (suite, flags) => (await import("./eval.ts")).evalSuite(suite, flags));

  templateCommands(root);
  accessCommands(root);
  modelCommands(root);
  pluginCommands(root);
  documentCommands(root);

  command(root, "demo", "five questions of the sample data").action(async (flags) =>
    (await import("./demo.ts")).demo(flags),
  );
  return root;
}

/** The agents and the prompts of hosted models, which a workspace may change. */
function templateCommands(root: Command): void {
  const json = (one: Command) => one.option("--json", "print it as JSON");
  const agents = command(root, "agents", "the specialists of hosted models: @NAME asks one of them");
  json(command(agents, "list", "ours and yours")).action(async (flags) =>
    (await import("./agents.ts")).listAgents(flags),
  );
  json(command(agents, "show <name>", "what it is told, and its tools")).action(async (name, flags) =>
    (await import("./agents.ts")).showAgent(name, flags),
  );
  command(agents, "set <name>", "add one, or change what is given of one")
    .option("--does <text>", "what it is for, in a few words: the planner chooses by them")
    .option("--instructions <text>", "what it is told; @FILE takes it from a file")
    .option("--tools <names>", "its tools, with commas between: aggregate,run_statistics.anova")
    .option("--model <name>", "a model of its own; '' for none")
    .action(async (name, flags) => (await import("./agents.ts")).setAgent(name, flags));
  command(agents, "remove <name>", "one of yours; one of ours that it replaced is back then").action(
    async (name, flags) => (await import("./agents.ts")).removeAgent(name, flags),
  );
  const prompts = command(root, "prompts", "what hosted models are told, in versions");
  json(command(prompts, "list", "the prompts in use, with their versions and tokens")).action(async (flags) =>
    (await import("./prompts.ts")).listPrompts(flags),
  );
  json(command(prompts, "show <name>", "its text")).action(async (name, flags) =>
    (await import("./prompts.ts")).showPrompt(name, flags),
  );
  command(prompts, "set <name> <file>", "put your own in its place").action(async (name, file, flags) =>
    (await import("./prompts.ts")).setPrompt(name, file, flags),
  );
  command(prompts, "remove <name>", "back to ours").action(async (name, flags) =>
    (await import("./prompts.ts")).removePrompt(name, flags),
  );
}

/** Documents that can be asked about beside the data. */
function documentCommands(root: Command): void {
  const json = (one: Command) => one.option("--json", "print it as JSON");
  const documents = command(root, "documents", "handbooks, policies, contracts: asked about, and quoted");
  json(command(documents, "add <places...>", "files (PDF, Word, Markdown, HTML, text), folders, addresses"))
    .option("--collection <name>", "where they are kept together; default: documents")
    .option("--pipeline <file>", "how they are read, cut and embedded, as JSON")
    .option("--every <cron>", "of a folder or an address: when a service brings it up to date")
    .action(async (places, flags) => (await import("./documents.ts")).addDocuments(places, flags));
  json(command(documents, "list", "what is known, and what could not be read")).action(async (flags) =>
    (await import("./documents.ts")).listDocuments(flags),
  );
  json(command(documents, "search <question>", "the documents' own words, with where they stand"))
    .option("--collection <name>", "in this one alone")
    .option("--limit <n>", "so many whole passages, not the quotes alone")
    .action(async (question, flags) => (await import("./documents.ts")).searchDocuments(question, flags));
  command(documents, "sync", "look at the folders and addresses again").action(async (flags) =>
    (await import("./documents.ts")).syncDocuments(flags),
  );
  command(
    documents,
    "remove <name>",
    "a document by its id, path or title; a folder with all that came of it",
  ).action(async (name, flags) => (await import("./documents.ts")).removeDocuments(name, flags));
}

/** Who may come in to a service, and the keys of programs. */
function accessCommands(root: Command): void {
  const inWorkspace = (one: Command) =>
    one.option("--workspace <name>", "default: the terminal's").option("--json", "print it as JSON");
  const people = command(root, "people", "who is in a workspace of a service, and what they may do");
  inWorkspace(command(people, "list", "the members")).action(async (flags) =>
    (await import("./people.ts")).listPeople(flags),
  );
  inWorkspace(command(people, "add <email>", "make a member, and an account where there is none"))
    .option("--owner", "as an owner")
    .option("--role <role>", "owner, analyst or viewer", "analyst")
    .option("--name <name>", "what they are called")
    .option("--password", "set their password: typed, or from standard input")
    .action(async (email, flags) => (await import("./people.ts")).addPeople(email, flags));
  inWorkspace(command(people, "password <email>", "set a password: typed, or from standard input"))
    .option("--code", "make a code by which they set it themselves")
    .action(async (email, flags) => (await import("./people.ts")).changePeoplePassword(email, flags));
  inWorkspace(command(people, "role <email> <role>", "owner, analyst or viewer")).action(
    async (email, role, flags) => (await import("./people.ts")).changePeopleRole(email, role, flags),
  );
  inWorkspace(command(people, "remove <email>", "out of the workspace, with their keys")).action(
    async (email, flags) => (await import("./people.ts")).removePeople(email, flags),
  );
  for (const [name, isEnabled, does] of [
    ["disable", false, "they can no longer sign in anywhere"],
    ["enable", true, "they can again"],
  ] as const)
    inWorkspace(command(people, `${name} <email>`, does)).action(async (email, flags) =>
      (await import("./people.ts")).setPeopleEnabled(email, isEnabled, flags),
    );
  const keys = command(root, "keys", "API keys of a workspace: hashed, scoped, expiring");
  inWorkspace(command(keys, "create <name>", "make one; it is shown once"))
    .option("--scopes <list>", "with commas between: ask, datasets.read, datasets.*, *.read, *", "ask,*.read")
    .option("--role <role>", "the most that it may be")
    .option("--days <number>", "how long it is good for", "90")
    .option("--for <email>", "a member's own key; without it, the workspace's")
    .action(async (name, flags) => (await import("./keys.ts")).addKey(name, flags));
  inWorkspace(command(keys, "list", "the keys that are not revoked")).action(async (flags) =>
    (await import("./keys.ts")).showKeys(flags),
  );
  inWorkspace(command(keys, "revoke <id>", "it does nothing from then on")).action(async (id, flags) =>
    (await import("./keys.ts")).revoke(id, flags),
  );
}

/** What others wrote: plugins that are installed, and other servers of tools. */
function pluginCommands(root: Command): void {
  const json = (one: Command) => one.option("--json", "print it as JSON");
  const plugins = command(root, "plugins", "tools, methods, agents, files and charts that others wrote");
  json(command(plugins, "list", "what is installed, and what of it is enabled")).action(async (flags) =>
    (await import("./plugins.ts")).listPlugins(flags),
  );
  command(plugins, "enable <name>", "use one from the next question on").action(async (name, flags) =>
    (await import("./plugins.ts")).enable(name, flags),
  );
  command(plugins, "disable <name>", "at once; its steps that run are stopped").action(async (name, flags) =>
    (await import("./plugins.ts")).disable(name, flags),
  );
  json(command(plugins, "check <folder>", "load one as it would be, and say what it brings")).action(
    async (folder, flags) => (await import("./plugins.ts")).check(folder, flags),
  );
  const servers = command(root, "servers", "other MCP servers whose tools may be called");
  json(command(servers, "list", "which there are, and what is allowed of them")).action(async (flags) =>
    (await import("./servers.ts")).listServers(flags),
  );
  command(servers, "add <name> <url>", "https://…, or operator:NAME for a command of servers.json")
    .option("--header <line...>", "sent with each request, and kept sealed: 'Authorization: Bearer $MY_KEY'")
    .action(async (name, url, flags) => (await import("./servers.ts")).add(name, url, flags));
  json(command(servers, "offers <name>", "ask one which tools it has")).action(async (name, flags) =>
    (await import("./servers.ts")).offers(name, flags),
  );
  command(servers, "allow <name> <tools...>", "these of its tools, as it describes them now, and no others")
    .option("--ask", "ask a person before each call, though it says that it only reads")
    .action(async (name, tools, flags) => (await import("./servers.ts")).allow(name, tools, flags));
  for (const isEnabled of [true, false])
    command(
      servers,
      `${isEnabled ? "enable" : "disable"} <name>`,
      isEnabled ? "call it again" : "at once",
    ).action(async (name, flags) => (await import("./servers.ts")).setEnabled(name, isEnabled, flags));
  command(servers, "remove <name>", "with its key and what was allowed").action(async (name, flags) =>
    (await import("./servers.ts")).remove(name, flags),
  );
}

/** The models of each role: a registry of the workspace. */
function modelCommands(root: Command): void {
  const models = command(root, "models", "the models of each role: prices, health, and whether each works")
    .option("--model <name>", "these instead of those that are set")
    .option("--no-test", "ask none of them")
    .option("--json", "print it as JSON")
    .action(async (flags) => (await import("./models.ts")).showModels(flags));
  command(
    models,
    "set <role> <list>",
    "the models of a role, with commas between, tried in order; '' for none",
  ).action(async (role, list, flags) => (await import("./models.ts")).setRole(role, list, flags));
  command(
    models,
    "price <model> <input> <output>",
    "what a model costs you: US dollars for a million tokens",
  ).action(async (id, input, output, flags) =>
    (await import("./models.ts")).setPrice(id, input, output, flags),
  );
  command(models, "key <name>", "keep a key for a provider, sealed; it is read from standard input").action(
    async (name, flags) => (await import("./models.ts")).keepModelKey(name, flags),
  );
  command(models, "export <file>", "the registry as JSON, without keys; - for standard output").action(
    async (file, flags) => (await import("./models.ts")).exportModels(file, flags),
  );
  command(models, "import <file>", "put a registry in the place of the one there is").action(
    async (file, flags) => (await import("./models.ts")).importModels(file, flags),
  );
  command(models, "usage", "tokens and cost")
    .option("--since <day>", "default: of the last 30 days")
    .option("--by <parts>", "day, role, model, person, turn, with commas between; default: role,model")
    .option("--json", "print it as JSON")
    .action(async (flags) => (await import("./models.ts")).showUsage(flags));
}

function command(root: Command, name: string, description: string): Command {
  // What comes after a command belongs to it, also where the program has an option of that name.
  root.enablePositionalOptions();
  return common(root.command(name).description(description)).exitOverride();
}

/** A command that reads files. */
function reading(root: Command, name: string, description: string): Command {
  return withChoiceFlags(command(root, name, description));
}

function common(command: Command): Command {
  return command
    .addOption(new Option("--home <folder>", "where state is kept (TABLETALK_HOME, default ~/.tabletalk)"))
    .addOption(new Option("--time-zone <zone>", "the time zone of today, such as Europe/Berlin"))
    .addOption(new Option("--as-of <date>", "the day that “today” means, YYYY-MM-DD"));
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const found = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return found ? String(manifest.version) : "unknown";
}

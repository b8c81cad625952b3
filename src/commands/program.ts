import {readFileSync} from "node:fs";
import {Command, CommanderError, Option} from "commander";
import {datasetCommands} from "./dataset_commands.ts";
import {command, common, reading} from "./declare.ts";
import {EXIT, tellFailure} from "./failure.ts";
import {withChoiceFlags} from "./import_choices.ts";
import {installationCommands} from "./installation_commands.ts";
import {kaggleCommands} from "./kaggle_commands.ts";
import {scheduleCommands} from "./schedule_commands.ts";
import {
  accessCommands,
  discordCommands,
  documentCommands,
  modelCommands,
  pluginCommands,
  slackCommands,
  templateCommands,
} from "./service_commands.ts";
import {workflowCommands} from "./workflow_commands.ts";

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
    .option(
      "-d, --data <file...>",
      "files, folders, patterns such as 'data/*.csv', database URLs, or kaggle:OWNER/NAME",
    )
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

  reading(root, "dashboard <files...>", "a page about a table: key figures, charts of what varies, filters")
    .option("--out <file>", "where the page is written", "dashboard.html")
    .addOption(
      new Option("--pattern <for>", "for whom it is").choices(["executive", "analytical", "operational"]),
    )
    .option("--table <name>", "which table; default: the one of most rows")
    .option("--title <title>", "what it is called")
    .option("--pdf", "a PDF beside it")
    .option("--png", "a picture beside it")
    .option("--json", "print the document as JSON")
    .action(async (files, flags) => (await import("./dashboard.ts")).dashboard(files, flags));

  reading(root, "analyse <files...>", "a deep analysis as a report; what follows the files is its goal")
    .option("--out <file>", "write the report here: .html, .pdf, .png or .json")
    .option("--steps <number>", "the most steps that it takes")
    .option("--minutes <number>", "the most minutes that it takes")
    .option("--table <name>", "of several tables the one to look at")
    .option("--model <name>", "offline (the default), or a hosted model that chooses where to go on")
    .option("--json", "print the report as JSON")
    .action(async (files, flags) => (await import("./analyse.ts")).analyse(files, flags));

  reading(root, "query <sql>", "run one SELECT over files, in the sandbox")
    .option("-d, --data <file...>", "files, folders, patterns or database URLs")
    .option("--json", "print the rows as JSON")
    .action(async (sql, flags) => (await import("./query.ts")).query(sql, flags));

  const datasets = command(root, "datasets", "the known tables: --data NAME asks about one of them")
    .option("--forget <name>", "take a name away; recipes that used it can still be replayed")
    .option("--json", "print them as JSON")
    .action(async (flags) => (await import("./datasets.ts")).datasets(flags));
  datasetCommands(datasets, command);

  command(root, "serve", "the HTTP API, the chat page, Slack and Discord where they are set up, and a worker")
    .option("--port <number>", "where it listens; 0: any that is free", "8787")
    .option("--host <address>", "which address it listens on; default: this machine alone")
    .option("--model <name>", "offline (the default), or a hosted model")
    .option("--no-work", "take requests in, and leave the answering to other workers")
    .option("--no-http", "only answer what others take in")
    .option("--no-channels", "leave Slack and Discord to other processes")
    .action(async (flags) => (await import("./serve.ts")).serve(flags));

  command(root, "voice", "a worker that answers calls, over a LiveKit server")
    .option("--model <name>", "offline (the default), or a hosted model")
    .action(async (flags) => (await import("./voice.ts")).voice(flags));

  command(
    root,
    "mcp [files...]",
    "the Model Context Protocol over standard input and output, for an assistant",
  )
    .option("--http", "over HTTP instead, for several assistants: without a token from this machine alone")
    .option("--port <number>", "with --http: where it listens; 0: any that is free", "8788")
    .option("--host <address>", "with --http: which address it listens on; default: this machine alone")
    .option("--token", "with --http: API keys or access tokens are needed on this machine too")
    .option("--root <folder...>", "where files may be imported from; default: the working directory")
    .option("--model <name>", "offline (the default), or a hosted model, for the tool that plans")
    .option("--print-config <host>", "print what claude, claude-code, vscode or cursor is given to start it")
    .action(async (files, flags) => (await import("./mcp.ts")).mcp(files, flags));

  command(
    root,
    "mcp-policy [policy]",
    "what assistants over MCP may see: on, aggregates (groups alone) or off",
  )
    .option("--workspace <name>", "default: the terminal's")
    .option("--json", "print it as JSON")
    .action(async (policy, flags) => (await import("./mcp_policy.ts")).mcpPolicy(policy, flags));

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
  installationCommands(
    command(root, "installations", "the Slack workspaces and Discord servers where Tabletalk is installed"),
    command,
  );
  modelCommands(root);
  pluginCommands(root);
  workflowCommands(root);
  scheduleCommands(root);
  documentCommands(root);
  kaggleCommands(root);
  slackCommands(root);
  discordCommands(root);

  command(root, "demo", "five questions of the sample data").action(async (flags) =>
    (await import("./demo.ts")).demo(flags),
  );
  return root;
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const found = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return found ? String(manifest.version) : "unknown";
}

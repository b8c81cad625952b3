import type {Command} from "commander";
import {command} from "./declare.ts";

/** The agents and the prompts of hosted models, which a workspace may change. */
export function templateCommands(root: Command): void {
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
export function documentCommands(root: Command): void {
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
export function accessCommands(root: Command): void {
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
export function pluginCommands(root: Command): void {
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

/** What Discord knows of the bot, and who takes it in. */
export function discordCommands(root: Command): void {
  const discord = command(root, "discord", "Tabletalk in Discord; docs/discord.md says how it is set up");
  command(discord, "register", "tell Discord which commands there are, where it knows others").action(
    async () => (await import("./discord.ts")).discordRegister(),
  );
  command(
    discord,
    "invite",
    "the address where an admin takes the bot in, with the least that it needs",
  ).action(async () => (await import("./discord.ts")).discordInvite());
}

/** What Slack wants to know of the app. */
export function slackCommands(root: Command): void {
  const slack = command(root, "slack", "Tabletalk in Slack; docs/slack.md says how it is set up");
  command(slack, "manifest", "what describes the app to Slack: paste it where an app is created")
    .option("--url <address>", "how Slack reaches this service; left out: Socket Mode, which needs none")
    .action(async (flags) => (await import("./slack.ts")).slackManifestCommand(flags));
}

/** The models of each role: a registry of the workspace. */
export function modelCommands(root: Command): void {
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

import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Client} from "@modelcontextprotocol/client";
import {StdioClientTransport} from "@modelcontextprotocol/client/stdio";
import {Ajv} from "ajv";
import addFormats from "ajv-formats";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {configFor} from "../../src/commands/mcp_config.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFile(new URL(path, root), "utf8");
const json = async (path: string) => JSON.parse(await read(path));

interface CommandLine {
  command: string;
  args: string[];
}

const [readme, docs] = await Promise.all([read("README.md"), read("docs/mcp.md")]);
const manifest = await json("mcpb/manifest.json");
const registered = await json("server.json");

/** What stands in the fences of a kind. */
function fences(text: string, kind: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\``, "gms"))].map(
    ([, inside = ""]) => inside,
  );
}

/** The command lines that a host's settings start. */
function startedBy(settings: unknown): CommandLine[] {
  const {mcpServers, servers} = settings as Record<string, Record<string, CommandLine> | undefined>;
  return Object.values(mcpServers ?? servers ?? {}).filter(({command}) => command !== undefined);
}

/** The words of a line of the shell that quotes with apostrophes only. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? "");

function startedByShell(line: string): CommandLine[] {
  const words = wordsOf(line);
  const [program] = words;
  if (program === "code") return [JSON.parse(words[2] ?? "")];
  const at = words.indexOf("--");
  return at < 0 ? [] : [{command: words[at + 1] ?? "", args: words.slice(at + 2)}];
}

function startedByLink(text: string): CommandLine[] {
  return [...text.matchAll(/cursor:\/\/\S+[?&]config=([\w+/=%-]+)/g)].map(([, config = ""]) =>
    JSON.parse(Buffer.from(decodeURIComponent(config), "base64").toString("utf8")),
  );
}

const lines: CommandLine[] = [readme, docs].flatMap((text) => [
  ...fences(text, "json").flatMap((inside) => startedBy(JSON.parse(inside))),
  ...fences(text, "sh").flatMap((inside) => inside.trim().split("\n").flatMap(startedByShell)),
  ...startedByLink(text),
]);
const [npm] = registered.packages;
const fromRegistry: CommandLine = {
  command: npm.runtimeHint,
  args: [
    ...npm.runtimeArguments.map(({value}: {value: string}) => value),
    npm.identifier,
    ...npm.packageArguments.flatMap(({value}: {value?: string}) => value ?? []),
  ],
};

describe("what hosts are given to start the server", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tabletalk-install-"));
  });
  afterAll(() => rm(folder, {recursive: true, force: true, maxRetries: 5}));

  /** Starts the server with the arguments that stand after the name of the package. */
  async function toolsOf(args: readonly string[]): Promise<string[]> {
    const client = new Client({name: "test", version: "1"});
    const own = args.map((one) => (/^\/path\/to|^\$\{/.test(one) ? folder : one));
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [new URL("src/cli.ts", root).pathname, ...own],
        env: {...(process.env as Record<string, string>), TABLETALK_HOME: join(folder, "home")},
        cwd: folder,
      }),
    );
    const {tools} = await client.listTools();
    await client.close();
    return tools.map(({name}) => name);
  }

  it("names the package, and nothing else is downloaded", () => {
    expect(lines.length).toBeGreaterThanOrEqual(8);
    for (const {command, args} of [...lines, fromRegistry]) {
      expect(command).toBe("npx");
      expect(args.slice(0, 3)).toEqual(["-y", "tabletalk", "mcp"]);
    }
  });

  const distinct = [...new Set(lines.map(({args}) => JSON.stringify(args.slice(2))))];
  it.each(distinct)(
    "starts a server that shows its tools: %s",
    async (args) => {
      expect(await toolsOf(JSON.parse(args))).toEqual(
        expect.arrayContaining(["ask", "run_sql", "import_data"]),
      );
    },
    60_000,
  );

  it("is a manifest of a bundle that its schema takes, and whose command line starts the server", async () => {
    const ajv = addFormats.default(new Ajv({strict: false}));
    const validate = ajv.compile(await json("test/mcp/schemas/mcpb_manifest.schema.json"));
    expect(validate(manifest), JSON.stringify(validate.errors)).toBe(true);
    const [entry, ...args] = manifest.server.mcp_config.args;
    expect(entry).toBe(`\${__dirname}/${manifest.server.entry_point}`);
    const bin = (await json("package.json")).bin.tabletalk;
    expect(manifest.server.entry_point).toBe(`node_modules/tabletalk/${bin}`);
    const tools = await toolsOf(args);
    for (const {name} of manifest.tools) expect(tools).toContain(name);
  }, 60_000);

  it("is an entry of the registry that its schema takes", async () => {
    const ajv = addFormats.default(new Ajv({strict: false}));
    const validate = ajv.compile(await json("test/mcp/schemas/server.schema.json"));
    expect(validate(registered), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({...registered, name: "no slash"})).toBe(false);
  });

  it("has the version and name of the package", async () => {
    const {name, version} = await json("package.json");
    expect([manifest.version, registered.version, npm.version]).toEqual([version, version, version]);
    expect([manifest.name, npm.identifier]).toEqual([name, name]);
  });

  it("is what --print-config prints", () => {
    for (const host of ["claude", "vscode", "cursor"]) {
      const [line] = startedBy(JSON.parse(configFor(host, {files: [], root: ["data"]}).text));
      expect(line?.args).toEqual(["-y", "tabletalk", "mcp", "--root", expect.stringMatching(/\/data$/)]);
    }
    const {text} = configFor("claude-code", {files: ["it's here.csv"]});
    expect(text).toMatch(/^claude mcp add tabletalk -- npx -y tabletalk mcp '\/.*\/it'\\''s here\.csv'$/);
    expect(() => configFor("constructor", {files: []})).toThrow(/There are|no host/);
  });
});

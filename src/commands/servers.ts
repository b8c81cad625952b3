import {localPrincipal} from "../access/principal.ts";
import {openSecrets} from "../access/secret.ts";
import {printable} from "../channels/terminal/style.ts";
import {type Config, loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {pluginSettings} from "../plugins/present.ts";
import {
  addServer,
  allowTools,
  forgetServer,
  offeredBy,
  type ServersScene,
  setServerEnabled,
  toldServers,
} from "../plugins/servers/workspace_servers.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, type Runtime, WORKSPACE} from "./runtime.ts";

export interface ServerFlags extends CommonFlags {
  /** `Name: value`, or `Name: $VARIABLE` to take the value from the environment. */
  header?: string[];
  ask?: boolean;
}

const owner = localPrincipal(WORKSPACE);

/** `tabletalk servers list`: other MCP servers, and which of their tools are allowed here. */
export async function listServers(flags: CommonFlags): Promise<void> {
  await withScene(flags, async (scene) => {
    const all = await toldServers(scene, owner);
    if (flags.json) return print(JSON.stringify(all, undefined, 2));
    if (all.length === 0) print("No server was added. Add one: tabletalk servers add NAME https://…");
    for (const {name, url, isEnabled, tools} of all) {
      print(`${isEnabled ? "on " : "off"}  ${name}  ${url}`);
      for (const {calledAs, readOnly, ask} of tools)
        print(`       ${calledAs}${readOnly && !ask ? "" : "  (asks before it runs)"}`);
      if (tools.length === 0) print(`       no tool is allowed yet: tabletalk servers offers ${name}`);
    }
  });
}

/** `tabletalk servers add NAME URL`: nothing of it can be called before it is allowed. */
export async function add(name: string, url: string, flags: ServerFlags): Promise<void> {
  await withScene(flags, async (scene) => {
    const headers = flags.header && headersOf(flags.header);
    await addServer(scene, owner, {name, url, ...(headers && {headers})});
    print(`${name} is added. See what it offers: tabletalk servers offers ${name}`);
  });
}

/** `tabletalk servers offers NAME`: asks it what it has. */
export async function offers(name: string, flags: CommonFlags): Promise<void> {
  await withScene(flags, async (scene, signal) => {
    const {version, tools} = await offeredBy(scene, owner, name, signal);
    if (flags.json) return print(JSON.stringify({version, tools}, undefined, 2));
    print(`${name} ${version} offers, in its own words:`);
    for (const {name: tool, description, readOnly, refused} of tools)
      print(
        `  ${tool}${refused ? ` (cannot be taken: ${refused})` : readOnly ? "" : " (changes something)"}: ${description}`,
      );
  });
}

/** `tabletalk servers allow NAME TOOLS…`: these as they are described now, and no others. */
export async function allow(name: string, tools: string[], flags: ServerFlags): Promise<void> {
  await withScene(flags, async (scene, signal) => {
    const ask = flags.ask === true;
    await allowTools(
      scene,
      owner,
      name,
      tools.map((tool) => ({name: tool, ask})),
      signal,
    );
    print(`${name} may be asked for: ${tools.join(", ")}.`);
  });
}

/** `tabletalk servers enable|disable NAME`: disabled, its calls that run are stopped. */
export async function setEnabled(name: string, isEnabled: boolean, flags: CommonFlags): Promise<void> {
  await withScene(flags, async (scene) => {
    await setServerEnabled(scene, owner, name, isEnabled);
    print(`${name} is ${isEnabled ? "enabled" : "disabled"}.`);
  });
}

/** `tabletalk servers remove NAME` */
export async function remove(name: string, flags: CommonFlags): Promise<void> {
  await withScene(flags, async (scene) => {
    await forgetServer(scene, owner, name);
    print(`${name} is removed.`);
  });
}

async function withScene(
  flags: CommonFlags,
  work: (scene: ServersScene, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const config = loadConfig(flags);
  await using runtime = createRuntime(config);
  await work(await sceneOf(runtime, config), AbortSignal.timeout(config.turnMs));
}

async function sceneOf(runtime: Runtime, {home}: Config): Promise<ServersScene> {
  // Whoever sits at the terminal is the operator: servers on this machine are theirs to call.
  return {
    store: await runtime.store(),
    home,
    secrets: () => openSecrets(home),
    ...pluginSettings(),
    reach: "private",
  };
}

/** @throws TabletalkError bad_use */
function headersOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([^:\s]+):\s*(.+)$/.exec(line) ?? [];
      if (name === undefined || value === undefined)
        throw new TabletalkError(
          "bad_use",
          "A header is written as Name: value.",
          "--header 'Authorization: Bearer $MY_KEY'",
        );
      const filled = value.replace(/\$([A-Z_][A-Z0-9_]*)/g, (_, variable: string) => {
        const found = process.env[variable];
        if (found !== undefined) return found;
        throw new TabletalkError(
          "bad_use",
          `There is no ${variable} in the environment.`,
          "Set it, or write the value.",
        );
      });
      return [name, filled];
    }),
  );
}

function print(text: string): void {
  process.stdout.write(`${printable(text, true)}\n`);
}

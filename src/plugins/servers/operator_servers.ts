import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {ServerAddress} from "./server.ts";

const commandSchema = z.strictObject({
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  env: z.record(z.string(), z.string()).default({}),
});
const fileSchema = z.strictObject({servers: z.record(z.string(), commandSchema)});

/** How the address of a command is written where servers are added: `operator:files`. */
const PREFIX = "operator:";

export const isOperatorAddress = (address: string): boolean => address.startsWith(PREFIX);

/**
 * The command that the operator wrote down under this name, in `<home>/servers.json`. Nobody else can have one run: over the
 * network only its name is given.
 * @throws TabletalkError not_found where there is none; bad_use where the file cannot be read
 */
export async function operatorServer(home: string, address: string): Promise<ServerAddress> {
  const name = address.slice(PREFIX.length);
  const path = join(home, "servers.json");
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined)
    throw new TabletalkError(
      "not_found",
      `There is no command called ${name}: the operator wrote none down.`,
      `Commands stand in ${path}: {"servers": {"${name}": {"command": "…", "args": []}}}`,
    );
  const parsed = fileSchema.safeParse(jsonOf(text));
  if (!parsed.success)
    throw new TabletalkError(
      "bad_use",
      `${path} cannot be used: ${parsed.error.issues[0]?.path.join(".") || "the whole"}: ${parsed.error.issues[0]?.message}.`,
      'Write: {"servers": {"NAME": {"command": "…", "args": [], "env": {}}}}',
    );
  const {servers} = parsed.data;
  const found = Object.hasOwn(servers, name) ? servers[name] : undefined;
  if (found) return {kind: "command", ...found};
  throw new TabletalkError(
    "not_found",
    `The operator wrote no command called ${name} down.`,
    `There are: ${Object.keys(servers).join(", ") || "none"}.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import {z} from "zod";
import {TabletalkError} from "../../errors.ts";

/** How a server is reached: over the network, or as a command that the operator wrote down. */
export type ServerAddress =
  | {kind: "http"; url: string; headers: Readonly<Record<string, string>>}
  | {kind: "command"; command: string; args: readonly string[]; env: Readonly<Record<string, string>>};

export const serverLimitsSchema = z.strictObject({
  /** How long one call may take, with connecting. */
  timeMs: z.number().int().min(100).max(110_000).default(20_000),
  /** The most that a server may send in one call, in bytes. */
  resultBytes: z.number().int().min(1_000).max(50_000_000).default(2_000_000),
  /** How often its tools may be called in one turn. */
  callsPerTurn: z.number().int().min(1).max(40).default(8),
});
export type ServerLimits = z.infer<typeof serverLimitsSchema>;

/** A tool as it was when an owner allowed it. One that is described otherwise by now is not called. */
export const allowedToolSchema = z.strictObject({
  /** The server's own text, made plain. */
  description: z.string(),
  /** JSON Schema, of the parts that are read here. */
  inputSchema: z.record(z.string(), z.unknown()),
  /** The server says that it only reads. */
  readOnly: z.boolean(),
  /** A person is asked before every call, whatever the server says. */
  ask: z.boolean(),
  /** Of everything that the server said of it. */
  digest: z.string(),
});
export type AllowedTool = z.infer<typeof allowedToolSchema>;

/** What is stored of a server beside its address. */
export const serverContentSchema = z.strictObject({
  tools: z.record(z.string(), allowedToolSchema).default({}),
  limits: serverLimitsSchema.prefault({}),
});
export type ServerContent = z.infer<typeof serverContentSchema>;

/** A server with what is needed to call it. */
export interface KnownServer {
  name: string;
  address: ServerAddress;
  limits: ServerLimits;
}

/** @throws TabletalkError bad_use for a name that cannot begin the names of tools */
export function checkServerName(name: string): void {
  if (/^[a-z](?:[a-z0-9]|_(?!_)){0,18}[a-z0-9]$/.test(name)) return;
  throw new TabletalkError(
    "bad_use",
    `"${name}" cannot be a server's name.`,
    "Take 2 to 20 lower-case letters, digits or single _, beginning with a letter and ending with a letter or digit.",
  );
}

/** What a tool of a server is called here. */
export function toolName(server: string, tool: string): string {
  return `${server}__${tool
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")}`.slice(0, 64);
}

/** Where a server is, as a person may read it: no secret, no query. */
export function saidAddress(address: ServerAddress): string {
  if (address.kind === "command") return `the command ${address.command}`;
  const {origin, pathname} = new URL(address.url);
  return `${origin}${pathname}`;
}

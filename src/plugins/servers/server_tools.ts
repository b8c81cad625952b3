import type {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {Reach} from "../../models/reach.ts";
import {artifactOf} from "../../tools/artifact.ts";
import type {Artifact, Tool, ToolContext} from "../../tools/tool.ts";
import {type Standing, whileEnabled} from "../enabling.ts";
import {withServer} from "./connect.ts";
import {foreignDescription, plainLine} from "./foreign_text.ts";
import {inputSchemaOf} from "./input_schema.ts";
import {listed} from "./offered.ts";
import {resultTable} from "./result_table.ts";
import {type AllowedTool, type KnownServer, saidAddress, toolName} from "./server.ts";

/** The most that is sent, in characters of JSON; of what a person is asked, no more than can be shown. */
const LONGEST_SENT = 20_000;
const LONGEST_ASKED = 1_000;

/** How often the tools of a server were called in this turn. */
export interface TurnCalls {
  made: number;
}

/**
 * A server's tool as one of ours: its input held against what the server said when it was allowed; a person is asked before it
 * runs, unless it only reads; what comes back is a table that names the server.
 */
export function toolOfServer(
  name: string,
  allowed: AllowedTool,
  server: KnownServer,
  scene: {reach: Reach; standing: Standing; calls: TurnCalls},
): Tool {
  const own = toolName(server.name, name);
  const asks = allowed.ask || !allowed.readOnly;
  return {
    name: own,
    description: foreignDescription(server.name, allowed.description),
    input: literalsOnly(inputSchemaOf(allowed.inputSchema), asks ? LONGEST_ASKED : LONGEST_SENT),
    valuesAlone: true,
    timeMs: () => server.limits.timeMs + 2_000,
    ...(asks && {confirm: (input: unknown) => question(name, server, input)}),
    run: (input, context) =>
      whileEnabled(scene.standing, context.signal, (signal) =>
        called(name, own, allowed, server, scene, input, {...context, signal}),
      ),
  };
}

async function called(
  name: string,
  own: string,
  allowed: AllowedTool,
  server: KnownServer,
  {reach, calls}: {reach: Reach; calls: TurnCalls},
  input: unknown,
  context: ToolContext,
): Promise<Artifact> {
  const begun = performance.now();
  if (calls.made >= server.limits.callsPerTurn)
    throw new TabletalkError(
      "limit_reached",
      `The tools of ${server.name} were called ${calls.made} times in this turn, which is all they may be.`,
      "Ask for the rest in another question.",
    );
  calls.made++;
  return withServer(server, reach, context.signal, async (connection) => {
    const now = (await listed(connection)).find((one) => one.name === name);
    if (now?.digest !== allowed.digest) throw changed(name, server.name, now === undefined);
    const result = await connection.client.callTool(
      {name, arguments: input as Record<string, unknown>},
      connection.asking,
    );
    const {table, truncated, notes} = resultTable(result, context.limits.rows);
    if (result.isError === true) throw failed(name, server.name, table.rows.flat().join(" "));
    const artifact = artifactOf(
      {
        tool: own,
        title: `${name} of the server ${server.name}`,
        table,
        truncated,
        tables: [],
        notes: [
          `From the server ${server.name} (${saidAddress(server.address)}), which is not ours.`,
          ...notes,
        ],
        begun,
      },
      context,
    );
    const source = {kind: "server" as const, name: server.name, version: connection.version};
    return {...artifact, provenance: {...artifact.provenance, source}};
  });
}

/** What is sent is what a person can read in the plan, whole: no result of another step goes out. */
function literalsOnly(schema: z.ZodType, mostCharacters: number): z.ZodType {
  const text = (input: unknown): string => JSON.stringify(input ?? null);
  return schema
    .refine((input) => !text(input).includes('"$step"'), {
      message: "takes values alone: what another step found is not sent to another server",
    })
    .refine((input) => text(input).length <= mostCharacters, {
      message: `takes at most ${mostCharacters} characters in all`,
    });
}

/** The whole input is in the question: what is agreed to is what is sent. */
function question(name: string, server: KnownServer, input: unknown): string {
  const given = plainLine(JSON.stringify(input), LONGEST_ASKED);
  return `Run ${name} on the server ${server.name} (${saidAddress(server.address)}) with ${given}?`;
}

function changed(name: string, server: string, isGone: boolean): TabletalkError {
  return new TabletalkError(
    "refused",
    isGone
      ? `The server ${server} has no tool ${name} any more.`
      : `The server ${server} describes its tool ${name} otherwise than when it was allowed.`,
    "An owner of the workspace may look at it and allow it anew.",
  );
}

function failed(name: string, server: string, said: string): TabletalkError {
  return new TabletalkError(
    "unavailable",
    `${name} of the server ${server} failed. It says: “${plainLine(said, 300)}”`,
    "Ask it otherwise, or see what is wrong with that server.",
  );
}

import {createHash} from "node:crypto";
import type {Reach} from "../../models/reach.ts";
import {type Connection, withServer} from "./connect.ts";
import {plainLine} from "./foreign_text.ts";
import {inputSchemaOf, type PlainSchema, plainSchema, SchemaRefused} from "./input_schema.ts";
import type {KnownServer} from "./server.ts";

const MOST_OFFERED = 200;

/** A tool that a server offers, as it can be taken here. */
export interface OfferedTool {
  /** The server's own name of it. */
  name: string;
  description: string;
  inputSchema: PlainSchema;
  readOnly: boolean;
  digest: string;
  /** Why it cannot be taken; absent where it can. */
  refused?: string;
}

/** The tools that a server offers now. @throws TabletalkError as `withServer` does */
export function offeredTools(
  server: KnownServer,
  reach: Reach,
  signal: AbortSignal,
): Promise<{version: string; tools: OfferedTool[]}> {
  return withServer(server, reach, signal, async (connection) => ({
    version: connection.version,
    tools: await listed(connection),
  }));
}

/** The tools of a server that is connected, by its own names. */
export async function listed({client, asking}: Connection): Promise<OfferedTool[]> {
  const {tools} = await client.listTools(undefined, asking);
  return tools.slice(0, MOST_OFFERED).map((tool) => {
    const {name, description = "", inputSchema, annotations} = tool;
    const base = {
      name: name.slice(0, 128),
      description: plainLine(description, 600),
      readOnly: annotations?.readOnlyHint === true && annotations.destructiveHint !== true,
      digest: createHash("sha256")
        .update(JSON.stringify([name, tool.title ?? null, description, inputSchema, annotations ?? null]))
        .digest("hex"),
    };
    try {
      if (!/^[\w.-]{1,64}$/.test(name))
        throw new SchemaRefused("its name has other characters than letters, digits, _ - .");
      const schema = plainSchema(inputSchema);
      inputSchemaOf(schema);
      return {...base, inputSchema: schema};
    } catch (error) {
      if (!(error instanceof SchemaRefused)) throw error;
      return {...base, inputSchema: {}, refused: error.message};
    }
  });
}

import {TabletalkError} from "../errors.ts";

const ANSWER_MS = 30_000;

/**
 * Starts the MCP server as a host does and asks it for its tools.
 * @param entry what was run as `tabletalk`
 * @throws TabletalkError unavailable where it does not answer
 */
export async function mcpWorks(home: string, entry = process.argv[1] ?? ""): Promise<string> {
  const [{Client}, {StdioClientTransport}] = await Promise.all([
    import("@modelcontextprotocol/client"),
    import("@modelcontextprotocol/client/stdio"),
  ]);
  const client = new Client({name: "tabletalk doctor", version: "1"});
  const said: string[] = [];
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [entry, "mcp", "--home", home],
    env: Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    stderr: "pipe",
  });
  transport.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  try {
    await client.connect(transport, {timeout: ANSWER_MS});
    const {tools} = await client.listTools(undefined, {timeout: ANSWER_MS});
    return `the server starts and shows ${tools.length} tools (tabletalk mcp --print-config claude)`;
  } catch (error) {
    const why = /^(?:tabletalk|\w*Error)\b.*$/m.exec(said.join(""))?.[0] ?? "";
    throw new TabletalkError(
      "unavailable",
      `The MCP server does not answer${why ? `: ${why.slice(0, 200)}` : "."}`,
      "Run `tabletalk mcp` to see what it says.",
      {cause: error},
    );
  } finally {
    await client.close().catch(() => {});
  }
}

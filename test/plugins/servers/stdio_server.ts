import {McpServer} from "@modelcontextprotocol/server";
import {serveStdio} from "@modelcontextprotocol/server/stdio";
import {z} from "zod";

/** A server that is a command: it sees the environment that the operator wrote down, and not ours. */
serveStdio(() => {
  const mcp = new McpServer({name: "files", version: "1.0.0"});
  mcp.registerTool(
    "greet",
    {description: "Greets.", inputSchema: z.object({name: z.string()}), annotations: {readOnlyHint: true}},
    async ({name}) => ({
      content: [
        {
          type: "text",
          text: `${process.env.GREETING} ${name}, secret: ${process.env.TABLETALK_SECRET ?? "none"}`,
        },
      ],
    }),
  );
  return mcp;
});

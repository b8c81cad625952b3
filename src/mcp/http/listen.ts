import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {TabletalkError} from "../../errors.ts";
import type {McpHttp} from "./mcp_http.ts";

/** A server that listens for MCP alone. */
export interface McpListener {
  /** `http://127.0.0.1:8788/mcp` */
  url: string;
  close(graceMs?: number): Promise<void>;
}

/** @param port 0: any that is free @throws TabletalkError bad_use where the port cannot be had */
export async function listenMcp(mcp: McpHttp, port: number, hostname: string): Promise<McpListener> {
  const server = createServer({headersTimeout: 15_000, maxHeaderSize: 32_768, keepAliveTimeout: 65_000});
  server.on("request", (request, response) => {
    if (mcp.beside(request, response)) return;
    response.writeHead(404, {"Content-Type": "text/plain"}).end("There is nothing here but /mcp.");
    request.resume();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new TabletalkError(
          "bad_use",
          `Port ${port} of ${hostname} cannot be had: ${error.code ?? error.message}.`,
          "Choose another with --port.",
          {cause: error},
        ),
      ),
    );
    server.listen(port, hostname, resolve);
  });
  const named = hostname.includes(":") ? `[${hostname}]` : hostname;
  return {
    url: `http://${named}:${(server.address() as AddressInfo).port}/mcp`,
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await mcp.close(graceMs);
      server.closeAllConnections();
      await closed;
    },
  };
}

import type {IncomingMessage} from "node:http";
import {isJsonContentType, ProtocolErrorCode} from "@modelcontextprotocol/server";
import {rpcError} from "./rpc_error.ts";

/** The JSON of a request, or why it is refused. What is refused is not read to its end. */
export async function readBody(request: IncomingMessage, most: number): Promise<{json: unknown} | Response> {
  if (!isJsonContentType(request.headers["content-type"] ?? null))
    return rpcError(415, "Unsupported Media Type: Content-Type must be application/json");
  const tooLarge = () => rpcError(413, `Payload Too Large: a body may have ${most} bytes`);
  if (Number(request.headers["content-length"]) > most) return tooLarge();
  const pieces: Buffer[] = [];
  let size = 0;
  // Not ended with the loop, which would end the connection before its client has heard why.
  for await (const piece of request.iterator({destroyOnReturn: false})) {
    size += (piece as Buffer).length;
    if (size > most) return tooLarge();
    pieces.push(piece as Buffer);
  }
  try {
    return {json: JSON.parse(Buffer.concat(pieces).toString("utf8"))};
  } catch {
    return rpcError(400, "Parse error: the body is no JSON", {code: ProtocolErrorCode.ParseError});
  }
}

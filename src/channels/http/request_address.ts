import type {Context} from "hono";
import type {HttpSettings} from "./parts.ts";

/** Where a request comes from: the peer's address, or what our own proxy says of it. */
export function addressOf(c: Context, {behindProxy}: Pick<HttpSettings, "behindProxy">): string {
  if (behindProxy) {
    // The last is what the nearest proxy saw; those before it are what the client said.
    const last = c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
    if (last) return last.slice(0, 64);
  }
  const bindings = c.env as {incoming?: {socket?: {remoteAddress?: string}}} | undefined;
  return bindings?.incoming?.socket?.remoteAddress ?? "unknown";
}

import {isIP} from "node:net";
import type {Context} from "hono";
import type {HttpSettings} from "./parts.ts";

/** Where a request comes from: the peer's address, or what our own proxy says of it. */
export function addressOf(c: Context, {behindProxy}: Pick<HttpSettings, "behindProxy">): string {
  if (behindProxy) {
    // The last is what the nearest proxy saw; those before it are what the client said.
    const last = c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
    if (last) return countedAddress(last.slice(0, 64));
  }
  const bindings = c.env as {incoming?: {socket?: {remoteAddress?: string}}} | undefined;
  return countedAddress(bindings?.incoming?.socket?.remoteAddress ?? "unknown");
}

/**
 * An address as tries are counted by it: of IPv6 the network (/64), for whoever has one has all its 2⁶⁴ addresses; IPv4
 * that is written as IPv6 as itself. What is no address stays as it is.
 */
export function countedAddress(address: string): string {
  const bare = address.replace(/^\[(.*)\](:\d+)?$/, "$1").replace(/%.*$/, "");
  const family = isIP(bare);
  // Some proxies write the port along.
  if (family === 0) return bare.replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d+$/, "$1");
  if (family === 4) return bare;
  // The one way to write it, as a URL's host: ::ffff:192.0.2.1 is ::ffff:c000:201 then.
  const [head = "", tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const front = head.split(":").filter(Boolean);
  const back = (tail ?? "").split(":").filter(Boolean);
  const all = [...front, ...Array<string>(8 - front.length - back.length).fill("0"), ...back];
  const [high = 0, low = 0] = all.slice(6).map((part) => Number.parseInt(part, 16));
  if (all.slice(0, 5).every((part) => part === "0") && all[5] === "ffff")
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  return `${all.slice(0, 4).join(":")}::/64`;
}

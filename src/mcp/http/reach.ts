import {isIP} from "node:net";
import {hostname} from "node:os";

/** From where a server may be reached, by the names that browsers say: what keeps other sites' pages out. */
export interface McpReach {
  /** Only this machine reaches it: whoever does is its owner, without a token. */
  isLocal: boolean;
  /** How people reach it: `https://tabletalk.example.com`. */
  publicUrl?: string;
  /** Sites whose pages may call it, as `https://example.com`. */
  origins: readonly string[];
}

const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether an address is one that only this machine reaches. */
export function isLoopback(address: string): boolean {
  return LOOPBACK.has(address) || address === "::1" || /^127\.\d+\.\d+\.\d+$/.test(address);
}

/**
 * Why a request is refused by its Host and Origin; undefined where it is not. A page of another site that gave its own name
 * our address (DNS rebinding) says that name in both.
 */
export function refusedReach(
  reach: McpReach,
  {host, origin}: {host?: string | undefined; origin?: string | undefined},
): string | undefined {
  const named = host === undefined ? undefined : hostnameIn(`http://${host}`);
  if (named === undefined || !isOwnHost(reach, named))
    return `Invalid Host: ${JSON.stringify(String(host).slice(0, 100))}. Use the server's own address; a name of its own is set with TABLETALK_PUBLIC_URL.`;
  if (origin === undefined || origin === "" || isOwnOrigin(reach, origin)) return undefined;
  return `Invalid Origin: ${JSON.stringify(origin.slice(0, 100))}. Sites whose pages may call are set with TABLETALK_ORIGINS.`;
}

/** The server's address as whoever asks knows it, without a slash at the end. */
export function baseUrl({publicUrl}: McpReach, host: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl;
  const named = `http://${host ?? "localhost"}`;
  return URL.canParse(named) ? new URL(named).origin : "http://localhost";
}

function isOwnHost({isLocal, publicUrl}: McpReach, name: string): boolean {
  if (LOOPBACK.has(name) || name === hostnameIn(publicUrl)) return true;
  // An address is no name that could be rebound; without a token only our own will do.
  return !isLocal && (isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0 || name === hostname().toLowerCase());
}

function isOwnOrigin({origins, publicUrl}: McpReach, origin: string): boolean {
  if (origins.includes(origin)) return true;
  if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true;
  return LOOPBACK.has(hostnameIn(origin) ?? "");
}

function hostnameIn(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const {hostname: name, protocol} = new URL(url);
  return protocol === "http:" || protocol === "https:" ? name : undefined;
}

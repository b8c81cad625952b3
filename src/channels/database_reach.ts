import {lookup} from "node:dns/promises";
import {isIP} from "node:net";
import {readDatabaseUrl} from "../data/database_url.ts";
import {TabletalkError} from "../errors.ts";
import {type Reach, refusedAddress} from "../models/reach.ts";

/**
 * The address of a database that a workspace named, if it may be called: not this machine and its networks, unless the
 * operator allows them. Where the server's name is not checked by its certificate, the host is the address that was looked
 * up, for the name may lead elsewhere a moment later.
 * @throws TabletalkError refused; bad_file where the host has no address; bad_use
 */
export async function reachableDatabase(url: string, reach: Reach): Promise<string> {
  const {host, encryption} = readDatabaseUrl(url);
  const found = await lookup(host, {all: true}).catch((error: unknown) => {
    throw new TabletalkError(
      "bad_file",
      `The database's host ${host} has no address.`,
      "Check how it is written, and whether this machine can reach it.",
      {cause: error},
    );
  });
  for (const {address} of found) {
    const why = refusedAddress(address, reach);
    if (why)
      throw new TabletalkError(
        "refused",
        `The database cannot be called: ${host === address ? "" : `${host} leads to `}${why}.`,
        "Name one on the internet, or have the operator of this machine allow private addresses (TABLETALK_PRIVATE_ADDRESSES=1).",
      );
  }
  const [first] = found;
  if (!first || reach === "private" || encryption === "verify" || isIP(host)) return url;
  const pinned = new URL(url);
  pinned.hostname = first.family === 6 ? `[${first.address}]` : first.address;
  return pinned.href;
}

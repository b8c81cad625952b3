import {lookup as lookUp} from "node:dns";
import {BlockList, isIP, type LookupFunction} from "node:net";
import {TabletalkError} from "../errors.ts";

/**
 * Which addresses may be called for something that was written down over the network: `public` leaves out this machine and
 * its networks; `private` allows them. Addresses that hand out a machine's credentials are called by neither.
 */
export type Reach = "public" | "private";

/** Link-local (where clouds keep a machine's credentials), unspecified, multicast, reserved. */
const NEVER = listOf([
  "0.0.0.0/8",
  "169.254.0.0/16",
  "100.100.100.200/32",
  "168.63.129.16/32",
  "192.0.0.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::/128",
  "fe80::/10",
  "fd00:ec2::254/128",
  "fd20:ce::254/128",
  "ff00::/8",
]);

/** This machine, private networks, carrier-grade NAT, test networks, and what translates to any of them. */
const INSIDE = listOf([
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "192.0.2.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "::1/128",
  "fc00::/7",
  "fec0::/10",
  "64:ff9b:1::/48",
  "2001:db8::/32",
]);

/** Prefixes of IPv6 addresses that hold an IPv4 address, and where it begins, in 16-bit words. */
const EMBEDDED: readonly {prefix: readonly number[]; at: number}[] = [
  {prefix: [0, 0, 0, 0, 0, 0xffff], at: 6},
  {prefix: [0, 0, 0, 0, 0, 0], at: 6},
  {prefix: [0x64, 0xff9b, 0, 0, 0, 0], at: 6},
  {prefix: [0x2002], at: 1},
];

/** Why an IP address may not be called; undefined where it may. */
export function refusedAddress(ip: string, reach: Reach): string | undefined {
  const family = isIP(ip);
  if (!family) return `${ip} is no address`;
  const inner = family === 6 ? embeddedIn(ip) : undefined;
  if (inner !== undefined && !["0.0.0.0", "0.0.0.1"].includes(inner)) return refusedAddress(inner, reach);
  const kind = family === 6 ? "ipv6" : "ipv4";
  if (NEVER.check(ip, kind)) return `${ip} is an address that is never called`;
  if (reach === "public" && INSIDE.check(ip, kind)) return `${ip} is on this machine or its own network`;
  return undefined;
}

/**
 * Checks an address as it is written, before anything is called. A name is looked up only when it is called
 * (`guardedLookup`), as it may mean another address by then.
 *
 * @throws TabletalkError `refused` saying why, and who can allow it.
 */
export function checkAddress(address: string, reach: Reach): void {
  if (!URL.canParse(address)) throw refusal(`"${address}" is not a web address.`);
  const {protocol, hostname, username, password} = new URL(address);
  if (!/^https?:$/.test(protocol)) throw refusal(`${protocol} is not called; https: is.`);
  if (username || password) throw refusal("The address holds a name or a password.");
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (isIP(host)) {
    const why = refusedAddress(host, reach);
    if (why) throw refusal(`${why}.`);
  } else if (/(^|\.)metadata(\.google)?\.internal$|^metadata$|^instance-data$/i.test(host)) {
    throw refusal(`${host} is an address that is never called.`);
  } else if (
    reach === "public" &&
    (/(^|\.)(localhost|local|internal|lan|home\.arpa)$/i.test(host) || !host.includes("."))
  ) {
    throw refusal(`${host} is on this machine or its own network.`);
  }
}

/** Looks a name up and hands on only addresses that may be called, at the moment of connecting. */
export function guardedLookup(reach: Reach): LookupFunction {
  return (hostname, options, done) => {
    lookUp(hostname, {...options, all: true}, (error, found) => {
      if (error) return done(error, []);
      const why = found.map(({address}) => refusedAddress(address, reach)).find((one) => one !== undefined);
      if (why) return done(refusal(`${hostname} leads to ${why}.`) as NodeJS.ErrnoException, []);
      if (options.all) return done(null, found);
      const first = found[0];
      if (!first) return done(refusal(`${hostname} has no address.`) as NodeJS.ErrnoException, []);
      done(null, first.address, first.family);
    });
  };
}

function refusal(why: string): TabletalkError {
  return new TabletalkError(
    "refused",
    `This address cannot be used: ${why}`,
    "Use a public https address, or have the operator of this machine allow private ones (TABLETALK_PRIVATE_ADDRESSES=1).",
  );
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", bits] = range.split("/");
    list.addSubnet(network, Number(bits), network.includes(":") ? "ipv6" : "ipv4");
  }
  return list;
}

/** The IPv4 address inside an IPv6 one, where it holds one. */
function embeddedIn(ip: string): string | undefined {
  const words = wordsOf(ip);
  const found = EMBEDDED.find(({prefix}) => prefix.every((word, index) => words[index] === word));
  if (!found) return undefined;
  const [high = 0, low = 0] = words.slice(found.at);
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** The eight 16-bit words of an IPv6 address; URL writes every form of it as hex groups. */
function wordsOf(ip: string): number[] {
  const plain = new URL(`http://[${ip.replace(/%.*$/, "")}]`).hostname.slice(1, -1);
  const [head = "", tail] = plain.split("::");
  const read = (part: string) =>
    part
      .split(":")
      .filter(Boolean)
      .map((word) => Number.parseInt(word, 16));
  if (tail === undefined) return read(head);
  const [before, after] = [read(head), read(tail)];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

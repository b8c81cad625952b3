import {createHmac, randomInt} from "node:crypto";
import {newestKey, type Secrets} from "./secret.ts";

/** Signs that are not mistaken for one another: no 0, O, 1, I, L. */
const SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/** A code that a person types: eight signs in two groups, 39 bits, good for a few minutes. */
export function newCode(): string {
  const signs = Array.from({length: 8}, () => SIGNS[randomInt(SIGNS.length)]).join("");
  return `${signs.slice(0, 4)}-${signs.slice(4)}`;
}

/** The hash that a code is kept by. Keyed: so few bits could be tried out by whoever has the table. */
export function hashCode(secrets: Secrets, code: string): string {
  const typed = code.toUpperCase().replace(/[^0-9A-Z]/g, "");
  return createHmac("sha256", newestKey(secrets, "one-time code").key).update(typed).digest("hex");
}

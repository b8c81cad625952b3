import {basename, extname} from "node:path";

const LONGEST = 100;

/**
 * A name that a client gave a file, as a name on this disk: no folders, no control or formatting characters, no leading
 * dots, of bounded length; its ending stays, for it says what the file is.
 */
export function safeFileName(given: string): string {
  const last = basename(given.toWellFormed().replaceAll("\\", "/"));
  const plain = last
    .normalize("NFC")
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"/|?*]/gu, "_")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  const ending = extname(plain).slice(0, 12);
  const stem = plain.slice(0, plain.length - extname(plain).length).trim();
  const shortened = Buffer.from(stem, "utf8")
    .subarray(0, LONGEST)
    .toString("utf8")
    .replace(/\uFFFD+$/, "");
  const isReserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(shortened);
  return `${shortened === "" || isReserved ? `file${shortened && `_${shortened}`}` : shortened}${ending}`;
}

import {TabletalkError} from "../../errors.ts";

const HASH = /^[0-9a-f]{64}$/;
/** What an encoded workspace looks like. */
const ENCODED = /^(?:[a-z0-9_-]|=[0-9a-f]{2})+$/;

/**
 * A workspace as a part of a path: small letters, digits, "_" and "-" stay, every other byte of its UTF-8 is written as
 * "=" and two hex digits. So no name leaves its folder, and none falls together with another where case does not count.
 * @throws TabletalkError bad_use for an empty or overlong one
 */
export function workspaceKey(workspace: string): string {
  const encoded = [...Buffer.from(workspace, "utf8")]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[a-z0-9_-]/.test(letter) ? letter : `=${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
  if (encoded !== "" && encoded.length <= 200) return encoded;
  throw new TabletalkError(
    "bad_use",
    "Files are kept by workspace, and this name of one is empty or too long.",
    "Name the workspace by its id.",
  );
}

/** The workspace of an encoded one; undefined where it is none. */
export function workspaceOfKey(key: string): string | undefined {
  if (!ENCODED.test(key)) return undefined;
  const bytes = key.replace(/=([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const workspace = Buffer.from(bytes, "latin1").toString("utf8");
  return workspaceKey(workspace) === key ? workspace : undefined;
}

/** `workspace/ab/abcdef...`. @throws TabletalkError bad_use where `hash` is none */
export function fileKey(workspace: string, hash: string): string {
  return `${workspaceKey(workspace)}/${checkHash(hash).slice(0, 2)}/${hash}`;
}

export const isHash = (text: string): boolean => HASH.test(text);

/** @throws TabletalkError bad_use */
export function checkHash(hash: string): string {
  if (isHash(hash)) return hash;
  throw new TabletalkError(
    "bad_use",
    "A stored file is named by the sha256 of its bytes: 64 hex digits.",
    "Give the hash that storing it returned.",
  );
}

import {randomBytes} from "node:crypto";
import {hashToken} from "./tokens.ts";

/** A key as it is shown once, and what is kept of it. */
export interface NewApiKey {
  /** `tt_<prefix>_<secret>`. */
  key: string;
  /** Names it where keys are listed. */
  prefix: string;
  /** SHA-256 of the whole key, hex: it finds the key, and nobody can make the key from it. */
  hash: string;
}

const SHAPE = /^tt_[0-9a-f]{12}_[\w-]{43}$/;

/** Makes a key: 48 random bits that name it, 256 that prove it. */
export function newApiKey(): NewApiKey {
  const prefix = randomBytes(6).toString("hex");
  const key = `tt_${prefix}_${randomBytes(32).toString("base64url")}`;
  return {key, prefix, hash: hashToken(key)};
}

/** Whether a text is meant as one of our keys, whatever it is worth. */
export function isApiKey(text: string): boolean {
  return text.startsWith("tt_");
}

/** The hash that finds a key; undefined for what cannot be one. */
export function hashOfKey(key: string): string | undefined {
  return SHAPE.test(key) ? hashToken(key) : undefined;
}

import {createCipheriv, createDecipheriv, randomBytes} from "node:crypto";
import {TabletalkError} from "../errors.ts";
import {keyById, newestKey, type Secrets} from "./secret.ts";

/**
 * Seals a text for the store: AES-256-GCM under a key of the installation. `place` (workspace, table, row, column) is
 * bound to it, so that a sealed value copied to another row or workspace does not open there.
 * @returns `s1.<id of the secret>.<iv, text and tag, base64url>`
 */
export function seal(secrets: Secrets, text: string, place: readonly string[]): string {
  const {id, key} = newestKey(secrets, "seal");
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(boundTo(place));
  const sealed = Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `s1.${id}.${sealed.toString("base64url")}`;
}

/**
 * Opens what `seal` closed.
 * @throws TabletalkError store_failed where the secret is not here, or the value was changed or moved
 */
export function unseal(secrets: Secrets, sealed: string, place: readonly string[]): string {
  const [, id, body] = /^s1\.([0-9a-f]{12})\.([\w-]+)$/.exec(sealed) ?? [];
  const key = id && keyById(secrets, "seal", id);
  if (!key || !body)
    throw new TabletalkError(
      "store_failed",
      "A stored secret was sealed with a key that is not here.",
      "Give the former key in TABLETALK_SECRET_PREVIOUS, or enter the secret again.",
    );
  const bytes = Buffer.from(body, "base64url");
  try {
    const opened = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12), {authTagLength: 16});
    opened.setAAD(boundTo(place));
    opened.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([opened.update(bytes.subarray(12, -16)), opened.final()]).toString("utf8");
  } catch (error) {
    throw new TabletalkError(
      "store_failed",
      "A stored secret does not open: it was changed, or moved from where it was sealed.",
      "Enter the secret again.",
      {cause: error},
    );
  }
}

/** Whether a sealed value is under an older secret, and should be sealed again. */
export function isSealedWithOlder(secrets: Secrets, sealed: string): boolean {
  return sealed.split(".")[1] !== secrets.all[0].id;
}

function boundTo(place: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(place), "utf8");
}

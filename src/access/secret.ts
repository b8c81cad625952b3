import {createHash, hkdfSync, randomBytes} from "node:crypto";
import {link, mkdir, readFile, rm, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {TabletalkError} from "../errors.ts";

/** What keys are derived from, newest first. The first makes; all of them open. */
export interface Secrets {
  readonly all: readonly [Secret, ...Secret[]];
}

interface Secret {
  /** Names the secret without telling anything of it: 12 hex digits. */
  id: string;
  bytes: Buffer;
  /** Keys that were derived already. */
  keys: Map<string, Buffer>;
}

/** What a key is for. Keys of different purposes tell nothing of one another. */
export type Purpose = "seal" | "access token" | "link" | "one-time code";

const FILE = "secret.key";
const SHORTEST = 32;

/**
 * The secret of an installation: TABLETALK_SECRET (and TABLETALK_SECRET_PREVIOUS, while values sealed with it are left),
 * else a key file of mode 0600 in the home folder, which is made at the first use. Processes that start together agree.
 * @throws TabletalkError bad_use for a secret too short or a file that others can read
 */
export async function openSecrets(
  home: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Secrets> {
  const given = environment.TABLETALK_SECRET;
  const previous = environment.TABLETALK_SECRET_PREVIOUS;
  const first = given ? secretFrom(given, "TABLETALK_SECRET") : await secretOfFile(home);
  return {all: [first, ...(previous ? [secretFrom(previous, "TABLETALK_SECRET_PREVIOUS")] : [])]};
}

/** The secret that makes: its id, and its key of 32 bytes for a purpose. */
export function newestKey(secrets: Secrets, purpose: Purpose): {id: string; key: Buffer} {
  const [newest] = secrets.all;
  return {id: newest.id, key: derived(newest, purpose)};
}

/** The key of a secret by its id; undefined where this installation does not have that secret. */
export function keyById(secrets: Secrets, purpose: Purpose, id: string): Buffer | undefined {
  const secret = secrets.all.find((one) => one.id === id);
  return secret && derived(secret, purpose);
}

function derived(secret: Secret, purpose: Purpose): Buffer {
  const known = secret.keys.get(purpose);
  if (known) return known;
  const key = Buffer.from(hkdfSync("sha256", secret.bytes, "tabletalk", purpose, 32));
  secret.keys.set(purpose, key);
  return key;
}

function secretFrom(text: string, name: string): Secret {
  if (text.length < SHORTEST)
    throw new TabletalkError(
      "bad_use",
      `${name} has ${text.length} characters; it needs at least ${SHORTEST}.`,
      "Make one: openssl rand -base64 48",
    );
  const bytes = Buffer.from(text, "utf8");
  const id = createHash("sha256")
    .update(Buffer.from(hkdfSync("sha256", bytes, "tabletalk", "id", 32)))
    .digest("hex");
  return {id: id.slice(0, 12), bytes, keys: new Map()};
}

async function secretOfFile(home: string): Promise<Secret> {
  const path = join(home, FILE);
  try {
    return secretFrom(await readOrMake(home, path), path);
  } catch (error) {
    if (error instanceof TabletalkError) throw error;
    throw new TabletalkError(
      "bad_use",
      `The key file ${path} cannot be used: ${error instanceof Error ? error.message : String(error)}.`,
      "Let this user read and write the folder, or set TABLETALK_SECRET.",
      {cause: error},
    );
  }
}

async function readOrMake(home: string, path: string): Promise<string> {
  const there = await readKey(path);
  if (there !== undefined) return there;
  await mkdir(home, {recursive: true});
  // Written whole under another name first: whoever else starts now sees all of it, or nothing.
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(draft, `${randomBytes(48).toString("base64")}\n`, {mode: 0o600, flag: "wx", flush: true});
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(draft, {force: true});
  }
  return (await readKey(path)) ?? "";
}

async function readKey(path: string): Promise<string | undefined> {
  try {
    const {mode} = await stat(path);
    if (process.platform !== "win32" && (mode & 0o077) !== 0)
      throw new TabletalkError(
        "bad_use",
        `The key file ${path} can be read by others than its owner.`,
        `Close it: chmod 600 ${path}`,
      );
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

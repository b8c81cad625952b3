import {readFile, stat} from "node:fs/promises";
import {platform} from "node:os";
import {join} from "node:path";
import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import type {KaggleUser} from "./answers.ts";
import {type SignIn, signInSchema} from "./sign_in.ts";

/** Credentials that were given, rather than found on the machine. */
export type GivenCredentials =
  | {kind: "token"; token: string; from?: string}
  | {kind: "key"; username: string; key: string; from?: string}
  | {kind: "none"};

/** One way to say who asks. */
export interface Identity {
  method: KaggleUser["method"];
  /** The variable or the file that it was found in. */
  from: string;
  username?: string;
  /** The header, where nothing has to be asked for it. */
  authorization?: string;
  /** What a sign-in in a browser left: a token is made from it when one is needed. */
  signIn?: SignIn;
}

/** All ways found, in the order that Kaggle's own clients try them, and what is wrong with how they are kept. */
export interface FoundCredentials {
  identities: Identity[];
  warnings: string[];
}

const keyFileSchema = z.object({username: z.string().optional(), key: z.string().optional()});

/** Where Kaggle's own clients keep `kaggle.json`. */
async function keyFolder(environment: NodeJS.ProcessEnv, userFolder: string): Promise<string> {
  if (environment.KAGGLE_CONFIG_DIR) return environment.KAGGLE_CONFIG_DIR;
  const usual = join(userFolder, ".kaggle");
  if (platform() !== "linux" || (await stat(usual).catch(() => undefined))) return usual;
  return join(environment.XDG_CONFIG_HOME || join(userFolder, ".config"), "kaggle");
}

const textOf = (path: string): Promise<string | undefined> =>
  readFile(path, "utf8").then(
    (text) => text.trim() || undefined,
    () => undefined,
  );

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const bearer = (token: string): string => `Bearer ${token}`;
const basic = (username: string, key: string): string =>
  `Basic ${Buffer.from(`${username}:${key}`).toString("base64")}`;

/** Tells where others on this machine can read a file with a secret. */
async function readableByOthers(path: string): Promise<string[]> {
  if (platform() === "win32") return [];
  const mode = (await stat(path).catch(() => undefined))?.mode ?? 0;
  return (mode & 0o044) === 0
    ? []
    : [`Other users of this machine can read your Kaggle credentials in ${path}: run chmod 600 ${path}`];
}

/** An access token: KAGGLE_API_TOKEN, which is the token or a file with it; then the files of Kaggle's folder. */
async function findToken(environment: NodeJS.ProcessEnv, userFolder: string): Promise<FoundCredentials> {
  const identity = (token: string, from: string): Identity => ({
    method: "access token",
    from,
    authorization: bearer(token),
  });
  const given = environment.KAGGLE_API_TOKEN;
  if (given) {
    const isFile = (await stat(given).catch(() => undefined))?.isFile() ?? false;
    const token = isFile ? await textOf(given) : given.trim();
    return {
      identities: token ? [identity(token, isFile ? given : "KAGGLE_API_TOKEN")] : [],
      warnings: isFile ? await readableByOthers(given) : [],
    };
  }
  for (const name of ["access_token", "access_token.txt"]) {
    const path = join(userFolder, ".kaggle", name);
    const token = await textOf(path);
    if (token) return {identities: [identity(token, path)], warnings: await readableByOthers(path)};
  }
  return {identities: [], warnings: []};
}

/** A name and a key: `kaggle.json`, overlaid by KAGGLE_USERNAME and KAGGLE_KEY. */
async function findKey(environment: NodeJS.ProcessEnv, userFolder: string): Promise<FoundCredentials> {
  const path = join(await keyFolder(environment, userFolder), "kaggle.json");
  const text = await textOf(path);
  const kept = keyFileSchema.safeParse(parsed(text)).data ?? {};
  const username = environment.KAGGLE_USERNAME || kept.username;
  const key = environment.KAGGLE_KEY || kept.key;
  const warnings = text === undefined ? [] : await readableByOthers(path);
  if (text !== undefined && !kept.key && !environment.KAGGLE_KEY)
    warnings.push(`${path} holds no username and key that can be read; download it again from Kaggle.`);
  if (!username || !key) return {identities: [], warnings};
  const from = environment.KAGGLE_KEY ? "KAGGLE_KEY" : path;
  return {identities: [{method: "API key", from, username, authorization: basic(username, key)}], warnings};
}

/** What `kaggle auth login` left. */
async function findSignIn(userFolder: string): Promise<FoundCredentials> {
  const path = join(userFolder, ".kaggle", "credentials.json");
  const kept = signInSchema.safeParse(parsed(await textOf(path)));
  if (!kept.success) return {identities: [], warnings: []};
  const username = kept.data.username || undefined;
  return {
    identities: [{method: "sign-in", from: path, ...(username && {username}), signIn: {path, ...kept.data}}],
    warnings: await readableByOthers(path),
  };
}

/**
 * Credentials in the order of Kaggle's own clients: access token, name and key, sign-in. Each is tried where the one before
 * is refused.
 * @param userFolder the folder that `~` means
 */
export async function findCredentials(
  given: GivenCredentials | "machine",
  environment: NodeJS.ProcessEnv,
  userFolder: string,
): Promise<FoundCredentials> {
  if (given === "machine") {
    const found = [
      await findToken(environment, userFolder),
      await findKey(environment, userFolder),
      await findSignIn(userFolder),
    ];
    return {
      identities: found.flatMap((one) => one.identities),
      warnings: found.flatMap((one) => one.warnings),
    };
  }
  if (given.kind === "none") return {identities: [], warnings: []};
  const from = given.from ?? "the settings";
  if (given.kind === "token")
    return {
      identities: [{method: "access token", from, authorization: bearer(given.token)}],
      warnings: [],
    };
  const {username, key} = given;
  return {
    identities: [{method: "API key", from, username, authorization: basic(username, key)}],
    warnings: [],
  };
}

/** What is thrown where nobody is signed in, or where all that was shown was refused. */
export function noCredentials(refused: readonly Identity[]): TabletalkError {
  const how =
    'Sign up at https://www.kaggle.com/account/login, press "Generate New Token" at https://www.kaggle.com/settings/api, ' +
    "and set KAGGLE_API_TOKEN to it or save it as ~/.kaggle/access_token (chmod 600). A kaggle.json with username and key, or `kaggle auth login`, works too.";
  if (refused.length === 0)
    return new TabletalkError(
      "unauthorized",
      "Kaggle wants to know who asks, and there are no credentials.",
      how,
    );
  const shown = refused.map(({method, from}) => `the ${method} in ${from}`).join(" and ");
  return new TabletalkError("unauthorized", `Kaggle does not take ${shown}: wrong, expired or revoked.`, how);
}

import {rename, rm, writeFile} from "node:fs/promises";
import {z} from "zod";

/** The file that `kaggle auth login` writes. */
export const signInSchema = z.object({
  refresh_token: z.string().min(1),
  access_token: z.string().optional(),
  /** ISO 8601. */
  access_token_expiration: z.string().optional(),
  username: z.string().optional(),
  scopes: z.array(z.string()).nullish(),
});

/** A sign-in that is kept in a file. */
export interface SignIn extends z.infer<typeof signInSchema> {
  path: string;
}

/** A token that was made from a sign-in. */
export interface MadeToken {
  token: string;
  expiresInSeconds: number;
}

/** A token that is nearly over is not used: a long download would outlive it. */
const NEARLY_MS = 5 * 60_000;

/** The token of a sign-in while it lasts. */
export function tokenThatLasts(signIn: SignIn, now: number = Date.now()): string | undefined {
  const until = Date.parse(signIn.access_token_expiration ?? "");
  return signIn.access_token && until - now > NEARLY_MS ? signIn.access_token : undefined;
}

/**
 * Makes a new token from a sign-in and writes it where Kaggle's own clients look for it, for its owner alone to read. A
 * file that cannot be written is no fault: the token is used, and made again the next time.
 */
export async function renewToken(
  signIn: SignIn,
  make: (refreshToken: string) => Promise<MadeToken>,
  now: number = Date.now(),
): Promise<string> {
  const made = await make(signIn.refresh_token);
  signIn.access_token = made.token;
  signIn.access_token_expiration = new Date(now + made.expiresInSeconds * 1000).toISOString();
  const {path, ...kept} = signIn;
  const beside = `${path}.${process.pid}.new`;
  await writeFile(beside, JSON.stringify(kept, undefined, 2), {mode: 0o600})
    .then(() => rename(beside, path))
    .catch(() => rm(beside, {force: true}));
  return made.token;
}

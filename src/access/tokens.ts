import {createHash, randomBytes} from "node:crypto";
import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {keyById, newestKey, type Secrets} from "./secret.ts";

/** How long an access token is good for, in seconds. */
export const ACCESS_SECONDS = 600;
/** How long a refresh token that nobody uses is good for, in seconds: thirty days. */
export const REFRESH_SECONDS = 30 * 24 * 3600;

const ISSUER = "tabletalk";
const AUDIENCE = "tabletalk-api";

/** Whom an access token names. What they may do is not in it: a role can change while the token lives. */
export interface AccessClaims {
  person: string;
  workspace: string;
  /** The sign-in that it belongs to; signing out ends it. */
  session: string;
}

const payloadSchema = z.object({
  sub: z.string().min(1).max(100),
  ws: z.string().min(1).max(200),
  sid: z.string().min(1).max(100),
});

/** Makes an access token: a JWT (HS256) of ten minutes. */
export async function signAccessToken(
  secrets: Secrets,
  {person, workspace, session}: AccessClaims,
): Promise<{token: string; expiresInSeconds: number}> {
  const {SignJWT} = await import("jose");
  const {id, key} = newestKey(secrets, "access token");
  const token = await new SignJWT({ws: workspace, sid: session})
    .setProtectedHeader({alg: "HS256", typ: "at+jwt", kid: id})
    .setSubject(person)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${ACCESS_SECONDS}s`)
    .sign(key);
  return {token, expiresInSeconds: ACCESS_SECONDS};
}

/**
 * Whom an access token names, if we made it and it has not expired.
 * @throws TabletalkError unauthorized
 */
export async function readAccessToken(secrets: Secrets, token: string): Promise<AccessClaims> {
  const {errors, jwtVerify} = await import("jose");
  try {
    const {payload} = await jwtVerify(
      token,
      ({kid}) => {
        const key = kid === undefined ? undefined : keyById(secrets, "access token", kid);
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key;
      },
      {
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: ["HS256"],
        typ: "at+jwt",
        requiredClaims: ["exp", "iat", "sub"],
      },
    );
    const {sub, ws, sid} = payloadSchema.parse(payload);
    return {person: sub, workspace: ws, session: sid};
  } catch (error) {
    const expired = error instanceof errors.JWTExpired;
    throw new TabletalkError(
      "unauthorized",
      expired ? "The access token has expired." : "The access token is not valid.",
      expired ? "Refresh it, or sign in again." : "Sign in again.",
      {cause: error},
    );
  }
}

/** A new random token (256 bits) of a kind, and the hash under which the store keeps it. */
export function randomToken(prefix: string): {token: string; hash: string} {
  const token = `${prefix}${randomBytes(32).toString("base64url")}`;
  return {token, hash: hashToken(token)};
}

/** The hash of a random token: SHA-256 is enough, for there is nothing to guess in 256 random bits. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

import type {RemoteJWKSet} from "jose";
import {z} from "zod";
import {TabletalkError} from "../errors.ts";

const audienceSchema = z.string().min(1).max(500);

/** A provider whose bearer tokens are taken. */
export const issuerSchema = z.strictObject({
  /** As it stands in the tokens; `/.well-known/openid-configuration` is read below it. */
  issuer: z.url({protocol: /^https?$/}).refine(isSafeUrl, "must be https, or http on this machine"),
  /** What the tokens must be for: our client id there, the address of our MCP (`https://…/mcp`), or either. */
  audience: z.union([audienceSchema, z.array(audienceSchema).min(1).max(10)]),
  /** The workspace that its people come into. */
  workspace: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/i),
  /** What someone becomes who comes for the first time. Absent: only those who are members already come in. */
  newcomers: z.enum(["viewer", "analyst"]).optional(),
});
export type Issuer = z.infer<typeof issuerSchema>;

/** Whom a provider says that someone is. */
export interface OidcClaims {
  issuer: string;
  subject: string;
  /** Only where the provider says that it has checked it. */
  email?: string;
  name?: string;
  workspace: string;
  newcomers?: "viewer" | "analyst";
}

/** Checks tokens of providers; keeps their keys. One for a process. */
export interface OidcVerifier {
  /** Whether a token is one for `verify`: a JWT of a provider that is taken. */
  isMeantFor(token: string): boolean;
  /** @throws TabletalkError unauthorized; unavailable while the provider cannot be reached */
  verify(token: string): Promise<OidcClaims>;
}

export interface OidcOptions {
  /** How long a provider may take to answer. */
  timeoutMs?: number;
  /** How soon after one reading an unknown key may cause another. */
  cooldownMs?: number;
  /** How long keys are kept. */
  keepMs?: number;
}

/** What signs for the public; secrets shared with the provider (HS256) and `none` never. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const LONGEST_TOKEN = 16_384;
const LONGEST_REPLY = 256 * 1024;

const documentSchema = z.object({issuer: z.string(), jwks_uri: z.url()});
const claimsSchema = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().max(254).optional(),
  // Some providers write it as text.
  email_verified: z.union([z.boolean(), z.literal(["true", "false"])]).optional(),
  name: z.string().max(200).optional(),
});

/** A verifier for these providers. Nothing is read from them before the first token comes. */
export function createOidcVerifier(issuers: readonly Issuer[], options: OidcOptions = {}): OidcVerifier {
  const byName = new Map(issuers.map((one) => [one.issuer, one]));
  const keySets = new Map<string, Promise<RemoteJWKSet>>();
  const keysOf = (issuer: Issuer): Promise<RemoteJWKSet> => {
    const known = keySets.get(issuer.issuer);
    if (known) return known;
    const found = discover(issuer.issuer, options);
    keySets.set(issuer.issuer, found);
    // A provider that was down is asked again by the next token.
    found.catch(() => keySets.delete(issuer.issuer));
    return found;
  };
  return {
    isMeantFor: (token) => byName.has(issuerIn(token) ?? ""),
    verify: async (token) => {
      const issuer = token.length <= LONGEST_TOKEN ? byName.get(issuerIn(token) ?? "") : undefined;
      if (!issuer) throw refused("is from a provider that is not taken here");
      return verified(token, issuer, await keysOf(issuer));
    },
  };
}

async function verified(token: string, issuer: Issuer, keys: RemoteJWKSet): Promise<OidcClaims> {
  const {errors, jwtVerify} = await import("jose");
  try {
    const {payload} = await jwtVerify(token, keys, {
      issuer: issuer.issuer,
      audience: issuer.audience,
      algorithms: ALGORITHMS,
      clockTolerance: 30,
      requiredClaims: ["exp", "iat", "sub"],
    });
    const claims = claimsSchema.parse(payload);
    const isChecked = claims.email_verified === true || claims.email_verified === "true";
    return {
      issuer: issuer.issuer,
      subject: claims.sub,
      workspace: issuer.workspace,
      ...(claims.email && isChecked && {email: claims.email}),
      ...(claims.name && {name: claims.name}),
      ...(issuer.newcomers && {newcomers: issuer.newcomers}),
    };
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw refused("has expired", error);
    if (error instanceof errors.JWTClaimValidationFailed) throw refused(`has another ${error.claim}`, error);
    if (error instanceof errors.JOSEAlgNotAllowed)
      throw refused("is signed in a way that is not taken", error);
    if (
      error instanceof errors.JWSSignatureVerificationFailed ||
      error instanceof errors.JWKSNoMatchingKey ||
      error instanceof errors.JWKSMultipleMatchingKeys
    )
      throw refused("is not signed by its provider", error);
    if (
      error instanceof errors.JWSInvalid ||
      error instanceof errors.JWTInvalid ||
      error instanceof z.ZodError
    )
      throw refused("cannot be read", error);
    throw unreachable(issuer.issuer, error);
  }
}

/** The provider's key set, from its own description. */
async function discover(issuer: string, options: OidcOptions): Promise<RemoteJWKSet> {
  const {createRemoteJWKSet} = await import("jose");
  const timeoutMs = options.timeoutMs ?? 5_000;
  try {
    const response = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "error",
      headers: {accept: "application/json"},
    });
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    const text = await response.text();
    if (text.length > LONGEST_REPLY) throw new Error("its description is too long");
    const found = documentSchema.parse(JSON.parse(text));
    if (found.issuer !== issuer) throw new Error("it describes another issuer");
    if (!isSafeUrl(found.jwks_uri)) throw new Error("its keys do not lie under https");
    return createRemoteJWKSet(new URL(found.jwks_uri), {
      timeoutDuration: timeoutMs,
      cooldownDuration: options.cooldownMs ?? 30_000,
      cacheMaxAge: options.keepMs ?? 600_000,
    });
  } catch (error) {
    throw unreachable(issuer, error);
  }
}

/** The issuer that a token names, unchecked. */
function issuerIn(token: string): string | undefined {
  const body = token.split(".")[1];
  if (!body || token.length > LONGEST_TOKEN) return undefined;
  try {
    const payload: unknown = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
    const found = z.object({iss: z.string()}).safeParse(payload);
    return found.success ? found.data.iss : undefined;
  } catch {
    return undefined;
  }
}

function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const {protocol, hostname} = new URL(text);
  return protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

function refused(why: string, cause?: unknown): TabletalkError {
  return new TabletalkError("unauthorized", `The bearer token ${why}.`, "Sign in again at the provider.", {
    cause,
  });
}

function unreachable(issuer: string, cause: unknown): TabletalkError {
  if (cause instanceof TabletalkError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new TabletalkError(
    "unavailable",
    `The sign-in provider ${issuer} cannot be asked for its keys: ${why}.`,
    "Try again in a minute; an API key or a password works meanwhile.",
    {cause},
  );
}

import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {counterClient} from "../store/rate_counters.ts";
import type {Store} from "../store/store.ts";
import {createOidcVerifier, type Issuer, issuerSchema, type OidcVerifier} from "./oidc.ts";
import type {Secrets} from "./secret.ts";
import {
  createCallThrottle,
  createRequestThrottle,
  createSignInThrottle,
  type HourlyThrottle,
  type RequestThrottle,
  type SignInThrottle,
} from "./throttle.ts";

/** What every question of access is answered with: one for a process. */
export interface Access {
  /** Sees all workspaces: who asks is found before anybody knows of which. */
  readonly store: Store;
  readonly secrets: Secrets;
  readonly signIns: SignInThrottle;
  readonly requests: RequestThrottle;
  readonly calls: HourlyThrottle;
  readonly oidc: OidcVerifier;
}

/**
 * Opens access over a store. Tries to sign in are counted in the store; requests a minute too where several workers share
 * it (Postgres), else in this process.
 */
export async function openAccess(
  store: Store,
  secrets: Secrets,
  issuers: readonly Issuer[] = [],
): Promise<Access> {
  const client = counterClient(store);
  const shared = store.dialect === "postgres" ? client : undefined;
  return {
    store,
    secrets,
    signIns: await createSignInThrottle(client),
    requests: await createRequestThrottle(shared),
    calls: await createCallThrottle(shared),
    oidc: createOidcVerifier(issuers),
  };
}

/**
 * The providers whose bearer tokens are taken, as whoever runs the service names them: TABLETALK_OIDC, a JSON list of
 * `{issuer, audience, workspace, newcomers?}`.
 * @throws TabletalkError bad_use
 */
export function issuersOf(environment: NodeJS.ProcessEnv = process.env): Issuer[] {
  const given = environment.TABLETALK_OIDC;
  if (!given) return [];
  try {
    return z.array(issuerSchema).parse(JSON.parse(given));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : "it is no JSON";
    throw new TabletalkError(
      "bad_use",
      `TABLETALK_OIDC cannot be used: ${why}.`,
      'Write it as [{"issuer": "https://…", "audience": "our client id", "workspace": "…"}].',
      {cause: error},
    );
  }
}

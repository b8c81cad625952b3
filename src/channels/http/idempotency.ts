import {createHash} from "node:crypto";
import type {Principal} from "../../access/principal.ts";
import {keepAnswer, type RepeatableRequest, releaseKey, takeKey} from "../../store/idempotency_keys.ts";
import type {Store} from "../../store/store.ts";
import {HttpRefusal} from "./problem.ts";

const SHAPE = /^[\x21-\x7e]{1,255}$/;
/** Headers of an answer that a repetition is told too. */
const KEPT_HEADERS = ["content-type", "location", "preference-applied"];
const LONGEST_ANSWER = 4 * 1_048_576;
/** Statuses that did nothing, so that the same request may come to more later. */
const TRY_AGAIN = new Set([401, 403, 404, 408, 429]);

/** The Idempotency-Key of a request. @throws HttpRefusal 400 for one that is none */
export function idempotencyKey(headers: Headers): string | undefined {
  const key = headers.get("idempotency-key");
  if (key === null) return undefined;
  if (SHAPE.test(key)) return key;
  throw new HttpRefusal(
    400,
    "The Idempotency-Key cannot be used.",
    "Give 1 to 255 visible ASCII characters, such as a UUID.",
  );
}

/** What a request asks, as a hash: a key stands for one such. */
export function fingerprintOf(
  method: string,
  url: string,
  contentType: string | null,
  body: Uint8Array,
): string {
  const {pathname, search} = new URL(url);
  return createHash("sha256")
    .update(JSON.stringify([method, pathname, search, contentType]))
    .update(body)
    .digest("hex");
}

/**
 * Does a request once for its key, however often it comes: a repetition is answered as the first was.
 * @throws HttpRefusal 409 while the first is running, 422 for a key of another request
 */
export async function once(
  store: Store,
  principal: Principal,
  {key, fingerprint, isSecret}: {key: string; fingerprint: string; isSecret: boolean},
  work: () => Promise<Response>,
): Promise<Response> {
  const {workspace, actor} = principal;
  const request: RepeatableRequest = {actor, key, fingerprint};
  const found = await takeKey(store, workspace, request);
  if (found.state === "other")
    throw new HttpRefusal(
      422,
      "This Idempotency-Key was used for another request.",
      "Take a new key for each request that differs.",
      {code: "conflict"},
    );
  if (found.state === "running")
    throw new HttpRefusal(
      409,
      "The request of this Idempotency-Key is still running.",
      "Repeat it in a second to get its answer.",
      {code: "conflict", headers: {"Retry-After": "1"}},
    );
  if (found.state === "answered") {
    const {status, headers, body} = found.answer;
    if (body === "" && headers["x-secret"] !== undefined)
      throw new HttpRefusal(
        409,
        "This was done already, and its secret is shown only once.",
        "Revoke what was made, and make another under a new key.",
        {code: "conflict"},
      );
    return new Response(status === 204 ? null : body, {
      status,
      headers: {...headers, "Idempotency-Replayed": "true"},
    });
  }
  try {
    const response = await work();
    const kept = await keepable(response, isSecret);
    if (kept) await keepAnswer(store, workspace, request, kept);
    else await releaseKey(store, workspace, request);
    return response;
  } catch (error) {
    await releaseKey(store, workspace, request).catch(() => {});
    throw error;
  }
}

async function keepable(
  response: Response,
  isSecret: boolean,
): Promise<{status: number; headers: Record<string, string>; body: string} | undefined> {
  const {status} = response;
  if (status >= 500 || TRY_AGAIN.has(status)) return undefined;
  if (isSecret) return {status, headers: {"x-secret": "1"}, body: ""};
  const body = await response.clone().text();
  if (body.length > LONGEST_ANSWER) return undefined;
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return {status, headers: Object.fromEntries(headers) as Record<string, string>, body};
}

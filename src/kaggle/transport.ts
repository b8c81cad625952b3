import type {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {guardedFetch} from "../models/guarded_fetch.ts";
import {errorInBody, faultOfAnswer, faultOfCall, pageInstead} from "./api_error.ts";
import {type FoundCredentials, type Identity, noCredentials} from "./credentials.ts";
import {type OnWait, PassingFault, type Patience, withPatience} from "./patience.ts";
import {type MadeToken, renewToken, tokenThatLasts} from "./sign_in.ts";
import {accessTokenSchema} from "./wire.ts";

/** One call of Kaggle's: `datasets.DatasetApiService/ListDatasets`. */
export type Method = `${string}Service/${string}`;

export interface AskOptions {
  signal?: AbortSignal | undefined;
  onWait?: OnWait | undefined;
  /** The call may be made by nobody in particular, where there are no credentials. */
  anonymous?: boolean;
}

/** From where on an answer is wanted, and of what: only the same bytes may be gone on with. */
export interface Resume {
  from: number;
  validator: string;
}

/** A download whose headers are here, and whose body is not read yet. */
export interface Opened {
  answer: Response;
  /** Where the body comes from: after redirects. */
  url: string;
}

/** Calls of Kaggle's service. */
export interface Transport {
  /** Calls and reads a JSON answer, again and again while faults pass. */
  call<T>(method: Method, body: object, answer: z.ZodType<T>, options?: AskOptions): Promise<T>;
  /**
   * Opens a download, once: it asks for a signed address and follows it.
   * @throws PassingFault where it may work the next time, also for a signed address that is over
   */
  open(method: Method, body: object, options: AskOptions & {resume?: Resume | undefined}): Promise<Opened>;
  /** Who the last call that needed it was made as; before that, who would be tried first. */
  identity(): Promise<Identity | undefined>;
  warnings(): Promise<string[]>;
}

export interface TransportSettings {
  /** Scheme, host and port of the service. */
  endpoint: string;
  patience: Patience;
  find: () => Promise<FoundCredentials>;
}

export const KAGGLE_ENDPOINT = "https://api.kaggle.com";
const MOST_REDIRECTS = 5;
const MOST_JSON_BYTES = 64 * 2 ** 20;
const TOKEN_LASTS = "43200s";

/** Talks to Kaggle as its own clients do: JSON is sent by POST to a path for each method. */
export function createTransport({endpoint, patience, find}: TransportSettings): Transport {
  const own = new URL(endpoint);
  // Only the public host leaves the /api out.
  const base = `${own.origin}${own.hostname === "api.kaggle.com" ? "" : "/api"}/v1`;
  const refused = new Set<Identity>();
  let found: Promise<FoundCredentials> | undefined;
  const credentials = (): Promise<FoundCredentials> => {
    found ??= find();
    return found;
  };

  /** An address is followed to the internet only, or to the host that the operator named as the service's. */
  async function fetchFrom(url: string, init: RequestInit): Promise<Response> {
    const {hostname, protocol} = new URL(url);
    if (own.protocol === "https:" && protocol !== "https:")
      throw new TabletalkError(
        "refused",
        `Kaggle's answer leads to ${hostname} without encryption.`,
        "Nothing was fetched from there.",
      );
    const mayBePrivate = own.origin !== KAGGLE_ENDPOINT && hostname === own.hostname;
    return guardedFetch(mayBePrivate ? "private" : "public")(url, {redirect: "manual", ...init});
  }

  const post = (method: Method, body: object, headers: Record<string, string>, signal: AbortSignal) =>
    fetchFrom(`${base}/${method}`, {
      method: "POST",
      headers: {"content-type": "application/json", "user-agent": "tabletalk", ...headers},
      body: JSON.stringify(body),
      signal,
    });

  async function makeToken(refreshToken: string, signal: AbortSignal): Promise<MadeToken> {
    const body = {refreshToken, apiVersion: "API_VERSION_V1", expirationDuration: TOKEN_LASTS};
    const answer = await post("users.AccountService/GenerateAccessToken", body, {}, signal);
    const {token, expiresIn} = accessTokenSchema.parse(await readJson(answer));
    return {token, expiresInSeconds: expiresIn};
  }

  /** The header of an identity; undefined where Kaggle refuses to make a token for it. */
  async function authorization(identity: Identity, signal: AbortSignal): Promise<string | undefined> {
    const {signIn} = identity;
    if (!signIn) return identity.authorization;
    const token =
      tokenThatLasts(signIn) ??
      (await renewToken(signIn, (refresh) => makeToken(refresh, signal)).catch((error: unknown) => {
        if (error instanceof TabletalkError && ["unauthorized", "bad_use"].includes(error.code))
          return undefined;
        throw error;
      }));
    return token === undefined ? undefined : `Bearer ${token}`;
  }

  /** Sends as the first identity that is not refused; with none, as nobody, where that is allowed. */
  async function send(
    method: Method,
    body: object,
    headers: Record<string, string>,
    {anonymous, signal}: {anonymous: boolean; signal: AbortSignal},
  ): Promise<Response> {
    for (const identity of (await credentials()).identities) {
      if (refused.has(identity)) continue;
      const header = await authorization(identity, signal);
      if (header !== undefined) {
        const answer = await post(method, body, {...headers, authorization: header}, signal);
        if (answer.status !== 401) return answer;
        await answer.body?.cancel();
      }
      refused.add(identity);
    }
    if (!anonymous) throw noCredentials([...refused]);
    const answer = await post(method, body, headers, signal);
    if (answer.status !== 401) return answer;
    await answer.body?.cancel();
    throw noCredentials([...refused]);
  }

  async function follow(first: Response, at: string, headers: Record<string, string>, signal: AbortSignal) {
    let [answer, url] = [first, at];
    for (let count = 0; answer.status >= 300 && answer.status < 400; count++) {
      const next = answer.headers.get("location");
      await answer.body?.cancel();
      if (next === null || count === MOST_REDIRECTS)
        throw new TabletalkError("unavailable", "Kaggle's answer leads nowhere.", "Try again later.");
      url = new URL(next, url).href;
      answer = await fetchFrom(url, {headers: {"user-agent": "tabletalk", ...headers}, signal});
    }
    return {answer, url};
  }

  return {
    call: (method, body, schema, {signal, onWait, anonymous = false} = {}) =>
      withPatience(
        async () => {
          const late = AbortSignal.timeout(patience.callMs);
          const both = signal ? AbortSignal.any([signal, late]) : late;
          try {
            const read = await readJson(await send(method, body, {}, {anonymous, signal: both}));
            const checked = schema.safeParse(read);
            if (checked.success) return checked.data;
            const issue = checked.error.issues[0];
            throw new TabletalkError(
              "unavailable",
              `Kaggle answers ${method} in a form that is not known: ${issue?.path.join(".")} ${issue?.message}.`,
              "A newer Tabletalk may know it.",
            );
          } catch (error) {
            throw faultOfCall(error, signal);
          }
        },
        patience,
        {signal, onWait},
      ),
    open: async (method, body, {signal, anonymous = false, resume}) => {
      const headers: Record<string, string> = resume
        ? {range: `bytes=${resume.from}-`, "if-range": resume.validator}
        : {};
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(new DOMException("late", "TimeoutError")), patience.callMs);
      const both = signal ? AbortSignal.any([signal, late.signal]) : late.signal;
      try {
        const sent = await send(method, body, headers, {anonymous, signal: both});
        const first = sent.status >= 400 || isJson(sent) ? await withoutError(sent) : sent;
        const opened = await follow(first, `${base}/${method}`, headers, both);
        const {status, headers: told} = opened.answer;
        if (status >= 400 && status !== 416) {
          await opened.answer.body?.cancel();
          throw status === 429 || status >= 500 ? faultOfAnswer(status, "", told) : addressOver(status);
        }
        return opened;
      } catch (error) {
        throw faultOfCall(error, signal);
      } finally {
        clearTimeout(timer);
      }
    },
    identity: async () => (await credentials()).identities.find((one) => !refused.has(one)),
    warnings: async () => (await credentials()).warnings,
  };
}

const isJson = (answer: Response): boolean =>
  /\bjson\b/i.test(answer.headers.get("content-type") ?? "") && !answer.headers.has("content-disposition");

/** An answer that may be an error, as it came where it is none. @throws PassingFault, TabletalkError */
async function withoutError(answer: Response): Promise<Response> {
  const bytes = await readBytes(answer);
  jsonOf(answer, bytes);
  return new Response(bytes, {status: answer.status, headers: answer.headers});
}

const readJson = async (answer: Response): Promise<unknown> => jsonOf(answer, await readBytes(answer));

async function readBytes(answer: Response): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.byteLength;
    if (bytes > MOST_JSON_BYTES)
      throw new TabletalkError("unavailable", "Kaggle's answer does not end.", "Ask for less.");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** An answer's JSON. @throws PassingFault, TabletalkError for an error, or a page instead of data */
function jsonOf(answer: Response, bytes: Buffer): unknown {
  let body: unknown;
  try {
    body = bytes.length === 0 ? {} : JSON.parse(bytes.toString("utf8"));
  } catch {
    if (answer.status < 400) throw pageInstead("an answer");
  }
  const told = errorInBody(body);
  const status = told?.status ?? answer.status;
  if (status === 401) throw noCredentials([]);
  if (status >= 400) throw faultOfAnswer(status, told?.message ?? "", answer.headers);
  return body;
}

/** A signed address is refused: mostly it is over, and the next one is not. */
const addressOver = (status: number): PassingFault =>
  new PassingFault(
    new TabletalkError(
      "unavailable",
      `The address that Kaggle gave for the download is refused again and again (${status}).`,
      "Check that the clock of this machine is right, and try again later.",
    ),
  );

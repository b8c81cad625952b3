import {createHash} from "node:crypto";
import type {z} from "@hono/zod-openapi";
import type {Context} from "hono";
import {authenticate} from "../../access/authenticate.ts";
import {countRequest} from "../../access/limits.ts";
import {openLink} from "../../access/links.ts";
import {allow, demand, isCovered, PERMISSIONS} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {isAtLeast} from "../../access/role.ts";
import {bytesOf, checked, cleanText, jsonOf, LONGEST_JSON} from "./bodies.ts";
import {fingerprintOf, idempotencyKey, once} from "./idempotency.ts";
import {demandAcceptable} from "./negotiate.ts";
import {demandOwnPage} from "./own_page.ts";
import type {HttpParts} from "./parts.ts";
import {HttpRefusal} from "./problem.ts";
import {addressOf} from "./request_address.ts";
import type {AnyRoute, Reply, Route} from "./route.ts";

const USUAL_MS = 30_000;

/** What the middleware around every request leaves for it. */
export interface RequestState {
  Variables: {
    request: string;
    route: string;
    /** Told with every answer, a problem too. */
    headers: Record<string, string>;
    principal?: Principal;
  };
}

/** Answers a request of a declared route: who asks, how often, what they ask, whether they may, then the handler. */
export async function answerRequest(
  spec: AnyRoute,
  parts: HttpParts,
  c: Context<RequestState>,
): Promise<Response> {
  c.set("route", spec.path);
  demandAcceptable(c.req.header("accept"), spec.gives ?? ["application/json"]);
  const time = timeFor(c, spec.timeMs ?? USUAL_MS);
  try {
    if (!("action" in spec)) {
      await countAnonymous(parts, c);
      const {body} = await bodyOf(spec, c);
      const asked = {parts, ...inputOf(spec, c), body, signal: time.signal, request: c.var.request, c};
      return await time.within(spec.handle(asked).then((reply) => responseOf(spec, parts, reply, c)));
    }
    const principal = await withLink(parts, await principalOf(parts, c), c);
    c.set("principal", principal);
    await countSignedIn(parts, principal, c);
    if (spec.action !== "signed in") demandSomewhere(principal, spec);
    const {params, query} = inputOf(spec, c);
    const {bytes, body} = await bodyOf(spec, c);
    const workspace = parts.service.workspace(principal.workspace);
    const asked = {parts, principal, workspace, params, query, body, signal: time.signal, c};
    const work = async () =>
      responseOf(spec, parts, await spec.handle({...asked, request: c.var.request}), c);
    const key = spec.method === "post" && !spec.takes ? idempotencyKey(c.req.raw.headers) : undefined;
    if (key === undefined) return await time.within(work());
    const contentType = c.req.header("content-type") ?? null;
    const fingerprint = fingerprintOf(c.req.method, c.req.url, contentType, bytes);
    const repeatable = {key, fingerprint, isSecret: spec.isSecret ?? false};
    return await time.within(once(workspace.store, principal, repeatable, work));
  } finally {
    time.release();
  }
}

/** Who asks, by what the request shows. A browser sends cookies along by itself: then it must come from our own pages. */
export async function principalOf(parts: HttpParts, c: Context): Promise<Principal> {
  const principal = await authenticate(parts.access, {
    authorization: c.req.header("authorization"),
    cookie: c.req.header("cookie"),
    address: addressOf(c, parts.settings),
  });
  if (principal.byCookie && !SAFE.has(c.req.method)) demandOwnPage(c, parts.settings);
  return principal;
}

/** Who shows a link to a conversation may read it in this request. */
async function withLink(parts: HttpParts, principal: Principal, c: Context): Promise<Principal> {
  const token = c.req.header("x-tabletalk-link");
  return token === undefined ? principal : (await openLink(parts.access, principal, token)).principal;
}

const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Counts a request, and tells how many are left as draft-ietf-httpapi-ratelimit-headers-07 writes it. */
async function countSignedIn(
  {access}: HttpParts,
  principal: Principal,
  c: Context<RequestState>,
): Promise<void> {
  const counted = await countRequest(access, principal);
  if (counted) tellRate(c, counted);
}

async function countAnonymous({access, settings}: HttpParts, c: Context<RequestState>): Promise<void> {
  const allowed = settings.anonymousPerMinute;
  tellRate(c, {allowed, ...(await access.requests.count("address", addressOf(c, settings), allowed))});
}

function tellRate(
  c: Context<RequestState>,
  {allowed, left, resetSeconds}: {allowed: number; left: number; resetSeconds: number},
): void {
  const {headers} = c.var;
  headers["RateLimit-Policy"] = `${allowed};w=60`;
  headers.RateLimit = `limit=${allowed}, remaining=${left}, reset=${resetSeconds}`;
}

/** Whether they may do it anywhere: a viewer of the workspace may be an analyst of a project. */
function demandSomewhere(principal: Principal, {action}: Route): void {
  if (action === "signed in" || allow(principal, action)) return;
  const inProject = [...principal.projects.values()].some((role) => isAtLeast(role, PERMISSIONS[action]));
  if (isCovered(action, principal.scopes) && inProject) return;
  demand(principal, action);
}

function inputOf(spec: AnyRoute, c: Context<RequestState>): {params: unknown; query: unknown} {
  const params = Object.fromEntries(
    Object.entries(c.req.param()).map(([name, value]) => [name, cleanText(String(value))]),
  );
  return {
    params: spec.params && checked(spec.params, params, "path"),
    query: spec.query && checked(spec.query, queryOf(c), "query"),
  };
}

/** A parameter that is given several times is a list. */
function queryOf(c: Context<RequestState>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => {
      const clean = values.map(cleanText);
      return [name, clean.length === 1 ? clean[0]! : clean];
    }),
  );
}

async function bodyOf(spec: AnyRoute, c: Context<RequestState>): Promise<{bytes: Uint8Array; body: unknown}> {
  if (spec.takes || !spec.body) return {bytes: new Uint8Array(), body: undefined};
  const bytes = await bytesOf(c.req.raw, LONGEST_JSON);
  const json = jsonOf(bytes, c.req.header("content-type") ?? null);
  return {bytes, body: checked(spec.body, json, "body")};
}

async function responseOf(
  spec: AnyRoute,
  parts: HttpParts,
  reply: Reply<unknown> | Response,
  c: Context<RequestState>,
): Promise<Response> {
  if (reply instanceof Response) return reply;
  const status = reply.status ?? spec.status ?? (spec.answer ? 200 : 204);
  if (reply.json === undefined)
    return withCookies(new Response(null, {status, headers: reply.headers ?? {}}), reply);
  if (parts.settings.checkAnswers && spec.answer) demandDeclared(spec, spec.answer, reply.json);
  const body = JSON.stringify(reply.json);
  const headers: Record<string, string> = {"Content-Type": "application/json", ...reply.headers};
  if (spec.method === "get" && status === 200) {
    const etag = `W/"${createHash("sha1").update(body).digest("base64url")}"`;
    headers.ETag = etag;
    headers["Cache-Control"] ??= "private, no-cache";
    headers.Vary ??= "Authorization, Accept";
    if (isKnown(c.req.header("if-none-match"), etag)) return new Response(null, {status: 304, headers});
    const next = (reply.json as {next?: unknown}).next;
    if (typeof next === "string") headers.Link = linkTo(c.req.url, next);
  }
  return withCookies(new Response(body, {status, headers}), reply);
}

function withCookies(response: Response, {cookies = []}: Reply<unknown>): Response {
  for (const cookie of cookies) response.headers.append("Set-Cookie", cookie);
  return response;
}

function demandDeclared(spec: AnyRoute, answer: z.ZodType, json: unknown): void {
  const parsed = answer.safeParse(JSON.parse(JSON.stringify(json)));
  if (parsed.success) return;
  const [issue] = parsed.error.issues;
  throw new Error(
    `${spec.method} ${spec.path} answers what it does not declare: ${issue?.path.join(".")}: ${issue?.message}`,
  );
}

function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = etag.replace(/^W\//, "");
  return header.split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === bare);
}

function linkTo(url: string, cursor: string): string {
  const {pathname, searchParams} = new URL(url);
  searchParams.set("cursor", cursor);
  return `<${pathname}?${searchParams}>; rel="next"`;
}

/** The time that a request gets: its signal also fires when the client is gone. */
function timeFor(c: Context, ms: number) {
  const late = new AbortController();
  const {promise, reject} = Promise.withResolvers<never>();
  promise.catch(() => {});
  const tooSlow = new HttpRefusal(
    503,
    `This took longer than ${ms / 1000} seconds.`,
    "Ask for less, or as a message whose answer you fetch later.",
    {code: "time_limit"},
  );
  const timer =
    ms > 0
      ? setTimeout(() => {
          late.abort(tooSlow);
          reject(tooSlow);
        }, ms)
      : undefined;
  return {
    get signal() {
      return AbortSignal.any([c.req.raw.signal, late.signal]);
    },
    within: <T>(work: Promise<T>): Promise<T> => {
      work.catch(() => {});
      return Promise.race([work, promise]);
    },
    release: () => clearTimeout(timer),
  };
}

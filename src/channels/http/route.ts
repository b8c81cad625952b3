import type {z} from "@hono/zod-openapi";
import type {Context} from "hono";
import type {Action} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import type {WorkspaceService} from "../service.ts";
import type {HttpParts} from "./parts.ts";

/** What a handler is given. The workspace is that of whoever asks, never one that the request names. */
export interface Asked<Params = unknown, Query = unknown, Body = unknown> {
  parts: HttpParts;
  principal: Principal;
  workspace: WorkspaceService;
  params: Params;
  query: Query;
  body: Body;
  /** Fires when the client is gone, or the request takes too long. */
  signal: AbortSignal;
  /** The request's id. */
  request: string;
  c: Context;
}

/** What a handler answers: JSON, with the route's own status unless it says another; or a response as it is. */
export interface Reply<Answer> {
  json?: Answer;
  status?: number;
  headers?: Readonly<Record<string, string>>;
  /** Whole Set-Cookie headers. */
  cookies?: readonly string[];
}

/** One way in, declared: what it takes, who may use it, what it answers. OpenAPI is made of the same. */
export interface RouteSpec<Params, Query, Body, Answer> {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** As OpenAPI writes it: `/v1/datasets/{name}`. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  /** What whoever asks must be allowed, at least somewhere in the workspace; the handler asks about the thing itself. */
  action: Action | "signed in";
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** The body's media types, where it is no JSON: the handler reads it from `c`. */
  takes?: readonly string[];
  answer?: z.ZodType<Answer>;
  /** Default 200, or 204 without an answer. */
  status?: number;
  /** Other statuses that are no problem, with the same answer. */
  also?: readonly number[];
  /** Media types of an answer that is no JSON. */
  gives?: readonly string[];
  /** What is not there is said on a page, for people (404). */
  missingPage?: boolean;
  /** Its answer holds a secret that is shown once: it is not kept for a repeated Idempotency-Key. */
  isSecret?: boolean;
  /** Milliseconds; default 30,000. 0: it lasts. */
  timeMs?: number;
  handle(asked: Asked<Params, Query, Body>): Promise<Reply<NoInfer<Answer>> | Response>;
}

/** A declared route, whatever it takes. */
export type Route = RouteSpec<unknown, unknown, unknown, unknown>;

/** A way in for whoever comes, signed in or not: signing in itself, shared links. */
export interface OpenRouteSpec<Params, Query, Body, Answer>
  extends Omit<RouteSpec<Params, Query, Body, Answer>, "action" | "handle" | "isSecret"> {
  handle(asked: OpenAsked<Params, Query, Body>): Promise<Reply<NoInfer<Answer>> | Response>;
}
export type OpenAsked<Params = unknown, Query = unknown, Body = unknown> = Omit<
  Asked<Params, Query, Body>,
  "principal" | "workspace"
>;
export type OpenRoute = OpenRouteSpec<unknown, unknown, unknown, unknown>;
export type AnyRoute = Route | OpenRoute;

/** Declares a route. */
export function route<Params = undefined, Query = undefined, Body = undefined, Answer = undefined>(
  spec: RouteSpec<Params, Query, Body, Answer>,
): Route {
  return spec as unknown as Route;
}

/** Declares a route for whoever comes. */
export function openRoute<Params = undefined, Query = undefined, Body = undefined, Answer = undefined>(
  spec: OpenRouteSpec<Params, Query, Body, Answer>,
): OpenRoute {
  return spec as unknown as OpenRoute;
}

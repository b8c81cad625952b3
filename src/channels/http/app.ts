import {randomUUID} from "node:crypto";
import {Hono} from "hono";
import {cors} from "hono/cors";
import {ownVersion} from "../../config.ts";
import {traced} from "../traces.ts";
import {answerRequest, type RequestState} from "./answer_request.ts";
import {callPage} from "./call_page.ts";
import {docsPage} from "./docs_page.ts";
import {createMetrics, type HttpMetrics} from "./metrics.ts";
import {openApiOf} from "./openapi.ts";
import type {GivenParts, HttpParts} from "./parts.ts";
import {HttpRefusal, problemResponse} from "./problem.ts";
import type {AnyRoute} from "./route.ts";
import {allRoutes} from "./routes/all.ts";
import {healthPages} from "./routes/health.ts";
import {securityHeaders} from "./security_headers.ts";
import {conversationSocket} from "./socket.ts";
import {staticPage} from "./static_page.ts";
import {tusUploads} from "./uploads/tus.ts";

/** The HTTP channel, to be served. */
export interface HttpApp {
  app: Hono<RequestState>;
  routes: readonly AnyRoute[];
  metrics: HttpMetrics;
  /** The OpenAPI document. */
  openApi(): unknown;
}

/** Makes the application of a service. Nothing listens before `serveHttp`. */
export async function createHttpApp(given: GivenParts): Promise<HttpApp> {
  const {settings} = given;
  const app = new Hono<RequestState>();
  const metrics = await createMetrics(undefined, given.channels);
  const parts: HttpParts = {...given, metrics};
  const routes = [...allRoutes].sort(bySpecificity);
  let document: unknown;
  const openApi = () => {
    document ??= openApiOf(routes, ownVersion(), settings.publicUrl ?? "/");
    return document;
  };

  app.use(async (c, next) => {
    const request = randomUUID();
    c.set("request", request);
    c.set("route", "none");
    c.set("headers", {});
    const begun = performance.now();
    const done = metrics.opened("request");
    const {traceparent, tracestate} = c.req.header();
    const parent = {...(traceparent && {traceparent}), ...(tracestate && {tracestate})};
    await traced(
      "request",
      {"http.request.method": c.req.method, "tabletalk.request": request},
      async (note) => {
        await next();
        note({
          "http.route": c.var.route,
          "http.response.status_code": c.res.status,
          ...(c.var.principal && {"tabletalk.workspace": c.var.principal.workspace}),
        });
      },
      parent,
    );
    done();
    const elapsedMs = performance.now() - begun;
    const {status} = c.res;
    c.res.headers.set("X-Request-Id", request);
    for (const [name, value] of Object.entries(c.var.headers)) c.res.headers.set(name, value);
    const {method} = c.req;
    const {route, principal} = c.var;
    metrics.answered({method, route, status, seconds: elapsedMs / 1000});
    parts.log?.({
      level: status >= 500 ? "error" : "info",
      request,
      method,
      route,
      status,
      elapsedMs: Math.round(elapsedMs),
      ...(principal && {workspace: principal.workspace, actor: principal.actor}),
      ...(c.error && status >= 500 && {error: c.error}),
    });
  });
  app.use(securityHeaders(settings.publicUrl?.startsWith("https:") ?? false));
  if (settings.origins.length > 0)
    app.use(
      "/v1/*",
      cors({
        origin: (origin) => (settings.origins.includes(origin) ? origin : null),
        allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
        allowHeaders: [
          "Authorization",
          "Content-Type",
          "Idempotency-Key",
          "If-None-Match",
          "Last-Event-ID",
          "Prefer",
          ...TUS_HEADERS,
        ],
        exposeHeaders: [
          "ETag",
          "Link",
          "Location",
          "RateLimit",
          "RateLimit-Policy",
          "Retry-After",
          "X-Request-Id",
          ...TUS_HEADERS,
        ],
        maxAge: 600,
      }),
    );
  app.onError((error, c) => problemResponse(error, c.get("request") ?? ""));
  app.notFound((c) =>
    problemResponse(
      new HttpRefusal(404, "There is no such address here.", "See /docs for what there is.", {
        code: "not_found",
      }),
      c.get("request") ?? "",
    ),
  );

  tusUploads(app, parts);
  conversationSocket(app, parts);
  for (const route of routes) {
    app.on(route.method.toUpperCase(), [honoPath(route.path)], (c) => answerRequest(route, parts, c));
  }
  app.get("/v1/openapi.json", (c) => c.json(openApi() as object));
  healthPages(app, parts, metrics);
  docsPage(app);
  refuseOtherMethods(app, routes);
  callPage(app, {pageFolder: settings.pageFolder, liveKitUrl: parts.calls?.settings.publicUrl});
  staticPage(app, settings.pageFolder);
  return {app, routes, metrics, openApi};
}

const TUS_HEADERS = ["Tus-Resumable", "Upload-Length", "Upload-Metadata", "Upload-Offset", "Upload-Expires"];

/** What names more of a path literally goes first. */
function bySpecificity(one: AnyRoute, other: AnyRoute): number {
  const shape = ({path}: AnyRoute) => path.split("/").map((part) => (part.startsWith("{") ? "~" : part));
  const [a, b] = [shape(one), shape(other)];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    if ((a[at] === "~") !== (b[at] === "~")) return a[at] === "~" ? 1 : -1;
  }
  return 0;
}

export function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}

/** 405 where the path is there and the method is not. */
function refuseOtherMethods(app: Hono<RequestState>, routes: readonly AnyRoute[]): void {
  const methods = new Map<string, Set<string>>();
  for (const {path, method} of routes) {
    const known = methods.get(path) ?? new Set(["OPTIONS"]);
    known.add(method.toUpperCase());
    if (method === "get") known.add("HEAD");
    methods.set(path, known);
  }
  for (const [path, known] of methods) {
    const Allow = [...known].sort().join(", ");
    app.all(honoPath(path), (c) => {
      c.set("route", path);
      if (c.req.method === "OPTIONS") return new Response(null, {status: 204, headers: {Allow}});
      const refusal = new HttpRefusal(
        405,
        `${c.req.method} is nothing that can be done here.`,
        `Use one of: ${Allow}.`,
        {
          headers: {Allow},
        },
      );
      return problemResponse(refusal, c.var.request);
    });
  }
}

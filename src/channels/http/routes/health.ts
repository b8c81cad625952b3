import {timingSafeEqual} from "node:crypto";
import type {Hono} from "hono";
import type {RequestState} from "../answer_request.ts";
import type {HttpMetrics} from "../metrics.ts";
import type {HttpParts} from "../parts.ts";
import {HttpRefusal, problemResponse} from "../problem.ts";

/** What those who run it ask: is it alive, can it work, how much did it do. No sign-in; metrics by their own token. */
export function healthPages(app: Hono<RequestState>, parts: HttpParts, metrics: HttpMetrics): void {
  app.get("/healthz", (c) => {
    c.set("route", "/healthz");
    return c.json({status: "alive"});
  });
  app.get("/readyz", async (c) => {
    c.set("route", "/readyz");
    const isReady = await parts.service.isReady().catch(() => false);
    const states = (parts.channels?.() ?? []).map(({name, state}) => [name, state] as const);
    const channels = states.length > 0 && {channels: Object.fromEntries(states)};
    if (isReady) return c.json({status: "ready", ...channels});
    return c.json({status: "not ready", missing: ["The store does not answer."]}, 503, {"Retry-After": "2"});
  });
  app.get("/metrics", async (c) => {
    c.set("route", "/metrics");
    const {metricsToken} = parts.settings;
    if (metricsToken === undefined)
      return problemResponse(
        new HttpRefusal(404, "There is no such address here.", "Set a token of metrics to have them here.", {
          code: "not_found",
        }),
        c.var.request,
      );
    if (!isSame(c.req.header("authorization") ?? "", `Bearer ${metricsToken}`))
      return problemResponse(
        new HttpRefusal(401, "Metrics are for whoever has their token.", "Show it as a bearer token.", {
          code: "unauthorized",
        }),
        c.var.request,
      );
    const {contentType, body} = await metrics.text();
    return c.body(body, 200, {"Content-Type": contentType});
  });
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

import type {MiddlewareHandler} from "hono";

/** What an answer of data may do in a browser: nothing. */
export const CLOSED_POLICY =
  "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/** A page of ours: its own files, and calls to this server (with its WebSocket); text is never made into markup or scripts. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
  "connect-src 'self'; frame-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
/** The page of a call: it reaches the server of calls, too, under exactly that address. */
export function callPolicy(liveKitUrl: string): string {
  const {protocol, host} = new URL(liveKitUrl);
  const isSecure = protocol === "wss:";
  // LiveKit's client asks by HTTP why it was refused.
  const reached = `${isSecure ? "wss" : "ws"}://${host} ${isSecure ? "https" : "http"}://${host}`;
  return PAGE_POLICY.replace("connect-src 'self'", `connect-src 'self' ${reached}`);
}
/** A chart's page: its script is inline, and it can load nothing and reach nobody. */
export const CHART_POLICY =
  "sandbox allow-scripts allow-downloads; default-src 'none'; script-src 'unsafe-inline'; " +
  "style-src 'unsafe-inline'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'self'";

/** Headers that every answer has; a route's own Content-Security-Policy and Permissions-Policy stand. */
export function securityHeaders(isTls: boolean): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const {headers} = c.res;
    if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", CLOSED_POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-site");
    headers.set("X-Permitted-Cross-Domain-Policies", "none");
    if (!headers.has("Permissions-Policy"))
      headers.set(
        "Permissions-Policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
      );
    if (isTls) headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
  };
}

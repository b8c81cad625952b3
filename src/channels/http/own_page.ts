import type {Context} from "hono";
import {TabletalkError} from "../../errors.ts";
import type {HttpSettings} from "./parts.ts";

/** Whether a browser says that a request comes from a page of ours, or of a site that is allowed. */
export function isOwnPage(
  c: Context,
  {publicUrl, origins}: Pick<HttpSettings, "publicUrl" | "origins">,
): boolean {
  const origin = c.req.header("origin");
  if (origin === undefined) {
    const site = c.req.header("sec-fetch-site");
    return site === "same-origin" || site === "none";
  }
  if (origins.includes(origin)) return true;
  if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === c.req.header("host");
}

/** @throws TabletalkError forbidden where another site's page sends it */
export function demandOwnPage(c: Context, settings: Pick<HttpSettings, "publicUrl" | "origins">): void {
  if (isOwnPage(c, settings)) return;
  throw new TabletalkError(
    "forbidden",
    "This came from a page of another site.",
    "Send the access token in the Authorization header instead of a cookie.",
  );
}

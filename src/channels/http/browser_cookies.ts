import type {Context} from "hono";
import {ACCESS_COOKIE, cookieIn} from "../../access/authenticate.ts";
import type {Session} from "../../access/session.ts";
import {REFRESH_SECONDS} from "../../access/tokens.ts";
import type {HttpSettings} from "./parts.ts";

const REFRESH_COOKIE = "tabletalk_refresh";
/** The refresh token is sent along where it is used, and nowhere else. */
const REFRESH_PATH = "/v1/refresh";

/** The cookies that hold a browser's sign-in, out of reach of its scripts. */
export function sessionCookies(session: Session, settings: Pick<HttpSettings, "publicUrl">): string[] {
  const rest = cookieRest(settings);
  return [
    `${ACCESS_COOKIE}=${session.accessToken}; Path=/; Max-Age=${session.expiresInSeconds}; ${rest}`,
    `${REFRESH_COOKIE}=${session.refreshToken}; Path=${REFRESH_PATH}; Max-Age=${REFRESH_SECONDS}; ${rest}`,
  ];
}

/** Takes them away again. */
export function noCookies(settings: Pick<HttpSettings, "publicUrl">): string[] {
  const rest = cookieRest(settings);
  return [
    `${ACCESS_COOKIE}=; Path=/; Max-Age=0; ${rest}`,
    `${REFRESH_COOKIE}=; Path=${REFRESH_PATH}; Max-Age=0; ${rest}`,
  ];
}

/** The refresh token that a browser sent along. */
export function refreshCookie(c: Context): string | undefined {
  const header = c.req.header("cookie");
  return header === undefined ? undefined : cookieIn(header, REFRESH_COOKIE);
}

function cookieRest({publicUrl}: Pick<HttpSettings, "publicUrl">): string {
  return `HttpOnly; SameSite=Strict${publicUrl?.startsWith("https:") ? "; Secure" : ""}`;
}

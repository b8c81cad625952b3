import {z} from "@hono/zod-openapi";
import {acceptInvitation, acceptSchema} from "../../../access/members.ts";
import {refreshSession, type Session, signIn, signInSchema} from "../../../access/session.ts";
import {
  claimFirstOwner,
  firstOwnerSchema,
  setPasswordByCode,
  setPasswordSchema,
} from "../../../access/set_up.ts";
import {TabletalkError} from "../../../errors.ts";
import {refreshCookie, sessionCookies} from "../browser_cookies.ts";
import {demandOwnPage} from "../own_page.ts";
import {addressOf} from "../request_address.ts";
import {type OpenAsked, openRoute, type Reply} from "../route.ts";

const TAG = "people";

export const sessionSchema = z
  .object({
    person: z.string(),
    workspace: z.string(),
    expiresInSeconds: z.int(),
    accessToken: z.string().optional(),
    refreshToken: z.string().optional(),
  })
  .openapi("Session");

export const cookieQuery = z.object({
  cookie: z.enum(["true", "false"]).default("false").openapi({
    description: "For browsers: the tokens come as cookies that no script reads, and not in the answer",
  }),
});
type CookieAsked = Pick<OpenAsked<unknown, z.infer<typeof cookieQuery>>, "parts" | "query">;

/** A session as it is told: to a browser as cookies. */
export function toldSession(
  {parts, query}: CookieAsked,
  session: Session,
): Reply<z.infer<typeof sessionSchema>> {
  const {person, workspace, expiresInSeconds, accessToken, refreshToken} = session;
  if (query.cookie === "true")
    return {json: {person, workspace, expiresInSeconds}, cookies: sessionCookies(session, parts.settings)};
  return {json: {person, workspace, expiresInSeconds, accessToken, refreshToken}};
}

export const signInRoutes = [
  openRoute({
    method: "post",
    path: "/v1/sign-in",
    tag: TAG,
    summary: "Sign in by e-mail and password",
    query: cookieQuery,
    body: signInSchema,
    answer: sessionSchema,
    async handle(asked) {
      const {parts, body, c} = asked;
      return toldSession(asked, await signIn(parts.access, body, addressOf(c, parts.settings)));
    },
  }),
  openRoute({
    method: "post",
    path: "/v1/refresh",
    tag: TAG,
    summary: "A new access token, for a refresh token that is good for one use",
    query: cookieQuery,
    body: z.strictObject({refreshToken: z.string().min(1).max(200).optional()}).optional(),
    answer: sessionSchema,
    async handle(asked) {
      const {parts, query, body, c} = asked;
      const given = body?.refreshToken;
      // What a browser sends along by itself must come from a page of ours.
      if (given === undefined) demandOwnPage(c, parts.settings);
      const token = given ?? refreshCookie(c);
      if (token === undefined)
        throw new TabletalkError("unauthorized", "There is no refresh token.", "Sign in.");
      const cookie = given === undefined ? "true" : query.cookie;
      return toldSession({parts, query: {cookie}}, await refreshSession(parts.access, token));
    },
  }),
  openRoute({
    method: "post",
    path: "/v1/invitations/accept",
    tag: TAG,
    summary: "Accept an invitation, and sign in",
    query: cookieQuery,
    body: acceptSchema,
    answer: sessionSchema,
    async handle(asked) {
      const {parts, body, c} = asked;
      return toldSession(asked, await acceptInvitation(parts.access, body, addressOf(c, parts.settings)));
    },
  }),
  openRoute({
    method: "post",
    path: "/v1/set-up",
    tag: TAG,
    summary: "Become the first owner, by the code that the service shows at its first start",
    query: cookieQuery,
    body: firstOwnerSchema,
    answer: sessionSchema,
    async handle(asked) {
      return toldSession(asked, await claimFirstOwner(asked.parts.access, asked.body));
    },
  }),
  openRoute({
    method: "post",
    path: "/v1/password",
    tag: TAG,
    summary: "Set a password, by a code of whoever runs the service",
    query: cookieQuery,
    body: setPasswordSchema,
    answer: sessionSchema,
    async handle(asked) {
      return toldSession(asked, await setPasswordByCode(asked.parts.access, asked.body));
    },
  }),
];

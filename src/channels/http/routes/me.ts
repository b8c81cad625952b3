import {z} from "@hono/zod-openapi";
import {acceptAs} from "../../../access/members.ts";
import {actionsOf} from "../../../access/permissions.ts";
import {linkCode} from "../../../access/platform.ts";
import {ROLES} from "../../../access/role.ts";
import {
  changePassword,
  endSignIn,
  listSignIns,
  listWorkspaces,
  signOut,
  signOutEverywhere,
  switchWorkspace,
} from "../../../access/session.ts";
import {noCookies} from "../browser_cookies.ts";
import {idSchema} from "../conversation_schemas.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {addressOf} from "../request_address.ts";
import {route} from "../route.ts";
import {cookieQuery, sessionSchema, toldSession} from "./sign_in.ts";

const TAG = "people";

const meSchema = z
  .object({
    workspace: z.string(),
    person: z.string().optional(),
    actor: z.string(),
    kind: z.string(),
    role: z.enum(ROLES),
    scopes: z.array(z.string()),
    actions: z.array(z.string()).openapi({description: "What the role may do in the workspace as a whole"}),
    projects: z.array(z.object({id: z.string(), role: z.enum(ROLES)})),
    calls: z.boolean().openapi({description: "Whether calls with the analyst are set up here"}),
  })
  .openapi("Me");

const signInSchema = z
  .object({
    id: z.string(),
    device: z.string().nullable(),
    createdAt: z.string(),
    expiresAt: z.string(),
    current: z.boolean(),
  })
  .openapi("SignIn");

export const meRoutes = [
  route({
    method: "get",
    path: "/v1/me",
    tag: TAG,
    summary: "Who asks, and what they may do",
    action: "signed in",
    answer: meSchema,
    async handle({parts, principal}) {
      const {workspace, person, actor, kind, role, scopes, projects} = principal;
      return {
        json: {
          workspace,
          ...(person && {person}),
          actor,
          kind,
          role,
          scopes: [...scopes],
          actions: actionsOf(role),
          projects: [...projects].map(([id, own]) => ({id, role: own})),
          calls: parts.calls !== undefined,
        },
      };
    },
  }),
  route({
    method: "post",
    path: "/v1/sign-out",
    tag: TAG,
    summary: "End this sign-in, or with `everywhere` all of yours",
    action: "signed in",
    body: z.strictObject({everywhere: z.boolean().default(false)}).optional(),
    async handle({parts, principal, body}) {
      if (body?.everywhere) await signOutEverywhere(parts.access, principal);
      else await signOut(parts.access, principal);
      return {cookies: noCookies(parts.settings)};
    },
  }),
  route({
    method: "get",
    path: "/v1/me/sign-ins",
    tag: TAG,
    summary: "Your open sign-ins",
    action: "signed in",
    query: pageQuery,
    answer: pageOf(signInSchema),
    async handle({parts, principal, query}) {
      const all = await listSignIns(parts.access, principal);
      return {
        json: slice(
          all.map(({id, device, createdAt, expiresAt, current}) => ({
            id,
            device,
            createdAt,
            expiresAt,
            current,
          })),
          query,
        ),
      };
    },
  }),
  route({
    method: "delete",
    path: "/v1/me/sign-ins/{id}",
    tag: TAG,
    summary: "End one of your sign-ins",
    action: "signed in",
    params: z.object({id: idSchema}),
    async handle({parts, principal, params}) {
      await endSignIn(parts.access, principal, params.id);
      return {};
    },
  }),
  route({
    method: "put",
    path: "/v1/me/password",
    tag: TAG,
    summary: "Change your password; your other sign-ins end",
    action: "signed in",
    body: z.strictObject({current: z.string().min(1).max(1024), next: z.string().min(1).max(1024)}),
    async handle({parts, principal, body, c}) {
      await changePassword(parts.access, principal, body, addressOf(c, parts.settings));
      return {};
    },
  }),
  route({
    method: "get",
    path: "/v1/me/workspaces",
    tag: TAG,
    summary: "The workspaces that you are in",
    action: "signed in",
    query: pageQuery,
    answer: pageOf(z.object({workspace: z.string(), name: z.string().nullable(), role: z.enum(ROLES)})),
    async handle({parts, principal, query}) {
      return {json: slice(await listWorkspaces(parts.access, principal), query)};
    },
  }),
  route({
    method: "post",
    path: "/v1/me/workspaces",
    tag: TAG,
    summary: "Sign in to another of your workspaces",
    action: "signed in",
    isSecret: true,
    query: cookieQuery,
    body: z.strictObject({workspace: z.string().min(1).max(200), device: z.string().max(200).optional()}),
    answer: sessionSchema,
    async handle(asked) {
      const {parts, principal, body} = asked;
      return toldSession(asked, await switchWorkspace(parts.access, principal, body.workspace, body.device));
    },
  }),
  route({
    method: "post",
    path: "/v1/me/invitations",
    tag: TAG,
    summary: "Accept an invitation as whoever is signed in",
    action: "signed in",
    body: z.strictObject({token: z.string().min(1).max(100)}),
    answer: z.object({workspace: z.string()}),
    async handle({parts, principal, body}) {
      return {json: {workspace: await acceptAs(parts.access, principal, body.token)}};
    },
  }),
  route({
    method: "post",
    path: "/v1/me/link-codes",
    tag: TAG,
    summary: "A code that you send to the bot on Slack or Discord, so that it knows you",
    action: "signed in",
    isSecret: true,
    answer: z.object({code: z.string(), expiresAt: z.string()}),
    status: 201,
    async handle({parts, principal}) {
      return {json: await linkCode(parts.access, principal)};
    },
  }),
];

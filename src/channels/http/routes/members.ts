import {z} from "@hono/zod-openapi";
import {
  changeMemberRole,
  invitationSchema,
  inviteMember,
  listInvitations,
  listMembers,
  removeFromWorkspace,
  roleSchema,
  withdrawInvitation,
} from "../../../access/members.ts";
import {changeIdentityRole, listIdentities} from "../../../access/platform.ts";
import {ROLES} from "../../../access/role.ts";
import {idSchema} from "../conversation_schemas.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {route} from "../route.ts";

const TAG = "people";
const byPerson = z.object({person: idSchema});

const memberSchema = z
  .object({
    person: z.string(),
    email: z.string(),
    name: z.string().nullable(),
    role: z.enum(ROLES),
    since: z.string(),
    disabled: z.boolean(),
  })
  .openapi("Member");

const openInvitationSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
    invitedBy: z.string(),
    createdAt: z.string(),
    expiresAt: z.string(),
  })
  .openapi("Invitation");

const identitySchema = z
  .object({
    platform: z.string(),
    installation: z.string(),
    externalId: z.string(),
    name: z.string().nullable(),
    role: z.enum(ROLES).nullable(),
    person: z.string().nullable(),
  })
  .openapi("Identity");

export const memberRoutes = [
  route({
    method: "get",
    path: "/v1/members",
    tag: TAG,
    summary: "The members of the workspace",
    action: "people.read",
    query: pageQuery,
    answer: pageOf(memberSchema),
    async handle({parts, principal, query}) {
      return {json: slice(await listMembers(parts.access, principal), query)};
    },
  }),
  route({
    method: "patch",
    path: "/v1/members/{person}",
    tag: TAG,
    summary: "Change a member's role",
    action: "people.write",
    params: byPerson,
    body: z.strictObject({role: roleSchema}),
    async handle({parts, principal, params, body}) {
      await changeMemberRole(parts.access, principal, params.person, body.role);
      return {};
    },
  }),
  route({
    method: "delete",
    path: "/v1/members/{person}",
    tag: TAG,
    summary: "Take a member out; everybody may take out themselves",
    action: "signed in",
    params: byPerson,
    async handle({parts, principal, params}) {
      await removeFromWorkspace(parts.access, principal, params.person);
      return {};
    },
  }),
  route({
    method: "get",
    path: "/v1/invitations",
    tag: TAG,
    summary: "Invitations that can still be accepted",
    action: "people.write",
    query: pageQuery,
    answer: pageOf(openInvitationSchema),
    async handle({parts, principal, query}) {
      const all = await listInvitations(parts.access, principal);
      return {
        json: slice(
          all.map(({id, email, role, invited_by, created_at, expires_at}) => ({
            id,
            email,
            role,
            invitedBy: invited_by,
            createdAt: created_at,
            expiresAt: expires_at,
          })),
          query,
        ),
      };
    },
  }),
  route({
    method: "post",
    path: "/v1/invitations",
    tag: TAG,
    summary: "Invite someone for a week; the token is shown this once",
    action: "people.write",
    isSecret: true,
    body: invitationSchema,
    status: 201,
    answer: z.object({id: z.string(), token: z.string(), expiresAt: z.string()}),
    async handle({parts, principal, body}) {
      return {json: await inviteMember(parts.access, principal, body)};
    },
  }),
  route({
    method: "delete",
    path: "/v1/invitations/{id}",
    tag: TAG,
    summary: "Take an invitation back",
    action: "people.write",
    params: z.object({id: idSchema}),
    async handle({parts, principal, params}) {
      await withdrawInvitation(parts.access, principal, params.id);
      return {};
    },
  }),
  route({
    method: "get",
    path: "/v1/identities",
    tag: TAG,
    summary: "People of Slack, Discord and others who were met in the workspace",
    action: "people.read",
    query: pageQuery,
    answer: pageOf(identitySchema),
    async handle({parts, principal, query}) {
      return {json: slice(await listIdentities(parts.access, principal), query)};
    },
  }),
  route({
    method: "patch",
    path: "/v1/identities/{platform}/{installation}/{externalId}",
    tag: TAG,
    summary: "Say what somebody of a platform is, or unlink them",
    action: "people.write",
    params: z.object({
      platform: z.string().min(1).max(40),
      installation: z.string().min(1).max(200),
      externalId: z.string().min(1).max(200),
    }),
    body: z.strictObject({role: roleSchema.nullable().optional(), unlink: z.boolean().optional()}),
    async handle({parts, principal, params, body}) {
      await changeIdentityRole(parts.access, principal, params, {
        ...(body.role !== undefined && {role: body.role}),
        ...(body.unlink !== undefined && {unlink: body.unlink}),
      });
      return {};
    },
  }),
];

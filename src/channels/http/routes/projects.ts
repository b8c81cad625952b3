import {z} from "@hono/zod-openapi";
import {roleSchema} from "../../../access/members.ts";
import {
  changeProjectRole,
  createProject,
  deleteProject,
  editProject,
  getProject,
  listProjectMembers,
  listProjects,
  projectChangeSchema,
  projectSchema,
  type SeenProject,
} from "../../../access/projects.ts";
import {ROLES} from "../../../access/role.ts";
import {idSchema} from "../conversation_schemas.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {route} from "../route.ts";

const TAG = "projects";
const byId = z.object({id: idSchema});
const byMember = z.object({id: idSchema, person: idSchema});

const seenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    createdBy: z.string(),
    createdAt: z.string(),
    role: z.enum(ROLES).optional().openapi({description: "Yours in it, where you have one of your own"}),
  })
  .openapi("Project");

const memberSchema = z.looseObject({person: z.string(), role: z.enum(ROLES)}).openapi("ProjectMember");

export const projectRoutes = [
  route({
    method: "get",
    path: "/v1/projects",
    tag: TAG,
    summary: "The projects of the workspace",
    action: "projects.read",
    query: pageQuery,
    answer: pageOf(seenSchema),
    async handle({parts, principal, query}) {
      const page = slice(await listProjects(parts.access, principal), query);
      return {json: {...page, items: page.items.map(told)}};
    },
  }),
  route({
    method: "post",
    path: "/v1/projects",
    tag: TAG,
    summary: "Make a project; you own it",
    action: "projects.create",
    body: projectSchema,
    status: 201,
    answer: seenSchema,
    async handle({parts, principal, body}) {
      const id = await createProject(parts.access, principal, body);
      return {
        json: told(await getProject(parts.access, principal, id)),
        headers: {Location: `/v1/projects/${id}`},
      };
    },
  }),
  route({
    method: "get",
    path: "/v1/projects/{id}",
    tag: TAG,
    summary: "One project",
    action: "projects.read",
    params: byId,
    answer: seenSchema,
    async handle({parts, principal, params}) {
      return {json: told(await getProject(parts.access, principal, params.id))};
    },
  }),
  route({
    method: "patch",
    path: "/v1/projects/{id}",
    tag: TAG,
    summary: "Change a project's name or description",
    action: "projects.write",
    params: byId,
    body: projectChangeSchema,
    answer: seenSchema,
    async handle({parts, principal, params, body}) {
      await editProject(parts.access, principal, params.id, body);
      return {json: told(await getProject(parts.access, principal, params.id))};
    },
  }),
  route({
    method: "delete",
    path: "/v1/projects/{id}",
    tag: TAG,
    summary: "Take a project away; what lay in it stays",
    action: "projects.write",
    params: byId,
    async handle({parts, principal, params}) {
      await deleteProject(parts.access, principal, params.id);
      return {};
    },
  }),
  route({
    method: "get",
    path: "/v1/projects/{id}/members",
    tag: TAG,
    summary: "Who has a role of their own in a project",
    action: "projects.read",
    params: byId,
    query: pageQuery,
    answer: pageOf(memberSchema),
    async handle({parts, principal, params, query}) {
      const members = await listProjectMembers(parts.access, principal, params.id);
      return {
        json: slice(
          members.map((one) => ({...one})),
          query,
        ),
      };
    },
  }),
  route({
    method: "put",
    path: "/v1/projects/{id}/members/{person}",
    tag: TAG,
    summary: "Give a member a role of their own in a project",
    action: "projects.write",
    params: byMember,
    body: z.strictObject({role: roleSchema}),
    async handle({parts, principal, params, body}) {
      await changeProjectRole(parts.access, principal, params.id, params.person, body.role);
      return {};
    },
  }),
  route({
    method: "delete",
    path: "/v1/projects/{id}/members/{person}",
    tag: TAG,
    summary: "Take a role in a project away",
    action: "projects.write",
    params: byMember,
    async handle({parts, principal, params}) {
      await changeProjectRole(parts.access, principal, params.id, params.person, null);
      return {};
    },
  }),
];

function told({
  id,
  name,
  description,
  created_by,
  created_at,
  role,
}: SeenProject): z.infer<typeof seenSchema> {
  return {id, name, description, createdBy: created_by, createdAt: created_at, ...(role && {role})};
}

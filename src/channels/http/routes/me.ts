import {z} from "@hono/zod-openapi";
import {actionsOf} from "../../../access/permissions.ts";
import {ROLES} from "../../../access/role.ts";
import {route} from "../route.ts";

const meSchema = z
  .object({
    workspace: z.string(),
    person: z.string().optional(),
    actor: z.string(),
    kind: z.string(),
    role: z.enum(ROLES),
    scopes: z.array(z.string()),
    actions: z.array(z.string()).describe("What the role may do in the workspace as a whole"),
    projects: z.array(z.object({id: z.string(), role: z.enum(ROLES)})),
  })
  .openapi("Me");

export const meRoutes = [
  route({
    method: "get",
    path: "/v1/me",
    tag: "people",
    summary: "Who asks, and what they may do",
    action: "signed in",
    answer: meSchema,
    async handle({principal}) {
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
        },
      };
    },
  }),
];

import {z} from "zod";
import type {Principal} from "./principal.ts";
import {ROLES} from "./role.ts";

/** Whoever asked for something that is done later, as they were when they did. */
export const keptPrincipalSchema = z.object({
  kind: z.enum(["person", "key", "oidc", "platform", "local"]),
  workspace: z.string(),
  person: z.string().optional(),
  actor: z.string(),
  role: z.enum(ROLES),
  scopes: z.array(z.string()),
  projects: z.array(z.tuple([z.string(), z.enum(ROLES)])),
  key: z.string().optional(),
});
export type KeptPrincipal = z.infer<typeof keptPrincipalSchema>;

/** Without what is of one request alone. */
export function keptPrincipal(principal: Principal): KeptPrincipal {
  const {kind, workspace, person, actor, role, scopes, projects, key} = principal;
  return {
    kind,
    workspace,
    actor,
    role,
    scopes: [...scopes],
    projects: [...projects],
    ...(person !== undefined && {person}),
    ...(key !== undefined && {key}),
  };
}

export function principalAsKept({person, key, projects, ...kept}: KeptPrincipal): Principal {
  return {
    ...kept,
    projects: new Map(projects),
    ...(person !== undefined && {person}),
    ...(key !== undefined && {key}),
  };
}

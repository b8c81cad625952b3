import type {Principal} from "../../../src/access/principal.ts";
import type {Role} from "../../../src/access/role.ts";

/** Someone of a workspace, with roles in projects. */
export const someone = (
  person: string,
  role: Role = "analyst",
  projects: Readonly<Record<string, Role>> = {},
  workspace = "w",
): Principal => ({
  kind: "person",
  workspace,
  person,
  actor: `person:${person}`,
  role,
  scopes: ["*"],
  projects: new Map(Object.entries(projects)),
});

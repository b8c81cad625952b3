import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {memberOf} from "../store/people.ts";
import {
  addProject,
  changeProject,
  dropProjectRole,
  type Project,
  type ProjectMember,
  projectById,
  projectMembers,
  projectsOf,
  removeProject,
  setProjectRole,
} from "../store/projects.ts";
import type {Access} from "./access.ts";
import {demand} from "./permissions.ts";
import type {Principal} from "./principal.ts";
import type {Role} from "./role.ts";

export const projectSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().max(2000).optional(),
});
export const projectChangeSchema = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  description: z.string().max(2000).nullable().optional(),
});

/** A project as its reader sees it: with their own role in it, where they have one. */
export interface SeenProject extends Project {
  role?: Role;
}

/** The projects of the workspace, by name. */
export async function listProjects(access: Access, principal: Principal): Promise<SeenProject[]> {
  demand(principal, "projects.read");
  const all = await projectsOf(access.store, principal.workspace);
  return all.map((one) => {
    const role = principal.projects.get(one.id);
    return role ? {...one, role} : one;
  });
}

/** Makes a project; whoever makes it owns it. @throws TabletalkError conflict where the name is taken */
export async function createProject(
  access: Access,
  principal: Principal,
  {name, description}: z.infer<typeof projectSchema>,
): Promise<string> {
  demand(principal, "projects.create");
  const id = await addProject(access.store, principal.workspace, {
    name,
    createdBy: principal.actor,
    ...(description !== undefined && {description}),
    ...(principal.person !== undefined && {owner: principal.person}),
  });
  if (id === undefined) throw taken(name);
  return id;
}

/** One project. @throws TabletalkError not_found */
export async function getProject(access: Access, principal: Principal, id: string): Promise<SeenProject> {
  demand(principal, "projects.read");
  const project = await projectById(access.store, principal.workspace, id);
  if (!project) throw unknown();
  const role = principal.projects.get(id);
  return role ? {...project, role} : project;
}

/** Changes a project's name or description. @throws TabletalkError not_found, conflict */
export async function editProject(
  access: Access,
  principal: Principal,
  id: string,
  change: z.infer<typeof projectChangeSchema>,
): Promise<void> {
  await demandProject(access, principal, id);
  const set = {
    ...(change.name !== undefined && {name: change.name}),
    ...(change.description !== undefined && {description: change.description}),
  };
  const result = await changeProject(access.store, principal.workspace, id, set);
  if (result === "taken") throw taken(change.name ?? "");
  if (result === "unknown") throw unknown();
}

/** Takes a project away; what lay in it stays in the workspace (what only its people saw becomes its owner's alone). */
export async function deleteProject(access: Access, principal: Principal, id: string): Promise<void> {
  await demandProject(access, principal, id);
  if (!(await removeProject(access.store, principal.workspace, id))) throw unknown();
}

/** Who has a role of their own in a project. */
export async function listProjectMembers(
  access: Access,
  principal: Principal,
  id: string,
): Promise<ProjectMember[]> {
  await getProject(access, principal, id);
  return projectMembers(access.store, principal.workspace, id);
}

/** Gives a member of the workspace a role of their own in a project (null: takes it away). @throws TabletalkError not_found */
export async function changeProjectRole(
  access: Access,
  principal: Principal,
  id: string,
  person: string,
  role: Role | null,
): Promise<void> {
  const {store} = access;
  const {workspace} = principal;
  await demandProject(access, principal, id);
  if (!(await memberOf(store, workspace, person)))
    throw new TabletalkError("not_found", "There is no such member of the workspace.", "Invite them first.");
  if (role !== null) return setProjectRole(store, workspace, id, person, role);
  if (!(await dropProjectRole(store, workspace, id, person)))
    throw new TabletalkError("not_found", "They have no role of their own there.", "List its members.");
}

async function demandProject(access: Access, principal: Principal, id: string): Promise<void> {
  if (!(await projectById(access.store, principal.workspace, id))) throw unknown();
  demand(principal, "projects.write", {workspace: principal.workspace, project: id});
}

function unknown(): TabletalkError {
  return new TabletalkError("not_found", "There is no such project.", "List the projects.");
}

function taken(name: string): TabletalkError {
  return new TabletalkError("conflict", `There is a project ${name} already.`, "Take another name.");
}

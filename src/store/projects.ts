import type {Row} from "./schema.ts";
import type {WorkspaceRole} from "./schema_people.ts";
import {ensureWorkspace, type InsideStore, inTransaction, newId, type Store, timestamp} from "./store.ts";

/** A folder in a workspace, with its own roles. */
export type Project = Omit<Row<"projects">, "workspace">;

export interface ProjectMember {
  person: string;
  email: string;
  name: string | null;
  role: WorkspaceRole;
}

/** Makes a project, whose maker owns it. @returns its id; undefined where the name is taken */
export async function addProject(
  store: InsideStore,
  workspace: string,
  project: {name: string; description?: string; createdBy: string; owner?: string},
): Promise<string | undefined> {
  return inTransaction(store, async (inside) => {
    await ensureWorkspace(inside, workspace);
    const id = newId();
    const {name, description, createdBy, owner} = project;
    const row = {workspace, id, name, description: description ?? null, created_by: createdBy};
    const {numInsertedOrUpdatedRows} = await inside.db
      .insertInto("projects")
      .values({...row, created_at: timestamp()})
      .onConflict((conflict) => conflict.columns(["workspace", "name"]).doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== 1n) return undefined;
    if (owner !== undefined) await setProjectRole(inside, workspace, id, owner, "owner");
    return id;
  });
}

/** The projects of a workspace, by name. */
export async function projectsOf(store: Pick<Store, "db">, workspace: string): Promise<Project[]> {
  return store.db
    .selectFrom("projects")
    .select(["id", "name", "description", "created_by", "created_at"])
    .where("workspace", "=", workspace)
    .orderBy("name")
    .execute();
}

export async function projectById(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<Project | undefined> {
  return store.db
    .selectFrom("projects")
    .select(["id", "name", "description", "created_by", "created_at"])
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
}

/** Changes the name or the description. @returns "taken" where another project has the name */
export async function changeProject(
  store: InsideStore,
  workspace: string,
  id: string,
  change: {name?: string; description?: string | null},
): Promise<"changed" | "unknown" | "taken"> {
  return inTransaction(store, async ({db}) => {
    const other = change.name === undefined ? undefined : await projectNamed({db}, workspace, change.name);
    if (other !== undefined && other !== id) return "taken";
    if (Object.keys(change).length === 0)
      return (await projectById({db}, workspace, id)) ? "changed" : "unknown";
    const {numUpdatedRows} = await db
      .updateTable("projects")
      .set(change)
      .where((is) => is.and({workspace, id}))
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n ? "changed" : "unknown";
  });
}

/**
 * Takes a project away. What lay in it stays in the workspace: for everybody where it was, and for its owner alone where
 * only the project's people could see it.
 */
export async function removeProject(store: InsideStore, workspace: string, id: string): Promise<boolean> {
  return inTransaction(store, async ({db}) => {
    const inIt = {workspace, project: id};
    await db
      .updateTable("dataset_details")
      .set({visibility: "private"})
      .where((is) => is.and({...inIt, visibility: "project"}))
      .execute();
    await db
      .updateTable("workflows")
      .set({visibility: "private"})
      .where((is) => is.and({...inIt, visibility: "project"}))
      .execute();
    for (const table of ["dataset_details", "buckets", "conversations", "workflows"] as const)
      await db
        .updateTable(table)
        .set({project: null})
        .where((is) => is.and(inIt))
        .execute();
    await db
      .deleteFrom("project_members")
      .where((is) => is.and(inIt))
      .execute();
    const {numDeletedRows} = await db
      .deleteFrom("projects")
      .where((is) => is.and({workspace, id}))
      .executeTakeFirstOrThrow();
    return numDeletedRows === 1n;
  });
}

/** Who has a role of their own in a project, by e-mail. */
export async function projectMembers(
  store: Pick<Store, "db">,
  workspace: string,
  project: string,
): Promise<ProjectMember[]> {
  return store.db
    .selectFrom("project_members")
    .innerJoin("people", "people.id", "project_members.person")
    .select(["project_members.person", "people.email", "people.name", "project_members.role"])
    .where("project_members.workspace", "=", workspace)
    .where("project_members.project", "=", project)
    .orderBy("people.email")
    .execute();
}

/** Gives a person their own role in a project. */
export async function setProjectRole(
  store: Pick<Store, "db">,
  workspace: string,
  project: string,
  person: string,
  role: WorkspaceRole,
): Promise<void> {
  await store.db
    .insertInto("project_members")
    .values({workspace, project, person, role, created_at: timestamp()})
    .onConflict((conflict) => conflict.columns(["workspace", "project", "person"]).doUpdateSet({role}))
    .execute();
}

/** Takes a person's own role in a project away. */
export async function dropProjectRole(
  store: Pick<Store, "db">,
  workspace: string,
  project: string,
  person: string,
): Promise<boolean> {
  const {numDeletedRows} = await store.db
    .deleteFrom("project_members")
    .where((is) => is.and({workspace, project, person}))
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

async function projectNamed(
  store: Pick<Store, "db">,
  workspace: string,
  name: string,
): Promise<string | undefined> {
  const row = await store.db
    .selectFrom("projects")
    .select("id")
    .where((is) => is.and({workspace, name}))
    .executeTakeFirst();
  return row?.id;
}

import {TabletalkError} from "../errors.ts";
import type {Principal} from "./principal.ts";
import {isAtLeast, type Role} from "./role.ts";

/** Every action that is asked about, and the least role that may do it. */
export const PERMISSIONS = {
  "datasets.read": "viewer",
  "datasets.write": "analyst",
  "datasets.delete": "analyst",
  ask: "viewer",
  "conversations.read": "viewer",
  "conversations.share": "viewer",
  "conversations.delete": "viewer",
  "answers.pin": "owner",
  "charts.share": "analyst",
  "reports.read": "viewer",
  "reports.write": "analyst",
  "workflows.read": "viewer",
  "workflows.write": "analyst",
  "definitions.read": "viewer",
  "definitions.write": "analyst",
  "knowledge.read": "viewer",
  "knowledge.write": "analyst",
  "templates.read": "viewer",
  "templates.write": "analyst",
  "tools.read": "viewer",
  "models.read": "viewer",
  "models.write": "owner",
  "plugins.read": "viewer",
  "plugins.write": "owner",
  "feedback.write": "viewer",
  "feedback.read": "analyst",
  "usage.read": "viewer",
  "usage.read_all": "owner",
  "evaluations.read": "viewer",
  "evaluations.write": "analyst",
  "jobs.read": "viewer",
  "jobs.write": "analyst",
  "connections.read": "viewer",
  "connections.write": "analyst",
  "connections.write_shared": "owner",
  "projects.read": "viewer",
  "projects.create": "analyst",
  "projects.write": "owner",
  "people.read": "viewer",
  "people.write": "owner",
  "keys.read": "viewer",
  "keys.write": "viewer",
  "keys.write_all": "owner",
  "workspace.read": "viewer",
  "workspace.write": "owner",
  "workspace.export": "owner",
} as const satisfies Record<string, Role>;

export type Action = keyof typeof PERMISSIONS;

export const ACTIONS = Object.keys(PERMISSIONS) as Action[];

/** What an action is done to. Left out: the workspace as a whole. */
export interface Resource {
  workspace: string;
  /** The project that it lies in. */
  project?: string | null;
  /** The person (or actor) whose it is. */
  owner?: string | null;
  /** Who may see it: everybody, those whom its project names, or its owner alone. Left out: everybody. */
  visibility?: "workspace" | "project" | "private" | null;
  /** The conversation that it is, or that it belongs to: a link to it lets its reader see it. */
  conversation?: string | null;
}

/** Areas whose things lie in projects, so that a project's own roles count. */
const IN_PROJECTS: ReadonlySet<string> = new Set([
  "datasets",
  "ask",
  "conversations",
  "charts",
  "reports",
  "workflows",
  "projects",
  "feedback",
]);

/** What an owner of the workspace may do with another's private thing: clear it away, not look in. */
const OVER_PRIVATE: ReadonlySet<Action> = new Set(["datasets.delete", "conversations.delete"]);

/** What only the one whose it is may do, and an owner. */
const OF_ONES_OWN: ReadonlySet<Action> = new Set([
  "datasets.delete",
  "conversations.delete",
  "conversations.share",
]);

/** Whether scopes cover an action: by its name, its area (`datasets.*`), as a reading (`*.read`), or as all (`*`). */
export function isCovered(action: Action, scopes: readonly string[]): boolean {
  const area = areaOf(action);
  return scopes.some(
    (scope) =>
      scope === "*" ||
      scope === action ||
      scope === `${area}.*` ||
      (scope === "*.read" && action.endsWith(".read")),
  );
}

/** Of some scopes those that mean nothing. */
export function unknownScopes(scopes: readonly string[]): string[] {
  const areas = new Set(ACTIONS.map((action) => `${areaOf(action)}.*`));
  return scopes.filter(
    (scope) => scope !== "*" && scope !== "*.read" && !areas.has(scope) && !Object.hasOwn(PERMISSIONS, scope),
  );
}

/** The role that counts for an action: where the thing lies in a project that names the person, their role there. */
export function roleFor(principal: Principal, action: Action, resource?: Resource): Role {
  if (!resource?.project || principal.role === "owner" || !IN_PROJECTS.has(areaOf(action)))
    return principal.role;
  return principal.projects.get(resource.project) ?? principal.role;
}

/** Whether someone may do something, to something of their workspace. */
export function allow(principal: Principal, action: Action, resource?: Resource): boolean {
  if (!isCovered(action, principal.scopes)) return false;
  const role = roleFor(principal, action, resource);
  if (!isAtLeast(role, PERMISSIONS[action])) return false;
  if (!resource) return true;
  if (resource.workspace !== principal.workspace) return false;
  if (OVER_PRIVATE.has(action) && principal.role === "owner") return true;
  if (!maySee(principal, resource)) return action.endsWith(".read") && isLinked(principal, resource);
  if (!OF_ONES_OWN.has(action) || role === "owner") return true;
  // What is everybody's is not one person's to take away from all.
  return resource.owner ? isOwn(principal, resource) : action !== "conversations.delete";
}

/**
 * Refuses what `allow` does not allow. What someone may not even see is not there for them.
 * @throws TabletalkError forbidden; not_found for what they may not see
 */
export function demand(principal: Principal, action: Action, resource?: Resource): void {
  if (allow(principal, action, resource)) return;
  if (resource && (resource.workspace !== principal.workspace || !maySee(principal, resource)))
    throw new TabletalkError("not_found", "There is no such thing here.", "Check its name or id.");
  if (!isCovered(action, principal.scopes))
    throw new TabletalkError(
      "forbidden",
      `This key may not do that: it lacks the scope ${action}.`,
      `Make a key with the scope ${action}.`,
    );
  const [role, needed] = [roleFor(principal, action, resource), PERMISSIONS[action]];
  if (isAtLeast(role, needed))
    throw new TabletalkError("forbidden", "This belongs to someone else.", "Ask them, or an owner.");
  throw new TabletalkError(
    "forbidden",
    `This takes the role ${needed}; yours is ${role}.`,
    "Ask an owner of the workspace for it.",
  );
}

/**
 * Whether someone may know of a thing at all. Private is private from owners too: what came over a person's own
 * credentials is for nobody else.
 */
export function maySee(principal: Principal, resource: Resource): boolean {
  if (resource.workspace !== principal.workspace) return false;
  if (resource.visibility === "private") return isOwn(principal, resource);
  if (resource.visibility !== "project") return true;
  const named = typeof resource.project === "string" && principal.projects.has(resource.project);
  return named || principal.role === "owner" || isOwn(principal, resource);
}

/** What a role may do, by name. */
export function actionsOf(role: Role): Action[] {
  return ACTIONS.filter((action) => isAtLeast(role, PERMISSIONS[action]));
}

function areaOf(action: Action): string {
  return action.split(".")[0] ?? action;
}

function isOwn(principal: Principal, {owner}: Resource): boolean {
  if (!owner) return false;
  return owner === principal.person || owner === principal.actor;
}

function isLinked(principal: Principal, resource: Resource): boolean {
  return principal.linked !== undefined && resource.conversation === principal.linked;
}

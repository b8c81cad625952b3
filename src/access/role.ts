/** What someone is in a workspace or in a project, from least to most. */
export const ROLES = ["viewer", "analyst", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** Whether a role has at least the rights of another. */
export function isAtLeast(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** The lesser of two roles. */
export function lesserRole(one: Role, other: Role): Role {
  return isAtLeast(one, other) ? other : one;
}

import fc from "fast-check";
import {expect, test} from "vitest";
import {
  ACTIONS,
  type Action,
  actionsOf,
  allow,
  demand,
  isCovered,
  type Resource,
  unknownScopes,
} from "../../src/access/permissions.ts";
import type {Principal} from "../../src/access/principal.ts";
import {ROLES, type Role} from "../../src/access/role.ts";

const ann: Principal = {
  kind: "person",
  workspace: "acme",
  person: "ann",
  actor: "person:ann",
  role: "viewer",
  scopes: ["*"],
  projects: new Map(),
};
const as = (role: Role, more: Partial<Principal> = {}): Principal => ({...ann, role, ...more});

const anyAction = fc.constantFrom(...ACTIONS);
const anyResource: fc.Arbitrary<Resource> = fc.record({
  workspace: fc.constantFrom("acme", "globex"),
  project: fc.option(fc.constantFrom("north", "south")),
  owner: fc.option(fc.constantFrom("ann", "bob")),
  visibility: fc.constantFrom("workspace" as const, "project" as const, "private" as const),
  conversation: fc.option(fc.constantFrom("c1", "c2")),
});
const anyProjects = fc
  .array(fc.tuple(fc.constantFrom("north", "south"), fc.constantFrom(...ROLES)))
  .map((entries) => new Map(entries));

test("what a viewer may an analyst may, and what an analyst may an owner may", () => {
  expect(actionsOf("analyst")).toEqual(expect.arrayContaining(actionsOf("viewer")));
  expect(actionsOf("owner")).toEqual(ACTIONS);
  fc.assert(
    fc.property(
      anyAction,
      fc.option(anyResource, {nil: undefined}),
      anyProjects,
      (action, thing, projects) => {
        const [viewer, analyst, owner] = ROLES.map((role) => allow(as(role, {projects}), action, thing));
        // A project's own role stands in for the workspace's, for all but owners.
        expect(!viewer || analyst).toBe(true);
        expect(!analyst || owner).toBe(true);
      },
    ),
  );
});

test("fewer scopes never allow more", () => {
  fc.assert(
    fc.property(
      anyAction,
      anyResource,
      fc.subarray([...ACTIONS, "*.read", "datasets.*"]),
      fc.constantFrom(...ROLES),
      (action, thing, scopes, role) => {
        const [narrow, wide] = [allow(as(role, {scopes}), action, thing), allow(as(role), action, thing)];
        expect(!narrow || wide).toBe(true);
        expect(allow(as(role, {scopes: []}), action, thing)).toBe(false);
      },
    ),
  );
});

test("nothing of another workspace is allowed, and it is not there", () => {
  fc.assert(
    fc.property(anyAction, anyResource, fc.constantFrom(...ROLES), (action, thing, role) => {
      const foreign = {...thing, workspace: "globex", owner: "ann", conversation: "c1"};
      const owner = as(role, {linked: "c1"});
      expect(allow(owner, action, foreign)).toBe(false);
      expect(() => demand(owner, action, foreign)).toThrow(expect.objectContaining({code: "not_found"}));
    }),
  );
});

test("what is private is there for its owner alone; an owner of the workspace can clear it away", () => {
  const secret: Resource = {workspace: "acme", owner: "bob", visibility: "private"};
  for (const role of ROLES) {
    expect(allow(as(role), "datasets.read", secret)).toBe(false);
    expect(() => demand(as(role), "datasets.read", secret)).toThrow(/no such thing/);
    expect(allow(as(role, {person: "bob"}), "datasets.read", secret)).toBe(true);
  }
  expect(allow(as("owner"), "datasets.delete", secret)).toBe(true);
  expect(allow(as("analyst"), "datasets.delete", secret)).toBe(false);
});

test("a project's own roles count in it: a viewer may write there, an analyst may only read", () => {
  const inNorth: Resource = {workspace: "acme", project: "north", visibility: "project"};
  const inSouth: Resource = {workspace: "acme", project: "south", visibility: "project"};
  const raised = as("viewer", {projects: new Map([["north", "analyst" as Role]])});
  const lowered = as("analyst", {projects: new Map([["north", "viewer" as Role]])});
  expect(allow(raised, "datasets.write", inNorth)).toBe(true);
  expect(allow(lowered, "datasets.write", inNorth)).toBe(false);
  expect(allow(lowered, "datasets.read", inNorth)).toBe(true);
  for (const one of [raised, lowered])
    expect(() => demand(one, "datasets.read", inSouth)).toThrow(/no such thing/);
  expect(allow(as("owner"), "datasets.read", inSouth)).toBe(true);
});

test("who owns a project owns nothing else", () => {
  const projects = new Map([["north", "owner" as Role]]);
  const inNorth = {workspace: "acme", project: "north"};
  expect(allow(as("viewer", {projects}), "projects.write", inNorth)).toBe(true);
  for (const action of ["people.write", "keys.write_all", "models.write", "workspace.write"] as Action[])
    expect(allow(as("viewer", {projects}), action, inNorth)).toBe(false);
});

test("a link lets its reader see one conversation, and only see it", () => {
  const shared: Resource = {workspace: "acme", owner: "bob", visibility: "private", conversation: "c1"};
  const reader = as("viewer", {linked: "c1"});
  expect(allow(reader, "conversations.read", shared)).toBe(true);
  expect(allow(reader, "conversations.read", {...shared, conversation: "c2"})).toBe(false);
  for (const action of ["ask", "conversations.delete", "conversations.share"] as Action[])
    expect(allow(reader, action, shared)).toBe(false);
});

test("others' things are deleted by owners", () => {
  const others: Resource = {workspace: "acme", owner: "bob"};
  expect(() => demand(as("analyst"), "datasets.delete", others)).toThrow(/someone else/);
  expect(allow(as("analyst"), "datasets.delete", {...others, owner: "ann"})).toBe(true);
  expect(allow(as("owner"), "datasets.delete", others)).toBe(true);
});

test("a refusal says which role or scope it takes", () => {
  expect(() => demand(as("viewer"), "datasets.write")).toThrow(/takes the role analyst; yours is viewer/);
  expect(() => demand(as("owner", {scopes: ["ask"]}), "datasets.read")).toThrow(/the scope datasets.read/);
});

test("scopes are actions, areas, readings or all", () => {
  expect(isCovered("datasets.read", ["*.read"])).toBe(true);
  expect(isCovered("usage.read_all", ["*.read"])).toBe(false);
  expect(isCovered("datasets.write", ["datasets.*"])).toBe(true);
  expect(isCovered("ask", ["datasets.*", "*.read"])).toBe(false);
  expect(unknownScopes(["*", "*.read", "ask", "datasets.*", "people.write"])).toEqual([]);
  expect(unknownScopes(["datasets", "*.write", "toString", "ask.*.x"])).toEqual([
    "datasets",
    "*.write",
    "toString",
    "ask.*.x",
  ]);
});

import {afterEach, beforeAll, expect, test, vi} from "vitest";
import type {Access} from "../../src/access/access.ts";
import {createKey, dropKey, listKeys} from "../../src/access/keys.ts";
import {allow} from "../../src/access/permissions.ts";
import type {Principal} from "../../src/access/principal.ts";
import {changeProjectRole, createProject} from "../../src/access/projects.ts";
import {signOut} from "../../src/access/session.ts";
import {changeRole, removeMember} from "../../src/store/people.ts";
import {describeStores} from "../store/dialects.ts";
import {accessOver, bearer, member} from "./acme.ts";

const unauthorized = {code: "unauthorized"};

afterEach(() => {
  vi.useRealTimers();
});

describeStores("API keys", (store) => {
  let access: Access;
  let owner: Principal;
  let analyst: Principal;

  beforeAll(async () => {
    access = await accessOver(store());
    ({principal: owner} = await member(access, "acme", "owner@acme.org", "owner"));
    ({principal: analyst} = await member(access, "acme", "ann@acme.org", "analyst"));
  });

  test("a key is shown once, is worth what its scopes say, and is worth nothing when revoked", async () => {
    const {id, key} = await createKey(access, analyst, {name: "nightly", scopes: ["ask", "*.read"]});
    const principal = await bearer(access, key);
    expect(principal).toMatchObject({
      kind: "key",
      key: id,
      person: analyst.person,
      role: "analyst",
      workspace: "acme",
    });
    expect(allow(principal, "ask")).toBe(true);
    expect(allow(principal, "datasets.write")).toBe(false);
    const listed = await listKeys(access, analyst);
    expect(listed).toMatchObject([{id, name: "nightly", prefix: key.split("_")[1]}]);
    expect(JSON.stringify(listed)).not.toContain(key.slice(20));
    await dropKey(access, analyst, id);
    await expect(bearer(access, key)).rejects.toMatchObject(unauthorized);
    await expect(dropKey(access, analyst, id)).rejects.toMatchObject({code: "not_found"});
  });

  test("nothing of a key but its hash is in the store", async () => {
    const {key, prefix} = await createKey(access, analyst, {name: "hashed", scopes: ["ask"]});
    const row = await store()
      .db.selectFrom("api_keys")
      .selectAll()
      .where("prefix", "=", prefix)
      .executeTakeFirstOrThrow();
    expect(row.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(row)).not.toContain(key.slice(16));
  });

  test("a wrong, a cut and a changed key are refused in the words of a revoked one", async () => {
    const {key} = await createKey(access, analyst, {name: "wrong", scopes: ["ask"]});
    const changed = key.slice(0, -1) + (key.endsWith("A") ? "B" : "A");
    for (const shown of [changed, key.slice(0, -1), `${key}A`, "tt_", "tt_000000000000_x"])
      await expect(bearer(access, shown)).rejects.toThrow(/wrong, has expired or was revoked/);
  });

  test("a key expires", async () => {
    const {key, expiresAt} = await createKey(access, analyst, {name: "short", scopes: ["ask"], days: 1});
    await bearer(access, key);
    vi.useFakeTimers({toFake: ["Date"], now: Date.parse(expiresAt) + 1});
    await expect(bearer(access, key)).rejects.toMatchObject(unauthorized);
  });

  test("a key is never more than its person is now, and ends with their membership", async () => {
    const {id, principal} = await member(access, "acme", "bob@acme.org", "owner");
    const {key} = await createKey(access, principal, {name: "mine", scopes: ["*"]});
    expect((await bearer(access, key)).role).toBe("owner");
    await changeRole(store(), "acme", id, "viewer");
    expect((await bearer(access, key)).role).toBe("viewer");
    await removeMember(store(), "acme", id);
    await expect(bearer(access, key)).rejects.toMatchObject(unauthorized);
  });

  test("a viewer's key of an owner stays a viewer's, in projects too", async () => {
    const {key} = await createKey(access, owner, {name: "low", scopes: ["*"], role: "viewer"});
    const project = await createProject(access, owner, {name: "North"});
    const principal = await bearer(access, key);
    expect(principal.role).toBe("viewer");
    expect(allow(principal, "datasets.write", {workspace: "acme", project})).toBe(false);
  });

  test("a key of the workspace is made by owners and outlives them", async () => {
    const {id, principal} = await member(access, "acme", "cat@acme.org", "owner");
    const made = await createKey(access, principal, {name: "robot", scopes: ["ask"], forWorkspace: true});
    await removeMember(store(), "acme", id);
    const robot = await bearer(access, made.key);
    expect(robot).toMatchObject({role: "owner", actor: `key:${made.id}`});
    expect(robot.person).toBeUndefined();
    await expect(
      createKey(access, analyst, {name: "robot", scopes: ["ask"], forWorkspace: true}),
    ).rejects.toMatchObject({code: "forbidden"});
  });

  test("no key makes a key that can do more than itself", async () => {
    const {key} = await createKey(access, analyst, {name: "maker", scopes: ["keys.write", "ask"]});
    const maker = await bearer(access, key);
    await expect(createKey(access, maker, {name: "more", scopes: ["*"]})).rejects.toThrow(/hand on/);
    await expect(createKey(access, maker, {name: "more", scopes: ["datasets.*"]})).rejects.toThrow(/hand on/);
    await expect(createKey(access, maker, {name: "up", scopes: ["ask"], role: "owner"})).rejects.toThrow(
      /cannot be owner/,
    );
    await expect(signOut(access, maker)).rejects.toMatchObject({code: "forbidden"});
    await createKey(access, maker, {name: "same", scopes: ["ask"]});
  });

  test("scopes that mean nothing are refused", async () => {
    await expect(createKey(access, analyst, {name: "x", scopes: ["datasets"]})).rejects.toThrow(
      /unknown scopes: datasets/,
    );
  });

  test("everybody sees and revokes their own; an owner those of all", async () => {
    const {id} = await createKey(access, analyst, {name: "hers", scopes: ["ask"]});
    const viewer = await member(access, "acme", "dan@acme.org", "viewer");
    expect(await listKeys(access, viewer.principal)).toEqual([]);
    await expect(dropKey(access, viewer.principal, id)).rejects.toMatchObject({code: "not_found"});
    expect((await listKeys(access, owner)).map((one) => one.id)).toContain(id);
    await dropKey(access, owner, id);
  });

  test("that a key was used is noted at most once a minute", async () => {
    const {id, key} = await createKey(access, analyst, {name: "used", scopes: ["ask"]});
    const lastUse = async () => (await listKeys(access, analyst)).find((one) => one.id === id)?.lastUsedAt;
    const start = Date.now();
    const useAt = async (seconds: number) => {
      vi.useFakeTimers({toFake: ["Date"], now: start + seconds * 1000});
      await bearer(access, key);
      return lastUse();
    };
    expect(await lastUse()).toBeNull();
    const first = await useAt(1);
    expect(await useAt(30)).toBe(first);
    expect(await useAt(90)).not.toBe(first);
  });

  test("a person's project roles are their keys' too", async () => {
    const {id, principal} = await member(access, "acme", "eve@acme.org", "viewer");
    const project = await createProject(access, owner, {name: "South"});
    await changeProjectRole(access, owner, project, id, "analyst");
    const {key} = await createKey(access, await again(principal), {name: "k", scopes: ["*"]});
    // Made by a viewer of the workspace, it is a viewer's everywhere.
    expect((await bearer(access, key)).projects.get(project)).toBe("viewer");
  });

  /** The same person, signed in after something changed. */
  async function again(principal: Principal): Promise<Principal> {
    const {beginSession} = await import("../../src/access/session.ts");
    const session = await beginSession(access, {person: principal.person!, workspace: principal.workspace});
    return bearer(access, session.accessToken);
  }
});

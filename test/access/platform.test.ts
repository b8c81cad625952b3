import {beforeAll, expect, test} from "vitest";
import type {Access} from "../../src/access/access.ts";
import {keepInstallation} from "../../src/access/installations.ts";
import {
  changeIdentityRole,
  linkCode,
  linkIdentity,
  listIdentities,
  platformPrincipal,
} from "../../src/access/platform.ts";
import type {Principal} from "../../src/access/principal.ts";
import {accessSettings, changeAccessSettings} from "../../src/access/settings.ts";
import {removeMember} from "../../src/store/people.ts";
import {ensureWorkspace, type Store, timestamp} from "../../src/store/store.ts";
import {describeStores} from "../store/dialects.ts";
import {accessOver, member} from "./acme.ts";

const ann = {platform: "slack", installation: "T1", externalId: "U1"};

async function install(store: Store, workspace: string, installation: string): Promise<void> {
  await ensureWorkspace(store, workspace);
  const row = {workspace, platform: "slack", installation, created_at: timestamp()};
  await store.db
    .insertInto("installations")
    .values({...row, name: null, sealed: null, installed_by: null, removed_at: null})
    .execute();
}

describeStores("people of a platform", (store) => {
  let access: Access;
  let owner: Principal;

  beforeAll(async () => {
    access = await accessOver(store());
    ({principal: owner} = await member(access, "acme", "owner@acme.org", "owner"));
    await install(store(), "acme", "T1");
    await install(store(), "globex", "T2");
  });

  test("whoever is met in an installation is in its workspace, as the workspace says", async () => {
    expect(await platformPrincipal(access, {...ann, name: "Ann"})).toEqual({
      kind: "platform",
      workspace: "acme",
      actor: "slack:T1:U1",
      role: "analyst",
      scopes: ["*"],
      projects: new Map(),
    });
    await platformPrincipal(access, {...ann, name: "Ann B."});
    expect(await listIdentities(access, owner)).toMatchObject([{externalId: "U1", name: "Ann B."}]);
    expect(await platformPrincipal(access, {...ann, installation: "T2"})).toMatchObject({
      workspace: "globex",
    });
    await expect(platformPrincipal(access, {...ann, installation: "T3"})).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("an owner says what they are, one by one or all", async () => {
    const bob = {...ann, externalId: "U2"};
    await platformPrincipal(access, bob);
    await changeIdentityRole(access, owner, bob, {role: "viewer"});
    expect(await platformPrincipal(access, bob)).toMatchObject({role: "viewer"});
    await changeAccessSettings(access, owner, {platformRole: "none"});
    expect(await platformPrincipal(access, bob)).toMatchObject({role: "viewer"});
    await expect(platformPrincipal(access, {...ann, externalId: "U3"})).rejects.toMatchObject({
      code: "forbidden",
    });
    await changeAccessSettings(access, owner, {platformRole: "viewer"});
    expect(await accessSettings(access, "acme")).toMatchObject({platformRole: "viewer", publicLinks: true});
    await expect(
      changeIdentityRole(access, owner, {...ann, installation: "T2"}, {role: "owner"}),
    ).rejects.toMatchObject({code: "not_found"});
  });

  test("guests look on, strangers are turned away, until an owner says otherwise", async () => {
    const guest = {...ann, externalId: "U20", rank: "guest" as const};
    const stranger = {...ann, externalId: "U21", rank: "stranger" as const};
    await changeAccessSettings(access, owner, {platformRole: "analyst"});
    expect(await platformPrincipal(access, guest)).toMatchObject({role: "viewer"});
    await expect(platformPrincipal(access, stranger)).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("the organization that installed it"),
    });
    await changeAccessSettings(access, owner, {strangers: "viewer", platformRole: "none"});
    expect(await platformPrincipal(access, stranger)).toMatchObject({role: "viewer"});
    await expect(platformPrincipal(access, guest)).rejects.toMatchObject({code: "forbidden"});
    await changeAccessSettings(access, owner, {strangers: "none", platformRole: "analyst"});
    await changeIdentityRole(access, owner, stranger, {role: "analyst"});
    expect(await platformPrincipal(access, stranger)).toMatchObject({role: "analyst"});
  });

  test("who runs the place owns the workspace that was made for it, and no other", async () => {
    await keepInstallation(access, {platform: "slack", installation: "T8", name: "Initech"});
    const admin = {...ann, externalId: "U30", rank: "admin" as const};
    const own = await platformPrincipal(access, {...admin, installation: "T8"});
    expect(own).toMatchObject({role: "owner", workspace: "slack-T8"});
    expect(await platformPrincipal(access, admin)).toMatchObject({role: "analyst", workspace: "acme"});
    await changeAccessSettings(access, owner, {platformAdmins: "owner"});
    expect(await platformPrincipal(access, admin)).toMatchObject({role: "owner"});
    await changeAccessSettings(access, own, {platformAdmins: "member"});
    expect(await platformPrincipal(access, {...admin, installation: "T8"})).toMatchObject({role: "analyst"});
  });

  test("a member stays what they are, whatever they are on the platform", async () => {
    const dan = await member(access, "acme", "dan@acme.org", "viewer");
    const inSlack = {...ann, externalId: "U31"};
    await linkIdentity(access, inSlack, (await linkCode(access, dan.principal)).code);
    for (const rank of ["admin", "guest", "stranger"] as const)
      expect(await platformPrincipal(access, {...inSlack, rank})).toMatchObject({
        role: "viewer",
        person: dan.id,
      });
  });

  test("a code links them to a member, once, in the same workspace", async () => {
    const cat = await member(access, "acme", "cat@acme.org", "owner");
    const inSlack = {...ann, externalId: "U4"};
    const {code} = await linkCode(access, cat.principal);
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
    await expect(linkIdentity(access, {...inSlack, installation: "T2"}, code)).rejects.toMatchObject({
      code: "unauthorized",
    });
    expect(await linkIdentity(access, inSlack, ` ${code.toLowerCase().replace("-", " ")} `)).toMatchObject({
      kind: "platform",
      person: cat.id,
      actor: `person:${cat.id}`,
      role: "owner",
    });
    await expect(linkIdentity(access, {...ann, externalId: "U5"}, code)).rejects.toMatchObject({
      code: "unauthorized",
    });
    await removeMember(store(), "acme", cat.id);
    expect((await platformPrincipal(access, inSlack)).person).toBeUndefined();
  });

  test("codes are not guessed", async () => {
    const guess = () => linkIdentity(access, {...ann, externalId: "U6"}, "AAAA-AAAA");
    for (let time = 0; time < 5; time += 1)
      await expect(guess()).rejects.toMatchObject({code: "unauthorized"});
    await expect(guess()).rejects.toMatchObject({code: "limit_reached"});
  });
});

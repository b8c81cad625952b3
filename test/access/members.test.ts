import {beforeAll, expect, test} from "vitest";
import type {Access} from "../../src/access/access.ts";
import {
  acceptAs,
  acceptInvitation,
  changeMemberRole,
  inviteMember,
  listInvitations,
  listMembers,
  removeFromWorkspace,
  withdrawInvitation,
} from "../../src/access/members.ts";
import type {Principal} from "../../src/access/principal.ts";
import {signIn} from "../../src/access/session.ts";
import {
  addToWorkspace,
  claimFirstOwner,
  firstOwnerCode,
  passwordCode,
  setPassword,
  setPasswordByCode,
} from "../../src/access/set_up.ts";
import {memberOf} from "../../src/store/people.ts";
import {describeStores} from "../store/dialects.ts";
import {ADDRESS, accessOver, bearer, member} from "./acme.ts";

const password = "four words that differ";

describeStores("people of a workspace", (store) => {
  let access: Access;
  let owner: Principal;
  let ownerId: string;

  beforeAll(async () => {
    access = await accessOver(store());
    ({principal: owner, id: ownerId} = await member(access, "acme", "owner@acme.org", "owner"));
  });

  test("an invitation is accepted once, by its own e-mail, and makes an account", async () => {
    const {token} = await inviteMember(access, owner, {email: "New@acme.org", role: "analyst"});
    expect((await listInvitations(access, owner)).map(({email}) => email)).toEqual(["new@acme.org"]);
    expect(JSON.stringify(await listInvitations(access, owner))).not.toContain(token);
    await expect(acceptInvitation(access, {token, password: "short"}, ADDRESS)).rejects.toMatchObject({
      code: "bad_use",
    });
    const both = await Promise.allSettled([
      acceptInvitation(access, {token, password, name: "New"}, ADDRESS),
      acceptInvitation(access, {token, password, name: "New"}, ADDRESS),
    ]);
    expect(both.map(({status}) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const session = await signIn(access, {email: "new@acme.org", password}, ADDRESS);
    expect(await bearer(access, session.accessToken)).toMatchObject({workspace: "acme", role: "analyst"});
    await expect(acceptInvitation(access, {token, password}, ADDRESS)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(inviteMember(access, owner, {email: "new@acme.org", role: "viewer"})).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("whoever invites cannot open an account that is there", async () => {
    await setPasswordFor("known@globex.org", "globex");
    const {token} = await inviteMember(access, owner, {email: "known@globex.org", role: "viewer"});
    await expect(
      acceptInvitation(access, {token, password: "the inviter's own choice"}, ADDRESS),
    ).rejects.toMatchObject({code: "unauthorized"});
    expect(await acceptInvitation(access, {token, password}, ADDRESS)).toMatchObject({workspace: "acme"});
  });

  test("whoever has no password accepts signed in, and nobody else for them", async () => {
    const sam = await member(access, "globex", "sam@globex.org", "viewer");
    const tom = await member(access, "globex", "tom@globex.org", "viewer");
    const {token} = await inviteMember(access, owner, {email: "sam@globex.org", role: "analyst"});
    await expect(acceptInvitation(access, {token, password}, ADDRESS)).rejects.toMatchObject({
      code: "unauthorized",
    });
    await expect(acceptAs(access, tom.principal, token)).rejects.toMatchObject({code: "not_found"});
    expect(await acceptAs(access, sam.principal, token)).toBe("acme");
    expect(await memberOf(store(), "acme", sam.id)).toMatchObject({role: "analyst"});
  });

  test("an invitation taken back, or followed by another, is worth nothing", async () => {
    const first = await inviteMember(access, owner, {email: "two@acme.org", role: "viewer"});
    const second = await inviteMember(access, owner, {email: "two@acme.org", role: "viewer"});
    await withdrawInvitation(access, owner, second.id);
    for (const {token} of [first, second])
      await expect(acceptInvitation(access, {token, password}, ADDRESS)).rejects.toMatchObject({
        code: "not_found",
      });
    await expect(withdrawInvitation(access, owner, first.id)).rejects.toMatchObject({code: "not_found"});
  });

  test("only owners invite, change and remove; everybody may leave", async () => {
    const viewer = await member(access, "acme", "viewer@acme.org", "viewer");
    const analyst = await member(access, "acme", "analyst@acme.org", "analyst");
    for (const {principal, id} of [viewer, analyst]) {
      expect((await listMembers(access, principal)).length).toBeGreaterThan(2);
      await expect(inviteMember(access, principal, {email: "x@y.org", role: "owner"})).rejects.toMatchObject({
        code: "forbidden",
      });
      await expect(changeMemberRole(access, principal, id, "owner")).rejects.toMatchObject({
        code: "forbidden",
      });
      await expect(removeFromWorkspace(access, principal, ownerId)).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    await removeFromWorkspace(access, viewer.principal, viewer.id);
    expect(await memberOf(store(), "acme", viewer.id)).toBeUndefined();
    await changeMemberRole(access, owner, analyst.id, "viewer");
    expect(await bearer(access, analyst.session.accessToken)).toMatchObject({role: "viewer"});
  });

  test("the last owner stays: not demoted, not removed, not by two owners at once", async () => {
    const one = await member(access, "initech", "one@initech.org", "owner");
    const lastOwner = {code: "conflict", message: expect.stringContaining("last owner")};
    await expect(changeMemberRole(access, one.principal, one.id, "viewer")).rejects.toMatchObject(lastOwner);
    await expect(removeFromWorkspace(access, one.principal, one.id)).rejects.toMatchObject(lastOwner);
    const two = await member(access, "initech", "two@initech.org", "owner");
    const each = await Promise.allSettled([
      removeFromWorkspace(access, one.principal, two.id),
      removeFromWorkspace(access, two.principal, one.id),
    ]);
    expect(each.map(({status}) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("the first owner sets a workspace up with a code, once", async () => {
    const [code, ofAnotherWorker] = [
      (await firstOwnerCode(access, "umbrella"))!,
      (await firstOwnerCode(access, "umbrella"))!,
    ];
    const claim = (given: string, email: string) =>
      claimFirstOwner(access, {code: given, email, password, name: "First"});
    await expect(claim("tts_nonsense", "first@umbrella.org")).rejects.toMatchObject({code: "unauthorized"});
    await expect(claim(code, "owner@acme.org")).rejects.toMatchObject({code: "conflict"});
    const session = await claim(code, "first@umbrella.org");
    expect(await bearer(access, session.accessToken)).toMatchObject({workspace: "umbrella", role: "owner"});
    await expect(claim(code, "second@umbrella.org")).rejects.toMatchObject({code: "unauthorized"});
    await expect(claim(ofAnotherWorker, "second@umbrella.org")).rejects.toMatchObject({code: "conflict"});
    expect(await firstOwnerCode(access, "umbrella")).toBeUndefined();
  });

  test("of two first owners at once there is one", async () => {
    const code = (await firstOwnerCode(access, "hooli"))!;
    const both = await Promise.allSettled(
      ["a", "b"].map((name) => claimFirstOwner(access, {code, email: `${name}@hooli.org`, password})),
    );
    expect(both.map(({status}) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test.each(["*", "", "a b", "../x", "_x"])("%j is no workspace", async (name) => {
    await expect(firstOwnerCode(access, name)).rejects.toMatchObject({code: "bad_use"});
  });

  test("whoever runs the service adds people, and makes codes for their passwords", async () => {
    expect(await addToWorkspace(access, "acme", {email: "ops@acme.org", role: "owner"})).toMatchObject({
      isNew: true,
      hasPassword: false,
    });
    expect(await addToWorkspace(access, "acme", {email: "OPS@acme.org", role: "viewer"})).toMatchObject({
      isNew: false,
    });
    const code = await passwordCode(access, "ops@acme.org");
    await expect(setPasswordByCode(access, {code, password: "ops@acme.org"})).rejects.toMatchObject({
      code: "bad_use",
    });
    const session = await setPasswordByCode(access, {code, password});
    expect(await bearer(access, session.accessToken)).toMatchObject({workspace: "acme", role: "viewer"});
    await expect(setPasswordByCode(access, {code, password})).rejects.toMatchObject({code: "unauthorized"});
    await setPassword(access, "ops@acme.org", "another four words");
    await expect(bearer(access, session.accessToken)).rejects.toMatchObject({code: "unauthorized"});
    await expect(passwordCode(access, "nobody@acme.org")).rejects.toMatchObject({code: "not_found"});
  });

  async function setPasswordFor(email: string, workspace: string): Promise<void> {
    await addToWorkspace(access, workspace, {email, role: "viewer"});
    await setPassword(access, email, password);
  }
});

import {beforeAll, expect, test} from "vitest";
import type {Access} from "../../src/access/access.ts";
import {
  addConnection,
  changeConnection,
  forgetConnection,
  openConnection,
} from "../../src/access/connections.ts";
import {createKey, dropKey, listKeys} from "../../src/access/keys.ts";
import {changeLimits, limitsOf, usedToday} from "../../src/access/limits.ts";
import {listLinks, openLink, shareLink, withdrawLink} from "../../src/access/links.ts";
import {
  changeMemberRole,
  inviteMember,
  listInvitations,
  listMembers,
  removeFromWorkspace,
  withdrawInvitation,
} from "../../src/access/members.ts";
import {changeIdentityRole, listIdentities} from "../../src/access/platform.ts";
import type {Principal} from "../../src/access/principal.ts";
import {
  createProject,
  deleteProject,
  editProject,
  getProject,
  listProjects,
} from "../../src/access/projects.ts";
import {endSignIn, listSignIns} from "../../src/access/session.ts";
import {accessSettings, changeAccessSettings} from "../../src/access/settings.ts";
import {signAccessToken} from "../../src/access/tokens.ts";
import {meetIdentity} from "../../src/store/identities.ts";
import {describeStores} from "../store/dialects.ts";
import {accessOver, bearer, member} from "./acme.ts";

const identity = {platform: "slack", installation: "T1", externalId: "U1"};

describeStores("an owner of another workspace", (store) => {
  let access: Access;
  let acme: Principal;
  let globex: Principal;

  beforeAll(async () => {
    access = await accessOver(store());
    ({principal: acme} = await member(access, "acme", "owner@acme.org", "owner"));
    ({principal: globex} = await member(access, "globex", "owner@globex.org", "owner"));
    await meetIdentity(store(), "acme", identity, "Ann");
  });

  test("reaches nothing by its id", async () => {
    const key = await createKey(access, acme, {name: "k", scopes: ["ask"]});
    const project = await createProject(access, acme, {name: "North"});
    const url = "postgres://reader:x@db.acme.org/sales";
    const connection = await addConnection(access, acme, {name: "sales", url, shared: true});
    const invitation = await inviteMember(access, acme, {email: "new@acme.org", role: "viewer"});
    const resource = {workspace: "acme", owner: acme.person!, conversation: "c1"};
    const link = await shareLink(access, acme, {kind: "conversation", target: "c1", resource});
    const [signIn] = await listSignIns(access, acme);
    const tries: [what: string, attempt: () => Promise<unknown>][] = [
      ["revoke a key", () => dropKey(access, globex, key.id)],
      ["read a project", () => getProject(access, globex, project)],
      ["change a project", () => editProject(access, globex, project, {name: "Mine"})],
      ["delete a project", () => deleteProject(access, globex, project)],
      ["open a connection", () => openConnection(access, globex, connection.id)],
      ["change a connection", () => changeConnection(access, globex, connection.id, url)],
      ["forget a connection", () => forgetConnection(access, globex, connection.id)],
      ["take back an invitation", () => withdrawInvitation(access, globex, invitation.id)],
      ["open a link", () => openLink(access, globex, link.token)],
      ["revoke a link", () => withdrawLink(access, globex, link.id)],
      [
        "share a conversation",
        () => shareLink(access, globex, {kind: "conversation", target: "c1", resource}),
      ],
      ["end a sign-in", () => endSignIn(access, globex, signIn!.id)],
      ["change a member", () => changeMemberRole(access, globex, acme.person!, "viewer")],
      ["remove a member", () => removeFromWorkspace(access, globex, acme.person!)],
      ["change an identity", () => changeIdentityRole(access, globex, identity, {role: "owner"})],
    ];
    for (const [what, attempt] of tries)
      expect([what, await attempt().catch((error: unknown) => error)]).toEqual([
        what,
        expect.objectContaining({code: "not_found"}),
      ]);
    // And all of it is as it was.
    await bearer(access, key.key);
    expect((await openConnection(access, acme, "sales")).url).toBe(url);
    expect((await getProject(access, acme, project)).name).toBe("North");
    expect(await listInvitations(access, acme)).toHaveLength(1);
    expect(await listLinks(access, acme)).toHaveLength(1);
  });

  test("sees nothing in any list", async () => {
    expect(await listKeys(access, globex)).toEqual([]);
    expect(await listProjects(access, globex)).toEqual([]);
    expect(await listInvitations(access, globex)).toEqual([]);
    expect(await listLinks(access, globex)).toEqual([]);
    expect(await listIdentities(access, globex)).toEqual([]);
    expect((await listMembers(access, globex)).map(({email}) => email)).toEqual(["owner@globex.org"]);
    expect((await usedToday(access, globex)).workspace?.used.questions).toBe(0);
  });

  test("changes only the settings of their own", async () => {
    await changeAccessSettings(access, globex, {publicLinks: false});
    await changeLimits(access, globex, {workspace: {questionsPerDay: 1}});
    expect((await accessSettings(access, "acme")).publicLinks).toBe(true);
    expect((await limitsOf(access, "acme")).workspace.questionsPerDay).not.toBe(1);
  });

  test("is not let in by a token that names another workspace, person or sign-in", async () => {
    const mine = {person: globex.person!, workspace: "globex", session: globex.session!};
    for (const claims of [
      {...mine, workspace: "acme"},
      {...mine, person: acme.person!},
      {...mine, session: acme.session!},
      {...mine, workspace: "*"},
    ]) {
      const {token} = await signAccessToken(access.secrets, claims);
      await expect(bearer(access, token)).rejects.toMatchObject({code: "unauthorized"});
    }
  });
});

import {afterEach, beforeAll, expect, test, vi} from "vitest";
import type {Access} from "../../src/access/access.ts";
import {
  addConnection,
  changeConnection,
  forgetConnection,
  listConnections,
  openConnection,
} from "../../src/access/connections.ts";
import {listLinks, openLink, openPublicLink, shareLink, withdrawLink} from "../../src/access/links.ts";
import {allow, type Resource} from "../../src/access/permissions.ts";
import type {Principal} from "../../src/access/principal.ts";
import {
  changeProjectRole,
  createProject,
  deleteProject,
  editProject,
  getProject,
  listProjectMembers,
  listProjects,
} from "../../src/access/projects.ts";
import {openSecrets} from "../../src/access/secret.ts";
import {beginSession} from "../../src/access/session.ts";
import {changeAccessSettings} from "../../src/access/settings.ts";
import {removeMember} from "../../src/store/people.ts";
import {timestamp} from "../../src/store/store.ts";
import {describeStores} from "../store/dialects.ts";
import {accessOver, bearer, member} from "./acme.ts";

const notFound = {code: "not_found"};
const forbidden = {code: "forbidden"};

afterEach(() => {
  vi.useRealTimers();
});

describeStores("sharing in a workspace", (store) => {
  let access: Access;
  let owner: Principal;
  let ann: Principal;
  let bob: Principal;
  let foreign: Principal;

  beforeAll(async () => {
    access = await accessOver(store());
    ({principal: owner} = await member(access, "acme", "owner@acme.org", "owner"));
    ({principal: ann} = await member(access, "acme", "ann@acme.org", "analyst"));
    ({principal: bob} = await member(access, "acme", "bob@acme.org", "viewer"));
    ({principal: foreign} = await member(access, "globex", "foreign@globex.org", "owner"));
  });

  /** The same person as they are now. */
  async function now(principal: Principal): Promise<Principal> {
    const {person, workspace} = principal;
    return bearer(access, (await beginSession(access, {person: person!, workspace})).accessToken);
  }

  test("a project has roles of its own, which its owner gives", async () => {
    const id = await createProject(access, ann, {name: "North", description: "what is up there"});
    await expect(createProject(access, owner, {name: "North"})).rejects.toMatchObject({code: "conflict"});
    await expect(createProject(access, bob, {name: "South"})).rejects.toMatchObject(forbidden);
    await expect(changeProjectRole(access, bob, id, bob.person!, "owner")).rejects.toMatchObject(forbidden);
    await changeProjectRole(access, await now(ann), id, bob.person!, "analyst");
    const inNorth: Resource = {workspace: "acme", project: id, visibility: "project"};
    expect(allow(await now(bob), "datasets.write", inNorth)).toBe(true);
    expect(allow(await now(bob), "datasets.write")).toBe(false);
    expect(await listProjectMembers(access, bob, id)).toMatchObject([
      {email: "ann@acme.org", role: "owner"},
      {email: "bob@acme.org", role: "analyst"},
    ]);
    expect(await listProjects(access, await now(bob))).toMatchObject([{id, name: "North", role: "analyst"}]);
    await changeProjectRole(access, owner, id, bob.person!, null);
    expect((await now(bob)).projects.size).toBe(0);
  });

  test("nobody from elsewhere is given a role, and no project of elsewhere is reached", async () => {
    const id = await createProject(access, owner, {name: "East"});
    await expect(changeProjectRole(access, owner, id, foreign.person!, "viewer")).rejects.toMatchObject(
      notFound,
    );
    const reaching = [
      getProject(access, foreign, id),
      editProject(access, foreign, id, {name: "Mine"}),
      deleteProject(access, foreign, id),
      listProjectMembers(access, foreign, id),
      changeProjectRole(access, foreign, id, foreign.person!, "owner"),
    ];
    for (const one of await Promise.allSettled(reaching))
      expect(one).toMatchObject({status: "rejected", reason: notFound});
    expect(await listProjects(access, foreign)).toEqual([]);
  });

  test("a project is renamed and taken away; what only its people saw becomes its owner's alone", async () => {
    const id = await createProject(access, ann, {name: "West"});
    const own = await now(ann);
    await expect(editProject(access, own, id, {name: "East"})).rejects.toMatchObject({code: "conflict"});
    await editProject(access, own, id, {name: "Far West", description: null});
    expect(await getProject(access, bob, id)).toMatchObject({name: "Far West", description: null});
    for (const [name, visibility] of [
      ["secret", "project"],
      ["open", "workspace"],
    ] as const)
      await store()
        .db.insertInto("dataset_details")
        .values({
          workspace: "acme",
          name,
          project: id,
          owner: ann.person!,
          visibility,
          bucket: null,
          connection: null,
          title: null,
          description: null,
          updated_at: timestamp(),
        })
        .execute();
    await deleteProject(access, own, id);
    const left = await store()
      .db.selectFrom("dataset_details")
      .select(["name", "visibility", "project"])
      .where("workspace", "=", "acme")
      .orderBy("name")
      .execute();
    expect(left).toEqual([
      {name: "open", visibility: "workspace", project: null},
      {name: "secret", visibility: "private", project: null},
    ]);
    await expect(getProject(access, bob, id)).rejects.toMatchObject(notFound);
  });

  test("a conversation is shared by a link inside the workspace, until it is revoked or too old", async () => {
    const resource = ofAnn("c1");
    expect(allow(bob, "conversations.read", resource)).toBe(false);
    const share = {kind: "conversation", target: "c1", resource} as const;
    const link = await shareLink(access, ann, share);
    const opened = await openLink(access, bob, link.token);
    expect(allow(opened.principal, "conversations.read", resource)).toBe(true);
    expect(allow(opened.principal, "conversations.read", ofAnn("c2"))).toBe(false);
    expect(allow(opened.principal, "ask", resource)).toBe(false);
    await expect(openLink(access, foreign, link.token)).rejects.toMatchObject(notFound);
    await expect(openPublicLink(access, link.token)).rejects.toMatchObject(notFound);
    await expect(shareLink(access, ann, {...share, isPublic: true})).rejects.toMatchObject({code: "bad_use"});
    await expect(shareLink(access, bob, share)).rejects.toMatchObject(notFound);
    await expect(withdrawLink(access, bob, link.id)).rejects.toMatchObject(notFound);
    await withdrawLink(access, ann, link.id);
    await expect(openLink(access, bob, link.token)).rejects.toMatchObject(notFound);
    const short = await shareLink(access, ann, {...share, days: 1});
    vi.useFakeTimers({toFake: ["Date"], now: Date.now() + 86_400_001});
    await expect(openLink(access, bob, short.token)).rejects.toMatchObject(notFound);
  });

  test("a chart is shared with whoever has the link, where the workspace allows it", async () => {
    const share = {kind: "chart", target: "a1", resource: ofAnn("c1"), isPublic: true} as const;
    const {token} = await shareLink(access, ann, share);
    expect(await openPublicLink(access, token)).toMatchObject({
      workspace: "acme",
      kind: "chart",
      target: "a1",
    });
    expect(JSON.stringify(await listLinks(access, ann, {kind: "chart"}))).not.toContain(token);
    expect(await listLinks(access, bob)).toEqual([]);
    expect((await listLinks(access, owner, {kind: "chart"})).length).toBe(1);
    await changeAccessSettings(access, owner, {publicLinks: false});
    await expect(openPublicLink(access, token)).rejects.toMatchObject(notFound);
    await expect(shareLink(access, ann, share)).rejects.toMatchObject(forbidden);
    await expect(openPublicLink(access, "ttl_nonsense")).rejects.toMatchObject(notFound);
  });

  test("links of whoever has left open nothing any more", async () => {
    const {principal: cat} = await member(access, "acme", "cat@acme.org", "analyst");
    const resource = {workspace: "acme", owner: cat.person ?? null, visibility: "private"} as const;
    await changeAccessSettings(access, owner, {publicLinks: true});
    const {token} = await shareLink(access, cat, {kind: "chart", target: "a2", resource, isPublic: true});
    expect(await openPublicLink(access, token)).toMatchObject({target: "a2"});
    await removeMember(access.store, "acme", cat.person!);
    await expect(openPublicLink(access, token)).rejects.toMatchObject(notFound);
    await expect(openLink(access, bob, token)).rejects.toMatchObject(notFound);
  });

  test("a connection of one's own is there for nobody else, and what comes over it is private", async () => {
    const url = "postgres://ann:p%40ss@db.acme.org:5433/sales?sslmode=require";
    const made = await addConnection(access, ann, {name: "sales", url});
    expect(made.shown).toBe("postgres://ann@db.acme.org:5433/sales");
    const opened = await openConnection(access, ann, "sales");
    expect(opened).toMatchObject({url, visibility: {visibility: "private", owner: ann.person}});
    for (const other of [owner, foreign]) {
      expect(await listConnections(access, other)).toEqual([]);
      await expect(openConnection(access, other, made.id)).rejects.toMatchObject(notFound);
      await expect(forgetConnection(access, other, made.id)).rejects.toMatchObject(notFound);
      await expect(changeConnection(access, other, made.id, url)).rejects.toMatchObject(notFound);
    }
    await expect(addConnection(access, ann, {name: "sales", url})).rejects.toMatchObject({code: "conflict"});
    const row = await store()
      .db.selectFrom("connections")
      .selectAll()
      .where("id", "=", made.id)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify([row, await listConnections(access, ann)])).not.toMatch(/p%40ss|p@ss/);
  });

  test("a shared connection is an owner's to make; of two of a name one's own comes first", async () => {
    const shared = "postgres://reader@db.acme.org/sales";
    await expect(addConnection(access, ann, {name: "all", url: shared, shared: true})).rejects.toMatchObject(
      forbidden,
    );
    await addConnection(access, owner, {name: "sales", url: shared, shared: true});
    expect(await openConnection(access, owner, "sales")).toMatchObject({
      url: shared,
      visibility: {visibility: "workspace", owner: null},
    });
    expect((await openConnection(access, ann, "sales")).connection.person).toBe(ann.person);
    await expect(openConnection(access, bob, "sales")).rejects.toMatchObject(forbidden);
    await changeConnection(access, ann, "sales", "postgres://ann:new@db.acme.org/sales");
    expect((await openConnection(access, ann, "sales")).url).toContain("ann:new@");
    await forgetConnection(access, ann, "sales");
    expect((await openConnection(access, ann, "sales")).url).toBe(shared);
    await expect(forgetConnection(access, ann, "sales")).rejects.toMatchObject(forbidden);
  });

  test("a sealed connection put into another workspace's row does not open", async () => {
    const made = await addConnection(access, ann, {name: "moved", url: "mysql://ann:x@db.acme.org/a"});
    const {sealed} = await store()
      .db.selectFrom("connections")
      .select("sealed")
      .where("id", "=", made.id)
      .executeTakeFirstOrThrow();
    const theirs = await addConnection(access, foreign, {name: "moved", url: "mysql://b:y@db.globex.org/b"});
    await store().db.updateTable("connections").set({sealed}).where("id", "=", theirs.id).execute();
    await expect(openConnection(access, foreign, "moved")).rejects.toMatchObject({code: "store_failed"});
  });

  test("with a new secret connections open, and are sealed anew", async () => {
    const made = await addConnection(access, ann, {name: "rotated", url: "mysql://ann:x@db.acme.org/a"});
    const both = {
      TABLETALK_SECRET: "another secret for tests, and nothing",
      TABLETALK_SECRET_PREVIOUS: "a secret for tests, and for nothing else",
    };
    const rotated = {...access, secrets: await openSecrets("unused", both)};
    expect((await openConnection(rotated, ann, made.id)).url).toContain("ann:x@");
    const alone = await openSecrets("unused", {TABLETALK_SECRET: both.TABLETALK_SECRET});
    expect((await openConnection({...access, secrets: alone}, ann, made.id)).url).toContain("ann:x@");
  });

  test.each(["sales.csv", "http://db.acme.org/x", "file:///etc/passwd", "postgres://", "sqlite:///x.db"])(
    "%s is no database, and is not repeated",
    async (url) => {
      const refused = await addConnection(access, ann, {name: "bad", url}).catch((error: unknown) => error);
      expect(refused).toMatchObject({code: "bad_use"});
      expect(String(refused)).not.toContain(url);
    },
  );

  test("with a member their own connections go", async () => {
    const {id, principal} = await member(access, "acme", "leaver@acme.org", "analyst");
    await addConnection(access, principal, {name: "theirs", url: "mysql://l:x@db.acme.org/a"});
    await removeMember(store(), "acme", id);
    const rows = await store().db.selectFrom("connections").select("id").where("person", "=", id).execute();
    expect(rows).toEqual([]);
  });

  function ofAnn(conversation: string): Resource {
    return {workspace: "acme", owner: ann.person!, visibility: "private", conversation};
  }
});

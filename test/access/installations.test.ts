import {beforeAll, expect, test} from "vitest";
import type {Access} from "../../src/access/access.ts";
import {
  installationOf,
  installationsOf,
  keepInstallation,
  removeInstallation,
} from "../../src/access/installations.ts";
import {platformPrincipal} from "../../src/access/platform.ts";
import {startWorker} from "../../src/channels/inbox/worker.ts";
import {conversationFor} from "../../src/store/conversations.ts";
import {endRemoval, openRemovals} from "../../src/store/delete_workspace.ts";
import {putMessage} from "../../src/store/inbox.ts";
import {describeStores} from "../store/dialects.ts";
import {fillTables, rowsOf} from "../store/fill_tables.ts";
import {accessOver} from "./acme.ts";

const acme = {platform: "slack", installation: "T012", name: "Acme"};
const secret = {botToken: "xoxb-not-a-real-one"};

describeStores("installations", (store) => {
  let access: Access;

  beforeAll(async () => {
    access = await accessOver(store());
  });

  test("a new one gets a workspace of its own, and a secret that is sealed to it", async () => {
    expect(
      await keepInstallation(access, {...acme, secret, details: {botUser: "U1"}, installedBy: "U9"}),
    ).toBe("slack-T012");
    expect(await installationOf(access, "slack", "T012")).toMatchObject({
      ...acme,
      workspace: "slack-T012",
      secret,
      details: {botUser: "U1"},
      installedBy: "U9",
      isOwn: true,
    });
    const row = await store().db.selectFrom("installations").select("sealed").executeTakeFirstOrThrow();
    expect(row.sealed).not.toContain("xoxb");
    expect(JSON.stringify(await installationsOf(access))).not.toContain(row.sealed);
    expect(await installationOf(access, "discord", "T012")).toBeUndefined();
  });

  test("kept again, its name, secret and details are renewed, in the same workspace", async () => {
    const renewed = {...acme, name: "Acme Inc.", secret: {botToken: "another"}, details: {botUser: "U2"}};
    expect(await keepInstallation(access, renewed)).toBe("slack-T012");
    expect(await installationOf(access, "slack", "T012")).toMatchObject(renewed);
    await keepInstallation(access, {...acme, name: "Acme Ltd."});
    expect(await installationOf(access, "slack", "T012")).toMatchObject({
      ...renewed,
      name: "Acme Ltd.",
      installedBy: "U9",
    });
  });

  test("two that read alike have two workspaces, and what is no plain name gets one", async () => {
    const one = await keepInstallation(access, {platform: "discord", installation: "user:7", name: "Ann"});
    const other = await keepInstallation(access, {platform: "discord", installation: "user-7", name: "Bob"});
    expect([one, other]).toEqual(["discord-user-7", "discord-user-7-2"]);
  });

  test("an operator puts one into a workspace that there is, with its secret", async () => {
    await keepInstallation(access, {...acme, installation: "T5", secret});
    expect(await keepInstallation(access, {...acme, installation: "T5", workspace: "sales"})).toBe("sales");
    expect(await installationOf(access, "slack", "T5")).toMatchObject({
      workspace: "sales",
      secret,
      isOwn: false,
    });
    expect(
      (await platformPrincipal(access, {platform: "slack", installation: "T5", externalId: "U1"})).workspace,
    ).toBe("sales");
    await expect(keepInstallation(access, {...acme, workspace: "../etc"})).rejects.toMatchObject({
      code: "bad_use",
    });
  });

  test("from a shared workspace only what came over the installation goes", async () => {
    const person = {platform: "slack", installation: "T6", externalId: "U1"};
    await keepInstallation(access, {...acme, installation: "T6", workspace: "shared", secret});
    await keepInstallation(access, {...acme, installation: "T7", workspace: "shared", secret});
    for (const installation of ["T6", "T7"]) {
      await platformPrincipal(access, {...person, installation});
      await conversationFor(store(), "shared", {platform: "slack", installation, conversation: "C1"});
    }
    expect(await removeInstallation(access, "slack", "T6")).toBe(true);
    expect(await removeInstallation(access, "slack", "T6")).toBe(false);
    expect(await installationOf(access, "slack", "T6")).toBeUndefined();
    for (const table of ["identities", "conversations"] as const)
      expect(
        await store().db.selectFrom(table).select("installation").where("workspace", "=", "shared").execute(),
      ).toEqual([{installation: "T7"}]);
    expect(await openRemovals(store())).toEqual([]);
    await expect(platformPrincipal(access, person)).rejects.toMatchObject({code: "not_found"});
    // Installed again it has nothing to do with whom it was shared with.
    expect(await keepInstallation(access, {...acme, installation: "T6"})).toBe("slack-T6");
  });
});

describeStores("a removed installation", (store) => {
  test("leaves no row with its workspace in any table, and another workspace as it was", async () => {
    const access = await accessOver(store());
    await keepInstallation(access, {...acme, secret});
    await keepInstallation(access, {...acme, installation: "T099", secret});
    const message = {
      platform: "slack",
      installation: "T012",
      conversation: "C1",
      messageId: "1",
      actor: "slack:T012:U1",
      text: "a question",
      files: [],
    };
    await putMessage(store(), "slack-T012", message);
    const begun = Promise.withResolvers<AbortSignal>();
    const worker = startWorker({
      store: store(),
      name: "worker",
      turnsAtOnce: 1,
      leaseMs: 600,
      async answer(_message, {signal}) {
        begun.resolve(signal);
        await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      },
    });
    const running = await begun.promise;
    const tables = await fillTables(store(), "slack-T012");
    await fillTables(store(), "slack-T099");
    const before = await rowsOf(store(), tables);
    for (const [name, rows] of before)
      expect([name, rows.length]).toEqual([name, expect.toSatisfy((count: number) => count > 0)]);

    expect(await removeInstallation(access, "slack", "T012")).toBe(true);

    const after = await rowsOf(store(), tables);
    for (const [name, rows] of before)
      expect([name, after.get(name)]).toEqual([name, rows.filter((row) => !row.includes("T012"))]);
    expect(after.get("people")).toHaveLength(1);
    await expect.poll(() => running.aborted, {timeout: 10_000}).toBe(true);
    await worker.close();
    expect(await rowsOf(store(), tables)).toEqual(after);
    expect(await openRemovals(store())).toMatchObject([{workspace: "slack-T012"}]);
  });

  test("comes back with an empty workspace, beside one whose files are still to go", async () => {
    const access = await accessOver(store());
    expect(await keepInstallation(access, {...acme, secret})).toBe("slack-T012-2");
    await removeInstallation(access, "slack", "T012");
    for (const {workspace} of await openRemovals(store())) await endRemoval(store(), workspace, true);
    expect(await openRemovals(store())).toEqual([]);
    expect(await keepInstallation(access, {...acme, secret})).toBe("slack-T012");
    expect(await installationsOf(access, "slack")).toHaveLength(2);
  });
});

import {expect, test} from "vitest";
import {isUnreachable} from "../../../src/store/postgres/failure.ts";
import {openPostgresStore} from "../../../src/store/postgres/open.ts";
import {ensureWorkspace} from "../../../src/store/store.ts";
import {cutProxy} from "../cut_proxy.ts";
import {dialects} from "../dialects.ts";

test("a server that does not answer at start is waited for, and said; one that never answers is an error", async () => {
  const {url, close} = await dialects.find(([name]) => name === "PGlite")![1]();
  const proxy = await cutProxy(url!, true);
  const notes: string[] = [];
  const opening = openPostgresStore(proxy.url, {
    connections: 1,
    onWaiting: (why, tries) => {
      notes.push(why);
      if (tries === 2) void proxy.mend();
    },
  });
  await using store = await opening;
  await ensureWorkspace(store, "w");
  expect(notes[0]).toMatch(/does not answer/);
  expect(notes.join()).not.toContain("password");

  await proxy.cut();
  await expect(openPostgresStore(proxy.url, {connections: 1, waitMs: 50})).rejects.toMatchObject({
    code: "store_failed",
    next: expect.stringContaining("TABLETALK_STORE"),
  });
  await proxy.close();
  await close();
});

test("one that goes away in between fails what is asked meanwhile, and what is asked afterwards works", async () => {
  const {url, close} = await dialects.find(([name]) => name === "PGlite")![1]();
  const proxy = await cutProxy(url!);
  await using store = await openPostgresStore(proxy.url, {connections: 1});
  await ensureWorkspace(store, "before");
  await proxy.cut();
  const failure = await ensureWorkspace(store, "lost").catch((error: unknown) => error);
  expect(isUnreachable(failure)).toBe(true);
  await proxy.mend();
  await ensureWorkspace(store, "after");
  const {db} = store;
  expect((await db.selectFrom("workspaces").select("id").execute()).map(({id}) => id).sort()).toEqual([
    "after",
    "before",
  ]);
  await proxy.close();
  await close();
});

test.each([
  ["postgres://nobody:wrong@127.0.0.1:1/none", /cannot be used/],
  ["postgres://u:secret-password@127.0.0.1:1/none", /^((?!secret-password).)*$/s],
])("an address where nobody is, %s, is said without its password", async (url, expected) => {
  await expect(openPostgresStore(url, {waitMs: 0})).rejects.toThrow(expected);
});

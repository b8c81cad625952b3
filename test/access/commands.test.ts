import {spawn} from "node:child_process";
import {mkdtemp, readdir, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {text} from "node:stream/consumers";
import {afterAll, beforeAll, expect, test} from "vitest";
import {openAccess} from "../../src/access/access.ts";
import {openSecrets} from "../../src/access/secret.ts";
import {signIn} from "../../src/access/session.ts";
import {setPasswordByCode} from "../../src/access/set_up.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import {ADDRESS, bearer} from "./acme.ts";

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tabletalk-people-"));
});
afterAll(() => rm(home, {recursive: true, force: true}));

/** Runs the command line as a person would. */
async function tabletalk(args: string[], input = ""): Promise<{out: string; err: string; status: number}> {
  const cli = resolve(import.meta.dirname, "../../src/cli.ts");
  const child = spawn(process.execPath, [cli, ...args], {env: {...process.env, TABLETALK_HOME: home}});
  child.stdin.end(input);
  const [out, err, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((done) => child.once("close", (code) => done(code ?? -1))),
  ]);
  return {out, err, status};
}

/** Access to the same state as the command line's. */
async function withAccess(work: (access: Awaited<ReturnType<typeof openAccess>>) => Promise<void>) {
  const file = (await readdir(home)).find((name) => /\.(sqlite|db)$/.test(name));
  await using store = await openSqliteStore(join(home, file ?? ""));
  await work(await openAccess(store, await openSecrets(home, {})));
}

test("the first owner and others are added, and sign in", async () => {
  const password = "four words that differ";
  const added = await tabletalk(
    ["people", "add", "owner@acme.org", "--owner", "--password"],
    `${password}\n`,
  );
  expect(added).toMatchObject({status: 0, out: expect.stringContaining("owner@acme.org is owner")});
  const other = await tabletalk(["people", "add", "Ann@acme.org", "--role", "viewer", "--name", "Ann"]);
  const code = /ttp_\S+/.exec(other.out)?.[0] ?? "";
  await withAccess(async (access) => {
    const owner = await signIn(access, {email: "owner@acme.org", password}, ADDRESS);
    expect(await bearer(access, owner.accessToken)).toMatchObject({workspace: "terminal", role: "owner"});
    const ann = await setPasswordByCode(access, {code, password});
    expect(await bearer(access, ann.accessToken)).toMatchObject({role: "viewer"});
  });
  const {out} = await tabletalk(["people", "list", "--json"]);
  expect(JSON.parse(out)).toMatchObject([
    {email: "ann@acme.org", name: "Ann", role: "viewer"},
    {email: "owner@acme.org", role: "owner"},
  ]);
  expect(await readFile(join(home, "secret.key"), "utf8")).not.toContain(password);
});

test("whoever is disabled does not come in, until they are enabled again", async () => {
  const {out} = await tabletalk([
    "keys",
    "create",
    "hers",
    "--scopes",
    "ask",
    "--for",
    "ann@acme.org",
    "--json",
  ]);
  const tries = (access: Awaited<ReturnType<typeof openAccess>>) =>
    Promise.allSettled([
      signIn(access, {email: "ann@acme.org", password: "four words that differ"}, ADDRESS),
      bearer(access, JSON.parse(out).key),
    ]);
  expect((await tabletalk(["people", "disable", "ann@acme.org"])).status).toBe(0);
  await withAccess(async (access) => {
    expect((await tries(access)).map(({status}) => status)).toEqual(["rejected", "rejected"]);
  });
  expect((await tabletalk(["people", "enable", "ann@acme.org"])).status).toBe(0);
  await withAccess(async (access) => {
    expect((await tries(access)).map(({status}) => status)).toEqual(["fulfilled", "fulfilled"]);
  });
});

test("a key is made, listed without its secret, and revoked", async () => {
  const made = JSON.parse((await tabletalk(["keys", "create", "nightly", "--scopes", "ask", "--json"])).out);
  await withAccess(async (access) => {
    expect(await bearer(access, made.key)).toMatchObject({kind: "key", scopes: ["ask"]});
  });
  const own = await tabletalk(["keys", "create", "hers", "--scopes", "*", "--for", "ann@acme.org", "--json"]);
  await withAccess(async (access) => {
    expect(await bearer(access, JSON.parse(own.out).key)).toMatchObject({role: "viewer"});
  });
  const {out} = await tabletalk(["keys", "list"]);
  expect(out).toContain("nightly");
  expect(out).not.toContain(made.key.slice(16));
  expect((await tabletalk(["keys", "revoke", made.id])).status).toBe(0);
  await withAccess(async (access) => {
    await expect(bearer(access, made.key)).rejects.toMatchObject({code: "unauthorized"});
  });
});

test.each([
  [["people", "add", "nonsense"], /is no e-mail address/],
  [["people", "add", "x@y.org", "--role", "king"], /is no role/],
  [["people", "add", "x@y.org", "--workspace", "*"], /cannot be a workspace's name/],
  [["people", "role", "owner@acme.org", "viewer"], /last owner/],
  [["people", "remove", "nobody@acme.org"], /no member nobody@acme.org/],
  [["keys", "create", "x", "--scopes", "everything"], /unknown scopes: everything/],
  [["keys", "revoke", "x"], /no such key/],
])("%j is refused with what to do", async (args, message) => {
  const {err, status} = await tabletalk(args);
  expect(status).toBe(2);
  expect(err).toMatch(message);
  expect(err.trim().split("\n").length).toBe(2);
});

import {chmod, mkdtemp, readdir, readFile, rm, stat} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {isSealedWithOlder, seal, unseal} from "../../src/access/seal.ts";
import {newestKey, openSecrets} from "../../src/access/secret.ts";

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tabletalk-secret-"));
});
afterAll(() => rm(home, {recursive: true, force: true}));

const first = {TABLETALK_SECRET: "the first secret of this installation"};
const second = {
  TABLETALK_SECRET: "the second secret of this installation",
  TABLETALK_SECRET_PREVIOUS: first.TABLETALK_SECRET,
};
const place = ["acme", "connections", "c1"];

test("twenty that start together make one key file, which only its owner reads", async () => {
  const folder = join(home, "new");
  const all = await Promise.all(Array.from({length: 20}, () => openSecrets(folder, {})));
  expect(new Set(all.map((one) => newestKey(one, "seal").key.toString("hex"))).size).toBe(1);
  expect(await readdir(folder)).toEqual(["secret.key"]);
  expect((await stat(join(folder, "secret.key"))).mode & 0o777).toBe(0o600);
});

test("a key file that others can read is refused, with what closes it", async () => {
  const folder = join(home, "open");
  await openSecrets(folder, {});
  await chmod(join(folder, "secret.key"), 0o644);
  await expect(openSecrets(folder, {})).rejects.toMatchObject({
    code: "bad_use",
    next: expect.stringContaining("chmod 600"),
  });
});

test("a short secret is refused", async () => {
  await expect(openSecrets(home, {TABLETALK_SECRET: "hunter2"})).rejects.toMatchObject({code: "bad_use"});
});

test("keys of different purposes and secrets differ", async () => {
  const [one, other] = [await openSecrets(home, first), await openSecrets(home, second)];
  const keys = [newestKey(one, "seal"), newestKey(one, "link"), newestKey(other, "seal")];
  expect(new Set(keys.map(({key}) => key.toString("hex"))).size).toBe(3);
});

test("what is sealed opens where it was sealed, and nowhere else", async () => {
  const secrets = await openSecrets(home, first);
  const url = "postgres://ann:schlüssel@db.example.org/sales";
  const sealed = seal(secrets, url, place);
  expect(sealed).not.toContain("ann");
  expect(seal(secrets, url, place)).not.toBe(sealed);
  expect(unseal(secrets, sealed, place)).toBe(url);
  expect(() => unseal(secrets, sealed, ["globex", "connections", "c1"])).toThrow(/does not open/);
});

test("every changed sign of a sealed value is noticed", async () => {
  const secrets = await openSecrets(home, first);
  const sealed = seal(secrets, "secret", place);
  const start = sealed.lastIndexOf(".") + 1;
  for (let at = start; at < sealed.length - 1; at += 1) {
    const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
    expect(() => unseal(secrets, changed, place)).toThrow();
  }
  for (const nonsense of ["", "s1..", "s1.000000000000.AAAA", sealed.slice(0, 30)])
    expect(() => unseal(secrets, nonsense, place)).toThrow();
});

test("after a rotation the old opens and is to be sealed again; without the old secret it says so", async () => {
  const sealed = seal(await openSecrets(home, first), "secret", place);
  const rotated = await openSecrets(home, second);
  expect(unseal(rotated, sealed, place)).toBe("secret");
  expect(isSealedWithOlder(rotated, sealed)).toBe(true);
  expect(isSealedWithOlder(rotated, seal(rotated, "secret", place))).toBe(false);
  const alone = await openSecrets(home, {TABLETALK_SECRET: second.TABLETALK_SECRET});
  expect(() => unseal(alone, sealed, place)).toThrow(/key that is not here/);
});

test("the key file holds nothing but 48 random bytes", async () => {
  const folder = join(home, "size");
  await openSecrets(folder, {});
  const text = await readFile(join(folder, "secret.key"), "utf8");
  expect(Buffer.from(text, "base64")).toHaveLength(48);
});

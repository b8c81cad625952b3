import {hash as argon2} from "@node-rs/argon2";
import {expect, test} from "vitest";
import {checkNewPassword, hashPassword, verifyPassword} from "../../src/access/password.ts";

const email = "ann@example.org";

test("a password is kept as argon2id at OWASP's cost, and found right again", async () => {
  const hash = await hashPassword("four words that differ");
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(hash, "four words that differ")).toEqual({right: true, rehash: false});
  expect(await verifyPassword(hash, "four words that differ ")).toEqual({right: false, rehash: false});
});

test("a hash at another cost is right, and to be made anew", async () => {
  const old = await argon2("four words that differ", {memoryCost: 8192, timeCost: 1, parallelism: 1});
  expect(await verifyPassword(old, "four words that differ")).toEqual({right: true, rehash: true});
  expect(await verifyPassword(old, "four words")).toEqual({right: false, rehash: false});
});

test("nobody's password is never right, whatever is tried", async () => {
  for (const tried of ["", "x".repeat(20), "x".repeat(100_000)])
    expect(await verifyPassword(undefined, tried)).toEqual({right: false, rehash: false});
});

test("the same characters typed in another form are the same", async () => {
  const hash = await hashPassword("Zürich ﬁnds a train".normalize("NFD"));
  expect((await verifyPassword(hash, "Zürich finds a train".normalize("NFC"))).right).toBe(true);
});

test.each([
  ["short", /needs at least 10/],
  ["x".repeat(257), /at most 256/],
  ["ann@example.org", /is the e-mail address/],
  ["ANN@Example.ORG", /is the e-mail address/],
  ["1234567890", /tried first/],
  ["12345678901234", /tried first/],
  ["password2026!", /tried first/],
  ["Qwertyuiop", /tried first/],
  ["dragondragon", /tried first/],
  ["aaaaaaaaaaaaaa", /tried first/],
  ["abcdefghijkl", /tried first/],
])("%s is refused, and not repeated in the message", (chosen, why) => {
  try {
    checkNewPassword(chosen, email);
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({code: "bad_use", message: expect.stringMatching(why)});
    expect(String(error)).not.toContain(chosen);
  }
});

test.each(["correct horse battery", "пароль из слов", "🐢🐢🦊🦉🐝🐙🦀🐌🦔🐧"])("%s is taken", (chosen) => {
  expect(() => checkNewPassword(chosen, email)).not.toThrow();
});

test("a hundred at once: some wait, some are refused, and after that all goes on", async () => {
  const hash = await hashPassword("four words that differ");
  const tries = await Promise.allSettled(
    Array.from({length: 100}, () => verifyPassword(hash, "four words that differ")),
  );
  const refused = tries.filter((one) => one.status === "rejected");
  expect(refused).toHaveLength(34);
  expect(refused.every(({reason}) => reason.code === "limit_reached")).toBe(true);
  expect((await verifyPassword(hash, "four words that differ")).right).toBe(true);
});

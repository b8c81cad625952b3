import {SignJWT, UnsecuredJWT} from "jose";
import {expect, test} from "vitest";
import {hashOfKey, isApiKey, newApiKey} from "../../src/access/api_key.ts";
import {newestKey, openSecrets} from "../../src/access/secret.ts";
import {hashToken, randomToken, readAccessToken, signAccessToken} from "../../src/access/tokens.ts";

const secrets = await openSecrets("unused", {TABLETALK_SECRET: "the first secret of this installation"});
const ann = {person: "p1", workspace: "acme", session: "s1"};
const {id: kid, key} = newestKey(secrets, "access token");

/** A token that is right, but for what is changed. */
function forged(change: (token: SignJWT) => SignJWT, header = {}): Promise<string> {
  const right = new SignJWT({ws: "acme", sid: "s1"})
    .setProtectedHeader({alg: "HS256", typ: "at+jwt", kid, ...header})
    .setSubject("p1")
    .setIssuer("tabletalk")
    .setAudience("tabletalk-api")
    .setIssuedAt()
    .setExpirationTime("10m");
  return change(right).sign(key);
}

test("an access token names its person, workspace and sign-in, and no role", async () => {
  const {token, expiresInSeconds} = await signAccessToken(secrets, ann);
  expect(expiresInSeconds).toBe(600);
  expect(await readAccessToken(secrets, token)).toEqual(ann);
  const payload = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  expect(Object.keys(payload).sort()).toEqual(["aud", "exp", "iat", "iss", "sid", "sub", "ws"]);
  expect(await readAccessToken(secrets, await forged((same) => same))).toEqual(ann);
});

const wrong: [what: string, token: () => Promise<string> | string][] = [
  ["expired", () => forged((token) => token.setExpirationTime("-1s"))],
  ["for another audience", () => forged((token) => token.setAudience("another"))],
  ["of another issuer", () => forged((token) => token.setIssuer("another"))],
  ["of another kind", () => forged((token) => token, {typ: "JWT"})],
  ["of an unknown key", () => forged((token) => token, {kid: "000000000000"})],
  ["without a key's name", () => forged((token) => token, {kid: undefined})],
  ["signed otherwise", () => forged((token) => token, {alg: "HS384"})],
  ["unsigned", () => new UnsecuredJWT({ws: "acme", sid: "s1"}).setSubject("p1").encode()],
  ["with a changed end", async () => `${(await signAccessToken(secrets, ann)).token.slice(0, -3)}AAA`],
  ["no token", () => "eyJhbGciOiJIUzI1NiJ9"],
  ["nothing", () => ""],
];

test.each(wrong)("a token %s is refused", async (_what, token) => {
  await expect(readAccessToken(secrets, await token())).rejects.toMatchObject({code: "unauthorized"});
});

test("a token of a link's key is no access token", async () => {
  const other = await new SignJWT({ws: "acme", sid: "s1"})
    .setProtectedHeader({alg: "HS256", typ: "at+jwt", kid})
    .setSubject("p1")
    .setIssuer("tabletalk")
    .setAudience("tabletalk-api")
    .setIssuedAt()
    .setExpirationTime("10m")
    .sign(newestKey(secrets, "link").key);
  await expect(readAccessToken(secrets, other)).rejects.toMatchObject({code: "unauthorized"});
});

test("a random token is kept as its hash", () => {
  const {token, hash} = randomToken("ttr_");
  expect(token).toMatch(/^ttr_[\w-]{43}$/);
  expect(hash).toBe(hashToken(token));
  expect(randomToken("ttr_").token).not.toBe(token);
});

test("an API key is found by its hash; what is no key has none", () => {
  const {key: shown, prefix, hash} = newApiKey();
  expect(shown.startsWith(`tt_${prefix}_`)).toBe(true);
  expect(hashOfKey(shown)).toBe(hash);
  for (const other of ["", "tt_", `${shown}x`, shown.slice(0, -1), shown.toUpperCase(), "tt_abc_def"])
    expect(hashOfKey(other)).toBeUndefined();
  expect([shown, "eyJhbGciOi"].map(isApiKey)).toEqual([true, false]);
});

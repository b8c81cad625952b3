import {OAuth2Server} from "oauth2-mock-server";
import {afterAll, beforeAll, expect, test} from "vitest";
import {type Access, issuersOf} from "../../src/access/access.ts";
import {signIn} from "../../src/access/session.ts";
import {addToWorkspace, setPassword} from "../../src/access/set_up.ts";
import {membersOf, personByEmail, removeMember} from "../../src/store/people.ts";
import {describeStores} from "../store/dialects.ts";
import {ADDRESS, accessOver, bearer, member} from "./acme.ts";

const provider = new OAuth2Server();
beforeAll(async () => {
  await provider.issuer.keys.generate("RS256");
  await provider.start(0, "127.0.0.1");
});
afterAll(() => provider.stop());

function token(sub: string, claims: Record<string, unknown> = {}): Promise<string> {
  return provider.issuer.buildToken({
    scopesOrTransform: (_header, payload) =>
      void Object.assign(payload, {sub, aud: "tabletalk", email_verified: true, ...claims}),
  });
}

const unauthorized = {code: "unauthorized"};

describeStores("people of a provider", (store) => {
  let open: Access;
  let closed: Access;

  beforeAll(async () => {
    const issuer = {issuer: provider.issuer.url ?? "", audience: "tabletalk", workspace: "acme"};
    open = await accessOver(store(), [{...issuer, newcomers: "viewer"}]);
    closed = await accessOver(store(), [issuer]);
    await member(open, "acme", "owner@acme.org", "owner");
  });

  test("a newcomer becomes a member where the provider's people may, and is found again by the subject", async () => {
    const first = await bearer(open, await token("s-ann", {email: "ann@acme.org", name: "Ann"}));
    expect(first).toMatchObject({kind: "oidc", workspace: "acme", role: "viewer", scopes: ["*"]});
    const renamed = await bearer(open, await token("s-ann", {email: "ann.new@acme.org"}));
    expect(renamed.person).toBe(first.person);
    expect((await membersOf(store(), "acme")).map(({email}) => email)).toContain("ann@acme.org");
  });

  test("where newcomers may not, only members come in", async () => {
    await expect(bearer(closed, await token("s-bob", {email: "bob@acme.org"}))).rejects.toThrow(
      /no member of the workspace/,
    );
    await addToWorkspace(closed, "acme", {email: "bob@acme.org", role: "analyst"});
    expect(await bearer(closed, await token("s-bob", {email: "bob@acme.org"}))).toMatchObject({
      role: "analyst",
    });
  });

  test("an e-mail that the provider has not checked links nobody", async () => {
    for (const claims of [{email: "owner@acme.org", email_verified: false}, {}])
      await expect(bearer(open, await token("s-thief", claims))).rejects.toMatchObject(unauthorized);
    expect((await personByEmail(store(), "owner@acme.org"))?.oidc_subject).toBeNull();
  });

  test("a password that was set for an e-mail before its provider vouched for it opens nothing more", async () => {
    await addToWorkspace(open, "acme", {email: "cat@acme.org", role: "viewer"});
    await setPassword(open, "cat@acme.org", "chosen by somebody else");
    const thief = {email: "cat@acme.org", password: "chosen by somebody else"};
    const session = await signIn(open, thief, ADDRESS);
    const cat = await bearer(open, await token("s-cat", {email: "cat@acme.org"}));
    expect(cat.person).toBe(session.person);
    await expect(bearer(open, session.accessToken)).rejects.toMatchObject(unauthorized);
    await expect(signIn(open, thief, ADDRESS)).rejects.toMatchObject(unauthorized);
  });

  test("an e-mail that the provider gives to someone else does not open the first one's account", async () => {
    await bearer(open, await token("s-dan", {email: "dan@acme.org"}));
    await expect(bearer(open, await token("s-dan-2", {email: "dan@acme.org"}))).rejects.toThrow(
      /another person with a known e-mail/,
    );
  });

  test("whoever was removed does not come back as a newcomer", async () => {
    const eve = await bearer(open, await token("s-eve", {email: "eve@acme.org"}));
    await removeMember(store(), "acme", eve.person!);
    await expect(bearer(open, await token("s-eve", {email: "eve@acme.org"}))).rejects.toMatchObject(
      unauthorized,
    );
  });

  test("two first requests at once make one person", async () => {
    const bearerToken = await token("s-fay", {email: "fay@acme.org"});
    const all = await Promise.allSettled(Array.from({length: 5}, () => bearer(open, bearerToken)));
    const found = all.flatMap((one) => (one.status === "fulfilled" ? [one.value.person] : []));
    expect(found.length).toBe(5);
    expect(new Set(found).size).toBe(1);
  });
});

test("providers are named in the environment, and checked", () => {
  const list = [{issuer: "https://id.example.org", audience: "tt", workspace: "acme"}];
  expect(issuersOf({TABLETALK_OIDC: JSON.stringify(list)})).toEqual(list);
  expect(issuersOf({})).toEqual([]);
  for (const wrong of ["nonsense", "{}", '[{"issuer": "http://evil.example"}]', '[{"workspace":"*"}]'])
    expect(() => issuersOf({TABLETALK_OIDC: wrong})).toThrow(/TABLETALK_OIDC cannot be used/);
});

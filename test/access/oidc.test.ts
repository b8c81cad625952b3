import {generateKeyPair, SignJWT, UnsecuredJWT} from "jose";
import {Events, OAuth2Server} from "oauth2-mock-server";
import {afterAll, beforeAll, expect, test} from "vitest";
import {createOidcVerifier, type Issuer, issuerSchema} from "../../src/access/oidc.ts";

const provider = new OAuth2Server();
let issuer: Issuer;
beforeAll(async () => {
  await provider.issuer.keys.generate("RS256");
  await provider.start(0, "127.0.0.1");
  issuer = {issuer: provider.issuer.url ?? "", audience: "tabletalk", workspace: "acme"};
});
afterAll(() => provider.stop());

/** A token of the provider for Ann, with some claims changed. */
function token(claims: Record<string, unknown> = {}, kid?: string): Promise<string> {
  return provider.issuer.buildToken({
    ...(kid && {kid}),
    scopesOrTransform: (_header, payload) => {
      Object.assign(payload, {sub: "ann-1", aud: "tabletalk", email: "ann@example.org"}, claims);
    },
  });
}

const refused = (message: RegExp) => ({code: "unauthorized", message: expect.stringMatching(message)});

test("a right token says who someone is; an e-mail counts only where the provider has checked it", async () => {
  const verifier = createOidcVerifier([{...issuer, newcomers: "viewer"}]);
  const known = {issuer: issuer.issuer, subject: "ann-1", workspace: "acme", newcomers: "viewer"};
  expect(await verifier.verify(await token({email_verified: true, name: "Ann"}))).toEqual({
    ...known,
    email: "ann@example.org",
    name: "Ann",
  });
  expect(await verifier.verify(await token({email_verified: "true"}))).toHaveProperty("email");
  expect(await verifier.verify(await token({email_verified: false}))).toEqual(known);
  expect(await verifier.verify(await token())).toEqual(known);
});

test("a token for someone else's service is refused", async () => {
  const verifier = createOidcVerifier([issuer]);
  await expect(verifier.verify(await token({aud: "another"}))).rejects.toMatchObject(refused(/another aud/));
  await expect(verifier.verify(await token({aud: ["another", "tabletalk"]}))).resolves.toBeDefined();
  const ofTwo = createOidcVerifier([
    {...issuer, audience: ["tabletalk", "https://tabletalk.example.com/mcp"]},
  ]);
  await expect(ofTwo.verify(await token({aud: "https://tabletalk.example.com/mcp"}))).resolves.toBeDefined();
  await expect(ofTwo.verify(await token({aud: "another"}))).rejects.toMatchObject(refused(/another aud/));
});

test("an expired token, one not yet good and one without an end are refused", async () => {
  const verifier = createOidcVerifier([issuer]);
  const now = Math.floor(Date.now() / 1000);
  await expect(verifier.verify(await token({exp: now - 31}))).rejects.toMatchObject(refused(/expired/));
  await expect(verifier.verify(await token({nbf: now + 600}))).rejects.toMatchObject(refused(/nbf/));
  await expect(verifier.verify(await token({exp: undefined}))).rejects.toMatchObject(refused(/exp/));
});

test("another's key under the provider's key name is refused", async () => {
  const verifier = createOidcVerifier([issuer]);
  const {privateKey} = await generateKeyPair("RS256");
  const kid = provider.issuer.keys.get()?.kid ?? "";
  const sign = (name: string) =>
    new SignJWT({aud: "tabletalk", iss: issuer.issuer, sub: "ann-1"})
      .setProtectedHeader({alg: "RS256", kid: name})
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(privateKey);
  await expect(verifier.verify(await sign(kid))).rejects.toMatchObject(refused(/not signed by its provider/));
  await expect(verifier.verify(await sign("own"))).rejects.toMatchObject(refused(/not signed by/));
});

test("an unsigned token, and one signed with the public key as a secret, are refused", async () => {
  const verifier = createOidcVerifier([issuer]);
  const claims = {aud: "tabletalk", iss: issuer.issuer, sub: "ann-1"};
  const unsigned = new UnsecuredJWT(claims).setIssuedAt().setExpirationTime("5m").encode();
  await expect(verifier.verify(unsigned)).rejects.toMatchObject(refused(/in a way that is not taken/));
  const {n, kid} = provider.issuer.keys.toJSON()[0] ?? {};
  const confused = await new SignJWT(claims)
    .setProtectedHeader({alg: "HS256", kid: String(kid)})
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(Buffer.from(String(n)));
  await expect(verifier.verify(confused)).rejects.toMatchObject(refused(/in a way that is not taken/));
});

test("a token of another provider, and what is no token, are not asked about anywhere", async () => {
  const verifier = createOidcVerifier([issuer]);
  const foreign = await token({iss: "https://evil.example"});
  for (const one of [foreign, "", "a.b.c", "x".repeat(20_000), "e30.e30.e30"]) {
    expect(verifier.isMeantFor(one)).toBe(false);
    await expect(verifier.verify(one)).rejects.toMatchObject(refused(/not taken here/));
  }
  expect(verifier.isMeantFor(await token())).toBe(true);
});

test("keys that the provider rotates are found again", async () => {
  const verifier = createOidcVerifier([issuer], {cooldownMs: 0});
  await verifier.verify(await token());
  const {kid} = await provider.issuer.keys.generate("ES256");
  expect(await verifier.verify(await token({}, kid))).toHaveProperty("subject", "ann-1");
});

test("a provider that is down is said to be, keys known before go on, and it is asked again later", async () => {
  const other = new OAuth2Server();
  await other.issuer.keys.generate("RS256");
  await other.start(0, "127.0.0.1");
  const {port} = other.address();
  const mine = {...issuer, issuer: other.issuer.url ?? ""};
  const bearer = await other.issuer.buildToken({
    scopesOrTransform: (_header, payload) => void Object.assign(payload, {aud: "tabletalk", sub: "ann-1"}),
  });
  const [early, late] = [createOidcVerifier([mine]), createOidcVerifier([mine])];
  await early.verify(bearer);
  await other.stop();
  await expect(early.verify(bearer)).resolves.toBeDefined();
  await expect(late.verify(bearer)).rejects.toMatchObject({code: "unavailable"});
  await other.start(port, "127.0.0.1");
  await expect(late.verify(bearer)).resolves.toBeDefined();
  await other.stop();
});

test("a description of another issuer, with keys without https, or of no sense is not followed", async () => {
  const answers = [
    {issuer: "https://evil.example"},
    {jwks_uri: "http://evil.example/jwks"},
    {jwks_uri: "file:///etc/passwd"},
    {jwks_uri: 7},
  ];
  for (const answer of answers) {
    provider.service.once(Events.BeforeWellKnownOpenIdConfiguration, ({body}) => {
      Object.assign(body, answer);
    });
    const verifier = createOidcVerifier([issuer]);
    await expect(verifier.verify(await token())).rejects.toMatchObject({code: "unavailable"});
  }
});

test("only https is taken, and http on this machine", () => {
  const taken = (url: string) => issuerSchema.safeParse({...issuer, issuer: url}).success;
  expect(["https://id.example.org", "http://localhost:8080", "http://127.0.0.1:1"].map(taken)).toEqual([
    true,
    true,
    true,
  ]);
  expect(
    ["http://id.example.org", "file:///x", "id.example.org", "http://localhost.evil.org"].map(taken),
  ).toEqual([false, false, false, false]);
});

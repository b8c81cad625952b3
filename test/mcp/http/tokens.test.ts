import {
  discoverOAuthProtectedResourceMetadata,
  extractWWWAuthenticateParams,
} from "@modelcontextprotocol/client";
import {OAuth2Server} from "oauth2-mock-server";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {dropKey} from "../../../src/access/keys.ts";
import {changeLimits} from "../../../src/access/limits.ts";
import {localPrincipal} from "../../../src/access/principal.ts";
import {beginSession} from "../../../src/access/session.ts";
import {addMember, addPerson} from "../../../src/store/people.ts";
import {REVISIONS} from "../running.ts";
import {type Serving, serving, textOf} from "./serving.ts";
import {initialize, openedSession, query, send} from "./wire.ts";

const AUDIENCE = "https://tabletalk.example.com/mcp";

const provider = new OAuth2Server();
let server: Serving;
beforeAll(async () => {
  await provider.issuer.keys.generate("RS256");
  await provider.start(0, "127.0.0.1");
  const issuer = provider.issuer.url ?? "";
  server = await serving({issuers: [{issuer, audience: AUDIENCE, workspace: "acme"}]});
  await server.numbers("acme", "numbers", 10);
  const ann = (await addPerson(server.access.store, {email: "ann@example.org"})) ?? "";
  await addMember(server.access.store, "acme", ann, "analyst");
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await provider.stop();
});

/** A token of the provider for Ann, with some claims changed. */
function providerToken(claims: Record<string, unknown> = {}): Promise<string> {
  return provider.issuer.buildToken({
    scopesOrTransform: (_header, payload) =>
      void Object.assign(
        payload,
        {sub: "ann-1", aud: AUDIENCE, email: "ann@example.org", email_verified: true},
        claims,
      ),
  });
}

describe("without a right token", () => {
  it("everybody is told where to find out how to sign in", async () => {
    const response = await initialize(server.url);
    expect(response.status).toBe(401);
    const at = server.url.replace("/mcp", "/.well-known/oauth-protected-resource/mcp");
    expect(response.headers.get("www-authenticate")).toBe(`Bearer resource_metadata="${at}"`);
    for (const address of [at, at.replace(/\/mcp$/, "")])
      expect(await (await fetch(address)).json()).toEqual({
        resource: server.url,
        resource_name: "Tabletalk",
        bearer_methods_supported: ["header"],
        authorization_servers: [provider.issuer.url],
        scopes_supported: ["openid", "email"],
      });
    // As a client's library finds it.
    expect(extractWWWAuthenticateParams(response).resourceMetadataUrl?.href).toBe(at);
    const found = await discoverOAuthProtectedResourceMetadata(server.url);
    expect(found).toMatchObject({resource: server.url, authorization_servers: [provider.issuer.url]});
  });

  it.each(REVISIONS)("nothing is answered (revision %s)", async (revision) => {
    const refused = async (token: string) => {
      const {status, headers} = await send(server.url, revision, "tools/list", {}, {token});
      expect(status).toBe(401);
      return headers.get("www-authenticate") ?? "";
    };
    const now = Math.floor(Date.now() / 1000);
    expect(await refused("tt_wrong")).toMatch(/^Bearer error="invalid_token", .*resource_metadata=/);
    expect(await refused("not.a.token")).toMatch(/invalid_token/);
    expect(await refused(await providerToken({aud: "https://other.example.com/mcp"}))).toMatch(/another aud/);
    expect(await refused(await providerToken({aud: undefined}))).toMatch(/another aud/);
    expect(await refused(await providerToken({exp: now - 31}))).toMatch(/expired/);
    expect(await refused(await providerToken({iss: "https://evil.example.com"}))).toMatch(/invalid_token/);
    expect(await refused(await providerToken({sub: "eve-1", email: "eve@example.org"}))).toMatch(/no member/);
  });

  it("a cookie is none", async () => {
    const {person} = await server.key("viewer");
    const {accessToken} = await beginSession(server.access, {person, workspace: "acme"});
    const cookie = {Cookie: `tabletalk_access=${accessToken}`};
    expect((await initialize(server.url, {headers: cookie})).status).toBe(401);
    expect((await initialize(server.url, {token: accessToken})).status).toBe(200);
  });
});

describe("with a right token", () => {
  it.each(REVISIONS)("of a provider that is meant for us, its person is answered (%s)", async (revision) => {
    const client = await server.client(revision, await providerToken());
    const {structuredContent} = await client.callTool({
      name: "run_sql",
      arguments: {sql: "select sum(n) as s from numbers"},
    });
    expect(structuredContent).toMatchObject({rows: [[55]]});
  });

  it.each(REVISIONS)("calls go as far as its scopes (revision %s)", async (revision) => {
    const {key} = await server.key("analyst", "acme", {scopes: ["datasets.read"]});
    const client = await server.client(revision, key);
    expect(textOf(await client.callTool({name: "list_tables", arguments: {}}))).toContain("numbers");
    const session = revision === "2025-11-25" ? {session: await openedSession(server.url, {token: key})} : {};
    const refused = await query(server.url, revision, "select 1", {token: key, ...session});
    expect(refused.status).toBe(403);
    const challenge = refused.headers.get("www-authenticate") ?? "";
    expect(challenge).toMatch(/^Bearer error="insufficient_scope"/);
    expect(challenge).toMatch(/scope="ask"/);
    expect(challenge).toMatch(/resource_metadata="http/);
  });

  it("one message among several that goes too far refuses them all", async () => {
    const {key: token} = await server.key("analyst", "acme", {scopes: ["datasets.read"]});
    const session = await openedSession(server.url, {token});
    const call = (id: number, name: string) => ({
      jsonrpc: "2.0",
      id,
      method: "tools/call",
      params: {name, arguments: {sql: "select 1"}},
    });
    const response = await fetch(server.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json, text/event-stream",
        Authorization: `Bearer ${token}`,
        "Mcp-Session-Id": session,
      },
      body: JSON.stringify([call(1, "list_tables"), call(2, "run_sql")]),
    });
    expect(response.status).toBe(403);
  });

  it("what a role may not do, the call says", async () => {
    const {key} = await server.key("viewer");
    const client = await server.client("2026-07-28", key);
    const {isError} = await client.callTool({name: "run_sql", arguments: {sql: "select 1"}});
    // Viewers ask too; only what writes is kept from them, and over HTTP no tool imports.
    expect(isError).toBeFalsy();
    expect((await client.listTools()).tools.map(({name}) => name)).not.toContain("import_data");
  });

  it("that is revoked, its sessions end", async () => {
    const {key: token, person} = await server.key("analyst");
    const session = await openedSession(server.url, {token});
    const owner = {...localPrincipal("acme"), kind: "person" as const, person};
    const [made] = await server.access.store.db
      .selectFrom("api_keys")
      .select("id")
      .where("person", "=", person)
      .execute();
    await dropKey(server.access, owner, made?.id ?? "");
    expect((await query(server.url, "2025-11-25", "select 1", {token, session})).status).toBe(401);
  });
});

describe("limits", () => {
  it("of requests a minute, and of questions a day, hold as over the HTTP API", async () => {
    await server.numbers("busy", "numbers", 10);
    const {key: token} = await server.key("analyst", "busy");
    await changeLimits(server.access, localPrincipal("busy"), {
      eachPerson: {requestsPerMinute: 6, questionsPerDay: 1},
    });
    const client = await server.client("2026-07-28", token);
    const ask = () => client.callTool({name: "run_sql", arguments: {sql: "select max(n) as m from numbers"}});
    expect((await ask()).isError).toBeFalsy();
    const second = await ask();
    expect(second.isError).toBe(true);
    expect(textOf(second)).toMatch(/limit of 1 questions a day is reached/);
    const answers = await Promise.all(
      Array.from({length: 6}, () => send(server.url, "2026-07-28", "tools/list", {}, {token})),
    );
    const late = answers.filter(({status}) => status === 429);
    expect(late.length).toBeGreaterThan(0);
    expect(Number(late[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

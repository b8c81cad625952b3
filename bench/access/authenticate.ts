import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {openAccess} from "../../src/access/access.ts";
import {authenticate} from "../../src/access/authenticate.ts";
import {createKey} from "../../src/access/keys.ts";
import {localPrincipal} from "../../src/access/principal.ts";
import {openSecrets} from "../../src/access/secret.ts";
import {beginSession} from "../../src/access/session.ts";
import {readAccessToken} from "../../src/access/tokens.ts";
import {addMember, addPerson} from "../../src/store/people.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";

/** How long it takes to find who sends a request: `node bench/access/authenticate.ts [requests]`. */
const requests = Number(process.argv[2] ?? 2000);
const folder = mkdtempSync(join(tmpdir(), "tabletalk-bench-"));
const store = await openSqliteStore(join(folder, "state.sqlite"));
const access = await openAccess(store, await openSecrets(folder, {}));
const person = (await addPerson(store, {email: "ann@acme.org"}))!;
await addMember(store, "acme", person, "analyst");
const {accessToken} = await beginSession(access, {person, workspace: "acme"});
const {key} = await createKey(access, localPrincipal("acme"), {name: "k", scopes: ["*"], forWorkspace: true});

const bearer = (token: string) => () =>
  authenticate(access, {authorization: `Bearer ${token}`, address: "192.0.2.1"});
for (const [what, once] of [
  ["access token, without its query", () => readAccessToken(access.secrets, accessToken)],
  ["access token", bearer(accessToken)],
  ["API key", bearer(key)],
] as const) {
  const took: number[] = [];
  for (let at = 0; at < requests; at += 1) {
    const start = performance.now();
    await once();
    took.push(performance.now() - start);
  }
  took.sort((one, other) => one - other);
  const at = (share: number) => took[Math.floor(share * (took.length - 1))]!.toFixed(3);
  console.log(`${what.padEnd(34)} p50 ${at(0.5)} ms  p95 ${at(0.95)} ms  p99 ${at(0.99)} ms`);
}
await store.close();
rmSync(folder, {recursive: true});

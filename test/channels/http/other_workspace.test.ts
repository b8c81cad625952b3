import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {sql} from "kysely";
import {afterAll, beforeAll, expect, test} from "vitest";
import {WebSocket} from "ws";
import type {AnyRoute, Route} from "../../../src/channels/http/route.ts";
import {type LocalLiveKit, startLocalLiveKit} from "../calls/local_livekit.ts";
import {exampleBody} from "./example_body.ts";
import {type Caller, type Json, type Running, running} from "./running.ts";

/** Stands in everything that the workspace has; nobody else may ever read it. */
const MARK = "zebrafish";

let livekit: LocalLiveKit;
let server: Running;
let owner: Caller;
let stranger: Caller;
/** A file of the workspace that is half there. */
let upload: string;
/** Ids and names of the workspace's things, as a stranger may have learned them. */
let known: string[];

beforeAll(async () => {
  livekit = await startLocalLiveKit();
  server = await running({
    works: true,
    calls: livekit.settings,
    settings: {anonymousPerMinute: 1_000_000},
    withoutLimits: true,
  });
  owner = await server.member("owner", "acme");
  stranger = await server.member("owner", "other");
  await plant();
  known = await idsOf("acme");
}, 120_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await livekit[Symbol.asyncDispose]();
});

test("there is something of every kind to find", () => {
  expect(known.length).toBeGreaterThan(20);
});

test("no endpoint gives anything of another workspace away, or changes it, whatever id it is asked with", async () => {
  const before = await rowsOf("acme");
  const leaks: string[] = [];
  let asked = 0;
  const statuses = new Map<number, number>();
  const probe = async (route: AnyRoute, id: string) => {
    const path = route.path.replace(/\{\w+\}/g, encodeURIComponent(id));
    const body = route.body && exampleBody(route.body, id);
    const {status, text} = await stranger.ask(route.method.toUpperCase(), path, body);
    asked += 1;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    // What a stranger sent themselves may come back to them.
    const told = text.replaceAll(id, "").replaceAll(encodeURIComponent(id), "");
    if (told.includes(MARK)) leaks.push(`${route.method} ${path}: ${status} ${text.slice(0, 200)}`);
    if (status >= 500) leaks.push(`${route.method} ${path}: ${status} ${text.slice(0, 200)}`);
  };
  // What a stranger wrote down under such a name in their own workspace is theirs: they read before they write.
  const readsFirst = [...server.http.routes].sort(
    (one, other) => Number(other.method === "get") - Number(one.method === "get"),
  );
  for (const route of readsFirst) {
    // Whoever signs in or out, or deletes their own, ends what the probes ask with.
    if (!isProbed(route)) continue;
    const takesIds = route.path.includes("{") || route.body !== undefined;
    for (const id of takesIds ? known : [""]) await probe(route, id);
  }
  expect(leaks).toEqual([]);
  expect(asked).toBeGreaterThan(1_000);
  // Had a limit of rate answered, nothing would have been probed.
  expect(statuses.get(429) ?? 0).toBe(0);
  expect(await rowsOf("acme")).toEqual(before);
}, 600_000);

test("a viewer of the same workspace reads, and changes nothing that they may not", async () => {
  const viewer = await server.member("viewer", "acme");
  const before = await rowsOf("acme", CHANGED_BY_READING);
  const done: string[] = [];
  for (const route of server.http.routes) {
    if (!isProbed(route) || route.method === "get" || !isForOthers(route)) continue;
    for (const id of known.slice(0, 12)) {
      const path = route.path.replace(/\{\w+\}/g, encodeURIComponent(id));
      const {status} = await viewer.ask(
        route.method.toUpperCase(),
        path,
        route.body && exampleBody(route.body, id),
      );
      if (status < 400) done.push(`${route.method} ${path}: ${status}`);
    }
  }
  expect(done.join()).toBe("");
  expect(await rowsOf("acme", CHANGED_BY_READING)).toEqual(before);
}, 300_000);

/** Routes that a viewer has no business with. */
function isForOthers(route: AnyRoute): route is Route {
  return (
    "action" in route &&
    /\.(write|delete|create|write_all|write_shared|pin)$/.test(route.action) &&
    !/^(keys|feedback)\./.test(route.action)
  );
}

function isProbed({path}: AnyRoute): boolean {
  return (
    !/^\/v1\/(sign-in|sign-out|refresh|set-up|password|me\/password|me\/sign-ins)/.test(path) &&
    path !== "/v1/members/{person}"
  );
}

const TUS = {"Tus-Resumable": "1.0.0"};
const PIECE = {...TUS, "Content-Type": "application/offset+octet-stream"};

/** Announces a file of 1,000 bytes, and sends the first of them. */
async function beginUpload(): Promise<{id: string}> {
  const metadata = `filename ${Buffer.from(`${MARK}.csv`).toString("base64")}`;
  const headers = {...TUS, "Upload-Length": "1000", "Upload-Metadata": metadata};
  const made = await owner.ask("POST", "/v1/uploads", undefined, headers);
  const place = made.headers.get("location")!;
  await owner.ask("PATCH", place, `${MARK},amount\n`, {...PIECE, "Upload-Offset": "0"});
  return {id: place.split("/").at(-1)!};
}

test("an upload is neither looked at, added to, nor thrown away by anybody else", async () => {
  const place = `/v1/uploads/${upload}`;
  const offset = async () => (await owner.ask("HEAD", place, undefined, TUS)).headers.get("upload-offset");
  const before = await offset();
  expect(before).toBe("17");
  for (const other of [stranger, await server.member("owner", "acme")]) {
    expect((await other.ask("HEAD", place, undefined, TUS)).status).toBe(404);
    expect((await other.ask("GET", place)).status).toBe(404);
    const added = await other.ask("PATCH", place, "theirs", {...PIECE, "Upload-Offset": "17"});
    expect(added.status).toBe(404);
    expect((await other.ask("DELETE", place, undefined, TUS)).status).toBe(404);
  }
  expect(await offset()).toBe(before);
});

test("a socket opens to no conversation of another workspace, and tells of none of its messages", async () => {
  const {db} = server.service.store;
  const told = async (conversation: string, say?: Json) => {
    const url = `${server.url.replace("http", "ws")}/v1/conversations/${conversation}/socket`;
    const socket = new WebSocket(url, ["tabletalk.v1", `tabletalk.bearer.${stranger.key}`]);
    const all: Json[] = [];
    await new Promise<void>((resolve) => {
      socket.on("message", (data) => {
        all.push(JSON.parse(String(data)));
        if (say && all.length === 1) socket.send(JSON.stringify(say));
        else socket.close();
      });
      socket.on("close", () => resolve());
    });
    return all;
  };
  const rows = await db
    .selectFrom("messages")
    .select(["id", "conversation"])
    .where("workspace", "=", "acme")
    .execute();
  expect(rows.length).toBeGreaterThan(2);
  const own = (await stranger.ask("POST", "/v1/conversations", {})).json.id;
  for (const {id, conversation} of rows) {
    expect(await told(conversation)).toMatchObject([{type: "problem", problem: {code: "not_found"}}]);
    for (const type of ["watch", "stop"])
      expect(await told(own, {type, message: id})).toMatchObject([
        {type: "ready"},
        {type: "problem", problem: {code: "not_found"}},
      ]);
  }
});

/** Makes one of everything in the workspace, each with the mark in it. */
async function plant(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-probe-"));
  const file = join(folder, `${MARK}_sales.csv`);
  writeFileSync(file, `region,amount\n${MARK} north,10\n${MARK} south,20\n${MARK} north,30\n`);
  const [dataset] = await server.service.workspace("acme").importFile(file, {by: owner.person});
  rmSync(folder, {recursive: true});
  const make = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const {status, json, text} = await owner.ask(method, path, body);
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text}`);
    return json;
  };
  const conversation = await make("POST", "/v1/conversations", {
    title: `${MARK} talk`,
    datasets: [dataset!.name],
  });
  const message = await make("POST", "/v1/ask", {
    question: "total amount by region as a bar chart",
    datasets: [dataset!.name],
  });
  await make("POST", `/v1/conversations/${conversation.id}/messages`, {
    text: `what is the ${MARK} total amount?`,
  });
  const call = await make("POST", "/v1/calls", {conversation: conversation.id});
  await make("POST", `/v1/calls/${call.id}/token`);
  await make("PUT", `/v1/turns/${message.turn.id}/pin`, {note: MARK});
  await make("PUT", `/v1/turns/${message.turn.id}/feedback`, {verdict: "up", comment: MARK});
  await make("PATCH", `/v1/datasets/${dataset!.name}`, {description: `${MARK} of ours`, tags: [MARK]});
  await make("POST", "/v1/buckets", {name: `${MARK} bucket`});
  await make("POST", "/v1/projects", {name: `${MARK} project`});
  await make("POST", "/v1/keys", {name: `${MARK} key`, scopes: ["*"]});
  await make("POST", "/v1/links", {kind: "conversation", target: conversation.id});
  await make("POST", "/v1/invitations", {email: `${MARK}@example.com`, role: "viewer"});
  await make("POST", "/v1/connections", {name: MARK, url: `postgres://${MARK}:pw@db.example.com/x`});
  await make("POST", "/v1/collections", {name: `${MARK} handbook`});
  const form = new FormData();
  form.set(
    "file",
    new File([`# ${MARK}\n\nOur ${MARK} is fed at noon.`], `${MARK}.md`, {type: "text/markdown"}),
  );
  const kept = await owner.ask("POST", `/v1/collections/${MARK}%20handbook/documents`, form, {
    Prefer: "wait=60",
  });
  expect(kept.json).toMatchObject({state: "done"});
  await make("PUT", `/v1/definitions/${MARK}`, {meaning: `${MARK} sold`});
  await make("POST", "/v1/evaluations", {
    name: `${MARK} suite`,
    content: {cases: [{question: `how many ${MARK}?`}]},
  });
  await make("PUT", `/v1/servers/${MARK}`, {
    url: `https://${MARK}.example.com/mcp`,
    headers: {"X-Key": MARK},
  });
  await make("PUT", `/v1/agents/${MARK}`, {
    does: `Knows about ${MARK}`,
    instructions: `Answer for ${MARK} alone.`,
    tools: ["aggregate"],
  });
  upload = (await beginUpload()).id;
  const job = await server.service.jobs.submit("acme", {
    kind: "none",
    input: {mark: MARK},
    by: owner.person,
    runAt: new Date("2040-01-01"),
  });
  await server.service.inbox.send("acme", {
    platform: "slack",
    installation: "T1",
    conversation: "C1",
    messageId: MARK,
    actor: "slack:T1:U1",
    text: `${MARK}?`,
  });
  expect(job.state).toBe("waiting");
  // Everything that was sent is answered before anything is compared.
  const {db} = server.service.store;
  for (;;) {
    const open = await db.selectFrom("messages").select("id").where("state", "<>", "done").execute();
    if (open.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What counting and reading change of themselves. */
const COUNTED = ["usage_days", "rate_counters"];
const CHANGED_BY_READING = [...COUNTED, "api_keys", "members", "catalogue"];

/** Every row of a workspace, by table. */
async function rowsOf(
  workspace: string,
  without: readonly string[] = COUNTED,
): Promise<Record<string, string[]>> {
  const {db, dialect} = server.service.store;
  const tablesOf =
    dialect === "sqlite"
      ? sql<{
          name: string;
        }>`SELECT DISTINCT t.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name = 'workspace'`
      : sql<{
          name: string;
        }>`SELECT table_name AS name FROM information_schema.columns WHERE table_schema = current_schema() AND column_name = 'workspace'`;
  const {rows: tables} = await tablesOf.execute(db);
  const found: Record<string, string[]> = {};
  for (const {name} of tables) {
    if (without.includes(name)) continue;
    const {rows} = await sql`SELECT * FROM ${sql.table(name)} WHERE workspace = ${workspace}`.execute(db);
    if (rows.length > 0) found[name] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return found;
}

async function idsOf(workspace: string): Promise<string[]> {
  const ids = new Set<string>();
  for (const rows of Object.values(await rowsOf(workspace, [])))
    for (const row of rows)
      for (const [name, value] of Object.entries(JSON.parse(row) as Record<string, unknown>))
        if (
          /^(id|name|turn|conversation|message|message_id|person|recipe|version_hash|step)$/.test(name) &&
          typeof value === "string"
        )
          ids.add(value);
  return [...ids];
}

import {mkdir, rm, symlink, unlink, writeFile} from "node:fs/promises";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from "vitest";
import {fetchDocument} from "../../src/knowledge/fetch_document.ts";
import {defaultPipeline} from "../../src/knowledge/pipeline.ts";
import {dueSources} from "../../src/knowledge/schedule.ts";
import {searchKnowledge} from "../../src/knowledge/search.ts";
import {declareSource, type SourceSetting, syncSource} from "../../src/knowledge/sync.ts";
import {ensureCollection} from "../../src/store/collections.ts";
import {documentsOf} from "../../src/store/documents.ts";
import {removeSource, sourceById, sourcesOf} from "../../src/store/knowledge_sources.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import type {Store} from "../../src/store/store.ts";
import {folderForDocuments, pdf, write} from "./write_documents.ts";

let folder: string;
let store: Store;
let number = 0;
let setting: SourceSetting;
beforeAll(async () => {
  folder = await folderForDocuments();
  store = await openSqliteStore(join(folder, "state.sqlite"));
});
beforeEach(async () => {
  setting = {store, workspace: `w${++number}`};
  await ensureCollection(store, setting.workspace, {
    name: "all",
    pipeline: defaultPipeline(),
    createdBy: "ann",
  });
});
afterAll(async () => {
  await store.close();
  await rm(folder, {recursive: true, force: true});
});

const texts = async (question: string): Promise<string[]> =>
  (await searchKnowledge(setting, question)).passages.map(({text}) => text);
const declare = (location: string, cron?: string): Promise<string> =>
  declareSource(setting, {collection: "all", location, createdBy: "ann", ...(cron && {cron})});

test("a folder: new and changed documents are indexed, unchanged ones not, gone ones removed, broken ones told", async () => {
  const root = join(folder, "policies");
  await mkdir(join(root, "inner"), {recursive: true});
  await mkdir(join(root, ".git"), {recursive: true});
  await write(root, "travel.md", "# Travel\n\nTrains before planes.");
  await write(join(root, "inner"), "meals.txt", "Lunch costs at most twenty.");
  await write(join(root, ".git"), "hidden.md", "# Hidden");
  await write(root, "photo.png", "no document");
  await write(root, "scan.pdf", pdf([[]]));
  await symlink("/etc/hostname", join(root, "link.txt"));
  const id = await declare(root);
  expect(await syncSource(setting, id)).toMatchObject({
    added: 2,
    unchanged: 0,
    removed: 0,
    failed: [{why: expect.stringMatching(/no text/)}],
  });
  expect(await sourceById(store, setting.workspace, id)).toMatchObject({
    state: "ready",
    error: expect.stringMatching(/^1 could not be read/),
  });
  expect(await syncSource(setting, id)).toMatchObject({added: 0, unchanged: 3, failed: []});
  await writeFile(join(root, "travel.md"), "# Travel\n\nPlanes after trains and buses.");
  await unlink(join(root, "inner", "meals.txt"));
  expect(await syncSource(setting, id)).toMatchObject({added: 1, unchanged: 1, removed: 1});
  expect(await texts("trains")).toEqual(["Travel\n\nPlanes after trains and buses."]);
  expect((await documentsOf(store, setting.workspace)).map(({state, source}) => [state, source])).toEqual([
    ["failed", id],
    ["ready", id],
  ]);
});

test("sources lie only in folders that they may, and schedules are checked", async () => {
  const inside = join(folder, "allowed");
  await mkdir(inside, {recursive: true});
  await symlink("/etc", join(inside, "out"));
  setting = {...setting, sourceFolders: [inside]};
  await expect(declare(join(inside, "out"))).rejects.toMatchObject({code: "refused"});
  await expect(declare("/etc")).rejects.toMatchObject({code: "refused"});
  await expect(declare(join(inside, "missing"))).rejects.toMatchObject({code: "bad_use"});
  await expect(declare(inside, "every now and then")).rejects.toMatchObject({code: "bad_use"});
  await expect(declare("https://user:secret@example.com/a.pdf")).rejects.toMatchObject({code: "refused"});
  const id = await declare(inside, "0 6 * * *");
  expect(await sourcesOf(store, setting.workspace)).toMatchObject([
    {id, kind: "folder", cron: "0 6 * * *", state: "new"},
  ]);
  expect(await removeSource(store, "other", id)).toBe(false);
  expect(await removeSource(store, setting.workspace, id)).toBe(true);
});

test("a source is due once its time has come since it was last synchronized", async () => {
  const root = join(folder, "daily");
  await mkdir(root, {recursive: true});
  const id = await declare(root, "0 6 * * *");
  const mine = async (now: Date) => (await dueSources(store, now, "UTC")).filter((one) => one.id === id);
  expect(await mine(new Date())).toEqual([]);
  const inTwoDays = new Date(Date.now() + 2 * 86_400_000);
  expect(await mine(inTwoDays)).toMatchObject([{id, workspace: setting.workspace}]);
  await syncSource(setting, id);
  expect(await mine(new Date(Date.now() + 1_000))).toEqual([]);
});

let server: Server | undefined;
afterEach(() => new Promise<void>((done) => (server ? server.close(() => done()) : done())));

/** A web server of one document, which knows its etag, and what else is asked of it. */
async function serve() {
  const state = {
    text: "<title>Rules</title><h1>Rules</h1><p>No running in the halls.</p>",
    etag: '"1"',
    sent: 0,
  };
  server = createServer((request, response) => {
    if (request.url === "/away")
      return response.writeHead(302, {location: "http://169.254.169.254/latest"}).end();
    if (request.url === "/round") return response.writeHead(302, {location: "/round"}).end();
    if (request.url === "/moved") return response.writeHead(301, {location: "/rules.html"}).end();
    if (request.url === "/large") return response.writeHead(200).end(Buffer.alloc(3_000_000));
    if (request.url === "/slow") return response.writeHead(200).write("a");
    if (request.url === "/missing") return response.writeHead(404).end();
    if (request.headers["if-none-match"] === state.etag) return response.writeHead(304).end();
    state.sent++;
    return response.writeHead(200, {"content-type": "text/html", etag: state.etag}).end(state.text);
  });
  await new Promise<void>((done) => server!.listen(0, "127.0.0.1", done));
  return {state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`};
}

test("an address: fetched when it changed, and not else; what it is called, by its title", async () => {
  const {state, url} = await serve();
  setting = {...setting, reach: "private"};
  const id = await declare(`${url}/rules.html`);
  expect(await syncSource(setting, id)).toMatchObject({added: 1});
  expect(await syncSource(setting, id)).toMatchObject({added: 0, unchanged: 1});
  expect(state.sent).toBe(1);
  Object.assign(state, {etag: '"2"', text: "<h1>Rules</h1><p>Running is fine.</p>"});
  expect(await syncSource(setting, id)).toMatchObject({added: 1});
  expect(await texts("running")).toEqual(["Rules\n\nRunning is fine."]);
});

test("addresses of this machine and its network are not called, neither at once nor by a redirect", async () => {
  const {url} = await serve();
  await expect(declare(`${url}/rules.html`)).rejects.toMatchObject({code: "refused"});
  await expect(fetchDocument(`${url}/rules.html`)).rejects.toMatchObject({code: "refused"});
  await expect(fetchDocument(`${url}/away`, {reach: "private"})).rejects.toMatchObject({code: "refused"});
  await expect(fetchDocument("file:///etc/passwd")).rejects.toMatchObject({code: "bad_use"});
});

test("what a server may do wrong is told", async () => {
  const {url} = await serve();
  const fetched = (path: string, more = {}) => fetchDocument(`${url}${path}`, {reach: "private", ...more});
  const moved = await fetched("/moved");
  expect(moved?.mediaType).toBe("text/html");
  await moved?.forget();
  await expect(fetched("/round")).rejects.toThrow(/leads on and on/);
  await expect(fetched("/large", {mostBytes: 1_000_000})).rejects.toThrow(/more than 1 MB/);
  await expect(fetched("/missing")).rejects.toThrow(/says 404/);
  await expect(fetched("/slow", {timeMs: 300})).rejects.toMatchObject({code: "time_limit"});
  await expect(fetched("/slow", {signal: AbortSignal.timeout(300)})).rejects.toMatchObject({code: "aborted"});
  await expect(fetchDocument("http://127.0.0.1:1/", {reach: "private"})).rejects.toMatchObject({
    code: "bad_file",
  });
});

test("a source that cannot be reached is noted, and what was indexed stays", async () => {
  const {url} = await serve();
  setting = {...setting, reach: "private"};
  const id = await declare(`${url}/missing`);
  await expect(syncSource(setting, id)).rejects.toMatchObject({code: "bad_file"});
  expect(await sourceById(store, setting.workspace, id)).toMatchObject({
    state: "failed",
    error: expect.stringMatching(/404/),
  });
});

import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import type {DownloadProgress} from "../../src/kaggle/answers.ts";
import {keptZip} from "./server/archives.ts";
import type {Fault} from "./server/faults.ts";
import {DATASETS, SECRETS} from "./server/shelf.ts";
import {failure, HASTY, kaggleWorkplace} from "./workplace.ts";

const {client, home, server} = kaggleWorkplace();
/** Follows a download, so that a line can be cut when some bytes are kept: what is on its way then is lost. */
function follow() {
  const told: DownloadProgress[] = [];
  const kept = (): number =>
    Math.max(0, ...told.map(({stage, done}) => (stage === "downloading" ? done : 0)));
  return {
    told,
    onProgress: (progress: DownloadProgress): unknown => told.push(progress),
    until: async (from: number): Promise<void> => {
      while (kept() <= from) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}

const FILES = DATASETS["grace/noise"]!.versions[0]!;
const NOISE = FILES["noise.csv"];

test.each<Omit<Fault, "at">>([
  {kind: "status", status: 500},
  {kind: "status", status: 503, retryAfter: "0"},
  {kind: "status", status: 429, retryAfter: "0.01"},
  {kind: "status", status: 429, retryAfter: new Date(Date.now() - 1000).toUTCString()},
  {kind: "told", status: 502},
  {kind: "cut"},
  {kind: "page"},
])("a list is asked for again after a fault that passes: %j", async (fault) => {
  server().fault({at: "api", method: "ListDatasets", times: 2, ...fault});
  expect((await client().search({search: "penguins"})).items).toHaveLength(2);
  expect(server().calls).toHaveLength(3);
});

test.each<[Omit<Fault, "at">, string, RegExp]>([
  [{kind: "status", status: 500}, "unavailable", /error of its own \(500\)/],
  [{kind: "status", status: 429}, "limit_reached", /no more calls/],
  [{kind: "cut"}, "unavailable", /cannot be reached/],
  [{kind: "page"}, "unavailable", /web page came/],
])("a fault that stays is told after some tries: %j", async (fault, code, message) => {
  server().fault({at: "api", times: 99, ...fault});
  expect(await failure(client().search({}))).toMatchObject({code, message: expect.stringMatching(message)});
  expect(server().calls).toHaveLength(HASTY.attempts);
});

test("where Kaggle wants to be left alone for long, it is", async () => {
  server().fault({at: "api", kind: "status", status: 429, retryAfter: "3600"});
  expect(await failure(client().search({}))).toMatchObject({code: "limit_reached"});
  expect(server().calls).toHaveLength(1);
});

test("a dataset whose terms were not accepted is refused with the address of its page", async () => {
  server().fault({at: "api", method: "DownloadDataset", kind: "status", status: 403});
  expect(await failure(client().download("ada/penguins"))).toMatchObject({
    code: "forbidden",
    next: expect.stringMatching(/https:\/\/www\.kaggle\.com\/datasets\/ada\/penguins/),
  });
});

test("an error of Kaggle's in an answer with status 200 is one", async () => {
  server().fault({at: "api", kind: "told", status: 404});
  expect(await failure(client().search({}))).toMatchObject({code: "not_found"});
});

test.each<[string, Omit<Fault, "at">]>([
  ["an error of the storage", {kind: "status", status: 503, times: 2}],
  ["too many calls", {kind: "status", status: 429, retryAfter: "0", times: 2}],
  ["an address that is over", {kind: "expired", times: 2}],
  ["a cut line", {kind: "cut", times: 2}],
  ["a page instead of data", {kind: "page", times: 2}],
  ["a wrong checksum once", {kind: "wrong md5"}],
  ["wrong bytes once", {kind: "wrong bytes"}],
])("a download comes whole through %s", async (_what, fault) => {
  const kaggle = client();
  server().fault({at: "storage", ...fault});
  const {files} = await kaggle.download("grace/noise");
  expect(readFileSync(files[0]!.path, "utf8")).toBe(NOISE);
  expect(server().faultsLeft()).toBe(0);
});

test("what drops in the middle goes on from there, at a fresh address, for the address of before is over", async () => {
  const {told, onProgress, until} = follow();
  // More often than there are tries without a step forward.
  for (let count = 0; count < 6; count++)
    server().fault({at: "storage", kind: "drop", afterBytes: 100_000, until});
  const {files, transferred} = await client().download("grace/noise", {onProgress});
  expect(readFileSync(files[0]!.path, "utf8")).toBe(NOISE);
  const [first, ...rest] = server().storageCalls;
  expect(first).toMatchObject({status: 200});
  expect(rest.map(({status}) => status)).toEqual([206, 206, 206, 206, 206, 206]);
  expect(rest.every(({ifRange}) => /^"[0-9a-f]{32}"$/.test(ifRange ?? ""))).toBe(true);
  // Nothing was kept twice.
  expect(transferred).toBe((await keptZip(FILES)).length);
  expect(told.filter(({stage}) => stage === "waiting")).toHaveLength(6);
});

test.each<Fault["kind"]>(["no range", "wrong range", "changed"])(
  "what is not the rest is not appended: %s",
  async (kind) => {
    const {onProgress, until} = follow();
    server().fault({at: "storage", kind: "drop", afterBytes: 300_000, until});
    server().fault({at: "storage", kind});
    const {files} = await client().download("grace/noise", {onProgress});
    expect(readFileSync(files[0]!.path, "utf8")).toBe(NOISE);
    expect(server().storageCalls[1]).toMatchObject({range: expect.stringMatching(/^bytes=[1-9]/)});
  },
);

test("what begins anew each time and never comes to its end is given up", async () => {
  const {onProgress, until} = follow();
  server().fault({at: "storage", kind: "drop", afterBytes: 100_000, anew: true, until});
  server().fault({at: "storage", kind: "drop", afterBytes: 100_000, anew: true, times: 99});
  expect(await failure(client().download("grace/noise", {onProgress}))).toMatchObject({code: "unavailable"});
  expect(server().storageCalls.length).toBeLessThan(4 * HASTY.attempts);
});

test("a later process goes on with what an earlier one left", async () => {
  const place = home();
  const {onProgress, until} = follow();
  server().fault({at: "storage", kind: "drop", afterBytes: 400_000, until});
  server().fault({at: "storage", kind: "status", status: 500, times: 99});
  const first = client({home: place}).download("grace/noise", {onProgress});
  expect(await failure(first)).toMatchObject({code: "unavailable"});
  server().reset();
  const {files, transferred} = await client({home: place}).download("grace/noise");
  expect(server().storageCalls).toMatchObject([{range: expect.stringMatching(/^bytes=[1-9]/), status: 206}]);
  expect(transferred).toBeLessThan((await keptZip(FILES)).length);
  expect(readFileSync(files[0]!.path, "utf8")).toBe(NOISE);
});

test.each<[Omit<Fault, "at">, string, RegExp]>([
  [{kind: "wrong md5"}, "bad_file", /came damaged/],
  [{kind: "expired"}, "unavailable", /refused again and again/],
  [{kind: "page"}, "unavailable", /web page came/],
  [{kind: "drop", afterBytes: 0}, "unavailable", /cannot be reached|breaks off/],
])("what stays wrong is told, and nothing of it is taken for data: %j", async (fault, code, message) => {
  const place = home();
  const kaggle = client({home: place});
  server().fault({at: "storage", times: 99, ...fault});
  expect(await failure(kaggle.download("grace/noise"))).toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
  expect(await kaggle.local.list()).toEqual([]);
  expect(readdirSync(join(place, "kaggle"))).toEqual(["partial"]);
});

test("a download that stands still is taken up again", async () => {
  server().fault({at: "storage", kind: "stall", afterBytes: 100_000});
  const kaggle = client({patience: {...HASTY, stallMs: 300}});
  const {files} = await kaggle.download("grace/noise");
  expect(readFileSync(files[0]!.path, "utf8")).toBe(NOISE);
});

test("credentials go to Kaggle alone, not to where the signed address leads", async () => {
  await client().download("ada/penguins");
  expect(server().calls.every(({authorization}) => authorization === `Bearer ${SECRETS.token}`)).toBe(true);
  expect(server().storageCalls).toHaveLength(1);
  expect(server().storageCalls[0]!.authorization).toBeUndefined();
});

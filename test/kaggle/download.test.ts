import {existsSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import type {DownloadProgress} from "../../src/kaggle/answers.ts";
import {DATASETS} from "./server/shelf.ts";
import {failure, kaggleWorkplace} from "./workplace.ts";

const {client, home, server} = kaggleWorkplace();

test("a whole dataset lies unpacked in a folder of its version, and tells where it is from", async () => {
  const place = home();
  const progress: DownloadProgress[] = [];
  const down = await client({home: place}).download("ada/penguins", {
    onProgress: (one) => progress.push(one),
  });
  expect(down.folder).toBe(join(place, "kaggle", "datasets", "ada", "penguins", "versions", "2"));
  expect(down.files.map(({name}) => name)).toEqual([
    "islands.csv",
    "notes/read me.md",
    "page.html",
    "penguins.csv",
  ]);
  for (const {name, path, bytes} of down.files) {
    expect(readFileSync(path, "utf8")).toBe(DATASETS["ada/penguins"]!.versions[1]![name]);
    expect(readFileSync(path)).toHaveLength(bytes);
  }
  expect(down.origin).toMatchObject({
    kind: "kaggle",
    ref: "ada/penguins",
    title: "Penguins of Palmer",
    version: 2,
    url: "https://www.kaggle.com/datasets/ada/penguins/versions/2",
    licence: {name: "CC-BY-4.0", use: "attribution"},
  });
  expect(progress.map(({stage}) => stage)).toEqual(expect.arrayContaining(["downloading", "unpacking"]));
  // Neither the archive nor the beginning of one stays.
  expect(readdirSync(join(place, "kaggle", "partial"))).toEqual([]);
});

test("what is here is not fetched again; by version it needs no network at all", async () => {
  const kaggle = client();
  const first = await kaggle.download("ada/penguins");
  expect(first.transferred).toBeGreaterThan(0);
  server().reset();
  const again = await kaggle.download("ada/penguins");
  expect(again).toEqual({...first, transferred: 0});
  expect(server().storageCalls).toEqual([]);
  server().reset();
  expect(await kaggle.download("ada/penguins", {version: 2})).toEqual(again);
  expect(server().calls).toEqual([]);
  expect((await kaggle.download("ada/penguins", {again: true})).transferred).toBeGreaterThan(0);
  // Somebody deleted a file of it by hand.
  rmSync(join(first.folder, "islands.csv"));
  expect((await kaggle.download("ada/penguins", {version: 2})).transferred).toBeGreaterThan(0);
});

test("an earlier version lies beside the newest", async () => {
  const kaggle = client();
  const newest = await kaggle.download("ada/penguins");
  const first = await kaggle.download("ada/penguins", {version: 1});
  expect(first.files.map(({name}) => name)).toEqual(["penguins.csv"]);
  expect(first.origin).toMatchObject({version: 1, url: expect.stringMatching(/versions\/1$/)});
  expect(existsSync(newest.folder)).toBe(true);
  expect(await failure(kaggle.download("ada/penguins", {version: 9}))).toMatchObject({
    code: "not_found",
    next: "Its newest is 2.",
  });
});

test("one file comes alone, and one that Kaggle packs is unpacked", async () => {
  const kaggle = client();
  const one = await kaggle.download("ada/penguins", {file: "notes/read me.md"});
  expect(one.files).toHaveLength(1);
  expect(readFileSync(one.files[0]!.path, "utf8")).toBe("# Penguins\n");
  const large = await kaggle.download("grace/noise", {file: "noise.csv"});
  expect(server().storageCalls.at(-1)?.path).toMatch(/noise\.csv\.zip$/);
  expect(readFileSync(large.files[0]!.path, "utf8")).toBe(DATASETS["grace/noise"]!.versions[0]!["noise.csv"]);
  // A page may be what was asked for.
  const page = await kaggle.download("ada/penguins", {file: "page.html"});
  expect(readFileSync(page.files[0]!.path, "utf8")).toMatch(/^<!doctype/);
  // Single files are no whole dataset.
  expect((await kaggle.local.list()).map(({ref, whole, files}) => [ref, whole, files])).toEqual(
    expect.arrayContaining([
      ["ada/penguins", false, 2],
      ["grace/noise", false, 1],
    ]),
  );
  expect((await kaggle.download("ada/penguins")).files).toHaveLength(4);
});

test("an unknown file is answered with the nearest of the dataset's", async () => {
  expect(await failure(client().download("ada/penguins", {file: "penguin.csv"}))).toMatchObject({
    code: "not_found",
    next: expect.stringMatching(/^Nearest: penguins\.csv/),
  });
  for (const file of ["../../etc/passwd", "/etc/passwd", "a/../../b", "C:\\windows\\x", ""])
    expect(await failure(client().download("ada/penguins", {file}))).toMatchObject({code: "bad_use"});
});

test("what lies here is listed with sizes and licences, and deleted by version", async () => {
  const kaggle = client();
  const newest = await kaggle.download("ada/penguins");
  await kaggle.download("ada/penguins", {version: 1});
  await kaggle.download("competitions/titanic");
  const here = await kaggle.local.list();
  expect(here.map(({ref, version, whole}) => [ref, version, whole])).toEqual(
    expect.arrayContaining([
      ["competitions/titanic", undefined, true],
      ["ada/penguins", 1, true],
      ["ada/penguins", 2, true],
    ]),
  );
  expect(here.find(({version}) => version === 2)).toMatchObject({bytes: newest.bytes, files: 4});
  expect(await kaggle.local.remove("ada/penguins", 2)).toBe(newest.bytes);
  expect(existsSync(newest.folder)).toBe(false);
  expect(await kaggle.local.list()).toHaveLength(2);
  expect(await failure(kaggle.local.remove("ada/penguins", 2))).toMatchObject({
    code: "not_found",
    next: expect.stringMatching(/competitions\/titanic/),
  });
  await kaggle.local.remove("ada/penguins");
  await kaggle.local.remove("https://www.kaggle.com/competitions/titanic");
  expect(await kaggle.local.list()).toEqual([]);
});

test("what does not fit on the disk is refused before anything is written, with both sizes", async () => {
  const place = home();
  const small = client({home: place, freeBytes: async () => 129 * 2 ** 20});
  expect(await failure(small.download("grace/noise"))).toMatchObject({
    code: "limit_reached",
    message: "grace/noise needs 1.5 MB of disk, and 1.0 MB can be used.",
    next: expect.stringMatching(/single files/),
  });
  expect(server().storageCalls).toEqual([]);
  expect(existsSync(join(place, "kaggle"))).toBe(false);
  // One file's size is known when its transfer begins: then nothing of it is written.
  const tiny = client({home: place, freeBytes: async () => 128 * 2 ** 20 + 10});
  expect(await failure(tiny.download("ada/penguins", {file: "penguins.csv"}))).toMatchObject({
    code: "limit_reached",
  });
  expect(readdirSync(join(place, "kaggle", "partial"))).toEqual([]);
});

test("two who want the same wait for one another, and it comes once", async () => {
  const kaggle = client();
  const both = await Promise.all([kaggle.download("grace/many"), kaggle.download("grace/many")]);
  expect(both[0]!.files).toEqual(both[1]!.files);
  expect(server().storageCalls).toHaveLength(1);
});

test("who waits for another's download, and is stopped, waits no longer", async () => {
  const kaggle = client();
  const [first, second] = [new AbortController(), new AbortController()];
  server().fault({at: "storage", kind: "stall", afterBytes: 1000});
  const begun = Promise.withResolvers<void>();
  const onProgress = ({stage}: DownloadProgress) => stage === "downloading" && begun.resolve();
  const slow = failure(kaggle.download("grace/noise", {signal: first.signal, onProgress}));
  await begun.promise;
  const waits = failure(kaggle.download("grace/noise", {signal: second.signal}));
  while (server().calls.filter(({method}) => method === "GetDatasetMetadata").length < 2)
    await new Promise((resolve) => setTimeout(resolve, 5));
  setTimeout(() => second.abort(), 20);
  expect(await waits).toMatchObject({code: "aborted"});
  first.abort();
  expect(await slow).toMatchObject({code: "aborted"});
});

test("a download that is stopped stops, and goes on where it was", async () => {
  const kaggle = client();
  const stop = new AbortController();
  server().fault({at: "storage", kind: "stall", afterBytes: 500_000});
  const error = await failure(
    kaggle.download("grace/noise", {
      signal: stop.signal,
      onProgress: ({stage}) => stage === "downloading" && stop.abort(),
    }),
  );
  expect(error).toMatchObject({code: "aborted"});
  const down = await kaggle.download("grace/noise");
  expect(server().storageCalls.at(-1)).toMatchObject({
    status: 206,
    range: expect.stringMatching(/^bytes=\d{2,}-$/),
  });
  expect(readFileSync(down.files[0]!.path, "utf8")).toBe(DATASETS["grace/noise"]!.versions[0]!["noise.csv"]);
});

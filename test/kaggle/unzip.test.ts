import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {DATASETS} from "./server/shelf.ts";
import {failure, kaggleWorkplace} from "./workplace.ts";

const {client, home} = kaggleWorkplace();

test("members that lead out, or have a name that was there, are left out and told", async () => {
  const place = home();
  const {files, skipped} = await client({home: place}).download("mallory/slips");
  expect(files.map(({name}) => name)).toEqual(["good.csv", "twin-1.csv"]);
  expect(readFileSync(files[1]!.path, "utf8")).toBe("c\n3\n");
  expect(skipped).toEqual([
    {name: "../evil.csv", why: "its path leads out of the archive"},
    {name: "twin-1.csv", why: "another member has the same name"},
  ]);
  const written = readdirSync(place, {recursive: true}).map(String);
  expect(written.filter((name) => name.includes("evil"))).toEqual([]);
});

test("links are not made", async () => {
  const {files, skipped} = await client().download("mallory/links");
  expect(files).toEqual([]);
  expect(skipped).toEqual([{name: "link.csv", why: "it is a link, not a file"}]);
});

test.each([
  [{ratio: 200, ratioFrom: 2 ** 20}, /more than 200 times its own size/],
  [{bytes: 5 * 2 ** 20}, /more than 5\.2 MB/],
  [{files: 0}, /more than 0 files/],
])("what unpacks to too much is not unpacked: %j", async (limits, why) => {
  const place = home();
  const kaggle = client({home: place, limits});
  expect(await failure(kaggle.download("mallory/bomb"))).toMatchObject({
    code: "bad_file",
    message: expect.stringMatching(why),
  });
  expect(await kaggle.local.list()).toEqual([]);
  expect(readdirSync(join(place, "kaggle"), {recursive: true}).map(String)).toEqual(["partial"]);
});

test("what does not fit unpacked is refused, and the archive waits for room", async () => {
  const place = home();
  // Room for the archive, and none for the 6 MB in it.
  const tight = client({home: place, freeBytes: async () => 128 * 2 ** 20 + 100_000});
  expect(await failure(tight.download("mallory/bomb"))).toMatchObject({
    code: "limit_reached",
    message: "mallory/bomb needs 6.3 MB of disk, and 100 kB can be used.",
  });
  const {files, transferred} = await client({home: place}).download("mallory/bomb");
  expect(files).toMatchObject([{name: "zeros.csv", bytes: 6 * 2 ** 20}]);
  // Nothing of it came again but the byte that it is known by.
  expect(transferred).toBe(1);
});

test("an archive that is damaged is no dataset", async () => {
  const kept = DATASETS["mallory/links"]!.archive!;
  const place = home();
  try {
    DATASETS["mallory/links"]!.archive = kept.subarray(0, 60);
    expect(await failure(client({home: place}).download("mallory/links"))).toMatchObject({
      code: "bad_file",
      message: expect.stringMatching(/no whole zip/),
    });
    expect(existsSync(join(place, "kaggle", "datasets", "mallory", "links", "versions", "1"))).toBe(false);
  } finally {
    DATASETS["mallory/links"]!.archive = kept;
  }
});

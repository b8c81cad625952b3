import {existsSync} from "node:fs";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {SECRETS} from "../kaggle/server/shelf.ts";
import {kaggleWorkplace} from "../kaggle/workplace.ts";
import {newPlace, type Place, type Ran} from "./run_cli.ts";

const {server} = kaggleWorkplace();
let place: Place;
beforeAll(() => {
  place = newPlace();
});
afterAll(() => place.remove());

/** `tabletalk kaggle ...` as Ada runs it: what it prints, or how it fails. */
const kaggle = (...args: string[]): Promise<Ran> => as(SECRETS.token, ...args);
const as = (token: string, ...args: string[]): Promise<Ran> =>
  place.run(["kaggle", ...args], {
    env: {HOME: place.path("nobody"), KAGGLE_API_ENDPOINT: server().url, KAGGLE_API_TOKEN: token},
  });
const refused = ({status, stderr}: Ran) => ({status, said: stderr.trim().split("\n").slice(-2)});

test("found, downloaded, listed, removed: the files are there and gone", async () => {
  const [found, first] = await Promise.all([
    kaggle("search", "penguins"),
    kaggle("download", "ada/penguins"),
  ]);
  expect(found.stdout).toMatch(/^ada\/penguins: Penguins of Palmer, 133 bytes, .* 400 downloads$/m);
  const folder = join(place.home, "kaggle/datasets/ada/penguins/versions");
  expect(first.stdout.split("\n")).toEqual([
    `${folder}/2/islands.csv  22 bytes`,
    `${folder}/2/notes/read me.md  11 bytes`,
    `${folder}/2/page.html  39 bytes`,
    `${folder}/2/penguins.csv  61 bytes`,
    "Data: Penguins of Palmer (ada/penguins) version 2, CC-BY-4.0, kaggle.com/datasets/ada/penguins/versions/2",
    "",
  ]);
  const [again, older] = await Promise.all([
    kaggle("download", "ada/penguins"),
    kaggle("download", "ada/penguins", "--of-version", "1"),
  ]);
  expect(again.stdout).toContain("It was here already: --again fetches it anew.");
  expect(older.stdout).not.toContain("already");
  const listed = JSON.parse((await kaggle("local", "--json")).stdout) as {ref: string; version: number}[];
  expect(listed.map(({ref, version}) => `${ref}/${version}`).sort()).toEqual([
    "ada/penguins/1",
    "ada/penguins/2",
  ]);

  const removed = await kaggle("remove", "ada/penguins", "--of-version", "1");
  expect(removed.stdout).toBe(
    "ada/penguins, version 1, is deleted: 32 bytes are free again. Imported tables stay.\n",
  );
  expect([existsSync(`${folder}/1`), existsSync(`${folder}/2`)]).toEqual([false, true]);
  expect(refused(await kaggle("remove", "ada/penguins", "--of-version", "1"))).toEqual({
    status: 2,
    said: ["tabletalk: ada/penguins, version 1, does not lie on this machine.", "What does: ada/penguins/2."],
  });
}, 60_000);

test("a file of it comes in as a table, read as the flags say", async () => {
  const {stdout} = await kaggle(
    "import",
    "ada/penguins",
    "--file",
    "islands.csv",
    "--name",
    "land",
    "--text",
    "area",
  );
  expect(stdout).toMatch(/^land: 1 row, 2 columns \(csv\)\n {2}Data: Penguins of Palmer .*CC-BY-4.0/);
  expect(stdout).toContain("read with --text area");
}, 60_000);

test("what cannot be is said with what to do instead", async () => {
  const [file, none, two, competition, rules] = await Promise.all([
    kaggle("download", "ada/penguins", "--file", "nope.csv"),
    kaggle("download", "ada/pengiuns"),
    kaggle("download", "ada/penguins/1", "--of-version", "2"),
    kaggle("show", "titanic"),
    kaggle("download", "competitions/house-prices"),
  ]);
  expect(refused(file).said).toEqual([
    "tabletalk: ada/penguins, version 2, has no file nope.csv.",
    expect.stringContaining("penguins.csv"),
  ]);
  expect(refused(none).said[1]).toContain("ada/penguins");
  expect(refused(two).said[0]).toContain("ada/penguins/1 is version 1, and --of-version says 2.");
  expect(refused(competition).said[1]).toContain("a competition is competitions/titanic.");
  expect(refused(rules).said[1]).toContain("/competitions/house-prices/rules");
  for (const ran of [file, none, two, competition, rules]) expect([ran.status, ran.stdout]).toEqual([2, ""]);
}, 60_000);

test("without credentials what is open is downloaded, and for the rest it is said how to get some", async () => {
  const [open, whoami, wrong] = await Promise.all([
    as("", "download", "ada/penguin-sizes"),
    as("", "whoami"),
    as("KGAT_over", "whoami"),
  ]);
  expect(open.stdout).toContain("sizes.csv  21 bytes");
  expect(refused(whoami).said).toEqual([
    "tabletalk: Kaggle wants to know who asks, and there are no credentials.",
    expect.stringContaining("KAGGLE_API_TOKEN"),
  ]);
  expect(refused(wrong).said[0]).toContain("does not take the access token in KAGGLE_API_TOKEN");
}, 60_000);

import {mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, afterEach, describe, expect, test} from "vitest";
import {hasObjectStorage, startObjectStorage} from "../../scripts/object_storage.ts";
import {loadConfig} from "../../src/config.ts";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Dataset} from "../../src/data/dataset.ts";
import type {Engine} from "../../src/data/engine.ts";
import {findingLocal, localVersion, shareVersion, type VersionPlace} from "../../src/data/shared_versions.ts";
import {datasetsOf, saveDataset} from "../../src/store/datasets.ts";
import {fileReferences} from "../../src/store/file_references.ts";
import {cleanUp} from "../../src/store/files/clean_up.ts";
import {openFileStore} from "../../src/store/files/open.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import type {Store} from "../../src/store/store.ts";
import {forgetOrphanVersionFiles, versionFiles} from "../../src/store/version_files.ts";
import {failure} from "./workplace.ts";

const folder = mkdtempSync(join(tmpdir(), "tabletalk-shared-"));
const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]();
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const SALES = "city,amount\nOslo,10\nRome,20\nOslo,12.5\n";
const source = join(folder, "sales.csv");
writeFileSync(source, SALES);

type Machine = VersionPlace & {engine: Engine; store: Store};

/** A machine: its own home and engine, the state and the place of files that all share. */
async function machine(name: string, environment: NodeJS.ProcessEnv, state: string): Promise<Machine> {
  const home = join(folder, name);
  const files = await openFileStore(loadConfig({home}, environment), environment);
  const store = await openSqliteStore(join(folder, `${state}.sqlite`));
  const data = join(home, "data");
  const engine = createEngine({folder: data});
  open.push(files, store, engine);
  return {files, store, workspace: "acme", folder: data, engine};
}

async function importAndShare(at: Machine): Promise<Dataset> {
  const [dataset] = await at.engine.importFile(source);
  await shareVersion(at, dataset!.version);
  const {version} = dataset!;
  await saveDataset(at.store, "acme", {name: "sales", version: {...version, sourcePath: source}});
  return dataset!;
}

/** A machine with all that only it has. */
async function isGone(at: Machine): Promise<void> {
  await at.engine.close();
  rmSync(at.folder, {recursive: true, force: true});
}

/** The dataset as another machine finds it in the state. */
async function found(at: Machine): Promise<Dataset> {
  const [stored] = await datasetsOf(at.store, "acme");
  const version = await localVersion(at, stored!.version as unknown as Dataset["version"]);
  return {name: stored!.name, version};
}

async function answer(at: Machine, dataset: Dataset): Promise<unknown> {
  const session = await at.engine.open([dataset]);
  const sql = "SELECT city, sum(amount) AS total FROM sales GROUP BY city ORDER BY city";
  return (await session.query(sql)).rows;
}

describe("files in a folder that is shared", () => {
  test("what one machine imported, another opens: the same answers, and nothing was copied", async () => {
    const environment = {TABLETALK_FILES: join(folder, "shared-files")};
    const [a, b] = [await machine("a", environment, "one"), await machine("b", environment, "one")];
    const imported = await importAndShare(a);
    const before = await answer(a, imported);
    expect(before).toEqual([
      ["Oslo", 22.5],
      ["Rome", 20],
    ]);
    await isGone(a);
    const there = await found(b);
    expect(there.version.path).toBe(join(b.folder, `${imported.version.hash}.duckdb`));
    expect(await answer(b, there)).toEqual(before);
    const [table] = await versionFiles(b.store, "acme", imported.version.hash);
    expect(statSync(there.version.path).ino).toBe(statSync(await b.files.path("acme", table!.hash)).ino);
  });

  test("profiles that were made since come along when it is shared again", async () => {
    const environment = {TABLETALK_FILES: join(folder, "profiled-files")};
    const [a, b] = [await machine("pa", environment, "two"), await machine("pb", environment, "two")];
    const imported = await importAndShare(a);
    const profile = await (await a.engine.open([imported])).profile("sales");
    const shared = await shareVersion(a, imported.version);
    expect(shared.map(({name}) => name.slice(64)).sort()).toEqual([
      ".duckdb",
      ".json",
      expect.stringMatching(/^\.planner\.profile\d+\.json$/),
    ]);
    await isGone(a);
    const there = await found(b);
    expect(readdirSync(b.folder).sort()).toEqual(shared.map(({name}) => name).sort());
    expect(await (await b.engine.open([there])).profile("sales")).toEqual(profile);
  });

  test("a lost table comes back, by whoever asks, once", async () => {
    const a = await machine("la", {}, "three");
    const imported = await importAndShare(a);
    rmSync(imported.version.path);
    const back = await Promise.all(Array.from({length: 10}, () => localVersion(a, imported.version)));
    expect(new Set(back.map(({path}) => path))).toEqual(new Set([imported.version.path]));
    expect(await answer(a, imported)).toHaveLength(2);
  });

  test("a damaged one is never opened", async () => {
    const a = await machine("da", {}, "four");
    const imported = await importAndShare(a);
    const [table] = await versionFiles(a.store, "acme", imported.version.hash);
    rmSync(imported.version.path);
    const kept = await a.files.path("acme", table!.hash);
    rmSync(kept);
    writeFileSync(kept, "not what it was");
    const error = await failure(localVersion(a, imported.version));
    expect([error.code, error.message]).toEqual(["store_failed", expect.stringContaining("damaged")]);
    expect(readdirSync(a.folder).filter((name) => name.includes(".duckdb"))).toEqual([]);
  });

  test("another workspace has no part in it", async () => {
    const environment = {TABLETALK_FILES: join(folder, "two-workspaces")};
    const [a, b] = [await machine("wa", environment, "five"), await machine("wb", environment, "five")];
    const imported = await importAndShare(a);
    const other = {...b, workspace: "evil"};
    const asked = {...imported.version, path: join(b.folder, `${imported.version.hash}.duckdb`)};
    expect((await failure(localVersion(other, asked))).code).toBe("no_data");
  });

  test("what was never shared is said to be gone; a finder hands it on as it is", async () => {
    const a = await machine("na", {}, "six");
    const version = {hash: "0".repeat(64), path: join(folder, "elsewhere", `${"0".repeat(64)}.duckdb`)};
    const error = await failure(localVersion(a, version));
    expect([error.code, error.next]).toEqual(["no_data", "Import its file again."]);
    expect(await findingLocal(a, async () => version)(version.hash)).toEqual(version);
    expect(await findingLocal(a, async () => undefined)(version.hash)).toBeUndefined();
    expect((await failure(localVersion(a, {hash: "../../x", path: "/x"}))).code).toBe("bad_use");
    expect((await failure(shareVersion(a, version))).code).toBe("no_data");
  });

  test("a clean-up keeps the files of saved versions, and removes those of versions that are gone", async () => {
    const a = await machine("ca", {}, "seven");
    const {version} = await importAndShare(a);
    const clean = async (before: number) => {
      await forgetOrphanVersionFiles(a.store, "acme", new Date(Date.now() + before).toISOString());
      return cleanUp(a.files, {references: fileReferences(a.store), graceMs: -before});
    };
    expect(await clean(60_000)).toMatchObject({files: 2, removed: 0});
    for (const table of ["dataset_history", "datasets", "dataset_versions"] as const)
      await a.store.db.deleteFrom(table).execute();
    expect(await clean(-60_000)).toMatchObject({removed: 0});
    expect(await clean(60_000)).toMatchObject({files: 2, removed: 2});
    expect(await versionFiles(a.store, "acme", version.hash)).toEqual([]);
  });
});

test.skipIf(!hasObjectStorage())(
  "through object storage: import on one machine, the same answers on another",
  async () => {
    const server = await startObjectStorage();
    open.push({[Symbol.asyncDispose]: () => server.stop()});
    const environment = {
      TABLETALK_FILES: server.url,
      AWS_ACCESS_KEY_ID: server.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
    };
    const [a, b] = [await machine("sa", environment, "eight"), await machine("sb", environment, "eight")];
    const imported = await importAndShare(a);
    const before = await answer(a, imported);
    await isGone(a);
    const there = await found(b);
    expect(await answer(b, there)).toEqual(before);
    expect(there.version.receipt).toEqual(imported.version.receipt);
    expect(
      readdirSync(b.folder)
        .filter((name) => name.startsWith(imported.version.hash))
        .sort(),
    ).toEqual([`${imported.version.hash}.duckdb`, `${imported.version.hash}.json`]);
  },
  60_000,
);

import {spawn} from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, test} from "vitest";
import {openFolderStore} from "../../../src/store/files/folder.ts";
import {fileKey} from "../../../src/store/files/key.ts";
import {all, codeOf, conforms, sha256} from "./conformance.ts";

describe("files in a folder", () => {
  conforms(async (folder) => {
    const root = join(folder, "files");
    const store = openFolderStore(root);
    return {
      store,
      damage: async (workspace, hash) =>
        writeFileSync(join(root, fileKey(workspace, hash)), "a million euros"),
      stop: () => store.close(),
    };
  });
});

describe("a folder alone", () => {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-folder-"));
  const root = join(folder, "files");
  const store = openFolderStore(root);
  afterAll(() => rmSync(folder, {recursive: true, force: true}));

  test("a file that may be shared is not copied, and comes back without a copy", async () => {
    const path = join(folder, "big.duckdb");
    writeFileSync(path, "many rows");
    const {hash} = await store.put("w", {path, link: true});
    expect(statSync(await store.path("w", hash)).ino).toBe(statSync(path).ino);
    rmSync(path);
    await store.fetchTo("w", hash, path);
    expect(statSync(path).ino).toBe(statSync(await store.path("w", hash)).ino);
    await store.remove("w", hash);
    expect(readFileSync(path, "utf8")).toBe("many rows");
  });

  test("a file of somebody else is copied: what they write into it later is theirs", async () => {
    const path = join(folder, "theirs.csv");
    writeFileSync(path, "a,b\n");
    const {hash} = await store.put("w", {path});
    writeFileSync(path, "c,d\n");
    expect(readFileSync(await store.path("w", hash), "utf8")).toBe("a,b\n");
  });

  test("what is put again counts as put now", async () => {
    const path = join(folder, "again.csv");
    writeFileSync(path, "again");
    const {hash} = await store.put("w", {path});
    const old = new Date("2020-01-01");
    utimesSync(await store.path("w", hash), old, old);
    expect((await store.stat("w", hash))?.storedAt).toEqual(old);
    await store.put("w", {path});
    expect(await store.remove("w", hash, {olderThan: new Date("2021-01-01")})).toBe(false);
  });

  test("several processes put the same and different files at once", async () => {
    const program = `
      import {Readable} from "node:stream";
      import {openFolderStore} from ${JSON.stringify(new URL("../../../src/store/files/folder.ts", import.meta.url).href)};
      const store = openFolderStore(process.argv[1]);
      for (let at = 0; at < 30; at++) {
        await store.put("many", {stream: Readable.from([Buffer.from("same " + at)])});
        await store.put("many", {stream: Readable.from([Buffer.from(process.argv[2] + at)])});
      }`;
    const ends = ["a", "b", "c", "d"].map((name) => {
      const child = spawn(process.execPath, ["--input-type=module", "-e", program, root, name], {
        stdio: "inherit",
      });
      return new Promise((resolve) => child.once("exit", resolve));
    });
    expect(await Promise.all(ends)).toEqual([0, 0, 0, 0]);
    const listed = await all(store.list("many"));
    expect(listed).toHaveLength(30 + 4 * 30);
    for (const {hash} of listed) expect(sha256(readFileSync(await store.path("many", hash)))).toBe(hash);
    expect(readdirSync(join(root, ".drafts"))).toEqual([]);
  });

  test("a writer killed with -9 in the middle leaves whole files alone, and what it said was kept is there", async () => {
    const program = `
      import {openFolderStore} from ${JSON.stringify(new URL("../../../src/store/files/folder.ts", import.meta.url).href)};
      const store = openFolderStore(process.argv[1]);
      for (let at = 0; ; at++) {
        const bytes = async function* () { for (let part = 0; part < 40; part++) yield Buffer.alloc(50_000, at + "," + part); };
        const {hash} = await store.put("killed", {stream: bytes()});
        process.stdout.write(hash + "\\n");
      }`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program, root], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.split("\n").length > 5) child.kill("SIGKILL");
    });
    await ended;
    const listed = (await all(store.list("killed"))).map(({hash}) => hash);
    expect(listed).toEqual(expect.arrayContaining(said.split("\n").slice(0, -1)));
    for (const hash of listed) expect(sha256(readFileSync(await store.path("killed", hash)))).toBe(hash);
    await store.removeUnfinished(new Date(Date.now() + 60_000));
  });

  test("what a killed writer left goes once it is old", async () => {
    const draft = join(root, ".drafts", "left");
    mkdirSync(join(root, ".drafts"), {recursive: true});
    writeFileSync(draft, "half");
    expect(await store.removeUnfinished(new Date(Date.now() - 60_000))).toBe(0);
    expect(await store.removeUnfinished(new Date(Date.now() + 60_000))).toBe(1);
  });

  test("only its owner may look into it", async () => {
    const path = join(folder, "mine.csv");
    writeFileSync(path, "mine");
    chmodSync(path, 0o644);
    const {hash} = await store.put("w", {path});
    expect(statSync(await store.path("w", hash)).mode & 0o777).toBe(0o600);
  });

  test("a folder that cannot be one is said", async () => {
    writeFileSync(join(folder, "a file"), "");
    expect(await codeOf(openFolderStore(join(folder, "a file", "files")).check())).toBe("store_failed");
  });
});

import {expect, test} from "vitest";
import {saveDataset} from "../../src/store/datasets.ts";
import {fileReferences, hasWorkspace} from "../../src/store/file_references.ts";
import {forgetFile, recordedFile, recordFile} from "../../src/store/stored_files.ts";
import {
  forgetOrphanVersionFiles,
  forgetVersionFiles,
  saveVersionFiles,
  versionFiles,
} from "../../src/store/version_files.ts";
import {describeStores} from "./dialects.ts";

const [ONE, TWO, THREE] = ["1", "2", "3"].map((digit) => digit.repeat(64)) as [string, string, string];

describeStores("records of stored files", (store) => {
  const within = (workspace: string) => store().within(workspace);
  const named = async (workspace: string): Promise<string[]> => {
    const found: string[] = [];
    for (const collect of fileReferences(store()))
      for await (const hash of await collect(workspace)) found.push(hash);
    return found.sort();
  };

  test("a file is recorded once, and forgotten; another workspace knows nothing of it", async () => {
    const file = {
      hash: ONE,
      bytes: 5_000_000_000,
      mediaType: "text/csv",
      name: "a'b\".csv",
      createdBy: "ann",
    };
    await recordFile(within("f"), "f", file);
    await recordFile(within("f"), "f", {...file, name: "again.csv"});
    expect(await recordedFile(within("f"), "f", ONE)).toMatchObject(file);
    expect(await recordedFile(within("g"), "g", ONE)).toBeUndefined();
    expect(await forgetFile(within("g"), "g", ONE)).toBe(false);
    expect(await forgetFile(within("f"), "f", ONE)).toBe(true);
    expect(await recordedFile(within("f"), "f", ONE)).toBeUndefined();
  });

  test("the files of a version: newer ones of a name replace, those of other names stay", async () => {
    const files = [
      {name: "v.duckdb", hash: ONE, bytes: 10},
      {name: "v.json", hash: TWO, bytes: 2},
    ];
    await saveVersionFiles(within("v"), "v", "v1", files);
    await saveVersionFiles(within("v"), "v", "v1", [{name: "v.json", hash: THREE, bytes: 3}]);
    expect(await versionFiles(within("v"), "v", "v1")).toEqual([
      files[0],
      {name: "v.json", hash: THREE, bytes: 3},
    ]);
    expect(await versionFiles(within("w"), "w", "v1")).toEqual([]);
    await forgetVersionFiles(within("v"), "v", "v1");
    expect(await versionFiles(within("v"), "v", "v1")).toEqual([]);
  });

  test("what refers to files: records and versions, of one workspace each", async () => {
    await recordFile(within("r"), "r", {hash: ONE, bytes: 1});
    await saveVersionFiles(within("r"), "r", "v1", [{name: "x", hash: TWO, bytes: 1}]);
    await saveVersionFiles(within("s"), "s", "v1", [{name: "x", hash: THREE, bytes: 1}]);
    expect(await named("r")).toEqual([ONE, TWO]);
    expect(await named("s")).toEqual([THREE]);
    expect(await named("nobody")).toEqual([]);
    expect([await hasWorkspace(store(), "r"), await hasWorkspace(store(), "nobody")]).toEqual([true, false]);
  });

  test("versions that never came to be saved are forgotten after a while; saved ones stay", async () => {
    const version = {hash: "kept", path: "/kept", rows: 1, columns: [], receipt: {}, sourcePath: "/kept.csv"};
    await saveDataset(within("o"), "o", {name: "kept", version});
    for (const hash of ["kept", "lost"])
      await saveVersionFiles(within("o"), "o", hash, [{name: "x", hash: ONE, bytes: 1}]);
    expect(await forgetOrphanVersionFiles(within("o"), "o", "2000-01-01T00:00:00.000Z")).toBe(0);
    expect(await forgetOrphanVersionFiles(within("o"), "o", "2999-01-01T00:00:00.000Z")).toBe(1);
    expect(await versionFiles(within("o"), "o", "kept")).toHaveLength(1);
    expect(await versionFiles(within("o"), "o", "lost")).toEqual([]);
  });
});

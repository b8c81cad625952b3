import {mkdir, mkdtemp, realpath, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {rootsFrom} from "../../src/commands/mcp_roots.ts";
import {rootsFor} from "../../src/mcp/import_roots.ts";

let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "tabletalk-roots-")));
  for (const name of ["work/a", "work/b", "workshop"]) await mkdir(join(folder, name), {recursive: true});
});
afterAll(() => rm(folder, {recursive: true, force: true}));

describe("the folders that a call may import from", () => {
  const narrowed = (theirs: readonly string[]) =>
    rootsFor({
      settings: {roots: [join(folder, "work")], files: [], exportFolder: folder},
      canTellRoots: true,
      inputResponses: {roots: {roots: theirs.map((uri) => ({uri}))}},
    });
  const at = (name: string) => pathToFileURL(join(folder, name)).href;

  it.each([
    ["a folder inside", ["work/a"], ["work/a"]],
    ["two inside", ["work/a", "work/b"], ["work/a", "work/b"]],
    ["the same", ["work"], ["work"]],
    ["a wider one: never more than ours", ["."], ["work"]],
    ["another: nothing", ["workshop"], []],
    ["one inside and another", ["work/a", "workshop"], ["work/a"]],
  ])("are narrowed to what the client names: %s", async (_, theirs, expected) => {
    expect(await narrowed(theirs.map(at))).toEqual(expected.map((name) => join(folder, name)));
  });

  it("are ours where the client names none, and none where it names only others' machines", async () => {
    expect(await narrowed([])).toEqual([join(folder, "work")]);
    expect(await narrowed(["https://example.com", "file://server/share", "nonsense"])).toEqual([]);
  });
});

describe("the folders of the server", () => {
  it("are those that were named, else the working directory, but never the whole disk", () => {
    expect(rootsFrom(["data", "/srv/files"], "/home/ana")).toEqual(["/home/ana/data", "/srv/files"]);
    expect(rootsFrom(undefined, "/home/ana")).toEqual(["/home/ana"]);
    expect(rootsFrom(undefined, "/")).toEqual([]);
    expect(rootsFrom(["/"], "/")).toEqual(["/"]);
  });
});

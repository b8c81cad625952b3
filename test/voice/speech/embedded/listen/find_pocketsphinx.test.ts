import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, expect, it} from "vitest";
import {findPocketsphinx} from "../../../../../src/voice/speech/embedded/listen/find_pocketsphinx.ts";
import {embeddedListener} from "../../../../../src/voice/speech/embedded/listener.ts";

const folder = mkdtempSync(join(tmpdir(), "tabletalk-pocketsphinx-"));
afterEach(() => rmSync(folder, {recursive: true, force: true}));

function place(...names: string[]): void {
  for (const name of names) {
    mkdirSync(join(folder, name, ".."), {recursive: true});
    writeFileSync(join(folder, name), "");
  }
}

it("finds the folder that a setting names, and loads what is needed first", () => {
  place(
    "lib/libsphinxbase.so.3",
    "lib/libpocketsphinx.so.3",
    "lib/liblapack.so.3",
    "model/en-us/en-us.lm.bin",
  );
  const {libraries, model} = findPocketsphinx({TABLETALK_POCKETSPHINX: folder});
  expect(libraries.map((path) => path.slice(folder.length))).toEqual([
    "/lib/liblapack.so.3",
    "/lib/libsphinxbase.so.3",
    "/lib/libpocketsphinx.so.3",
  ]);
  expect(model).toBe(join(folder, "model/en-us"));
});

it("says how to install what is missing", () => {
  expect(() => findPocketsphinx({TABLETALK_POCKETSPHINX: folder})).toThrow(
    expect.objectContaining({
      code: "unavailable",
      message: expect.stringContaining("libpocketsphinx.so.3 is not in TABLETALK_POCKETSPHINX"),
      next: expect.stringMatching(/sudo apt-get install libpocketsphinx3 pocketsphinx-en-us.*Docker.*macOS/),
    }),
  );
  place("lib/libsphinxbase.so.3", "lib/libpocketsphinx.so.3");
  expect(() => findPocketsphinx({TABLETALK_POCKETSPHINX: folder})).toThrow("its English model");
});

it("understands English alone", async () => {
  const environment = {TABLETALK_POCKETSPHINX: folder};
  await expect(
    embeddedListener.open({vocabulary: {terms: []}, language: "de", environment}),
  ).rejects.toMatchObject({code: "bad_use", next: expect.stringContaining("TABLETALK_LISTEN")});
});

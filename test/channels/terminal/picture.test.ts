import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {pictureEscapes, pictureProtocol} from "../../../src/channels/terminal/picture.ts";

test.each([
  [{KITTY_WINDOW_ID: "1"}, "kitty"],
  [{TERM: "xterm-ghostty"}, "kitty"],
  [{TERM_PROGRAM: "iTerm.app"}, "iterm2"],
  [{TERM_PROGRAM: "WezTerm"}, "iterm2"],
  [{TERM: "xterm-256color"}, undefined],
  [{KITTY_WINDOW_ID: "1", TMUX: "/tmp/tmux"}, undefined],
])("a terminal with %o shows pictures by %s", (environment, protocol) => {
  expect(pictureProtocol(true, environment)).toBe(protocol);
  expect(pictureProtocol(false, environment)).toBeUndefined();
});

test("both protocols carry the whole file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-picture-"));
  const bytes = Buffer.from(Array.from({length: 10_000}, (_, at) => at % 256));
  const path = join(folder, "a.png");
  writeFileSync(path, bytes);
  const kitty = await pictureEscapes(path, "kitty", 40);
  const chunks = kitty
    .split("\u001b_G")
    .slice(1)
    .map((chunk) => chunk.split(/[;\\]/))
    .map(([keys = "", data = ""]) => ({keys, data: data.replace("\u001b", "")}));
  expect(chunks.length).toBeGreaterThan(1);
  expect(chunks.map((one) => one.keys.endsWith("m=1"))).toEqual(
    chunks.map((_, at) => at < chunks.length - 1),
  );
  expect(Buffer.from(chunks.map((one) => one.data).join(""), "base64")).toEqual(bytes);
  const iterm = await pictureEscapes(path, "iterm2", 40);
  expect(Buffer.from(iterm.split(":").at(-1)?.replace("\u0007\n", "") ?? "", "base64")).toEqual(bytes);
  rmSync(folder, {recursive: true});
});

import {writeFileSync} from "node:fs";
import {resolve} from "node:path";
import {roomOf} from "../test/house/rules.ts";
import {allSources} from "../test/house/source_file.ts";

/** Draws the rooms and the imports between them, as they are in the code, to docs/house.md. */
const root = resolve(import.meta.dirname, "..");
const files = allSources(root);
const arrows = new Map<string, number>();
const sizes = new Map<string, {files: number; lines: number}>();
for (const file of files) {
  const from = roomOf(file.path);
  const size = sizes.get(from) ?? {files: 0, lines: 0};
  sizes.set(from, {files: size.files + 1, lines: size.lines + file.lines});
  for (const to of file.imports.filter((one) => one.startsWith("src/")).map(roomOf)) {
    if (to === from || to === "errors.ts") continue;
    arrows.set(`${from} ${to}`, (arrows.get(`${from} ${to}`) ?? 0) + 1);
  }
}

const id = (room: string) => room.replace(/\W/g, "_");
const lines = [
  "# The house, drawn from its imports",
  "",
  "Made by `node scripts/draw-house.ts`. A number on an arrow counts the imports; `errors.ts`, which every room may import,",
  "is left out.",
  "",
  "```mermaid",
  "graph TD",
  ...[...sizes].map(
    ([room, size]) => `  ${id(room)}["${room}<br/>${size.files} files, ${size.lines} lines"]`,
  ),
  ...[...arrows].sort().map(([pair, count]) => {
    const [from = "", to = ""] = pair.split(" ");
    return `  ${id(from)} -->|${count}| ${id(to)}`;
  }),
  "```",
  "",
];
writeFileSync(resolve(root, "docs/house.md"), lines.join("\n"));

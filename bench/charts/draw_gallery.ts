import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {createChartRenderer} from "../../src/charts/renderer.ts";
import {AWKWARD} from "../../test/charts/awkward.ts";
import {EXAMPLES} from "../../test/charts/gallery.ts";
import {MAP_EXAMPLES} from "../../test/charts/gallery_maps.ts";
import {MORE_EXAMPLES} from "../../test/charts/gallery_more.ts";

/**
 * Draws every example in both themes, and the awkward ones, into a folder: `node bench/charts/draw_gallery.ts [folder]
 * [part of a name]`. Prints what is at fault.
 */
const folder = process.argv[2] ?? join(import.meta.dirname, "../../docs/charts");
const only = process.argv[3];
mkdirSync(join(folder, "awkward"), {recursive: true});
const renderer = createChartRenderer();
const all = [
  ...[...EXAMPLES, ...MORE_EXAMPLES, ...MAP_EXAMPLES].map((example) => ({
    ...example,
    path: example.name,
    themes: ["light", "dark"] as const,
  })),
  ...AWKWARD.map((example) => ({
    ...example,
    path: `awkward/${example.name}`,
    themes: ["light", "dark"] as const,
  })),
];
for (const {path, spec, table, themes} of all) {
  if (only !== undefined && !path.includes(only)) continue;
  for (const theme of themes) {
    const themed = {...spec, theme};
    try {
      const picture = await renderer.render(themed, table, {format: "png", scale: 1.25});
      writeFileSync(join(folder, theme === "light" ? `${path}.png` : `${path}-dark.png`), picture);
      for (const fault of await renderer.inspect(themed, table)) console.log(`${path}, ${theme}: ${fault}`);
    } catch (error) {
      console.log(`${path}, ${theme}: ${error instanceof Error ? error.message : error}`);
    }
  }
}
await renderer.close();

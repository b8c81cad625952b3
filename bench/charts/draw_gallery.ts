import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {createChartRenderer} from "../../src/charts/renderer.ts";
import {EXAMPLES} from "../../test/charts/gallery.ts";

/** Draws every example in both themes into a folder: `node bench/charts/draw_gallery.ts [folder]`. Prints what is at fault. */
const folder = process.argv[2] ?? join(import.meta.dirname, "../../docs/charts");
mkdirSync(folder, {recursive: true});
const renderer = createChartRenderer();
for (const {name, spec, table} of EXAMPLES) {
  for (const theme of ["light", "dark"] as const) {
    const themed = {...spec, theme};
    const picture = await renderer.render(themed, table, {format: "png", scale: 1.5});
    writeFileSync(join(folder, theme === "light" ? `${name}.png` : `${name}-dark.png`), picture);
    for (const fault of await renderer.inspect(themed, table)) console.log(`${name}, ${theme}: ${fault}`);
  }
}
await renderer.close();

import {resolve} from "node:path";
import {expect, test} from "vitest";
import {readPlugin} from "../../src/plugins/find.ts";
import {loadPlugin} from "../../src/plugins/load.ts";

const sample = resolve(import.meta.dirname, "../../samples/plugin");

test("the sample plugin is loaded, with nothing installed in its folder", async () => {
  const {plugin} = await loadPlugin(await readPlugin(sample, "0.1.0"));
  expect(plugin.methods?.map(({family, name}) => `${family}.${name}`)).toEqual([
    "run_statistics.benford",
    "prepare_data.every_nth",
  ]);
});

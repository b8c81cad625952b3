import {readFile} from "node:fs/promises";
import {fileURLToPath} from "node:url";

/** Where the build puts the bundled script. */
const BUILT = new URL("./chart_app.bundle.js", import.meta.url);

/** The script of the chart's page as one text: as it was built, or bundled now where a checkout runs without a build. */
export async function appScript(): Promise<string> {
  return readFile(BUILT, "utf8").catch(() => bundledApp());
}

/** Bundles the page's script with what it imports: nothing is loaded from anywhere when it runs. */
export async function bundledApp(): Promise<string> {
  const {rolldown} = await import("rolldown");
  const input = fileURLToPath(new URL("./page/main.js", import.meta.url));
  await using bundle = await rolldown({input, platform: "browser"});
  const {output} = await bundle.generate({format: "iife", minify: true});
  return output[0].code;
}

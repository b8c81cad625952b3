import {readFile} from "node:fs/promises";
import {fileURLToPath} from "node:url";

/** Where the build puts the bundled script. */
const BUILT = new URL("./dashboard_page.bundle.js", import.meta.url);

let script: Promise<string> | undefined;

/** The script of a dashboard's page as one text: as it was built, or bundled now where a checkout runs without a build. */
export function dashboardScript(): Promise<string> {
  script ??= readFile(BUILT, "utf8").catch(() => bundledDashboard());
  script.catch(() => {
    script = undefined;
  });
  return script;
}

/** Bundles the page's script with what it draws by. The names of all places on earth stay here. */
export async function bundledDashboard(): Promise<string> {
  const {rolldown} = await import("rolldown");
  const input = fileURLToPath(new URL("./page/main.js", import.meta.url));
  const places = fileURLToPath(new URL("./page/places_here.ts", import.meta.url));
  await using bundle = await rolldown({
    input,
    platform: "browser",
    plugins: [
      {
        name: "places",
        resolveId: (source: string) => (/match_places\.[jt]s$/.test(source) ? places : null),
      },
    ],
  });
  const {output} = await bundle.generate({format: "iife", minify: true});
  return output[0].code;
}

/**
 * `node scripts/pictures/run.ts [slack|discord] [folder]`: real conversations through the real adapters, on a Slack and a
 * Discord of this machine with the offline model, drawn in the look of each and photographed.
 */
import {mkdir} from "node:fs/promises";
import {join, resolve} from "node:path";
import {openCamera, photograph} from "./photograph.ts";

const [only = "", folder = resolve(import.meta.dirname, "../../docs/pictures")] = process.argv.slice(2);
await mkdir(folder, {recursive: true});
const browser = await openCamera();
try {
  const platforms = {
    slack: async () => (await import("./slack_scenes.ts")).slackScenes(),
    discord: async () => (await import("./discord_scenes.ts")).discordScenes(),
  };
  for (const [platform, scenes] of Object.entries(platforms)) {
    if (only !== "" && only !== platform) continue;
    for (const [name, html] of await scenes()) {
      const bytes = await photograph(browser, html, join(folder, `${name}.png`));
      console.log(`${name}.png  ${Math.round(bytes / 1000)} kB${bytes > 150_000 ? "  TOO LARGE" : ""}`);
    }
  }
} finally {
  await browser.close();
}

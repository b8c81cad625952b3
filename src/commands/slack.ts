import {slackManifest} from "../channels/slack/manifest.ts";
import {TabletalkError} from "../errors.ts";

export interface SlackManifestFlags {
  url?: string;
}

/** `tabletalk slack manifest [--url https://…]`: what to paste where Slack asks for an app's manifest. */
export async function slackManifestCommand({url}: SlackManifestFlags): Promise<void> {
  if (url !== undefined && (!URL.canParse(url) || new URL(url).protocol !== "https:"))
    throw new TabletalkError(
      "bad_use",
      "Slack sends its requests to https addresses alone.",
      "Give --url https://… as Slack can reach it, or leave it out: Socket Mode needs no address.",
    );
  process.stdout.write(`${JSON.stringify(slackManifest({publicUrl: url}), null, 2)}\n`);
}

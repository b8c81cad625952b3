import type {ServerResponse} from "node:http";
import type {InstallProviderOptions} from "@slack/bolt";

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** The page with the button that leads to Slack. */
export const installPage: NonNullable<InstallProviderOptions["renderHtmlForInstallPath"]> = (url) =>
  page(
    "Add Tabletalk to Slack",
    `<p>An analyst in the conversation: ask about your data in plain words, and get answers that can be checked.</p>
<p><a class="button" href="${escaped(url)}">Add to Slack</a></p>`,
  );

/** What somebody sees when they come back from Slack. */
export const installCallbacks = {
  success: (
    installation: {team?: {id: string; name?: string}; enterprise?: {name?: string}; appId?: string},
    _options: unknown,
    _request: unknown,
    response: ServerResponse,
  ): void => {
    const name = installation.team?.name ?? installation.enterprise?.name ?? "your workspace";
    const {appId, team} = installation;
    const link =
      appId && team && /^[A-Z0-9]+$/.test(appId + team.id)
        ? `<p><a class="button" href="slack://app?team=${team.id}&amp;id=${appId}">Open Tabletalk in Slack</a></p>`
        : "";
    response
      .writeHead(200, HEADERS)
      .end(
        page(
          "Tabletalk is there",
          `<p>It is installed in ${escaped(name)}. Write to it, drop a file, or invite it to a channel and mention it.</p>${link}`,
        ),
      );
  },
  failure: (error: {code?: string}, _options: unknown, _request: unknown, response: ServerResponse): void => {
    const isRefused = error.code === "slack_oauth_installer_authorization_error";
    const why = isRefused
      ? "Slack did not let it be installed, or it was cancelled."
      : "This link is too old, or was opened in another browser.";
    response
      .writeHead(isRefused ? 403 : 400, HEADERS)
      .end(
        page(
          "Tabletalk was not installed",
          `<p>${why} Nothing was changed.</p><p><a class="button" href="install">Try again</a></p>`,
        ),
      );
  },
};

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>
body{font:17px/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.5rem;color:#1d1c1d}
.button{display:inline-block;padding:.6rem 1.1rem;border-radius:.4rem;background:#1f4e5f;color:#fff;text-decoration:none}
@media (prefers-color-scheme:dark){body{background:#1a1d21;color:#e8e8e8}}
</style></head><body><h1>${title}</h1>${body}</body></html>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

import {TabletalkError} from "../../errors.ts";

/** Whether an address is Slack's own: only those are fetched, and only they see a token. */
export type IsSlackUrl = (url: URL) => boolean;

/**
 * @param apiUrl another Web API than Slack's, for tests: what is on its machine counts as Slack's
 */
export function slackHosts(apiUrl?: string): IsSlackUrl {
  if (apiUrl !== undefined) {
    const {hostname} = new URL(apiUrl);
    return (url) => url.hostname === hostname;
  }
  return ({protocol, hostname, port, username}) =>
    protocol === "https:" &&
    port === "" &&
    username === "" &&
    (hostname === "slack.com" ||
      hostname === "slack-files.com" ||
      hostname.endsWith(".slack.com") ||
      hostname.endsWith(".slack-edge.com") ||
      hostname.endsWith(".slack-files.com"));
}

/** @throws TabletalkError forbidden for an address that is not Slack's */
export function demandSlackUrl(isSlackUrl: IsSlackUrl, given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url && isSlackUrl(url)) return url;
  throw new TabletalkError(
    "forbidden",
    "That file is kept elsewhere than on Slack, and only Slack's own files are read.",
    "Download it, and drop the file itself into the conversation.",
  );
}

import type {Logger} from "@slack/bolt";
import {type SlackApi, slackApi} from "./web_api.ts";

/** How Slack's client is set: what may have been done is not done again by itself, and a rate limit is ours to wait for. */
export function clientOptions(apiUrl: string | undefined, logger: Logger) {
  return {
    ...(apiUrl !== undefined && {slackApiUrl: apiUrl}),
    retryConfig: {retries: 0},
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    timeout: 30_000,
    logger,
  };
}

/** Tokens that expire are followed by others. */
const MOST = 2_000;

/** The Web API with a token: one client for each, so that no workspace holds up another. */
export async function slackApis(
  apiUrl: string | undefined,
  logger: Logger,
): Promise<(token: string) => SlackApi> {
  const {WebClient} = await import("@slack/web-api");
  const known = new Map<string, SlackApi>();
  return (token) => {
    const api = known.get(token) ?? slackApi(new WebClient(token, clientOptions(apiUrl, logger)), token);
    known.delete(token);
    known.set(token, api);
    if (known.size > MOST) known.delete(known.keys().next().value!);
    return api;
  };
}

import type {SlackMessage} from "./blocks/answer_messages.ts";
import {demandSlackUrl, type IsSlackUrl} from "./slack_hosts.ts";
import {SlackLost, SlackRefusal} from "./web_api.ts";

/** Posts for one person alone, at the address that came with their command or click. @throws SlackRefusal, SlackLost */
export async function respond(
  isSlackUrl: IsSlackUrl,
  responseUrl: string,
  {text, blocks}: SlackMessage,
  signal?: AbortSignal,
): Promise<void> {
  const url = demandSlackUrl(isSlackUrl, responseUrl);
  const answer = await fetch(url, {
    method: "POST",
    redirect: "error",
    headers: {"content-type": "application/json; charset=utf-8"},
    body: JSON.stringify({
      response_type: "ephemeral",
      replace_original: false,
      text,
      ...(blocks.length > 0 && {blocks}),
    }),
    signal: AbortSignal.any([AbortSignal.timeout(20_000), ...(signal ? [signal] : [])]),
  }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new SlackLost("Nobody knows what became of an ephemeral answer.", {cause: error});
  });
  const said = (await answer.text().catch(() => "")).slice(0, 500);
  if (answer.ok && !said.includes('"ok":false')) return;
  if (answer.status >= 500) throw new SlackLost(`A response_url answered ${answer.status}.`);
  const error =
    /"error":"([a-z0-9_]+)"/.exec(said)?.[1] ?? (/^[a-z0-9_]{1,60}$/.test(said) ? said : "expired_url");
  throw new SlackRefusal("response_url", error);
}

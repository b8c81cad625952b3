import {z} from "zod";
import {cutText} from "../chat/cut_text.ts";
import type {ReplyFile} from "../chat/reply.ts";
import {demandSlackUrl, type IsSlackUrl} from "./slack_hosts.ts";
import {type SlackApi, SlackLost} from "./web_api.ts";

const startedSchema = z.object({upload_url: z.string(), file_id: z.string()});

/**
 * Brings a file to Slack. Nobody sees it before it is shared.
 * @returns its id @throws SlackRefusal, SlackLost
 */
export async function uploadFile(
  api: SlackApi,
  isSlackUrl: IsSlackUrl,
  {name, mediaType, content}: ReplyFile,
  {altText, signal}: {altText?: string; signal?: AbortSignal} = {},
): Promise<string> {
  const started = startedSchema.parse(
    await api.call(
      "files.getUploadURLExternal",
      {
        filename: cutText(name, 200),
        length: content.byteLength,
        // https://docs.slack.dev/reference/methods/files.getUploadURLExternal: not "alt_text", as @slack/web-api types it.
        ...(altText && {alt_txt: cutText(altText, 1000)}),
      },
      {signal},
    ),
  );
  const url = demandSlackUrl(isSlackUrl, started.upload_url);
  for (let attempt = 1; ; attempt += 1) {
    let failure: unknown;
    const answer = await fetch(url, {
      method: "POST",
      redirect: "error",
      headers: {"content-type": mediaType},
      body: content as Uint8Array<ArrayBuffer>,
      signal: AbortSignal.any([AbortSignal.timeout(60_000), ...(signal ? [signal] : [])]),
    }).catch((error: unknown) => {
      signal?.throwIfAborted();
      failure = error;
    });
    await answer?.arrayBuffer().catch(() => undefined);
    if (answer?.ok) return started.file_id;
    // The same bytes to the same address: it is the same file.
    if (attempt === 3) throw new SlackLost("A file could not be brought to Slack.", {cause: failure});
  }
}

/** Shows files that were brought to Slack, in a thread or a channel. Slack does so a moment after it says so. */
export async function shareFile(
  api: SlackApi,
  file: {id: string; title: string},
  {channel, thread, signal}: {channel: string; thread?: string; signal?: AbortSignal},
): Promise<void> {
  await api.call(
    "files.completeUploadExternal",
    {
      files: [{id: file.id, title: cutText(file.title, 200)}],
      channel_id: channel,
      ...(thread !== undefined && {thread_ts: thread}),
    },
    {signal},
  );
}

const infoSchema = z.looseObject({
  file: z.looseObject({
    shares: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
    channels: z.array(z.string()).nullish(),
    groups: z.array(z.string()).nullish(),
    ims: z.array(z.string()).nullish(),
  }),
});

/** Whether Slack says of a file that it has been shared in a channel. */
export async function isShared(
  api: SlackApi,
  id: string,
  channel: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const {file} = infoSchema.parse(await api.call("files.info", {file: id}, {signal}));
  const shares = Object.values(file.shares ?? {}).some((by) => channel in by);
  return shares || [file.channels, file.groups, file.ims].some((ids) => ids?.includes(channel));
}

import type {TaskUpdateChunk} from "@slack/types";
import {z} from "zod";
import type {Delivery} from "../chat/platform.ts";
import type {ReplyDocument} from "../chat/reply.ts";
import type {SlackMessage, SlackUpload} from "./blocks/answer_messages.ts";
import {noteOf} from "./failures.ts";
import {answerMetadata, findInThread, findPart} from "./own_messages.ts";
import type {SlackParts} from "./parts.ts";
import {isRefusal} from "./refusals.ts";
import {isWorthSimpler, rendered} from "./rendered.ts";
import type {SlackTeam} from "./teams.ts";
import {isShared, shareFile, uploadFile} from "./upload.ts";
import {SlackLost} from "./web_api.ts";

/** Where an answer is posted: a thread, or (in a direct message that is no thread) a channel. */
export interface PostPlace {
  channel: string;
  thread?: string;
  message?: string;
  /** Tells places apart in what is kept: the same part may have to go elsewhere. */
  name: string;
  /** What comes after its first message goes into the thread of that. */
  isRoot?: boolean;
}

const postedSchema = z.looseObject({ts: z.string()});
type Streamed = {ts: string; tasks: readonly TaskUpdateChunk[]};

/**
 * Posts an answer: its messages, then its files, each once. The first takes the place of what was streamed.
 */
export async function postAnswer(
  parts: SlackParts,
  team: SlackTeam,
  delivery: Delivery,
  document: ReplyDocument,
  place: PostPlace,
  streamed?: Streamed,
): Promise<{ts?: string}> {
  for (;;) {
    let at = place;
    let ts: string | undefined;
    const {messages, uploads} = await rendered(parts, delivery.installation, document);
    // Drawn and brought to Slack meanwhile: nobody sees a file before it is shared.
    const files = bringFiles(parts, team, delivery, place, uploads);
    try {
      for (const [index, message] of messages.entries()) {
        const begun = index === 0 ? streamed : undefined;
        const posted = await postPart(parts, team, delivery, at, message, index + 1, begun);
        ts ??= posted.ts;
        if (place.isRoot) at = {...place, thread: ts};
      }
    } catch (error) {
      if (error instanceof SimplerError) continue;
      throw error;
    }
    await shareFiles(parts, team, delivery, at, files);
    return ts === undefined ? {} : {ts};
  }
}

/** Shares an answer's files, each once. */
export async function postUploads(
  parts: SlackParts,
  team: SlackTeam,
  delivery: Delivery,
  place: PostPlace,
  uploads: readonly SlackUpload[],
): Promise<void> {
  await shareFiles(parts, team, delivery, place, bringFiles(parts, team, delivery, place, uploads));
}

type Brought = {title: string; id: Promise<string>};

function bringFiles(
  parts: SlackParts,
  {api}: SlackTeam,
  {once, signal}: Delivery,
  place: PostPlace,
  uploads: readonly SlackUpload[],
): Brought[] {
  return uploads.map(({title, altText, file}, index) => {
    const id = once(
      `${place.name}file ${index + 1}`,
      async () => uploadFile(api, parts.isSlackUrl, await file(), {altText, signal}),
      async () => undefined,
    );
    // Whether it went wrong is asked when it is shared.
    id.catch(() => {});
    return {title, id};
  });
}

async function shareFiles(
  parts: SlackParts,
  team: SlackTeam,
  delivery: Delivery,
  place: PostPlace,
  files: readonly Brought[],
): Promise<void> {
  for (const [index, file] of files.entries())
    await shareBrought(parts, team, delivery, place, file, index + 1);
}

/** The workspace does not take these blocks: the answer is made again without them. */
class SimplerError extends Error {}

async function postPart(
  parts: SlackParts,
  {api}: SlackTeam,
  {once, message: id, installation, signal}: Delivery,
  place: PostPlace,
  message: SlackMessage,
  number: number,
  streamed: Streamed | undefined,
): Promise<{ts: string}> {
  const part = `${place.name}answer ${number}`;
  const metadata = answerMetadata(id, part);
  const {channel, thread} = place;
  const find = () => findPart(api, place, id, part, signal);
  const post = async (): Promise<{ts: string}> => {
    if (streamed && (await finishStream())) return {ts: streamed.ts};
    const answer = await api.call(
      "chat.postMessage",
      {
        channel,
        ...(thread !== undefined && {thread_ts: thread}),
        text: message.text,
        ...(message.blocks.length > 0 && {blocks: message.blocks}),
        metadata,
        unfurl_links: false,
        unfurl_media: false,
      },
      {signal},
    );
    return {ts: postedSchema.parse(answer).ts};
  };
  const act = async (): Promise<{ts: string}> => {
    try {
      return await post();
    } catch (error) {
      if (isWorthSimpler(parts, installation, message, error)) throw new SimplerError();
      if (!(error instanceof SlackLost)) throw error;
      // It may stand there: that is looked for before it is said again.
      return (await find()) ?? (await post());
    }
  };
  return once(part, act, find);

  async function finishStream(): Promise<boolean> {
    const {ts, tasks} = streamed!;
    const shared = {channel, ts, metadata, ...(message.blocks.length > 0 && {blocks: message.blocks})};
    try {
      const last = tasks.length > 0 ? {chunks: tasks} : {};
      await api.call("chat.stopStream", {...shared, ...last, session_status: "active"}, {signal});
      return true;
    } catch (error) {
      if (isRefusal(error, "message_not_found", "channel_not_found")) return false;
      if (
        !isRefusal(
          error,
          "message_not_in_streaming_state",
          "message_not_owned_by_app",
          "not_in_streaming_state",
        )
      )
        throw error;
    }
    // Slack has ended it by itself, after five minutes or because somebody pressed Stop.
    try {
      await api.call("chat.update", {...shared, text: message.text}, {signal});
      return true;
    } catch (error) {
      if (isRefusal(error, "message_not_found", "cant_update_message", "edit_window_closed")) return false;
      throw error;
    }
  }
}

async function shareBrought(
  parts: SlackParts,
  {api}: SlackTeam,
  {once, signal}: Delivery,
  place: PostPlace,
  {title, id: brought}: Brought,
  number: number,
): Promise<void> {
  const {channel, thread} = place;
  const missing = async (error: unknown) => {
    signal.throwIfAborted();
    if (error instanceof SlackLost) throw error;
    parts.onNote(noteOf("A file of an answer could not be added on Slack", error));
    const text = whyMissing(title, error);
    await once(
      `${place.name}file ${number} missing`,
      async () => {
        await api.call("chat.postMessage", {channel, ...(thread && {thread_ts: thread}), text}, {signal});
        return true;
      },
      async () => true,
    );
  };
  let id: string;
  try {
    id = await brought;
  } catch (error) {
    return missing(error);
  }
  const isThere = async () => {
    const isIt = (message: {files?: {id: string}[]}) => message.files?.some((one) => one.id === id) === true;
    const found = thread && (await findInThread(api, {...place, thread}, isIt, signal));
    if (found) return true;
    // Where Slack cannot be asked it is asked later: a second picture would be worse than a late one.
    const isKnown = await isShared(api, id, channel, signal).catch((error: unknown) => {
      if (error instanceof SlackLost) throw error;
      return false;
    });
    return isKnown ? true : undefined;
  };
  const share = () => shareFile(api, {id, title}, {channel, thread, signal}).then(() => true);
  try {
    await once(
      `${place.name}share ${number}`,
      async () => {
        try {
          return await share();
        } catch (error) {
          if (!(error instanceof SlackLost)) throw error;
          return (await isThere()) ?? (await share());
        }
      },
      isThere,
    );
  } catch (error) {
    await missing(error);
  }
}

function whyMissing(title: string, error: unknown): string {
  const name = title.replace(/[&<>]/g, " ").slice(0, 100) || "The file";
  if (isRefusal(error, "missing_scope", "not_allowed_token_type"))
    return `${name} could not be added: Tabletalk may not upload files here. Ask an admin to install it again.`;
  const message = error instanceof Error && error.name === "TabletalkError" ? ` ${error.message}` : "";
  return `${name} could not be added.${message.replace(/[&<>]/g, " ")}`;
}

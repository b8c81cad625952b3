import {moveConversation} from "../../store/conversations.ts";
import {type ChatReply, type Delivery, UndeliverableError} from "../chat/platform.ts";
import type {ReplyDocument} from "../chat/reply.ts";
import {directChannel} from "./direct_channel.ts";
import {noteOf} from "./failures.ts";
import type {SlackParts} from "./parts.ts";
import {type PostPlace, postAnswer, postUploads} from "./post_answer.ts";
import {orphan, type ProgressStream, progressStream} from "./progress_stream.ts";
import {isClosed, isGone, isSpent} from "./refusals.ts";
import {isWorthSimpler, rendered} from "./rendered.ts";
import {respond} from "./response_url.ts";
import {escapeSlack} from "./slack_text.ts";
import {type ThreadStatus, threadStatus} from "./status.ts";
import {type SlackTarget, slackTarget} from "./target.ts";
import type {SlackTeam} from "./teams.ts";
import {SlackRefusal} from "./web_api.ts";
import {elsewhere} from "./whisper.ts";

/** How one answer is shown on Slack. */
export function openSlackReply(parts: SlackParts, delivery: Delivery): ChatReply {
  const target = slackTarget(delivery.target);
  if (target.isPost) return replyInChannel(parts, delivery, target);
  return target.thread === undefined
    ? replyToOne(parts, delivery, target)
    : replyInThread(parts, delivery, {...target, thread: target.thread});
}

async function teamOf(parts: SlackParts, {installation}: Delivery): Promise<SlackTeam> {
  const team = await parts.teams.of(installation);
  if (!team) throw new UndeliverableError("Tabletalk is not installed there any more.");
  return team;
}

function replyInThread(
  parts: SlackParts,
  delivery: Delivery,
  target: SlackTarget & {thread: string},
): ChatReply {
  const {installation, signal, once, attempt} = delivery;
  let open: Promise<{team: SlackTeam; status: ThreadStatus; stream: ProgressStream}> | undefined;
  const opened = () => {
    open ??= teamOf(parts, delivery).then((team) => {
      const status = threadStatus(parts, installation, team.api, {...target, signal});
      const stream = progressStream(team.api, target, delivery, {
        may: () => parts.learnt.mayStream(installation),
        say: status.say,
        botUser: team.botUser,
      });
      return {team, status, stream};
    });
    return open;
  };
  return {
    async begin() {
      const {status} = await opened();
      await Promise.all([status.say(), status.processing(true)]);
    },
    async progress(view) {
      (await opened()).stream.show(view);
    },
    async finish(document) {
      const {team, status, stream} = await opened();
      let streamed = await stream.end();
      if (!streamed && attempt > 1) {
        // An earlier process may have begun a stream: its message is the one to finish.
        const left = await once(
          "stream",
          async () => ({ts: null as string | null}),
          () => orphan(team.api, target, team.botUser, signal),
        );
        if (left.ts !== null) streamed = {ts: left.ts, tasks: []};
      }
      const place: PostPlace = {...target, name: ""};
      try {
        await postAnswer(parts, team, delivery, document, place, streamed);
      } catch (error) {
        if (isGone(error)) throw undeliverable(error);
        if (isClosed(error)) {
          if (target.isDirect) throw undeliverable(error);
          await postToPerson(parts, team, delivery, document, target, error);
        } else if (error instanceof SlackRefusal) {
          parts.onNote(noteOf("Slack did not take an answer", error));
          await postPlainly(team, delivery, document, place);
        } else throw error;
      } finally {
        await status.processing(false);
      }
    },
  };
}

/** A message of its own in a channel, whose thread goes on with the conversation; nothing is shown before it is there. */
function replyInChannel(parts: SlackParts, delivery: Delivery, target: SlackTarget): ChatReply {
  return {
    begin: async () => {},
    progress: async () => {},
    async finish(document) {
      const team = await teamOf(parts, delivery);
      const {channel} = target;
      try {
        const {ts} = await postAnswer(parts, team, delivery, document, {channel, name: "", isRoot: true});
        const {workspace, message} = delivery;
        if (ts !== undefined)
          await moveConversation(parts.access.store.within(workspace), workspace, message, ts);
      } catch (error) {
        if (isClosed(error)) await postToPerson(parts, team, delivery, document, target, error);
        else throw isGone(error) || error instanceof SlackRefusal ? undeliverable(error) : error;
      }
    },
  };
}

/** What Slack refuses in every form is at least said in a sentence. */
async function postPlainly(
  {api}: SlackTeam,
  {once, signal}: Delivery,
  {summary}: ReplyDocument,
  {channel, thread}: PostPlace,
): Promise<void> {
  const text = escapeSlack(`${summary} (Slack did not take the rest of this answer.)`);
  const post = async () => {
    await api.call("chat.postMessage", {channel, ...(thread && {thread_ts: thread}), text}, {signal});
    return true;
  };
  await once("plain", post, async () => true).catch((error: unknown) => {
    throw error instanceof SlackRefusal ? undeliverable(error) : error;
  });
}

/** Commands are answered for whoever gave them alone; no stream, no status: there is no thread. */
function replyToOne(parts: SlackParts, delivery: Delivery, target: SlackTarget): ChatReply {
  return {
    begin: async () => {},
    progress: async () => {},
    async finish(document) {
      const team = await teamOf(parts, delivery);
      try {
        await answerOne(parts, team, delivery, document, target);
      } catch (error) {
        if (isGone(error) || isClosed(error)) throw undeliverable(error);
        throw error;
      }
    },
  };
}

async function answerOne(
  parts: SlackParts,
  team: SlackTeam,
  delivery: Delivery,
  document: ReplyDocument,
  target: SlackTarget,
): Promise<void> {
  const {installation, once, signal} = delivery;
  if (target.responseUrl === undefined)
    return postToPerson(parts, team, delivery, document, target, undefined);
  // There is no looking for what is ephemeral: what may have been said is not said again.
  const {state} = await once(
    "ephemeral",
    async () => {
      for (;;) {
        const {messages, uploads} = await rendered(parts, installation, document);
        if (uploads.length > 0) messages.at(-1)!.blocks.push(elsewhere(uploads.length));
        let said = 0;
        try {
          // The address takes five messages in all.
          for (const message of messages.slice(0, 4)) {
            await respond(parts.isSlackUrl, target.responseUrl!, message, signal);
            said += 1;
          }
          return {state: "said" as "said" | "spent" | "unknown"};
        } catch (error) {
          if (messages.some((message) => isWorthSimpler(parts, installation, message, error))) continue;
          // Refused for whatever reason, it was not said.
          if (isSpent(error) || (said === 0 && error instanceof SlackRefusal))
            return {state: "spent" as const};
          throw error;
        }
      }
    },
    async () => ({state: "unknown" as const}),
  );
  if (state === "spent") return postToPerson(parts, team, delivery, document, target, undefined);
  await postFilesToPerson(parts, team, delivery, document, target);
}

/** In direct messages: where the place itself is closed, or there is none any more. */
async function postToPerson(
  parts: SlackParts,
  team: SlackTeam,
  delivery: Delivery,
  document: ReplyDocument,
  target: SlackTarget,
  why: unknown,
): Promise<void> {
  try {
    const channel = await directChannel(team.api, target.user, delivery.signal);
    const said = {
      kind: "note" as const,
      markdown: "You asked this in a channel where Tabletalk cannot post, so the answer is here.",
    };
    const here = why === undefined ? document : {...document, parts: [said, ...document.parts]};
    const since = target.message === undefined ? {} : {message: target.message};
    await postAnswer(parts, team, delivery, here, {channel, name: "direct ", ...since});
  } catch (error) {
    if (isGone(error) || isClosed(error)) throw undeliverable(why ?? error);
    throw error;
  }
}

/** The files of an ephemeral answer, which cannot carry any. */
async function postFilesToPerson(
  parts: SlackParts,
  team: SlackTeam,
  delivery: Delivery,
  document: ReplyDocument,
  target: SlackTarget,
): Promise<void> {
  const {uploads} = await rendered(parts, delivery.installation, document);
  if (uploads.length === 0) return;
  const channel = await directChannel(team.api, target.user, delivery.signal);
  await postUploads(parts, team, delivery, {channel, name: "direct "}, uploads);
}

function undeliverable(error: unknown): UndeliverableError {
  return new UndeliverableError(error instanceof Error ? error.message : "Slack does not take it.", {
    cause: error,
  });
}

import {writeFile} from "node:fs/promises";
import type {ChatPlatform, Delivery} from "../../../src/channels/chat/platform.ts";
import {UndeliverableError} from "../../../src/channels/chat/platform.ts";
import type {ProgressView, ReplyDocument} from "../../../src/channels/chat/reply.ts";
import {TabletalkError} from "../../../src/errors.ts";

/** Something that stands on the board, where everybody of its channel reads it. */
export interface Post {
  id: string;
  /** What it was posted with, so that it can be found again. */
  mark: string;
  kind: "status" | "answer";
  installation: string;
  channel: string;
  message: string;
  /** A status is edited while an answer is made. */
  views: ProgressView[];
  document?: ReplyDocument;
}

/** A chat platform in memory: people read what is posted, and it breaks in the ways that platforms break. */
export interface Board {
  /** What stands on it, oldest first. Several processes post to the same. */
  posts: Post[];
  answers(message?: string): Post[];
  /** Files that people sent, by id: what is in them, or what the platform says instead. */
  files: Map<string, Buffer | Error>;
  fetched: string[];
  /** The next so many posts stand on the board, but whoever posted them hears of an error. */
  loseResponses: number;
  /** The next so many posts are refused for a while. */
  failures: number;
  /** Nothing can be posted any more by this installation. */
  revoked: Set<string>;
  /** Posting an answer waits for this. */
  hold?: Promise<void>;
  /** Fetching a file waits for this. */
  holdFetch?: Promise<void>;
  /** The platform as one process has it. */
  platform(name?: string): ChatPlatform;
}

export function newBoard(): Board {
  const board: Board = {
    posts: [],
    answers: (message) =>
      board.posts.filter(
        (one) => one.kind === "answer" && (message === undefined || one.message === message),
      ),
    files: new Map(),
    fetched: [],
    loseResponses: 0,
    failures: 0,
    revoked: new Set(),
    platform: (name = "board") => platformOn(board, name),
  };
  return board;
}

function platformOn(board: Board, name: string): ChatPlatform {
  const post = async (delivery: Delivery, kind: Post["kind"], document?: ReplyDocument): Promise<string> => {
    const {installation, message, target} = delivery;
    const {channel} = target as {channel: string};
    if (board.revoked.has(installation)) throw new UndeliverableError("token_revoked");
    if (board.failures > 0) {
      board.failures -= 1;
      throw new Error("the platform is busy");
    }
    const id = `p${board.posts.length + 1}`;
    const mark = `${message} ${kind}`;
    board.posts.push({
      id,
      mark,
      kind,
      installation,
      channel,
      message,
      views: [],
      ...(document && {document}),
    });
    if (board.loseResponses > 0) {
      board.loseResponses -= 1;
      throw new Error("socket hang up");
    }
    return id;
  };
  const find = async (delivery: Delivery, kind: Post["kind"]) =>
    board.posts.find(({mark}) => mark === `${delivery.message} ${kind}`)?.id;
  return {
    name,
    capabilities: {
      nativeTable: false,
      nativeChart: false,
      image: false,
      buttons: true,
      files: false,
      maxTextLength: 4000,
    },
    openReply: (delivery) => ({
      async begin() {
        await delivery.once(
          "status",
          () => post(delivery, "status"),
          () => find(delivery, "status"),
        );
      },
      async progress(view) {
        board.posts.find(({mark}) => mark === `${delivery.message} status`)?.views.push(view);
      },
      async finish(document) {
        await board.hold;
        await delivery.once(
          "answer",
          () => post(delivery, "answer", document),
          () => find(delivery, "answer"),
        );
      },
    }),
    async fetchFile(file, to, {most, signal}) {
      board.fetched.push(file.id);
      if (board.holdFetch) await Promise.race([board.holdFetch, aborted(signal)]);
      const content = board.files.get(file.id);
      if (content instanceof Error) throw content;
      if (!content) throw new TabletalkError("not_found", "The file is gone.", "Send it again.");
      if (content.length > most) throw new TabletalkError("bad_file", "The file is too large.", "Send less.");
      await writeFile(to, content);
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

import type {ChannelCapabilities} from "../channel.ts";
import type {RemoteFile} from "./incoming.ts";
import type {ProgressView, ReplyDocument} from "./reply.ts";

/** What an adapter gives for its platform. What comes in it brings to the desk (`desk.ts`) by itself. */
export interface ChatPlatform {
  /** `slack`, `discord` */
  readonly name: string;
  readonly capabilities: ChannelCapabilities;
  /** Where the answer to one message is shown. Cheap: nothing is sent before `begin`. */
  openReply(delivery: Delivery): ChatReply;
  /**
   * Fetches a file to a path on this machine.
   * @throws TabletalkError bad_file for what is no file of the sender's (a sign-in page), too_large, forbidden (a scope is
   * missing), not_found (it is gone)
   */
  fetchFile(file: RemoteFile, to: string, from: FetchFrom): Promise<void>;
}

export interface FetchFrom {
  installation: string;
  /** In bytes: more is not read. */
  most: number;
  signal: AbortSignal;
}

/** One message's answer on its way. */
export interface Delivery {
  workspace: string;
  installation: string;
  /** The inbox's id of the message. */
  message: string;
  /** What the adapter gave as `target`. */
  target: unknown;
  /** 1 the first time; more where an earlier process died or the platform did not answer. */
  attempt: number;
  once: Once;
  signal: AbortSignal;
}

/**
 * Does something at the platform once. What was done before (by a process that died, too) is not done again: its result is
 * given. What may have been done (it was begun, and nobody knows how it ended) is looked for by `find` first.
 * @param key the same for the same thing in each attempt: "progress", "answer 1", "chart"
 */
export type Once = <T>(key: string, act: () => Promise<T>, find: () => Promise<T | undefined>) => Promise<T>;

/** Shows one answer. Its methods are called one after the other; `progress` with what is newest, never with what is stale. */
export interface ChatReply {
  /** Shows at once that the message was seen. */
  begin(): Promise<void>;
  /** Shows what is going on. The adapter decides how often its platform may be told. */
  progress(view: ProgressView): Promise<void>;
  /**
   * Shows the answer, once.
   * @throws UndeliverableError where it can never arrive (token revoked, channel gone, not allowed to post); anything else
   * is tried again
   */
  finish(document: ReplyDocument): Promise<void>;
}

/** An answer cannot arrive, however often it is tried. */
export class UndeliverableError extends Error {
  override readonly name = "UndeliverableError";
}

import type {CallResult} from "../../channels/calls/wire.ts";
import type {StoredAnswer} from "../../channels/chat/stored_answer.ts";

/** What became of a question, with what is said of it. */
export interface ShownTurn {
  /** As `storedAnswer` gives it: with its artifacts. */
  stored: StoredAnswer;
  /** What is said aloud, with digits. */
  caption: string;
}

/** What people in a call see of the answers, beside what they hear. */
export interface CallScreen {
  /**
   * Shows what became of a question; to be called before its answer is spoken. Its charts are drawn and shown beside the
   * speech: nothing waits for them. Done once the result is on its way. Never throws: what the room does not take is told to
   * `onTrouble`, and kept for whoever joins later.
   */
  show(shown: ShownTurn): Promise<void>;
  /**
   * Shows what does not work, and what to do: to one alone, or to all and whoever joins later. Never throws, as of `show`.
   */
  tell(trouble: {message: string; next: string}, identity?: string): void;
  /** Keeps what an agent before this one showed, oldest first, so that whoever joins sees it. Nothing is sent. */
  restore(shown: readonly ShownTurn[]): void;
  /** The last results, oldest first. */
  results(): readonly CallResult[];
  /** Sends the results so far, with their charts, to one participant: who joined late, or lost the connection for a while. */
  catchUp(identity: string): Promise<void>;
  /** Ends what is still being drawn. */
  close(): Promise<void>;
}

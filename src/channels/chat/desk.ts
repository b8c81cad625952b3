import type {LinkedPlace} from "../calls/linked.ts";
import type {ChatPerson, ChatPlace, Incoming, Taken} from "./incoming.ts";
import type {ChatPlatform} from "./platform.ts";
import type {ReplyDocument, ReplyForm} from "./reply.ts";

/** Someone at a place: what everything but a message is asked with. */
export interface Visitor {
  place: ChatPlace;
  person: ChatPerson;
}

/** What pressing a button or submitting a form comes to. */
export type Shown =
  /** For whoever pressed alone: ephemeral, or a modal. */
  | {kind: "document"; title: string; document: ReplyDocument}
  | {kind: "form"; form: ReplyForm}
  /** An answer follows, like that to a message. `said` is what the message says: "Median of amount by region". */
  | {kind: "sent"; said: string; message: string}
  /** One line, for whoever pressed alone. */
  | {kind: "done"; said: string};

/** That somebody is in a call, as it was said where they began it. */
export interface Announced {
  /** The conversation that the call goes on with. */
  place: ChatPlace;
  /** Where its answers are posted, too. Absent: they are for the call alone. */
  linked?: LinkedPlace;
  /** Takes back what was said, where the call comes to nothing. */
  withdraw: () => Promise<void>;
}

export interface StartedCall {
  /** Lets in whoever began it, and nobody else. */
  url: string;
  /** False: there is a call there already, and it leads to that. */
  isNew: boolean;
  /** How people call the place that its answers are posted in. */
  postedTo?: string;
}

/** What someone finds at the bot's own page of the platform. */
export interface HomeView {
  workspaceName: string;
  role: string;
  datasets: readonly {name: string; rows: number; columns: number; updatedAt: string; isPrivate: boolean}[];
  /** Newest first; only of conversations that they were in. */
  recent: readonly {turn: string; question: string; answer: string; at: string}[];
  settings: readonly {name: string; value: string}[];
  prompts: readonly string[];
  /** The web page, where the service has a public address. */
  url?: string;
}

/**
 * Where the adapters of chat platforms bring what happens there. Everything is checked here: whose installation it is, who
 * the person is, what they may do and see.
 */
export interface ChatDesk {
  /** Keeps a message, to be answered once. Quick: an adapter waits for it before it acknowledges. */
  take(incoming: Incoming): Promise<Taken>;
  /** @param target where an answer goes, if one follows (`sent`) @throws TabletalkError told to whoever pressed */
  press(visitor: Visitor, action: string, target: unknown): Promise<Shown>;
  /** @throws TabletalkError told to whoever submitted */
  submit(
    visitor: Visitor,
    form: string,
    values: ReadonlyMap<string, string | readonly string[]>,
    target: unknown,
  ): Promise<Shown>;
  /** Stops what is worked on in a place (of that person's messages, or of anybody's for an owner). False where nothing is. */
  stop(visitor: Visitor): Promise<boolean>;
  /** A message was taken back by its sender: it is not answered, if it still was to be. */
  withdraw(place: ChatPlace, messageId: string): Promise<void>;
  home(visitor: Visitor): Promise<HomeView>;
  /** Names of datasets that someone may ask about there and that have what was typed in them, at most 25. */
  datasetsLike(visitor: Visitor, typed: string): Promise<string[]>;
  /** What could be asked there: drawn from the profiles of the datasets that it speaks of. At most 4. */
  prompts(visitor: Visitor): Promise<string[]>;
  /**
   * Begins a call for whoever asks (or leads to the one that there is at the place), whose answers are posted where `announce` says. Nothing is announced where they may not,
   * or calls do not work.
   * @throws TabletalkError told to whoever asked
   */
  call(visitor: Visitor, announce: () => Promise<Announced>): Promise<StartedCall>;
  /** What is known of a place's installation; undefined where it is not installed (any more). */
  workspaceOf(platform: string, installation: string): Promise<string | undefined>;
}

/** The desk with what delivers from it. */
export interface OpenDesk extends ChatDesk {
  /** From now on answers for this platform are delivered by this process. */
  addPlatform(platform: ChatPlatform): void;
  close(): Promise<void>;
}

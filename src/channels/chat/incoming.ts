import type {Reading} from "../../planning/reading.ts";
import type {StandingPlace} from "../schedules/standing.ts";

/** Where on a chat platform something is said. */
export interface ChatPlace {
  /** `slack`, `discord` */
  platform: string;
  /** The Slack team, the Discord guild; `user:<id>` for a Discord user who installed it for themselves. */
  installation: string;
  /** The platform's id of the channel, or of the direct messages with one person. */
  channel: string;
  /** The platform's id of the thread; a place without one is the channel itself. */
  thread?: string;
  /** Who can read what is answered there: the asker alone (direct messages, ephemeral replies), or several. */
  audience: "one" | "several";
}

/** Who says it, as the platform proved to the adapter. */
export interface ChatPerson {
  /** The platform's id of them. */
  id: string;
  name?: string;
  /** What they are there: `admin` runs the place, `guest` was let in to some channels, `stranger` is of another organization. */
  rank: "admin" | "member" | "guest" | "stranger";
}

/** A file as the platform names it; its bytes are fetched later, by whichever worker answers. */
export interface RemoteFile {
  /** The platform's id of it. */
  id: string;
  name: string;
  bytes: number;
  mediaType?: string;
  /** Where it was when it was told of; it may expire. */
  url?: string;
  /** JSON that the adapter needs to find it again (channel and message), where the address expired. */
  again?: unknown;
}

/** How it was said: `mention`, in a direct message, by a command or a menu; or just in a thread that Tabletalk is in. */
export type Addressed = "mention" | "direct" | "command" | "thread";

/** What came in. The adapter has dropped what is its own, other bots', edits and what the platform says by itself. */
export interface Incoming {
  place: ChatPlace;
  person: ChatPerson;
  /** Unique in the place: the same for every delivery of the same thing (Slack: its `ts`, not the event's id). */
  messageId: string;
  /** Plain Markdown; the mention of Tabletalk taken away, other mentions as `@name` or `<@id>`. */
  text: string;
  addressed: Addressed;
  /** Ids of people (not Tabletalk) whom it names. */
  named: readonly string[];
  files: readonly RemoteFile[];
  /** JSON: where the answer goes. Sealed in the store, handed back to `openReply`. */
  target: unknown;
  /** Where on the platform what it asks for later is told; asked for where its words speak of that. */
  standing?: () => Promise<readonly StandingPlace[]>;
  options?: {
    charts?: "asked" | "always";
    /** These datasets alone: of a command with a dataset. */
    datasets?: readonly string[];
    /** A choice that was pressed. */
    choice?: {turn: string; number: number};
    /** The reading of an earlier turn as a form changed it. */
    reading?: Reading;
  };
}

/** What became of it. */
export type Taken =
  /** Kept: its answer is on its way. `repeated`: it was, before; nothing else happens. */
  | {state: "kept" | "repeated"; message: string; workspace: string}
  /** Not for Tabletalk: nothing is shown. */
  | {state: "silent"}
  /** Not kept: shown to the person alone where the platform can. */
  | {state: "refused"; code: string; message: string; next: string};

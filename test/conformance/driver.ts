import type {ChannelCapabilities} from "../../src/channels/channel.ts";

/** What a channel may be unable to do. A behaviour names what it `needs`; a driver says why its channel `lacks` it. */
export type Feature =
  /** A picture can be seen, or found. */
  | "pictures"
  /** A picture comes with words for whoever cannot see it. */
  | "alt text"
  /** Rows and columns can be seen: a voice has none. */
  | "tables"
  | "buttons"
  /** Files come with what is said, at any time of a conversation. */
  | "files in"
  /** A whole table can be taken away as a file. */
  | "files out"
  /** The platform may bring a message several times. */
  | "redelivery"
  /** A second message can be sent before the first is answered. */
  | "two at once"
  | "stop"
  /** Text is cut into several messages. */
  | "a longest message"
  /** Markup of the platform could do harm: mentions, links, escape sequences. */
  | "markup"
  | "several people"
  /** Others may read along in a conversation. */
  | "a larger audience"
  /** One service answers several organizations. */
  | "several installations"
  /** A conversation outlives the process that answers. */
  | "restart"
  | "feedback"
  /** How an answer came about can be asked for. */
  | "how"
  /** A message of 40,000 characters can be sent. */
  | "long messages"
  | "empty messages";

/** Where and by whom something is said. Each label is made on the platform when it is first used. */
export interface Setting {
  /** Label of a conversation; default: the driver's own for this behaviour. */
  conversation?: string;
  /** Label of a person; default `ann`. */
  person?: string;
  /** Label of an installation; default `acme`. */
  installation?: string;
  /** With them alone (default), or where others read along. */
  audience?: "one" | "several";
  files?: readonly DroppedFile[];
}

export interface DroppedFile {
  name: string;
  content: string | Uint8Array;
}

/** What a person perceives of one answer. */
export interface Perceived {
  /** What can be read, in order: the words of each message, with what stands in code blocks. */
  texts: readonly string[];
  tables: readonly PerceivedTable[];
  pictures: readonly {alt: string; png: Uint8Array}[];
  files: readonly {name: string; content: Uint8Array}[];
  /** What can be picked, in order. */
  choices: readonly {said: string; id: string}[];
  buttons: readonly {label: string; id: string}[];
  /** The text, where it is told as something that went wrong. */
  error?: string;
  /** Where a message is cut in two, each as it was sent: no fence is left open in one. */
  messages: readonly string[];
  /** What markup of the platform does that nobody meant: "mentions everybody", "an escape sequence". */
  harm: readonly string[];
}

/** Cells as they are read, in their order; the header first. */
export interface PerceivedTable {
  header: readonly string[];
  rows: readonly (readonly string[])[];
}

/** A real channel with a real service and the offline model, used as a person uses it. */
export interface Driver extends AsyncDisposable {
  readonly channel: string;
  readonly capabilities: ChannelCapabilities;
  /** How many characters one message may have, where that is not what an answer's text is cut to. */
  readonly longest?: number;
  /** Why a behaviour can be had by nobody on this channel: shown as "not applicable". */
  readonly lacks: Partial<Record<Feature, string>>;
  /** Says something, and waits for its answer. @throws where none comes in time */
  ask(text: string, setting?: Setting): Promise<Perceived>;
  /** Says it once; the platform brings it so many times. @returns every answer that came, once all is quiet */
  redeliver(text: string, times: number, setting?: Setting): Promise<readonly Perceived[]>;
  /** Says all of it at once. @returns the answers in the order in which they came */
  together(texts: readonly string[], setting?: Setting): Promise<readonly Perceived[]>;
  /** Says something that takes long and stops it. @returns what is shown then */
  stopped(text: string, setting?: Setting): Promise<Perceived>;
  /** Says nothing, in the way that a person can: a bare mention, an empty line. */
  sayNothing(setting?: Setting): Promise<Perceived>;
  /** Presses a button or picks a choice of the last answer by its id. */
  press(id: string, setting?: Setting): Promise<Perceived>;
  /** How the last answer came about, as the channel shows it, and its recipe's id. */
  how(setting?: Setting): Promise<{text: string; recipe: string}>;
  /** The last table, whole, as the channel lets it be taken away. */
  csv(setting?: Setting): Promise<string>;
  /** Computes a recipe again. */
  replay(recipe: string, setting?: Setting): Promise<{same: boolean; text: string}>;
  /** Says that the last answer was right or wrong. @returns what is kept of it */
  opinion(verdict: "up" | "down", setting?: Setting): Promise<readonly string[]>;
  /** Ends the process that answers and starts another on what is stored. */
  restart(): Promise<void>;
}

/** A behaviour that every channel has, as far as it can. */
export interface Behaviour {
  /** "answers a number" */
  name: string;
  needs?: readonly Feature[];
  /** Throws where the channel does not behave. */
  check(driver: Driver, place: Place): Promise<void>;
}

/** A conversation of the behaviour's own. */
export interface Place {
  /** A label that no other behaviour has. */
  conversation: string;
  /** Notes what must be the same on every channel. */
  note(what: string, value: string): void;
}

/** Everything that is read in an answer, cells too. */
export function wordsOf(perceived: Perceived): string {
  const cells = perceived.tables.flatMap(({header, rows}) => [header, ...rows].map((row) => row.join("  ")));
  return [...perceived.texts, ...cells].join("\n");
}

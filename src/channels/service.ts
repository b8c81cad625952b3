import type {KeptPrincipal} from "../access/kept_principal.ts";
import type {Config} from "../config.ts";
import type {Dataset, DatasetVersion} from "../data/dataset.ts";
import type {Engine, ImportOptions, Session} from "../data/engine.ts";
import type {KaggleClient} from "../kaggle/client.ts";
import type {Reading} from "../planning/reading.ts";
import type {NewDelivery} from "../store/deliveries.ts";
import type {FileStore} from "../store/files/file_store.ts";
import type {JobQueue} from "../store/jobs.ts";
import type {Store} from "../store/store.ts";
import type {Registry} from "../tools/registry.ts";
import type {TurnEvent} from "./channel.ts";
import type {RemoteFile} from "./chat/incoming.ts";
import type {StandingPlace} from "./schedules/standing.ts";
import type {Told} from "./schedules/told.ts";

/**
 * What a running `tabletalk serve` is made of, for every channel that it offers. Several of them may share one Postgres:
 * nothing that must survive is kept in memory.
 */
export interface Service {
  readonly config: Config;
  /** Every workspace; what serves one takes `store.within(workspace)`. */
  readonly store: Store;
  readonly inbox: Inbox;
  readonly jobs: JobQueue;
  workspace(id: string): WorkspaceService;
  /** Where files are that every worker must reach. */
  files?(): Promise<FileStore>;
  /** Whether the store answers, within a second. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

/** How a file comes into a workspace. */
export interface ServiceImport extends ImportOptions {
  /** Whose its datasets are. */
  by: string;
  /** What a dataset is called here, of the name that its file gives it: another's dataset is not to be replaced. */
  nameOf?: (name: string) => Promise<string>;
  /** Refuses, by throwing, to keep what was read. */
  demand?: (read: readonly Dataset[]) => Promise<void>;
}

/** One workspace of a service. Making it is cheap; nothing is opened before it is used. */
export interface WorkspaceService {
  readonly id: string;
  /** Sees this workspace alone. */
  readonly store: Store;
  registry(): Promise<Registry>;
  /** Imports every table of a file on this machine and keeps them as datasets of the workspace, owned by `by`. */
  importFile(path: string, options: ServiceImport): Promise<Dataset[]>;
  /** Datasets as a session takes them, their files on this machine. @throws TabletalkError no_data for an unknown name */
  datasets(names: readonly string[]): Promise<Dataset[]>;
  /** A version by its hash, its file on this machine; undefined where it was never kept. */
  version(hash: string): Promise<DatasetVersion | undefined>;
  engine(): Promise<Engine>;
  /** Kaggle, with a cache in this workspace's folder. */
  kaggle(): Promise<KaggleClient>;
  /** Works with a warm session over datasets; it stays warm for the next who asks for the same. */
  withSession<T>(names: readonly string[], work: (session: Session) => Promise<T>): Promise<T>;
  /** The same over these very versions. */
  withVersions<T>(datasets: readonly Dataset[], work: (session: Session) => Promise<T>): Promise<T>;
  /** Puts a table that a step made where every worker finds it. It is no dataset of the workspace by that. */
  shareTable(table: Dataset): Promise<void>;
  /** A table that was shared so, its file on this machine; undefined where it is gone. */
  sharedTable(table: Dataset): Promise<Dataset | undefined>;
}

/** What a person sends. */
export interface NewMessage {
  platform: string;
  installation: string;
  /** The platform's id of the conversation; of HTTP: the id in the store. */
  conversation: string;
  thread?: string;
  /** Unique in its conversation: a redelivery does nothing. */
  messageId: string;
  /** Who asks, as the store knows them. */
  actor: string;
  text: string;
  files?: readonly {path: string; name: string}[];
  options?: MessageOptions;
  /** Its answer is posted on a chat platform, too. */
  delivery?: NewDelivery;
}

export interface MessageOptions {
  charts?: "asked" | "always";
  /** The datasets that it is about; default: those of the conversation, else all that the asker may see. */
  datasets?: readonly string[];
  /** The choice that was made, by its number from 0, of the turn that offered it. */
  choice?: {turn: string; number: number};
  /** The reading to compute, as a form changed it: nothing is planned. */
  reading?: Reading;
  /** Who can read the answer: with `several`, what is one person's own is not used. Default: `one`. */
  audience?: "one" | "several";
  /** Files of a chat platform that are still to be fetched. */
  remoteFiles?: readonly RemoteFile[];
  /** Who sent it, as they were then: what they ask to be made or done later has their rights. */
  sender?: KeptPrincipal;
  /** False: whoever asks may use the words that the workspace was taught, and not change them. */
  mayTeach?: boolean;
  /** Nobody asked it now: what a schedule tells. */
  told?: Told;
  /** Where on a chat platform what is done later is told: here first, then the channels that the message names. */
  standing?: readonly StandingPlace[];
}

/** An event of a turn with its place: `attempt` grows when another worker starts over. */
export interface PlacedEvent {
  attempt: number;
  number: number;
  event: TurnEvent;
}

/** What became of a message so far. */
export interface MessageState {
  id: string;
  conversation: string;
  state: "waiting" | "taken" | "done";
  attempts: number;
  /** Once it is done. */
  turn?: string;
}

/** Accepted messages, each answered exactly once by one of the workers. */
export interface Inbox {
  /** Keeps a message. `isNew` is false for a redelivery, whose id is that of the first. */
  send(workspace: string, message: NewMessage): Promise<{id: string; conversation: string; isNew: boolean}>;
  state(workspace: string, id: string): Promise<MessageState | undefined>;
  /**
   * What happens to a message, from its beginning or after a place, live until its answer (or error) is told. Ends at once
   * for one that is done and wholly read.
   */
  events(
    workspace: string,
    id: string,
    options?: {after?: {attempt: number; number: number}; signal?: AbortSignal},
  ): AsyncIterable<PlacedEvent>;
  /** Stops the turn of a message, whichever worker has it. False where it is done already. */
  stop(workspace: string, id: string): Promise<boolean>;
}

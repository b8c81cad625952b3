import type {Generated, Insertable, Selectable} from "kysely";
import type {DataSchema} from "./schema_data.ts";
import type {PeopleSchema} from "./schema_people.ts";
import type {WorkSchema} from "./schema_work.ts";

/** The tables of the store, column for column as `migrations/` makes them. JSON is text; times are ISO 8601 in UTC. */
export interface StoreSchema extends PeopleSchema, DataSchema, WorkSchema {
  workspaces: {id: string; name: string | null; created_at: string};
  conversations: {
    workspace: string;
    id: string;
    platform: string;
    installation: string;
    external_id: string;
    /** "" where the platform has no threads. */
    thread: string;
    created_at: string;
    title: Generated<string | null>;
    /** The person (or actor) who began it; null: everybody's of its channel. */
    owner: Generated<string | null>;
    project: Generated<string | null>;
    updated_at: Generated<string | null>;
    /** JSON: who spoke last in a thread, when, and whether to Tabletalk. */
    voices: Generated<string | null>;
  };
  messages: {
    workspace: string;
    platform: string;
    installation: string;
    external_conversation: string;
    message_id: string;
    conversation: string;
    actor: string;
    text: string;
    files: string;
    received_at: string;
    /** Its key for whoever asks of it; null: a message of before the inbox. */
    id: Generated<string | null>;
    state: Generated<MessageState>;
    /** JSON: how it is to be handled. */
    options: Generated<string | null>;
    worker: Generated<string | null>;
    lease_until: Generated<string | null>;
    attempts: Generated<number>;
    stop_asked_at: Generated<string | null>;
    turn: Generated<string | null>;
    /** The chat platform whose files are to be fetched before it is answered. */
    files_at: Generated<string | null>;
  };
  turns: {
    workspace: string;
    id: string;
    conversation: string;
    message_id: string | null;
    question: string;
    state: TurnState;
    plan: string | null;
    reading: string | null;
    answer: string | null;
    summary: string | null;
    recipe: string | null;
    confidence: string | null;
    timings: string | null;
    tokens: string | null;
    sent: string | null;
    created_at: string;
    /** The inbox's id of the message: one message has one turn. */
    message: Generated<string | null>;
  };
  recipes: {workspace: string; id: string; content: string; created_at: string};
  artifacts: {
    workspace: string;
    turn: string;
    step: string;
    kind: string;
    title: string;
    digest: string;
    content: string;
  };
  dataset_versions: {
    workspace: string;
    hash: string;
    path: string;
    row_count: number;
    columns: string;
    receipt: string;
    source_path: string;
    created_at: string;
  };
  datasets: {workspace: string; name: string; version_hash: string; updated_at: string};
  /** Every version that a name has had. */
  dataset_history: {workspace: string; name: string; version_hash: string; imported_at: string};
  /** Names that were taken away, and when. */
  dataset_deletions: {workspace: string; name: string; deleted_at: string};
  feedback: {
    workspace: string;
    turn: string;
    actor: string;
    verdict: "up" | "down";
    comment: string | null;
    created_at: string;
  };
  definitions: {
    workspace: string;
    term: string;
    version: number;
    /** Null: forgotten. */
    meaning: string | null;
    taught_by: string;
    created_at: string;
  };
  /** Recipes that were run again and gave the same. */
  replays: {workspace: string; recipe: string; replayed_at: string};
  templates: {
    workspace: string;
    kind: "agent" | "prompt";
    name: string;
    version: number;
    /** JSON. Null: removed. */
    content: string | null;
    changed_by: string;
    created_at: string;
  };
}

export type MessageState = "waiting" | "taken" | "done";
export type TurnState = "answered" | "choices" | "declined" | "failed" | "aborted";
export type Row<Name extends keyof StoreSchema> = Selectable<StoreSchema[Name]>;
export type NewRow<Name extends keyof StoreSchema> = Insertable<StoreSchema[Name]>;

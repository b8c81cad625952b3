import type {Generated} from "kysely";

/** Tables of data: how datasets are organized, files, documents. */
export interface DataSchema {
  buckets: {
    workspace: string;
    id: string;
    name: string;
    description: string | null;
    project: string | null;
    created_by: string;
    created_at: string;
  };
  dataset_details: {
    workspace: string;
    name: string;
    bucket: string | null;
    project: string | null;
    owner: string | null;
    connection: string | null;
    visibility: Generated<"workspace" | "project" | "private">;
    title: string | null;
    description: string | null;
    updated_at: string;
  };
  dataset_tags: {
    workspace: string;
    name: string;
    tag: string;
  };
  /** What was found out about a version: domain, grain, keys, units, personal data, sketches. */
  catalogue: {
    workspace: string;
    version_hash: string;
    content: string;
    made_by: string;
    created_at: string;
  };
  /** The stored files that a dataset version consists of: its table, its receipt, its profiles. */
  version_files: {
    workspace: string;
    version_hash: string;
    /** What it is called in the folder of the data. */
    name: string;
    file_hash: string;
    bytes: number;
    created_at: string;
  };
  /** Files by content hash in the folder or the object storage. */
  files: {
    workspace: string;
    hash: string;
    bytes: number;
    media_type: string | null;
    name: string | null;
    created_by: string | null;
    created_at: string;
  };
  uploads: {
    workspace: string;
    id: string;
    name: string;
    bytes: number;
    received: Generated<number>;
    state: "open" | "complete" | "imported" | "failed";
    options: string | null;
    result: string | null;
    created_by: string;
    created_at: string;
    updated_at: string;
  };
  collections: {
    workspace: string;
    id: string;
    name: string;
    description: string | null;
    pipeline: string;
    created_by: string;
    created_at: string;
  };
  knowledge_sources: {
    workspace: string;
    id: string;
    collection: string;
    kind: string;
    location: string;
    cron: string | null;
    state: string;
    error: string | null;
    found: string | null;
    created_by: string;
    created_at: string;
    synced_at: string | null;
  };
  documents: {
    workspace: string;
    id: string;
    collection: string;
    source: string | null;
    location: string;
    title: string;
    media_type: string;
    hash: string;
    pipeline: string;
    characters: number;
    pages: number | null;
    state: "waiting" | "ready" | "failed";
    error: string | null;
    created_by: string;
    created_at: string;
    updated_at: string;
  };
  chunks: {
    number: Generated<number>;
    workspace: string;
    id: string;
    document: string;
    collection: string;
    position: number;
    heading: string;
    page: number | null;
    start_at: number;
    end_at: number;
    text: string;
    embedder: string | null;
    embedding: Uint8Array | string | null;
  };
}

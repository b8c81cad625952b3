import type {Generated} from "kysely";
import type {Flag} from "./schema_people.ts";

/** Tables of work: what turns left, saved plans, jobs, evaluations. */
export interface WorkSchema {
  /** Workspaces that were taken away, until their files are gone too. */
  removals: {workspace: string; begun_at: string};
  /** What a turn's models used, by role and model. Cost in millionths of a US dollar; null where a price is not known. */
  usage: {
    workspace: string;
    id: string;
    person: string | null;
    turn: string | null;
    role: string;
    model: string;
    calls: number;
    input_tokens: number;
    output_tokens: number;
    cost_micros: number | null;
    created_at: string;
  };
  /** What left the machine: to whom, which columns and aggregates, when. Never the text itself. */
  sent_records: {
    workspace: string;
    id: string;
    turn: string | null;
    person: string | null;
    role: string;
    prompt: string | null;
    model: string;
    address: string;
    is_remote: Flag;
    characters: number;
    columns: string;
    results: string;
    sent_at: string;
  };
  /** What happened while a turn ran, for whoever watches or comes back. */
  turn_events: {
    workspace: string;
    message: string;
    attempt: number;
    number: number;
    event: string;
    created_at: string;
  };
  /** The datasets that a conversation speaks of; without any: what its asker may see. */
  conversation_datasets: {
    workspace: string;
    conversation: string;
    name: string;
    added_at: string;
    /** It came in as a file of the conversation: whoever writes there may ask about it, there. */
    came_in: Generated<Flag>;
  };
  /** The answer to a message of a chat platform on its way there. */
  deliveries: {
    workspace: string;
    /** The inbox's id of the message. */
    message: string;
    platform: string;
    installation: string;
    /** JSON, sealed: where the platform wants the answer. */
    target: string;
    state: Generated<"waiting" | "taken" | "done" | "failed">;
    /** JSON: what was posted so far. */
    kept: string | null;
    worker: string | null;
    lease_until: string | null;
    attempts: Generated<number>;
    error: string | null;
    created_at: string;
    finished_at: string | null;
  };
  /** Calls with the analyst. */
  calls: {
    workspace: string;
    id: string;
    conversation: string;
    /** LiveKit's name of it. */
    room: string;
    started_by: string;
    started_at: string;
    ended_at: string | null;
    audience: "one" | "several";
    /** JSON, sealed: where on a chat platform its answers are posted too. */
    target: string | null;
    worker: string | null;
    /** The last beat of whoever holds it, by their clock: watched for change alone. */
    lease_until: string | null;
  };
  /** Who is in a room under which identity. */
  call_members: {
    workspace: string;
    call: string;
    identity: string;
    name: string;
    principal: string;
    created_at: string;
    /** The hash of the code that lets them in by a link of their own. */
    entry: string | null;
    entry_until: string | null;
  };
  /** Answers that an owner vouches for. */
  pins: {
    workspace: string;
    turn: string;
    pinned_by: string;
    note: string | null;
    created_at: string;
  };
  /** Questions as vectors, to find those that are like a new one. Little-endian float32. */
  question_vectors: {
    workspace: string;
    turn: string;
    embedder: string;
    vector: Uint8Array;
  };
  workflows: {
    workspace: string;
    id: string;
    name: string;
    version: number;
    content: string | null;
    project: string | null;
    changed_by: string;
    created_at: string;
    owner: string | null;
    visibility: Generated<"workspace" | "project" | "private">;
  };
  runs: {
    workspace: string;
    id: string;
    workflow: string;
    workflow_version: number;
    state: "waiting" | "running" | "done" | "failed" | "aborted";
    parameters: string | null;
    recipe: string | null;
    result: string | null;
    error: string | null;
    started_by: string;
    created_at: string;
    finished_at: string | null;
    /** The schedule that began it, and the time that was due. */
    schedule: string | null;
    due_at: string | null;
    job: string | null;
    /** Of a waiting run: the node that a person has to approve. */
    waits_for: string | null;
    /** JSON: the versions that it read. */
    datasets: string | null;
    /** JSON: whose rights it has. */
    principal: string | null;
  };
  /** Which version of a workflow runs where none is named: the newest row's. */
  workflow_publications: {
    workspace: string;
    workflow: string;
    number: number;
    version: number;
    published_by: string;
    published_at: string;
  };
  run_nodes: {
    workspace: string;
    run: string;
    node: string;
    state: "running" | "waiting" | "done" | "failed" | "skipped";
    attempts: Generated<number>;
    started_at: string | null;
    elapsed_ms: number | null;
    error: string | null;
    artifact: string | null;
    decision: string | null;
  };
  workflow_schedules: {
    workspace: string;
    id: string;
    workflow: string;
    /** The version that runs, and the newer one by somebody else that was told of. */
    version: number;
    told_version: number | null;
    parameters: string | null;
    cron: string;
    time_zone: string;
    /** JSON: each so-manieth day or week of these. */
    every: string | null;
    missed: Generated<"skip" | "once">;
    /** As a person said it. */
    said: string | null;
    /** JSON: when to tell at all, and what was seen last. */
    alert: string | null;
    seen: string | null;
    conversation: string | null;
    platform: string | null;
    installation: string | null;
    /** JSON, without secrets: where on its platform. */
    target: string | null;
    audience: Generated<"one" | "several">;
    principal: string;
    is_enabled: Generated<Flag>;
    /** Runs that failed or were refused, one after the other. */
    failures: Generated<number>;
    /** Why it was turned off, where nobody asked for it. */
    off_why: string | null;
    next_at: string | null;
    last_at: string | null;
    created_by: string;
    created_at: string;
  };
  /** Reports, dashboards and analyses. */
  reports: {
    workspace: string;
    id: string;
    kind: "report" | "dashboard" | "analysis";
    title: string;
    content: string;
    version: Generated<number>;
    conversation: string | null;
    turn: string | null;
    run: string | null;
    owner: string | null;
    project: string | null;
    visibility: Generated<"workspace" | "project" | "private">;
    created_by: string;
    created_at: string;
    changed_at: string;
  };
  schedules: {
    workspace: string;
    id: string;
    kind: string;
    target: string;
    cron: string;
    time_zone: string;
    content: string | null;
    is_enabled: Generated<Flag>;
    next_at: string | null;
    last_at: string | null;
    created_by: string;
    created_at: string;
  };
  /** Work that outlives a request. Taken under a lease like a message; `key` keeps the same work from being queued twice. */
  jobs: {
    workspace: string;
    id: string;
    kind: string;
    key: string | null;
    state: "waiting" | "taken" | "done" | "failed" | "aborted";
    input: string;
    progress: string | null;
    result: string | null;
    error: string | null;
    attempts: Generated<number>;
    worker: string | null;
    lease_until: string | null;
    run_at: string;
    stop_asked_at: string | null;
    created_by: string;
    created_at: string;
    finished_at: string | null;
  };
  /** A request that was made with an idempotency key, and what it was answered. */
  idempotency_keys: {
    workspace: string;
    actor: string;
    key: string;
    fingerprint: string;
    status: number | null;
    headers: string | null;
    body: string | null;
    created_at: string;
  };
  mcp_servers: {
    workspace: string;
    name: string;
    url: string;
    sealed: string | null;
    content: string;
    is_enabled: Generated<Flag>;
    changed_by: string;
    changed_at: string;
  };
  evaluation_suites: {
    workspace: string;
    id: string;
    name: string;
    content: string;
    created_by: string;
    created_at: string;
    updated_at: string;
  };
  evaluation_results: {
    workspace: string;
    id: string;
    suite: string;
    state: string;
    content: string;
    started_by: string;
    created_at: string;
    finished_at: string | null;
  };
}

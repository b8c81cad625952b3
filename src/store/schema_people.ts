import type {Generated} from "kysely";

export type WorkspaceRole = "owner" | "analyst" | "viewer";
/** SQLite has no booleans. */
export type Flag = 0 | 1;

/** Tables of people: who they are, what they may do, what they used. */
export interface PeopleSchema {
  /** Settings of a workspace by name: limits, models, plugins, samples. A change replaces; who and when is kept. */
  settings: {
    workspace: string;
    name: string;
    content: string;
    version: Generated<number>;
    changed_by: string;
    changed_at: string;
  };
  /** People may be members of several workspaces: they alone are not keyed by one. */
  people: {
    id: string;
    email: string;
    name: string | null;
    password_hash: string | null;
    oidc_issuer: string | null;
    oidc_subject: string | null;
    created_at: string;
    disabled_at: string | null;
  };
  members: {
    workspace: string;
    person: string;
    role: WorkspaceRole;
    created_at: string;
  };
  invitations: {
    workspace: string;
    id: string;
    email: string;
    role: WorkspaceRole;
    hash: string;
    invited_by: string;
    created_at: string;
    expires_at: string;
    accepted_at: string | null;
    revoked_at: string | null;
  };
  /** A Slack team, a Discord guild: which workspace it is, with its tokens. */
  installations: {
    workspace: string;
    platform: string;
    installation: string;
    name: string | null;
    sealed: string | null;
    installed_by: string | null;
    created_at: string;
    removed_at: string | null;
    /** JSON: what is no secret. */
    details: Generated<string | null>;
    /** Its workspace was made for it, and goes with it. */
    is_own: Generated<Flag>;
  };
  /** Who somebody of a platform is. Without a person: known to the platform alone. */
  identities: {
    workspace: string;
    platform: string;
    installation: string;
    external_id: string;
    person: string | null;
    name: string | null;
    role: WorkspaceRole | null;
    created_at: string;
  };
  /** Codes that are good for one use: linking an identity, setting a password, the first owner. */
  one_time_codes: {
    workspace: string;
    hash: string;
    purpose: string;
    subject: string;
    created_at: string;
    expires_at: string;
    used_at: string | null;
  };
  api_keys: {
    workspace: string;
    id: string;
    name: string;
    prefix: string;
    hash: string;
    scopes: string;
    person: string | null;
    role: WorkspaceRole;
    created_by: string;
    created_at: string;
    expires_at: string | null;
    revoked_at: string | null;
    last_used_at: string | null;
  };
  /** One sign-in of a person on one device; its refresh tokens are a family. */
  sign_ins: {
    id: string;
    person: string;
    workspace: string;
    device: string | null;
    created_at: string;
    expires_at: string;
    revoked_at: string | null;
  };
  refresh_tokens: {
    hash: string;
    sign_in: string;
    created_at: string;
    expires_at: string;
    used_at: string | null;
  };
  projects: {
    workspace: string;
    id: string;
    name: string;
    description: string | null;
    created_by: string;
    created_at: string;
  };
  project_members: {
    workspace: string;
    project: string;
    person: string;
    role: WorkspaceRole;
    created_at: string;
  };
  /** A link to a conversation, a chart or a report, inside the workspace or (signed) outside. */
  links: {
    workspace: string;
    id: string;
    kind: string;
    target: string;
    hash: string;
    is_public: Generated<Flag>;
    created_by: string;
    created_at: string;
    expires_at: string | null;
    revoked_at: string | null;
  };
  /** Databases to import from. With a person: that person's own credentials, for nobody else. */
  connections: {
    workspace: string;
    id: string;
    name: string;
    person: string | null;
    shown: string;
    sealed: string;
    created_by: string;
    created_at: string;
    /** Runs of workflows may write to it, too. */
    is_writable: Generated<Flag>;
  };
  /** Counters that limits are held by: one row a day; an empty person is the workspace as a whole. */
  usage_days: {
    workspace: string;
    person: string;
    day: string;
    requests: Generated<number>;
    questions: Generated<number>;
    tokens: Generated<number>;
    cost_micros: Generated<number>;
    rows_imported: Generated<number>;
    bytes_stored: Generated<number>;
  };
}

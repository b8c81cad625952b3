import type {Role} from "./role.ts";

/** Who asks. Made by `authenticate` (or for a platform's people), never from what a request says of itself. */
export interface Principal {
  /** How they showed who they are; `local`: at the terminal of the installation. */
  kind: "person" | "key" | "oidc" | "platform" | "local";
  workspace: string;
  /** Absent: a key of the workspace itself, or someone of a platform who is not linked to a person. */
  person?: string;
  /** Names them in records, by person where there is one: "person:…", "key:…", "slack:T012:U034". */
  actor: string;
  role: Role;
  /** What their key may do; `["*"]` for people. */
  scopes: readonly string[];
  /** Their own roles in projects, by the project's id. */
  projects: ReadonlyMap<string, Role>;
  /** The sign-in, for signing out. */
  session?: string;
  /** A browser sent it along by itself: what changes something must come from our own pages. */
  byCookie?: boolean;
  /** The API key's id. */
  key?: string;
  /** The conversation that a link opened to them, in this request. */
  linked?: string;
}

/** Whoever sits at the terminal of an installation: nobody asks them who they are. */
export function localPrincipal(workspace: string): Principal {
  return {kind: "local", workspace, actor: "person", role: "owner", scopes: ["*"], projects: new Map()};
}

/** The name that what they make is theirs by, and that their use is counted under. */
export function ownName({person, actor}: Principal): string {
  return person ?? actor;
}

import type {Access} from "../../access/access.ts";
import type {Principal} from "../../access/principal.ts";
import type {CallParts} from "../calls/call_parts.ts";
import type {OpenService} from "../open_service.ts";
import type {Visitor} from "./desk.ts";

/** What the desk works with: one for a process. */
export interface DeskParts {
  service: Pick<
    OpenService,
    "config" | "store" | "inbox" | "jobs" | "workspace" | "charts" | "files" | "addFetcher"
  >;
  access: Access;
  settings: DeskSettings;
  /** What calls are made with. Absent: they are not set up. */
  calls?: CallParts;
  /** Told what went wrong outside of any message. Never with a secret in it. */
  onNote?: (text: string) => void;
}

export interface DeskSettings {
  /** How people reach the web page: `https://tabletalk.example.com`. Without it there is no link to it. */
  publicUrl?: string;
  /** The largest file of a message, in bytes. */
  largestFile: number;
}

/** A visitor with who they are here. */
export interface KnownVisitor extends Visitor {
  principal: Principal;
  /** The conversation of their place in the store, once something was said there. */
  conversation?: string;
}

import type {CallMember} from "../../channels/calls/call.ts";

/** What someone said, or typed. */
export interface Said {
  text: string;
  by: CallMember;
  /** Typed words are taken as they are. */
  isTyped?: boolean;
  confidence?: number;
  /** When they had finished saying it. */
  endedAt?: number;
}

import type {KeptPrincipal} from "../../access/kept_principal.ts";
import type {StoredCall} from "../../store/calls.ts";

/** A call with the analyst: a LiveKit room that belongs to one workspace and speaks in one conversation. */
export type Call = StoredCall;

/**
 * Someone who was given a token for a call. Whoever is in the room under this identity is this person: the store says so, and
 * nothing that a participant tells of itself.
 */
export interface CallMember {
  call: string;
  /** The participant's identity in the room: drawn at random for each token. */
  identity: string;
  /** How others see them. */
  name: string;
  principal: KeptPrincipal;
}

/** What the agent is told with its job; only whoever holds the server's secret can give it one. */
export interface CallJob {
  workspace: string;
  call: string;
}

/** The name that agents register with, and jobs are given to. */
export const AGENT_NAME = "tabletalk";

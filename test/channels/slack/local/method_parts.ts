import type {Json, LocalTeam, State} from "./state.ts";

/** What a method needs besides its arguments. */
export interface MethodParts {
  state: State;
  /** This Slack's address. */
  url: string;
  /** The app is told of what it did itself, too, as Slack does. */
  told(team: LocalTeam, event: Json): void;
}

export interface MethodEntry {
  scope?: string;
  run(parts: MethodParts, team: LocalTeam, args: Json): Json;
}

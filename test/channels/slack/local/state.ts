import {botScopes} from "../../../../src/channels/slack/scopes.ts";
import {addPeopleAndChannels} from "./users.ts";

// biome-ignore lint/suspicious/noExplicitAny: payloads of Slack; what a test reads of them is what it then expects.
export type Json = any;

/** Who somebody is in a team. A `stranger` is of another team, met in a channel shared with it. */
export type Kind = "member" | "admin" | "owner" | "guest" | "stranger" | "bot";

export interface LocalUser {
  id: string;
  name: string;
  kind: Kind;
  /** Their own team, where it is another one. */
  team: string;
}

export interface LocalChannel {
  id: string;
  name: string;
  kind: "public" | "private" | "im";
  isExtShared: boolean;
  /** Ids of users; the bot is one where it was invited. */
  members: Set<string>;
  /** Whether only some may post there: the bot may not. */
  isReadOnly: boolean;
  isArchived: boolean;
  messages: LocalMessage[];
}

export interface LocalStream {
  state: "open" | "stopped" | "expired";
  chunks: Json[];
  mode?: "text" | "chunks";
}

/** A message as a person sees it now. */
export interface LocalMessage {
  ts: string;
  channel: string;
  team: string;
  user: string;
  isBot: boolean;
  text: string;
  blocks: Json[];
  threadTs?: string;
  files: LocalFile[];
  metadata?: Json;
  isEdited: boolean;
  stream?: LocalStream;
}

/** Shown to one person alone, until they leave. */
export interface Ephemeral {
  ts: string;
  team: string;
  channel: string;
  user: string;
  text: string;
  blocks: Json[];
  threadTs?: string;
  /** Where it came from: the answer to a request, or a call. */
  from: "ack" | "response_url" | "chat.postEphemeral";
}

export interface LocalFile {
  id: string;
  team: string;
  name: string;
  title: string;
  mimetype: string;
  /** What is told; `bytes` is what comes. */
  size: number;
  bytes: Uint8Array;
  altText?: string;
  user: string;
  /** Uploaded in three steps: announced, received, shared. */
  step: "announced" | "received" | "complete" | "usable";
  /** Slack tells of it only its id, and that it must be asked for. */
  isToCheck: boolean;
  isGone: boolean;
  downloads: number;
  /** The channels and messages in which it is to be seen. */
  shares: {channel: string; ts: string; threadTs?: string}[];
}

export interface LocalView {
  id: string;
  team: string;
  user: string;
  view: Json;
  hash: string;
  isOpen: boolean;
}

export interface LocalTeam {
  id: string;
  name: string;
  domain: string;
  botUser: string;
  botId: string;
  /** Valid while it is installed. */
  token: string;
  isInstalled: boolean;
  /** What the manifest asks for, unless a test takes some away. */
  scopes: Set<string>;
  users: Map<string, LocalUser>;
  channels: Map<string, LocalChannel>;
  files: Map<string, LocalFile>;
  ephemeral: Ephemeral[];
  /** By user. */
  homes: Map<string, Json>;
  views: LocalView[];
  /** By `channel:thread`. */
  statuses: Map<string, {status: string; loading?: string[]}>;
  /** By `channel:thread`: of the agent's session. */
  sessions: Map<string, {status: string; title?: string}>;
  /** By channel. */
  prompts: Map<string, {title?: string; prompts: {title: string; message: string}[]}>;
}

export interface Call {
  method: string;
  args: Json;
  team?: string;
  at: number;
  /** What was answered; undefined while it is not. */
  answer?: Json;
}

export interface State {
  teams: Map<string, LocalTeam>;
  calls: Call[];
  /** What broke a rule of Slack's: tests expect none at their end. */
  problems: string[];
  nextTs(): string;
  nextId(prefix: string): string;
}

export const APP_ID = "A0TABLETALK";
export interface TeamOptions {
  id: string;
  name?: string;
  /** False where somebody still has to install it. */
  isInstalled?: boolean;
}

export function newState(teams: readonly TeamOptions[]): State {
  let seconds = Math.floor(Date.now() / 1000);
  let ids = 0;
  const state: State = {
    teams: new Map(),
    calls: [],
    problems: [],
    nextTs() {
      seconds += 1;
      ids += 1;
      return `${seconds}.${String(100 * (ids % 9999)).padStart(6, "0")}`;
    },
    nextId(prefix) {
      ids += 1;
      return `${prefix}0${ids.toString(36).toUpperCase().padStart(6, "0")}`;
    },
  };
  for (const options of teams) state.teams.set(options.id, newTeam(options));
  return state;
}

function newTeam(options: TeamOptions): LocalTeam {
  const name = options.name ?? options.id;
  const team: LocalTeam = {
    id: options.id,
    name,
    domain: name.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
    botUser: "U0TABLETALK",
    botId: "B0TABLETALK",
    token: `xoxb-${options.id}-1`,
    isInstalled: options.isInstalled ?? true,
    scopes: new Set<string>(botScopes()),
    users: new Map(),
    channels: new Map(),
    files: new Map(),
    ephemeral: [],
    homes: new Map(),
    views: [],
    statuses: new Map(),
    sessions: new Map(),
    prompts: new Map(),
  };
  addPeopleAndChannels(team);
  return team;
}

export function teamOf(state: State, id: string | undefined): LocalTeam {
  const team = id === undefined ? [...state.teams.values()][0] : state.teams.get(id);
  if (!team) throw new Error(`There is no team ${id} in this Slack.`);
  return team;
}

export function messageIn(team: LocalTeam, channel: string, ts: string): LocalMessage | undefined {
  return team.channels.get(channel)?.messages.find((message) => message.ts === ts);
}

import type {Access} from "../../access/access.ts";
import type {ChatDesk} from "../chat/desk.ts";
import type {NewerBlock} from "./blocks/answer_messages.ts";
import type {DirectChannels} from "./direct_channel.ts";
import type {SlackPeople} from "./people.ts";
import type {SlackSettings} from "./settings.ts";
import type {IsSlackUrl} from "./slack_hosts.ts";
import type {SlackTeams} from "./teams.ts";

/** What the adapter works with: one for a process. */
export interface SlackParts {
  desk: ChatDesk;
  access: Access;
  settings: SlackSettings;
  teams: SlackTeams;
  people: SlackPeople;
  directs: DirectChannels;
  isSlackUrl: IsSlackUrl;
  learnt: Learnt;
  /** True the first time for each key: what Slack tells several times is said once. */
  told: (key: string) => boolean;
  /** Told what went wrong outside of any message; never with a secret in it. */
  onNote: (text: string) => void;
}

/** What workspaces turned out not to take: asked once, then remembered while the process lives. */
export interface Learnt {
  blocks(installation: string): Set<NewerBlock>;
  /** Web API methods that a workspace refuses for good. */
  methods(installation: string): Set<string>;
  /** Whether another stream may be begun: Slack takes 20 a minute, and other processes begin some too. */
  mayStream(installation: string): boolean;
}

/** So many are remembered: Slack tells of the same thing again within minutes. */
const REMEMBERED = 1_000;

export function firstTimes(): (key: string) => boolean {
  const seen = new Set<string>();
  return (key) => {
    if (seen.has(key)) return false;
    seen.add(key);
    if (seen.size > REMEMBERED) seen.delete(seen.values().next().value!);
    return true;
  };
}

const STREAMS_A_MINUTE = 8;

/** @param nativeCharts false: no workspace is tried with Slack's own charts */
export function learnt(nativeCharts: boolean): Learnt {
  const blocks = new Map<string, Set<NewerBlock>>();
  const methods = new Map<string, Set<string>>();
  const begun = new Map<string, number[]>();
  return {
    blocks: (installation) =>
      kept(blocks, installation, () => new Set<NewerBlock>(nativeCharts ? [] : ["data_visualization"])),
    methods: (installation) => kept(methods, installation, () => new Set<string>()),
    mayStream(installation) {
      const now = Date.now();
      const recent = (begun.get(installation) ?? []).filter((at) => at > now - 60_000);
      const may = recent.length < STREAMS_A_MINUTE;
      begun.set(installation, may ? [...recent, now] : recent);
      return may;
    },
  };
}

function kept<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

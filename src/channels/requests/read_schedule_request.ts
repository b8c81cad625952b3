import type {Alert} from "../../workflows/schedule/alert.ts";
import {readAlert} from "../../workflows/schedule/read_alert.ts";
import {type FoundTimes, readTimes} from "../../workflows/schedule/read_times.ts";
import {isNamed} from "./known_names.ts";
import {BRINGS, isClock, isOfData, isSent, isVerb} from "./schedule_verb.ts";

/** What a message asks of schedules. */
export type AskedSchedule =
  | {
      kind: "make";
      /** What is done: undefined is the answer above; else a workflow's name, or a question. */
      what?: string;
      /** The question that was said, where the verb may be a part of it: "run a regression of sales on price". */
      whole?: string;
      times?: FoundTimes;
      alert?: Alert;
      /** Where it is told: a channel's name, `me` alone, or here. */
      place?: {channel: string} | "me";
      title?: string;
    }
  | {kind: "list"}
  | {kind: "stop" | "resume"; which: string};

const LONGEST = 600;
const LIST =
  /^\W*(?:(?:what|which)(?:'s| is| are)?(?: things| all)? (?:is |are )?(?:scheduled|on (?:the|your|my) schedule)|(?:show|list|see|what are|which are)(?: me| us)?(?: all)?(?: of)?(?: the| my| our| your)? (?:schedules?|alerts?|scheduled (?:things|runs|answers|workflows|reports))|(?:which|what) (?:schedules|alerts) (?:are there|exist|do (?:i|we) have|are set))(?: here| in this (?:channel|conversation|thread)| right now| now| there)?\W*$/i;
const STOP =
  /^\W*(?:(?:please|pls|plz|ok|okay|now)[, ]+|(?:can|could|would|will) you )*(?<verb>stop|cancel|delete|remove|pause|disable|turn off|switch off|resume|restart|enable|turn on|unpause)(?: (?:posting|sending|running|telling (?:me|us)(?: about)?))?(?: (?:the|my|our|this|that|all|every|those))*(?: (?<which>.{1,120}?))??(?: (?<thing>ones?|schedules?|alerts?|reminders?|scheduled (?:run|post|report|answer)s?))?(?: (?:please|now|again|here))?\W*$/i;
const VERB =
  /^\W*(?:(?:please|pls|plz|kindly|ok|okay|hey|hi|now|and|then)[, ]+|(?:can|could|would|will) you |(?:i|we)(?:'d like| want| would like| need) (?:you )?(?:to )?)*(?<verb>post|send|share|schedule|deliver|run|repeat|email|message|publish|do|show|give|tell|ask|check|refresh|update)(?=[\s:,]|$)(?: (?:me|us|everyone|the (?:team|channel)))?\s*/i;
const THIS =
  /^(?:(?:this|that|it|these|the same(?: thing)?|again|(?:this|that|the) (?:answer|result|question|one|chart|table|workflow|report)(?: above)?|the (?:last|previous) (?:answer|one|result))\s*)*$/i;
const CHANNEL = /(?:\b(?:in|to|into|on)\s+)?(?:the\s+)?#(?<channel>[\p{L}\p{N}_.-]{1,80})(?:\s+channel)?/iu;
const HERE = /\b(?:in|to)\s+(?:this|the)\s+(?:channel|thread|conversation|room)\b|\bhere\b/i;
const TO_ME =
  /\b(?:to\s+me(?:\s+(?:alone|only|privately))?|by\s+(?:dm|direct\s+message)|privately|as\s+a\s+(?:dm|direct\s+message))\b/i;
const NAMED = /\b(?:as|called|named)\s+["“']?(?<name>[^"”']{1,120}?)["”']?\s*$/i;
const END =
  /\b(?:until|till|through|for the next|for \d+ (?:days|weeks|months)|starting|beginning|from next)\b/i;

/** The clock and zone of whoever asks, and the names of their tables and columns: these win over verbs. */
export interface ScheduleSetting {
  timeZone: string;
  now: Date;
  names?: readonly string[];
  /** Names and titles of workflows: one of them is nothing else, whatever its time is. */
  workflows?: readonly string[];
}

/**
 * What a message asks of schedules; undefined for a question. "Monthly", "sales every month", "share of sales every month" and
 * "show revenue on Mondays" are questions: what is to be done by itself is "this", or has a verb that brings it somewhere, with
 * a time of day or a channel where the verb could be a noun.
 */
export function readScheduleRequest(text: string, setting: ScheduleSetting): AskedSchedule | undefined {
  const {names = [], workflows = []} = setting;
  const line = text
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (line.length === 0 || line.length > LONGEST) return undefined;
  if (LIST.test(line)) return isOfData(line, names) ? undefined : {kind: "list"};
  const stopped = readStop(line, names);
  if (stopped) return stopped;
  const {rest: said, place, title} = readPlace(line);
  const alerted = readAlert(said);
  const without = alerted ? joined(said.slice(0, alerted.start), said.slice(alerted.end)) : said;
  const times = readTimes(without, setting);
  if (!alerted && !times) return undefined;
  const rest = times ? joined(without.slice(0, times.start), without.slice(times.end)) : without;
  const found = VERB.exec(rest);
  const lead = found && isVerb(found.groups!.verb!, rest, names) ? found : undefined;
  const verb = lead?.groups?.verb ?? "";
  const what = (lead ? rest.slice(lead[0].length) : rest).replace(WITHOUT_ENDS, "");
  const made = {
    kind: "make",
    ...(times && {times}),
    ...(place && {place}),
    ...(title !== undefined && {title}),
  } as const;
  if (alerted) {
    const watched = alerted.what === "" ? {} : {what: alerted.what};
    const alert = alerted.what === "" ? alerted.alert : {...alerted.alert, of: alerted.what};
    // What stands beside it would be lost.
    return isNothing(what) ? {...made, ...watched, alert} : undefined;
  }
  const hasClock = isClock(without.slice(times!.start, times!.end));
  const isExact = place !== undefined || hasClock;
  if (isNothing(what)) return isExact || BRINGS.test(verb) ? made : undefined;
  if (END.test(what)) return undefined;
  const named = found && rest.slice(found[0].length).replace(WITHOUT_ENDS, "");
  const plain = named?.replace(/^(?:the )?(?:workflow )?["“']?/i, "").replace(/["”']?(?: workflow)?$/i, "");
  if (plain && isNamed(plain, workflows)) return {...made, what: plain};
  const whole = /^run$/i.test(verb) && /^an? /i.test(what) ? {whole: `run ${what}`} : {};
  // Without a verb, a channel and a time of day say it.
  const isPlaced = place !== undefined && (lead !== undefined || (place !== "me" && hasClock));
  return isSent(verb, rest) || (isExact && BRINGS.test(verb)) || isPlaced
    ? {...made, what, ...whole}
    : undefined;
}

const isNothing = (what: string) =>
  THIS.test(what.trim()) || /^(?:and|please|thanks?|now|also)*$/i.test(what.trim());

const WITHOUT_ENDS = /^(?:and\b|[\s,:])+|(?:\s*\b(?:and|for)|[\s,.!?])+$/gi;

const joined = (before: string, after: string) => `${before.trimEnd()} ${after.trimStart()}`.trim();

function readPlace(text: string): {rest: string; place?: {channel: string} | "me"; title?: string} {
  let rest = text;
  let place: {channel: string} | "me" | undefined;
  const channel = CHANNEL.exec(rest);
  if (channel) {
    place = {channel: channel.groups!.channel!};
    rest = joined(rest.slice(0, channel.index), rest.slice(channel.index + channel[0].length));
  } else {
    const alone = TO_ME.exec(rest);
    if (alone) place = "me";
    rest = rest.replace(TO_ME, "").replace(HERE, "");
  }
  const named = NAMED.exec(rest);
  const title = named?.groups?.name?.trim();
  if (named) rest = rest.slice(0, named.index);
  return {
    rest: rest.replaceAll(/\s+/g, " ").trim(),
    ...(place !== undefined && {place}),
    ...(title && {title}),
  };
}

function readStop(line: string, names: readonly string[]): AskedSchedule | undefined {
  const match = STOP.exec(line);
  if (!match?.groups) return undefined;
  const {verb = "", which = "", thing} = match.groups;
  const isOfSchedule =
    thing !== undefined ||
    /^(?:stop|cancel|pause|resume)\b.*\b(?:posting|sending|running|telling)\b/i.test(line);
  // "Cancel rate by schedule", "delete date of the alerts".
  const isNoun = /^(?:rates?|dates?|counts?|words?|times?)\b|(?:^|\s)(?:by|per|of|for|with|and|in)$/i.test(
    which,
  );
  if (!isOfSchedule || isNoun || isNamed(`${verb} ${which.split(" ")[0]}`, names)) return undefined;
  const isResume = /^(?:resume|restart|enable|turn on|unpause)$/i.test(verb);
  const all = /\b(?:all|every|those)\b/i.test(line) && which === "" ? "all" : which;
  return {kind: isResume ? "resume" : "stop", which: all};
}

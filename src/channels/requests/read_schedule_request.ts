import type {Alert} from "../../workflows/schedule/alert.ts";
import {readAlert} from "../../workflows/schedule/read_alert.ts";
import {type FoundTimes, readTimes} from "../../workflows/schedule/read_times.ts";

/** What a message asks of schedules. */
export type AskedSchedule =
  | {
      kind: "make";
      /** What is done: undefined is the answer above; else a workflow's name, or a question. */
      what?: string;
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
  /^\W*(?:please |can you |could you )?(?<verb>stop|cancel|delete|remove|pause|disable|turn off|switch off|resume|restart|enable|turn on|unpause)(?: (?:posting|sending|running|telling (?:me|us)(?: about)?))?(?: (?:the|my|our|this|that|all|every|those))*(?: (?<which>.{1,120}?))??(?: (?<thing>ones?|schedules?|alerts?|reminders?|scheduled (?:run|post|report|answer)s?))?(?: (?:please|now|again|here))?\W*$/i;
const VERB =
  /^\W*(?:please |can you |could you |(?:i|we) (?:want|would like|need) (?:you to )?)*(?<verb>post|send|share|schedule|deliver|run|repeat|email|message|publish|do|show|give|tell|ask|check|refresh|update)\b(?: (?:me|us|everyone|the (?:team|channel)))?\s*/i;
/** Verbs that say it is to be brought somewhere: a question to the data has none of them. */
const BRINGS =
  /^(?:post|send|share|schedule|deliver|run|repeat|email|message|publish|refresh|update|check)$/i;
const THIS =
  /^(?:(?:this|that|it|these|the same(?: thing)?|again|(?:this|that|the) (?:answer|result|question|one|chart|table|workflow|report)(?: above)?|the (?:last|previous) (?:answer|one|result))\s*)*$/i;
const CHANNEL = /(?:\b(?:in|to|into|on)\s+)?(?:the\s+)?#(?<channel>[\p{L}\p{N}_.-]{1,80})(?:\s+channel)?/iu;
const HERE = /\b(?:in|to)\s+(?:this|the)\s+(?:channel|thread|conversation|room)\b|\bhere\b/i;
const TO_ME =
  /\b(?:to\s+me(?:\s+(?:alone|only|privately))?|by\s+(?:dm|direct\s+message)|privately|as\s+a\s+(?:dm|direct\s+message))\b/i;
const NAMED = /\b(?:as|called|named)\s+["“']?(?<name>[^"”']{1,120}?)["”']?\s*$/i;
const END =
  /\b(?:until|till|through|for the next|for \d+ (?:days|weeks|months)|starting|beginning|from next)\b/i;

/**
 * What a message asks of schedules; undefined for a question. "Monthly", "sales every month" and "show revenue on Mondays" are
 * questions: what is to be done by itself has a time of day, a channel, or a verb that brings it somewhere.
 */
export function readScheduleRequest(
  text: string,
  setting: {timeZone: string; now: Date},
): AskedSchedule | undefined {
  const line = text
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (line.length === 0 || line.length > LONGEST) return undefined;
  if (LIST.test(line)) return {kind: "list"};
  const stopped = readStop(line);
  if (stopped) return stopped;
  const {rest: said, place, title} = readPlace(line);
  const alerted = readAlert(said);
  const without = alerted ? joined(said.slice(0, alerted.start), said.slice(alerted.end)) : said;
  const times = readTimes(without, setting);
  if (!alerted && !times) return undefined;
  const rest = times ? joined(without.slice(0, times.start), without.slice(times.end)) : without;
  const lead = VERB.exec(rest);
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
  const phrase = without.slice(times!.start, times!.end);
  const isClear = place !== undefined || /\d|noon|midnight|o'?clock/i.test(phrase) || BRINGS.test(verb);
  if (!isClear) return undefined;
  if (isNothing(what)) return made;
  if (END.test(what)) return undefined;
  return BRINGS.test(verb) || (lead && place !== undefined) ? {...made, what} : undefined;
}

const isNothing = (what: string) =>
  THIS.test(what.trim()) || /^(?:and|please|thanks?|now|also)*$/i.test(what.trim());

const WITHOUT_ENDS = /^(?:and\b|[\s,:])+|(?:\s*\band|[\s,.!?])+$/gi;

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

function readStop(line: string): AskedSchedule | undefined {
  const match = STOP.exec(line);
  if (!match?.groups) return undefined;
  const {verb = "", which = "", thing} = match.groups;
  const isOfSchedule =
    thing !== undefined ||
    /^(?:stop|cancel|pause|resume)\b.*\b(?:posting|sending|running|telling)\b/i.test(line);
  if (!isOfSchedule) return undefined;
  const isResume = /^(?:resume|restart|enable|turn on|unpause)$/i.test(verb);
  const all = /\b(?:all|every|those)\b/i.test(line) && which === "" ? "all" : which;
  return {kind: isResume ? "resume" : "stop", which: all};
}

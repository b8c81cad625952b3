import {TabletalkError} from "../../errors.ts";
import {readTimes} from "../../workflows/schedule/read_times.ts";
import {isNamed, knownNames} from "./known_names.ts";
import {readScheduleRequest, type ScheduleSetting} from "./read_schedule_request.ts";
import type {RequestScene, RunRequest} from "./request.ts";
import {isClock} from "./schedule_verb.ts";

const ASKS = String.raw`^\W*(?:(?:please|pls|ok|okay|now|can you|could you)[, ]+)*`;
const SAVE = new RegExp(
  String.raw`${ASKS}(?:(?:save|store) (?:this|that|it|the (?:last |above )?(?:answer|result|analysis))(?: (?:as|under|called|named)\b.*)?|(?:keep|remember) (?:this|that|it) (?:as|under) .+)$`,
  "i",
);
/** Saved as one of these it is a file or a page, and others say what is missing. */
const FILES =
  /\b(?:pdf|csv|excel|xlsx|html|png|svg|picture|image|report|dashboard|sql|script|notebook|file|dataset|table|spreadsheet|workbook|parquet|json|definition|view)\b/i;
const RUN = new RegExp(
  String.raw`${ASKS}(?<verb>run|start|execute|re-?run) (?:the |my |our )?(?<word>workflow )?["“']?(?<what>[\p{L}\p{N}][\p{L}\p{N} _-]{0,80}?)["”']?(?<after> workflow)?(?: again| now| please)*[\s.!]*$`,
  "iu",
);
/** What is computed, not a name; and nouns that "run" stands before. */
const COMPUTED =
  /^(?:an?|some|all|this|that|it|these|those|them|again|time|times|rates?|length|count|counts|totals?|dates?|numbers?|distance|averages?|hours?|duration|score|scores|costs?)\b|\b(?:by|per|of|for|with|from|in|on|over|and|or|vs|is|are|was|were|each|every|test|tests|t-test|anova|regression|correlation|forecast|analysis|query|model|numbers|rows|sql|report|cluster\w*|simulation|total|average|mean|median|sum|max|min)\b/i;
const SENDS = new RegExp(
  String.raw`${ASKS}(?:post|send|schedule|deliver|email|message|publish|share) (?:(?:me|us|everyone) )?(?<what>this|that|it|these|the|my|our)\b(?<rest>.*)$`,
  "i",
);
const TIME =
  /(?<!\b(?:for|by|per|in|of) )\b(?:every|each)\b.*|\b(?:tomorrow|tonight|next (?:week|month|year|\w+day)|at \d|on \w+days?|in (?:an?|\d+) (?:minutes?|hours?|days?|weeks?)|once|whenever|later)\b.*/i;
const END =
  /\b(?:until|till|through|for the next|for \d+ (?:days|weeks|months)|starting|beginning|from next)\b.*/i;
const WATCH = new RegExp(
  String.raw`${ASKS}(?:(?:alert|notify|warn|ping) (?:me|us|everyone|the team)(?: in #\S+)? (?:when|if|once|whenever|as soon as)|(?:tell (?:me|us)|let (?:me|us) know)(?: in #\S+)? (?:when|once|whenever|as soon as) (?:this|that|it|these|the (?:answer|result))) (?<what>.+)$`,
  "i",
);
/** What was, or was most, is asked of the data. */
const WAS =
  /\b(?:was|were|did|had|happened|has been|have been|most|least|best|worst|peak\w*|[a-z]{3,}est|\w{3,}ed)\b/i;

/** What a message that is clearly a request lacks, and what to do. */
export interface Missing {
  problem: string;
  next: string;
}

/**
 * What is missing in a message that clearly asks for something to be saved, run or scheduled, and that nobody could do. Undefined
 * for questions: names of tables and columns win.
 */
export function readMissing(
  text: string,
  {hasAnswer, ...setting}: ScheduleSetting & {hasAnswer: boolean},
): Missing | undefined {
  const line = text
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/\s+/g, " ")
    .trim();
  const {names = []} = setting;
  if (line.length > 300) return undefined;
  if (SAVE.test(line) && !FILES.test(line))
    return hasAnswer ? undefined : withoutAnswer("There is no answer to save yet.");
  const schedule = readScheduleRequest(line, setting);
  if (schedule?.kind === "make" && schedule.what === undefined && !hasAnswer)
    return withoutAnswer(`There is no answer yet to be ${schedule.alert ? "watched" : "posted"}.`);
  if (schedule) return undefined;
  return missingRun(line, names) ?? missingTime(line, setting) ?? missingCondition(line);
}

/** Says what is missing where something was clearly asked for: the last that is asked. */
export async function recogniseMissing(scene: RequestScene): Promise<RunRequest | undefined> {
  const {setting, message, earlier} = scene;
  const missing = readMissing(message.text, {
    ...{timeZone: setting.timeZone, now: setting.asOf},
    ...{names: knownNames(scene), hasAnswer: earlier.length > 0},
  });
  if (!missing) return undefined;
  return async () => {
    throw new TabletalkError("bad_use", missing.problem, missing.next);
  };
}

const withoutAnswer = (problem: string): Missing => ({
  problem,
  next: "Ask something, or choose what was meant, first; when the answer is right, say it again.",
});

function missingRun(line: string, names: readonly string[]): Missing | undefined {
  const {verb = "", word, after, what = ""} = RUN.exec(line)?.groups ?? {};
  if (what === "" || FILES.test(what)) return undefined;
  const isSaid = word !== undefined || after !== undefined;
  const words = what.split(/[ _-]+/);
  const isData =
    COMPUTED.test(what) || [what, verb, `${verb} ${what}`, ...words].some((one) => isNamed(one, names));
  if (isSaid ? COMPUTED.test(what) : /^start$/i.test(verb) || words.length > 3 || isData) return undefined;
  return {
    problem: `There is no workflow called "${what}" that you may see.`,
    next: `"which workflows are there?" lists them. To make it, ask something, then say "save this as ${what}".`,
  };
}

function missingTime(line: string, setting: ScheduleSetting): Missing | undefined {
  const sent = SENDS.exec(line)?.groups;
  const times = readTimes(line, setting);
  if (!times) {
    const isThis = sent && /^(?:this|that|it|these)$/i.test(sent.what!);
    const said = isThis ? TIME.exec(sent.rest!)?.[0] : undefined;
    return said === undefined
      ? undefined
      : {
          problem: `Nothing is scheduled: it is not clear when "${said.trim()}" is.`,
          next: 'What is scheduled comes again and again: say for example "post this every Monday at 9".',
        };
  }
  const phrase = line.slice(times.start, times.end);
  const ends = END.exec(line.slice(times.end)) ?? END.exec(line.slice(0, times.start));
  // "Every Monday at 9 until Christmas" says nothing else.
  const isBare =
    times.start === 0 &&
    ends !== null &&
    isClock(phrase) &&
    /^[\s,]*$/.test(line.slice(times.end, times.end + ends.index));
  if (!ends || !(sent || isBare)) return undefined;
  return {
    problem: `Nothing is scheduled: "${ends[0].trim()}" is not understood. A schedule begins at its next time and goes on until it is stopped.`,
    next: `Say "post this ${phrase}", and "stop all schedules" or "stop the ... schedule" when it is over.`,
  };
}

function missingCondition(line: string): Missing | undefined {
  const what = WATCH.exec(line)?.groups?.what;
  if (what === undefined || WAS.test(what)) return undefined;
  return {
    problem: `Nothing is watched: it is not clear when "${what.replace(/[.!?]+$/, "")}" is.`,
    next: 'Say for example "tell me when this falls below 10k", "... drops by 20%" or "... changes".',
  };
}

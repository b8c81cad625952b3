import type {Reading} from "../../planning/reading.ts";
import type {TimeUnit} from "../../tools/measure.ts";
import {nameWords} from "./tokens.ts";

/** What a follow-up asks for, without the talk around it. */
export interface FollowUp {
  /** The words that change the earlier reading; empty where only its period moves. */
  words: string;
  /** It leans on the answer before without doubt. */
  surely: boolean;
  /** What it names comes beside what was there, and does not take its place. */
  adds: boolean;
  /** The earlier period moved by so many units: "and the month before?". */
  moved?: {unit: TimeUnit; by: number};
  /** The period that it names is what the earlier one is set against: "is that up on June?". */
  against: boolean;
}

const OPENERS =
  /^\W*(?:(?:ok(?:ay)?|k|right|great|good|nice|cool|thanks?|thank you|ta|cheers|hmm+|ah+|oh|well|alright|fine|perfect|lovely|interesting)\b[\s,.!-]*(?:(?:n|and|so|then|but|now)\b[\s,]*)?)+(?=\S)/i;
const ASKS_FOR =
  /^\W*(?:can|could|would|will|may)\s+(?:i|we|you)\s+(?:please\s+|pls\s+|also\s+|just\s+)?(?:have|get|see|do|show|make|give|put|plot|draw|turn|redo|change|switch|display)\s+(?:me\s+|us\s+)?/i;
const SAME =
  /^\W*(?:(?:do|show|give|make|put|plot|draw|turn|redo|change|switch|display)\s+(?:me\s+|us\s+)?)?(?:that|this|it|these|those|them|(?:the\s+)?same(?:\s+(?:thing|again|one|question|figures?|numbers?))?)\s+(?=(?:as|in|into|by|per|for|but|with|without|to|on|just|only|weekly|monthly|daily|yearly|annually|quarterly|hourly|again|split|broken|sorted|excluding|except|minus)\b)(?:(?:again|but)\s+)?/i;
const MADE_INTO = /^\W*(?:as|into|to|in)\s+(?:a\s+|an\s+|the\s+)?(?=\S)/i;
const MEANT = /^\W*(?:i\s+|we\s+)?(?:meant|mean|want(?:ed)?|was after|am after|'m after)\s+(?:the\s+)?/i;
const USES =
  /^\W*(?:use|take|try|go with|switch to|change (?:it )?to|replace (?:it|that) with)\s+(?:the\s+)?/i;
const TAIL = /[\s,]+(?:instead|tho|though|please|pls|plz|then|ta|thanks|cheers|too maybe)\W*$/i;
const NOT_THAT =
  /[\s,(]+(?:not|instead of|rather than|and not)\s+(?:the\s+|by\s+|per\s+|a\s+)*([\p{L}\p{N}_\s]+?)\)?\W*$/iu;
const BESIDE =
  /^\W*(?:put|add|place|show|set|include)\s+(.+?)\s+(?:next to|beside|alongside|against|with)\s+(?:it|that|this|them|those)\W*$/i;
const ADDED =
  /^\W*(?:and\s+)?(?:add|include)\s+(?:in\s+|the\s+|also\s+)?(.+?)(?:\s+(?:too|as well|also))?\W*$/i;
const COMPARED =
  /^\W*(?:and\s+)?(?:now\s+)?(?:compare|put)\s+(?:that|it|this|them|those)\s+(?:to|with|against|and)\s+(.+?)\W*$/i;
const SPLIT_FURTHER =
  /^\W*(?:and\s+|now\s+)?(?:split|break|cut|divide|group)\s+(?:that|it|this|them|those)\s*(?:down|up|out)?\s+(?=by\b|per\b)/i;
const HOW_AGAINST =
  /^\W*(?:and\s+|so\s+)?(?:(?:is|was|are|were)\s+(?:that|it|this|they|those)\s+(?:up|down|more|less|higher|lower|better|worse|a (?:rise|drop|fall|increase|decrease)|an (?:rise|increase))|how\s+(?:does|did|do)\s+(?:that|it|this|they)\s+compare|(?:what|how)(?:'s| is| was)? (?:the|that) (?:change|difference))\s*(?:on|vs\.?|versus|than|from|over|against|to|with|compared (?:to|with))\s+(.+?)(?:[\s,]+and\s+by\s+how\s+much)?\W*$/i;
const MOVED =
  /^\W*(?:(?:and|then|now|so|but|what about|how about|whats?|what's|same for|same|for|in)\s+)*(?:the\s+)?(?:(previous|prior|preceding|next|following)\s+(day|week|month|quarter|year|yr)|(day|week|month|quarter|year|yr)\s+(before(?: that)?|earlier|prior|previous|after(?: that)?|later|following|next)|(?:a|one)\s+(day|week|month|quarter|year|yr)\s+(earlier|before|later|after)|same\s+(?:day|week|month|quarter|period|time|dates?)\s+(?:of\s+)?(?:the\s+)?(last|previous|prior)\s+(?:year|yr))\W*$/i;

/** A follow-up's core: its frame of politeness, pointers and "instead" is taken off, and what it does to the earlier reading is told. */
export function followUp(question: string, earlier: Reading): FollowUp {
  const plain = {adds: false, against: false, surely: false};
  const opened = question.replace(OPENERS, "").replace(TAIL, "");
  const moved = movedIn(opened);
  if (moved && (earlier.period || hasYear(earlier))) return {...plain, words: "", surely: true, moved};
  const against = HOW_AGAINST.exec(opened)?.[1];
  if (against && earlier.period) {
    const before = movedIn(against.replace(/^last year$/i, "same time last year"));
    return before
      ? {...plain, words: "", surely: true, moved: before, against: true}
      : {...plain, words: `for ${against}`, surely: true, against: true};
  }
  const beside = BESIDE.exec(opened)?.[1] ?? COMPARED.exec(opened)?.[1] ?? ADDED.exec(opened)?.[1];
  if (beside) return {...plain, words: `and ${beside}`, surely: true, adds: true};
  if (SPLIT_FURTHER.test(opened))
    return {...plain, words: opened.replace(SPLIT_FURTHER, ""), surely: true, adds: true};
  const asked = opened.replace(ASKS_FOR, "");
  const same = asked.replace(SAME, "");
  const meant = same.replace(MEANT, "").replace(USES, "");
  const core = withoutOld(meant === same && same === asked ? meant : meant.replace(MADE_INTO, ""), earlier);
  const words = core.trim() === "" ? opened : core;
  return {...plain, words, surely: words !== opened && (same !== asked || meant !== same || core !== meant)};
}

/** "per month not year", where the earlier reading is by year: what is given up needs no saying. */
function withoutOld(words: string, earlier: Reading): string {
  const found = NOT_THAT.exec(words);
  const rest = found && words.slice(0, found.index).trim();
  if (!found || !rest) return words;
  const known = new Set(
    [
      ...earlier.groups.flatMap((group) => [group.name, group.unit ?? "", group.part ?? ""]),
      ...earlier.measures.flatMap(({name, fn}) => [
        name,
        fn,
        ...(fn === "count" ? ["counts", "number"] : []),
      ]),
    ].flatMap((name) => nameWords(name)),
  );
  const given = nameWords(found[1] ?? "");
  const isOld =
    given.length > 0 && given.every((word) => known.has(word) || known.has(word.replace(/s$/, "")));
  return isOld ? rest : words;
}

function movedIn(words: string): FollowUp["moved"] {
  const found = MOVED.exec(words);
  if (!found) return undefined;
  const [, first, firstUnit, unit, second, one, third, lastYear] = found;
  if (lastYear) return {unit: "year", by: -1};
  const said = (first ?? second ?? third ?? "").toLowerCase();
  const by = /^(?:next|following|after|later)/.test(said) ? 1 : -1;
  const name = (firstUnit ?? unit ?? one ?? "").toLowerCase();
  return {unit: (name === "yr" ? "year" : name) as TimeUnit, by};
}

const hasYear = ({filters}: Reading): boolean =>
  filters.some(({condition}) => isYearValue(condition) !== undefined);

/** The year that a condition asks a column of years to be. */
export function isYearValue(condition: Reading["filters"][number]["condition"]): number | undefined {
  if (condition.op !== "=" || !("column" in condition.of)) return undefined;
  const value = "value" in condition ? condition.value : undefined;
  const isYear = typeof value === "number" && Number.isInteger(value) && value > 1500 && value < 2200;
  return isYear && /year|yr|jahr|season/i.test(condition.of.column) ? value : undefined;
}

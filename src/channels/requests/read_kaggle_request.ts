import {readKaggleSearch, type SaidSearch} from "./read_kaggle_search.ts";

/** What a message asks of Kaggle. */
export type KaggleAsk =
  /** `question`: what is asked of it once it is here, with `{table}` in the place of its name. */
  | {kind: "import"; ref: string; file?: string; question?: string}
  | ({kind: "search"; named?: string} & SaidSearch)
  | {kind: "competitions"; search: string}
  | {kind: "describe"; ref: string}
  | {kind: "leaderboard"; slug: string}
  | {kind: "local"}
  | {kind: "remove"; ref: string}
  /** One of those that were found before, from 1. */
  | {kind: "pick"; number: number};

const NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,99}";
const PAGE = new RegExp(
  String.raw`\b(?:https?:\/\/)?(?:www\.)?kaggle\.com\/(?:datasets\/${NAME}\/${NAME}(?:\/versions\/\d+)?|c(?:ompetitions)?\/${NAME})(?:\/[\w-]+)?(?:[?#][\w=&%.-]+)?`,
  "i",
);
/** "kaggle:owner/slug", "kaggle: competitions/titanic". */
const TAGGED = new RegExp(String.raw`\bkaggle: ?((?:${NAME})\/(?:${NAME})(?:\/(?:versions\/)?\d+)?)`, "i");
const BARE = new RegExp(String.raw`(?<![\w/.:-])((?:${NAME})\/(?:${NAME})(?:\/versions\/\d+)?)(?![\w/-])`);

const POLITE = String.raw`^\W*(?:(?:please|can you|could you|would you|i want to|i'd like to|let's|let us|now) )*`;
const TAKE =
  "(?:use|import|load|download|get|fetch|open|take|bring in|pull(?: in)?|add|analy[sz]e|look at|work with)";
const THE = "(?:(?:the|this|that|a|my) )?";
const THING = "(?:data ?sets?|data|competition|files?|tables?)";
const OF_KAGGLE = "(?:(?:from|on|of|at) )?(?:kaggle(?:'s|.com)?)?";

const BEFORE = new RegExp(
  `${POLITE}(?:${TAKE} )?${THE}(?:${OF_KAGGLE} ?)(?:${THING} )?(?:(?:called|named|at|from) )?$`,
  "i",
);
const AFTER = new RegExp(
  String.raw`^ ?(?:data ?sets?|data|competition)?(?: ?(?:${OF_KAGGLE}))?(?:[,;:.]? ?(?:version (\d+)))?(?:[,;:.]? ?(?:(?:only )?(?:the )?file ["“]?([\w./ -]+?\.[a-z0-9]{2,8})["”]?))?[\s,;:.!?–-]*(?:(?:and then|and|then|to) )?`,
  "i",
);
const REMOVE = new RegExp(String.raw`${POLITE}(?:delete|remove|drop|clear)\b.*\bkaggle\b`, "i");
const DESCRIBE =
  /\b(?:licen[cs]e|version|columns?|files?|metadata|description)\b.*\b(?:of|in|for)\b|^\W*(?:please )?(?:describe|show(?: me)?|tell me about|what is|what's) (?:the )?kaggle\b/i;
const LOCAL =
  /^\W*(?:please )?(?:(?:list|show(?: me)?|what|which)\b).*\bkaggle\b.*\b(?:downloaded|local(?:ly)?|on this machine|do (?:i|we) have|have (?:i|we)|cached?)\b/i;
const SEARCH = [
  new RegExp(
    String.raw`${POLITE}(?:search|browse|look (?:on|in|through)|query)\b(?: for)? ?(?:on |in |the |all )*kaggle\b(.*)$`,
    "is",
  ),
  new RegExp(String.raw`${POLITE}(?:kaggle search|search kaggle|find on kaggle|kaggle,? find)\b(.*)$`, "is"),
  new RegExp(
    String.raw`${POLITE}(?:search|find|look)(?: me)?(?: for)? (.+?) (?:on|in|at|from) kaggle\b(.*)$`,
    "is",
  ),
];
/** Words of questions to data, which may hold figures of Kaggle's. */
const FIGURE =
  /\b(?:averages?|mean|median|totals?|sum|counts?|number of|how (?:many|much)|highest|lowest|top \d+|maximum of|minimum of|share of|percent(?:age)?|rates?|per|group(?:ed)? by|by (?:month|year|week|day|country|region))\b/i;
const COMPETITIONS = new RegExp(
  String.raw`${POLITE}(?:(?:search|find|list|show(?: me)?|browse|which|what)\b(?: the)?(?: kaggle)?|kaggle) competitions?\b(?: (?:on|at|of|from) kaggle| are on kaggle)?(?: (?:about|on|for|with) (.+?))?(?: (?:on|at|from) kaggle)?\W*$`,
  "is",
);
const LEADERBOARD = new RegExp(
  String.raw`\bleaderboard\b.*?\b(?:competitions?[ /:]*)(?:called )?["“]?(${NAME})|\bkaggle competition ["“]?(${NAME})["”]?,? .*\bleaderboard\b`,
  "is",
);
const NUMBERS = ["first", "second", "third", "fourth", "fifth"];
const PICK = new RegExp(
  String.raw`^\W*(?:please )?${TAKE} (?:the )?(?:number |no\.? )?(first|second|third|fourth|fifth|\d)(?: (?:one|data ?set|of (?:them|these)))?\W*$`,
  "i",
);

/** What a message asks of Kaggle; undefined for one that may be a question to the data. */
export function readKaggleRequest(message: string): KaggleAsk | undefined {
  const text = message.trim();
  const picked = PICK.exec(text)?.[1]?.toLowerCase();
  if (picked) return {kind: "pick", number: NUMBERS.indexOf(picked) + 1 || Number(picked)};
  if (!/\bkaggle\b/i.test(text)) return undefined;
  if (LOCAL.test(text)) return {kind: "local"};
  const board = LEADERBOARD.exec(text);
  if (board) return {kind: "leaderboard", slug: (board[1] ?? board[2])!};
  const place = placeIn(text);
  const asked = place && ofPlace(text, place);
  if (asked) return asked;
  const competition = new RegExp(
    `${POLITE}${TAKE} ${THE}kaggle competition ["“]?(${NAME})["”]?(.*)$`,
    "is",
  ).exec(text);
  if (competition) return imported(`competitions/${competition[1]}`, "", competition[2] ?? "");
  const competitions = COMPETITIONS.exec(text);
  if (competitions) return {kind: "competitions", search: (competitions[1] ?? "").trim()};
  for (const [at, pattern] of SEARCH.entries()) {
    const found = pattern.exec(text);
    // "find the average score on Kaggle" may be a question to the data.
    if (found && (at < 2 || !FIGURE.test(text)))
      return {kind: "search", ...readKaggleSearch(found.slice(1).join(" "))};
  }
  const named =
    /^\W*kaggle: ?(.+?)\W*$/is.exec(text)?.[1] ??
    new RegExp(
      String.raw`${POLITE}${TAKE} ${THE}kaggle(?:'s)? (?:${THING} )?["“]?([\w -]{2,60}?)["”]?(?: ${THING})?\W*$`,
      "i",
    ).exec(text)?.[1];
  return named === undefined ? undefined : {kind: "search", named, ...readKaggleSearch(named)};
}

interface Place {
  ref: string;
  /** It is said to be Kaggle's by itself: else what stands around it must say so. */
  isSure: boolean;
  /** Where it stands in the message. */
  from: number;
  to: number;
}

function placeIn(text: string): Place | undefined {
  const sure = PAGE.exec(text) ?? TAGGED.exec(text);
  const found = sure ?? BARE.exec(text);
  if (!found) return undefined;
  const [from, to] = [found.index, found.index + found[0].length];
  return {ref: found[1] ?? found[0], isSure: sure !== null, from, to};
}

/** "… of the kaggle data set ", right before a reference. */
const CALLED = new RegExp(String.raw`\bkaggle(?:'s)? (?:${THING} )?(?:called |named )?$`, "i");
const FROM_KAGGLE = new RegExp(String.raw`^ (?:${THING} )?(?:from|on|at) kaggle\b`, "i");

function ofPlace(text: string, {ref, isSure, from, to}: Place): KaggleAsk | undefined {
  const before = text.slice(0, from);
  const isFrom = FROM_KAGGLE.test(text.slice(to)) && BEFORE.test(before);
  if (!isSure && !CALLED.test(before) && !isFrom) return undefined;
  if (REMOVE.test(text)) return {kind: "remove", ref};
  if (DESCRIBE.test(before) && /^[\s?.!]*$/.test(text.slice(to))) return {kind: "describe", ref};
  return imported(ref, before, text.slice(to));
}

function imported(ref: string, before: string, after: string): KaggleAsk {
  const found = AFTER.exec(after);
  const [head = "", version, file] = found ?? [];
  const place = version === undefined ? ref : `${ref}/versions/${version}`;
  const own = {kind: "import" as const, ref: place, ...(file !== undefined && {file: file.trim()})};
  const question = BEFORE.test(before)
    ? after.slice(head.length).trim()
    : `${before.replace(/\b(?:the )?(?:kaggle )?(?:data ?set |data )?(?:kaggle )?$/i, "")}{table}${file || version ? after.slice(head.length) : after}`;
  return /\p{L}{2}/u.test(question.replace("{table}", "")) ? {...own, question: question.trim()} : own;
}

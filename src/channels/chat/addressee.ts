import {
  ABOUT_ANSWER,
  ANNOUNCE,
  BOT,
  DATA,
  FEELING,
  FOLLOW_UP,
  OF_THEM,
  ORDER,
  PERIOD,
  POLITE_ORDER,
  QUESTION,
  REACTION,
  TALK,
  YES_OR_NO,
} from "./addressee_words.ts";

/** Who spoke in a thread, when, and whether to Tabletalk. Never what they said. */
export interface Voice {
  /** The platform's id of them; of an answer it does not matter. */
  by: string;
  /** ISO 8601. */
  at: string;
  /** They asked Tabletalk; Tabletalk answered; they said something to somebody else. */
  kind: "asked" | "answered" | "overheard";
  /** Ids of people whom they named. */
  named?: readonly string[];
}

/** A message in a thread that Tabletalk is in, which does not mention it. */
export interface ThreadMessage {
  /** Mentions as `<@id>` or `@name`. */
  text: string;
  by: string;
  /** Ids of people whom it names. */
  named: readonly string[];
  /** Who spoke before, the last at the end. */
  before: readonly Voice[];
  hasFile: boolean;
  /** Names of the columns and datasets that the conversation speaks of. */
  columns: readonly string[];
  /** What people who speak there are called: whom a message may be for without a mention. */
  names?: readonly string[];
  now?: Date;
}

/** What speaks for (more than 0) or against its being meant for Tabletalk. */
export interface Sign {
  name: string;
  weight: number;
}

/**
 * Whether a message in a thread is meant for Tabletalk. To speak among people who talk to each other is worse than to be
 * silent until it is mentioned: in doubt it is silent.
 */
export function isAddressed(message: ThreadMessage): boolean {
  return signsOf(message).reduce((sum, {weight}) => sum + weight, 0) > 0;
}

/** All that was weighed, for whoever wonders. */
export function signsOf(message: ThreadMessage): Sign[] {
  const said = readText(message.text);
  return [...ofThread(message, said), ...ofPeople(message, said), ...ofWords(message, said)].filter(
    ({weight}) => weight !== 0,
  );
}

/** Talk between people that is older than this says little of what comes now. */
const OLD_TALK_MS = 30 * 60_000;
const LONG_AGO_MS = 8 * 3_600_000;

function ofThread({by, before, now = new Date()}: ThreadMessage, said: Said): Sign[] {
  const last = before.at(-1);
  const asker = before.findLast(({kind}) => kind === "asked")?.by;
  const signs: Sign[] = [{name: "a message in a thread", weight: -1}];
  if (!last) return signs;
  const ago = now.getTime() - Date.parse(last.at);
  if (last.kind !== "overheard") {
    signs.push({name: "Tabletalk spoke last", weight: ago > LONG_AGO_MS ? 0.5 : 1});
    if (asker === by) signs.push({name: "by whoever asked it", weight: 0.6});
    const others = before.some((one) => one.kind !== "answered" && one.by !== by);
    if (!others) signs.push({name: "nobody else is there", weight: 0.5});
    return signs;
  }
  if (last.by === by)
    signs.push({name: "goes on speaking to people", weight: last.named?.length ? -1.5 : -1});
  else {
    signs.push({name: "somebody else spoke last", weight: ago > OLD_TALK_MS ? -0.8 : -1.5});
    if (last.named?.includes(by)) signs.push({name: "and spoke to them", weight: -1});
  }
  if (said.wordCount <= 2) signs.push({name: "short, after people", weight: -0.7});
  return signs;
}

function ofPeople({by, named, names = []}: ThreadMessage, said: Said): Sign[] {
  const others = named.filter((id) => id !== by);
  if (count(BOT, said.plain) > 0) return [{name: "calls it by name", weight: 4}];
  const signs: Sign[] = [];
  if (said.mention === "to") signs.push({name: "mentions whom it is for", weight: -4});
  else if (others.length > 0) signs.push({name: "names somebody", weight: said.mention === "of" ? -0.5 : -2});
  if (others.length === 0 && said.clauses.some((clause, at) => callsPerson(clause, at, said, names)))
    signs.push({name: "calls a person by name", weight: -3});
  return signs;
}

function ofWords({text, columns, hasFile}: ThreadMessage, said: Said): Sign[] {
  const {plain} = said;
  if (hasFile && said.wordCount === 0) return [{name: "a file alone", weight: 3}];
  if (said.wordCount === 0) return [{name: "no words", weight: -4}];
  if (YES_OR_NO.test(plain)) return [{name: "answers whoever spoke last", weight: 0.2}];
  if (said.clauses.every((clause) => REACTION.test(clause) || clause.split(" ").every(isReaction)))
    return [{name: "a reaction alone", weight: -4}];
  const asks = /[?？]/u.test(text);
  const begins = said.clauses.map(withoutFiller);
  const orders = begins.filter((clause) => ORDER.test(clause)).length + count(POLITE_ORDER, plain);
  const talk = count(TALK, plain);
  const announced = count(ANNOUNCE, plain);
  const found = columnsIn(plain, columns);
  const ofData = count(DATA, plain);
  const isOfData = begins.some((clause) => QUESTION.test(clause)) && (ofData > 0 || found > 0);
  return [
    {name: "a file", weight: hasFile ? 1 : 0},
    {name: "tells it to do something", weight: Math.min(orders, 2) * 1.8},
    {name: "words of data", weight: Math.min(ofData, 3) * 1.1},
    {name: "columns", weight: Math.min(found, 3)},
    {name: "asks of data", weight: isOfData ? 1.2 : 0},
    {name: "a period", weight: Math.min(count(PERIOD, plain), 2)},
    {name: "goes on from an answer", weight: said.clauses.some((one) => FOLLOW_UP.test(one)) ? 0.8 : 0},
    {name: "speaks of an answer", weight: Math.min(count(ABOUT_ANSWER, plain), 2) * 1.5},
    {name: "a question", weight: asks ? 0.5 : 0},
    {name: "a figure", weight: /\p{N}/u.test(plain) ? 0.4 : 0},
    {name: "what people talk of", weight: -Math.min(talk, 3) * 1.6},
    {name: "says what they do or think", weight: -Math.min(announced, 2) * (asks ? 1 : 1.8)},
    {name: "begins with it", weight: begins.some(isAnnounced) && !asks ? -1 : 0},
    {name: "a feeling", weight: FEELING.test(plain) ? (asks || orders > 0 ? -0.3 : -1.5) : 0},
    {name: "long", weight: said.wordCount > 40 ? -0.5 : 0},
  ];
}

interface Said {
  /** In small letters without accents, marks and links. */
  plain: string;
  clauses: readonly string[];
  /** As they were written, to tell names. */
  written: readonly string[];
  wordCount: number;
  /** Whether mentions are of whom it is for, or of whom it speaks. */
  mention?: "to" | "of";
}

const MENTION = /<@!?[\w:-]+>|(?<![\p{L}\p{N}._])@[\p{L}\p{N}][\p{L}\p{N}._-]*/gu;

/** What comes after so many characters was pasted, and says nothing of whom it is for. */
const MOST_READ = 1_500;

function readText(text: string): Said {
  const bare = text
    .slice(0, MOST_READ)
    .replace(/```[\s\S]*?(?:```|$)/g, " ")
    .replace(/^\s*>.*$/gmu, " ")
    .replace(/<?https?:\/\/\S+/gu, " ")
    .replace(/:[a-z0-9_+'-]+:/g, " ")
    .trim();
  const written = bare
    .replace(MENTION, " ")
    .split(/[.!?;:,\n¿¡…]+(?=\s|$)|[\n¿¡]|\s[-–—]\s/u)
    .map((one) => one.trim())
    .filter((one) => /[\p{L}\p{N}+]/u.test(one));
  const clauses = written.map(plainOf);
  const mention = mentionIn(bare);
  return {
    plain: clauses.join(" "),
    clauses,
    written,
    wordCount: clauses.reduce((sum, one) => sum + one.split(" ").length, 0),
    ...(mention && {mention}),
  };
}

function plainOf(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_+%:-]+/gu, " ")
    .trim();
}

/** A mention at the beginning, or at the end, is of whom it is for; unless what they say or do is told. */
function mentionIn(text: string): Said["mention"] {
  const all = [...text.matchAll(MENTION)];
  if (all.length === 0) return undefined;
  const leading =
    /^(?:(?:hey|hi|hello|hallo|hola|salut|ok|so|and|und|y|et)\s+)?((?:(?:<@!?[\w:-]+>|@[\p{L}\p{N}._-]+)[\s,:]*(?:and\s+|und\s+|y\s+|et\s+|&\s*)?)+)/iu.exec(
      text,
    );
  if (leading) return OF_THEM.test(plainOf(text.slice(leading[0].length))) ? "of" : "to";
  const last = all.at(-1)!;
  const rest = text.slice(last.index + last[0].length);
  return /^[\s.!?]*$/u.test(rest) ? "to" : "of";
}

/** Whether a clause is somebody's name, or begins with it and goes on as to them. */
function callsPerson(
  clause: string,
  at: number,
  {written, clauses}: Said,
  names: readonly string[],
): boolean {
  const known = names.map(plainOf).filter((name) => name.length > 1);
  const calls = known.flatMap((name) => [name, name.split(" ")[0]!]);
  const isLast = at === clauses.length - 1;
  if (calls.includes(clause)) return true;
  for (const name of calls) {
    if (clause.startsWith(`${name} `)) return !OF_THEM.test(clause.slice(name.length + 1));
    if (
      /^(?:hey|hi|hello|thanks|thank you|danke|danke dir|merci|gracias|ok|sorry) \S+$/u.test(clause) &&
      clause.endsWith(` ${name}`)
    )
      return true;
  }
  // "…, Ben": one word in capitals at the end that nothing else explains.
  return isLast && at > 0 && /^\p{Lu}\p{Ll}{2,}$/u.test(written[at] ?? "") && !isReaction(clause);
}

const FILLER =
  /^(?:ok|okay|so|and|then|now|please|pls|hey|hi|great|thanks|thank you|also|but|actually|sorry|lol|no|yes|yeah|well|just|alright|perfect|cool|nice|good|und|dann|jetzt|bitte|danke|y|ahora|luego|por favor|gracias|et|alors|maintenant|merci|s il te plait|stp|vale) (?=\S)/u;

function withoutFiller(clause: string): string {
  let rest = clause;
  while (FILLER.test(rest) && !ORDER.test(rest)) rest = rest.replace(FILLER, "");
  return rest;
}

/** Whether a sentence begins with what somebody does or thinks. */
const isAnnounced = (clause: string): boolean =>
  [...clause.matchAll(ANNOUNCE)].some(({index}) => index === 0);

const isReaction = (word: string): boolean => REACTION.test(word);

const count = (pattern: RegExp, text: string): number => [...text.matchAll(pattern)].length;

/** How much of a message is names of columns: a whole name of several words says more than a word that others use too. */
function columnsIn(plain: string, columns: readonly string[]): number {
  const said = new Set(plain.split(" ").map(stem));
  let found = 0;
  const counted = new Set<string>();
  for (const column of columns) {
    const name = plainOf(column);
    const parts = name.split(/[_ ]+/u).filter((part) => part.length > 2 || name.length <= 2);
    if (name.includes("_") && plain.split(" ").includes(name)) {
      found += 1.5;
      continue;
    }
    for (const part of parts) {
      const root = stem(part);
      if (!said.has(root) || counted.has(root)) continue;
      counted.add(root);
      found += parts.length === 1 ? 1 : parts.every((one) => said.has(stem(one))) ? 0.8 : 0.4;
    }
  }
  return found;
}

function stem(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

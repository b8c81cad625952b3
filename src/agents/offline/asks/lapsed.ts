import {nameWords} from "../tokens.ts";
import {type Ask, type AskScene, blankReading, columnsSaid, isDay, mainDate, planned} from "./ask_scene.ts";
import {timeSaid} from "./period_said.ts";
import {vocabulary} from "./places_words.ts";
import {buyers, thingCalled} from "./things.ts";

const NOT =
  /\b(?:has|have|had|did|do|does)(?: not|n'?t)\b|\bnot\b|\bno (?:\w+ ){1,2}since\b|\bwithout (?:an? )?\w+ since\b|\bstopped\b|\bgone (?:quiet|away|silent|dark|off)\b|\bquiet\b|\blapsed\b|\binactive\b|\bnever\b/i;

/** The words that such a question is made of. */
export const LAPSED_WORDS = vocabulary(`
  since | not | has not | without | stopped | quiet | lapsed | inactive | never | no | list | any | how many | number of |
  done | made | placed | been | gone | gone quiet | silent | dark | away | nothing | bought | buy | buying | ordered | order | orders | ordering | purchase |
  purchased | used | visited | visit | booked | logged in | log in | logged | seen | heard | from us | came | come | back | done a job | single | which | end of |
  start of | beginning of | one`);

/** "who has not ordered since March": those whose last date lies before it. */
export const askLapsed: Ask = (scene) => {
  const {question, table} = scene;
  if (!/\bsince\b/i.test(question) || !NOT.test(question)) return undefined;
  const date = dateMeant(scene);
  const since = date && firstDay(scene, date.name);
  if (!date || !since) return undefined;
  const said = question.replace(/\bsince\b.*$/i, "");
  const word =
    /\b(?:who|which|what|how many|any|number of|list|show)?\s*(\p{L}+?)(?:s)?\s+(?:has|have|had|did|do|with|without|not|are|is|were|was|that|who|gone|went|stopped|quiet|lapsed)\b/iu.exec(
      said,
    )?.[1];
  const thing =
    (word && !/^(?:who|which|that|people|anyone|nobody)$/i.test(word) && thingCalled(word, table)) ||
    buyers(table);
  if (!thing) return undefined;
  const last = `last ${date.name}`;
  const before = {op: "<" as const, of: {column: last}, value: since};
  const many = /\bhow many\b|\bnumber of\b|\bcount\b/i.test(question);
  const isRow = table.keys.includes(thing.key.name);
  const reading = blankReading(table.table, {
    measures: [{name: last, fn: "max", of: {column: date.name}}],
    groups: [{name: thing.label.name, of: {column: thing.label.name}}],
    assumptions: [
      `those whose ${last} is before ${since}`,
      ...(isRow ? [] : [`each ${thing.key.name} once`]),
    ],
  });
  const names =
    thing.label === thing.key ? [] : [{name: thing.label.name, fn: "max", of: {column: thing.label.name}}];
  const group = {
    id: "last",
    tool: "prepare_data",
    purpose: "find the last date of each",
    input: {
      method: "group",
      table: table.table,
      where: {op: "is_not_null", of: {column: thing.key.name}},
      groups: [{name: thing.key.name, of: {column: thing.key.name}}],
      measures: [{name: last, fn: "max", of: {column: date.name}}, ...names],
    },
  };
  const input = many
    ? {measures: [{name: `${word ?? thing.key.name}s not since ${since}`, fn: "count"}]}
    : {
        groups: [{name: thing.label.name, of: {column: thing.label.name}}],
        measures: [{name: last, fn: "max", of: {column: last}}],
        order: [{by: last, direction: "desc"}],
      };
  return planned(reading, [
    group,
    {
      id: "answer",
      tool: "aggregate",
      purpose: "keep those before",
      input: {table: {$step: "last"}, where: before, ...input},
    },
  ]);
};

/** The date that the verb speaks of: Last Login of "logged in", else the date that things happened on. */
function dateMeant({question, table, lexicon}: AskScene) {
  const verb = question.toLowerCase();
  const dates = table.columns.filter(isDay);
  const called = dates.find((column) =>
    nameWords(column.name).some(
      (word) => word.length >= 3 && word !== "date" && word !== "last" && joined(verb).includes(word),
    ),
  );
  return (
    called ??
    columnsSaid({lexicon}, question, (column) => isDay(column.profile))[0]?.column.profile ??
    mainDate(table)
  );
}

/** "logged in" beside login: verbs and their nouns written together. */
const joined = (text: string): string =>
  `${text} ${text.replace(/\blogged in\b/g, "login").replace(/\bsigned up\b/g, "signup")}`;

function firstDay({question, table, input}: AskScene, column: string): string | undefined {
  const profile = table.columns.find(({name}) => name === column);
  if (!profile) return undefined;
  const since = question.slice(question.toLowerCase().indexOf("since"));
  const found = timeSaid({input}, since, profile).find((one) => one.kind === "period");
  if (found?.kind !== "period" || /\b(?:mid|middle)\b/i.test(since)) return undefined;
  if (!/\bend of\b/i.test(since)) return found.from;
  return found.to ?? (found.from && endOfMonth(found.from));
}

/** The first day after the month that begins on a day. */
const endOfMonth = (day: string): string =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 1)).toISOString().slice(0, 10);

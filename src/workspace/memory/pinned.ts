import {isWhole, wordsOf} from "../../agents/hosted/similar_questions.ts";
import type {TableProfile} from "../../data/profile.ts";
import type {Plan} from "../../planning/plan.ts";
import type {Reading} from "../../planning/reading.ts";
import {namesOfDatasets} from "../../store/asked_questions.ts";
import {personById} from "../../store/people.ts";
import {pinsOf} from "../../store/pins.ts";
import type {Store} from "../../store/store.ts";
import {answeredIn, datasetsNamed, plainly} from "./asked.ts";

/** An answer that an owner vouches for: the same question is answered by its plan, run on the data as it is now. */
export interface Pinned {
  turn: string;
  question: string;
  plan: Plan;
  /** The datasets that it is of. */
  datasets: readonly string[];
  /** Who pinned it, as it is said. */
  by: string;
  /** ISO 8601. */
  at: string;
  note?: string;
  /** The question means the same in any conversation. */
  isWhole: boolean;
}

/** So many telling words make a question whole, whatever was said before it. */
const TELLING_WORDS = 3;
/** Words whose meaning passes: a plan of steps has their dates written in. */
const PASSING =
  /\b(?:today|yesterday|tomorrow|now|current(?:ly)?|recent(?:ly)?|latest|last|this|past|previous|next|ago|to date|ytd|mtd)\b/i;

/** The pinned answers of a workspace, the one pinned last first; one that anybody disliked is none. */
export async function pinnedAnswers(store: Pick<Store, "db">, workspace: string): Promise<Pinned[]> {
  const pins = await pinsOf(store, workspace);
  if (pins.length === 0) return [];
  const known = await namesOfDatasets(store, workspace);
  const names = new Map<string, Promise<string>>();
  const found: Pinned[] = [];
  for (const {turn, pinnedBy, pinnedAt, note, isFirst, ...rest} of pins) {
    const name = names.get(pinnedBy) ?? nameOf(store, workspace, pinnedBy);
    names.set(pinnedBy, name);
    const by = await name;
    for (const {question, plan} of answeredIn(rest)) {
      const own = plan.reading ? [plan.reading.table, ...plan.reading.joins.map(({table}) => table)] : [];
      found.push({
        turn,
        question,
        plan,
        datasets: [...new Set([...own, ...datasetsNamed(plan, known)])],
        by,
        at: pinnedAt,
        ...(note !== undefined && {note}),
        isWhole: isWhole(question) && (isFirst || wordsOf(question).size >= TELLING_WORDS),
      });
    }
  }
  return found;
}

/** Those of some pins whose datasets are all at hand. */
export const pinnedOf = (pins: readonly Pinned[], datasets: readonly string[]): Pinned[] =>
  pins.filter((pin) => pin.datasets.length > 0 && pin.datasets.every((name) => datasets.includes(name)));

/** The pin of the same question: the same words in the same order, whatever their case and the points between them. */
export function pinnedQuestion(pins: readonly Pinned[], question: string): Pinned | undefined {
  const asked = plainly(question);
  return asked === "" ? undefined : pins.find((pin) => pin.isWhole && plainly(pin.question) === asked);
}

/** The pin of the same reading. Dates that were counted from a day may have moved on. */
export function pinnedReading(pins: readonly Pinned[], reading: Reading): Pinned | undefined {
  const key = meaningOf(reading);
  return pins.find(({plan}) => plan.reading && meaningOf(plan.reading) === key);
}

/** Whether a pinned answer speaks of a time that passes ("last month"): its old dates would be another question's. */
export function isPassing({plan, question}: Pinned): boolean {
  if (!plan.reading) return PASSING.test(question);
  const {period, comparison} = plan.reading;
  return [period, comparison?.against].some((one) => one !== undefined && one.anchor !== "none");
}

/** The columns that a pinned reading names and its tables no longer have. */
export function columnsGone({plan}: Pinned, profiles: readonly TableProfile[]): string[] {
  const {reading} = plan;
  if (!reading) return [];
  const tables = profiles.filter(({table}) =>
    [reading.table, ...reading.joins.map((one) => one.table)].includes(table),
  );
  const there = new Set(
    tables.flatMap(({table, columns}) => columns.flatMap(({name}) => [name, `${table}.${name}`])),
  );
  // Rows that are made for each of some groups first have columns of their own.
  for (const {name} of [...(reading.each?.measures ?? []), ...(reading.each?.groups ?? [])]) there.add(name);
  const named = [...JSON.stringify(reading).matchAll(/"column":("(?:[^"\\]|\\.)*")/g)].map(
    ([, text = '""']) => String(JSON.parse(text)),
  );
  return [...new Set(named)].filter((name) => !there.has(name));
}

/** What a reading asks for, without how it was worded, drawn or scored. */
function meaningOf(reading: Reading): string {
  const {placements, assumptions, plainly: _, score, question, definitions, chart, ...meaning} = reading;
  const period = (one: Reading["period"]) => {
    if (!one) return undefined;
    const {column, anchor, from, to} = one;
    return anchor === "none" ? {column, from, to} : {column, anchor, counted: countedAs(one.said)};
  };
  const comparison = meaning.comparison && {
    ...meaning.comparison,
    against: period(meaning.comparison.against),
  };
  const filters = meaning.filters.map(({condition}) => condition);
  const named = [...meaning.groups, ...meaning.measures, ...meaning.windows].map(({name}) => name);
  const whole = {...meaning, filters, period: period(meaning.period), comparison};
  return JSON.stringify(withoutNames(whole, named));
}

/** "May 2024 (this month, so far)": how it was counted, without the dates that it came to. */
const countedAs = (said: string): string => (/\(([^)]*)\)/.exec(said)?.[1] ?? said).replace(/,? so far/, "");

/** What results are called says nothing; where one is spoken of by its name, it is by its place. */
const NAMING: ReadonlySet<string> = new Set(["name", "of", "by", "within", "limitWithin"]);

function withoutNames(value: unknown, names: readonly string[], key = ""): unknown {
  if (typeof value === "string" && NAMING.has(key) && names.includes(value))
    return `#${names.indexOf(value)}`;
  if (Array.isArray(value)) return value.map((one) => withoutNames(one, names, key));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([own, one]) => [own, withoutNames(one, names, own)]),
  );
}

/** Who somebody of the records is, for whoever reads a reply. */
async function nameOf(store: Pick<Store, "db">, workspace: string, actor: string): Promise<string> {
  // Whoever sits at the terminal is the only one there.
  if (actor === "person") return "you";
  const person = await personById(store, actor.replace(/^person:/, ""));
  if (person) return person.name ?? person.email;
  const [platform = "", installation = "", ...rest] = actor.split(":");
  const identity = await store.db
    .selectFrom("identities")
    .select("name")
    .where((is) => is.and({workspace, platform, installation, external_id: rest.join(":")}))
    .executeTakeFirst();
  return identity?.name ?? "an owner";
}

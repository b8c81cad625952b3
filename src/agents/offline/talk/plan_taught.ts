import type {TableProfile} from "../../../data/profile.ts";
import {TabletalkError} from "../../../errors.ts";
import {compileReading} from "../../../planning/compile.ts";
import {type DefinitionUsed, sayDefinition} from "../../../planning/definitions.ts";
import type {Plan} from "../../../planning/plan.ts";
import type {Filter, Reading} from "../../../planning/reading.ts";
import type {Planner, PlannerInput, PlannerOutput, TaughtWord} from "../../contracts.ts";
import {answerQuestion, lookupsOf} from "../answer_question.ts";
import {rephrased} from "../asks/rephrase.ts";
import {decline} from "../decline.ts";
import {buildLexicon, type Lexicon} from "../lexicon.ts";
import {inPlainWords} from "../plain_words.ts";
import {tokenize} from "../tokens.ts";
import {comparable, type DefinedTerm, isThing, placesOf, wordsOf} from "./defined_term.ts";
import {type Taught, type Useless, withTaught} from "./taught_lexicon.ts";
import {readTaught} from "./taught_words.ts";

/**
 * The offline planner where words were taught: a question that says one is read by the grammar, which knows it as a condition, a
 * column or a figure. Where the kind of question leaves no place for the word, it is declined, and never answered without it.
 */
export async function planTaught(planner: Planner, input: PlannerInput): Promise<PlannerOutput> {
  const read = await readTaught(input);
  const all = [...read.values()];
  const said = all.flatMap(({terms}) => terms.filter((term) => isSaid(term, input.question)));
  const useless = all
    .flatMap((taught) => taught.useless.filter((word) => isSaid(word, input.question)))
    .filter((word) => !said.some(({taught}) => taught.term === word.taught.term));
  const plain = {...input, definitions: []};
  if (said.length === 0) {
    const output = withUsed(await planner.plan(plain), read);
    return useless.length > 0 ? tellingUseless(output, useless) : output;
  }
  const replaced = said.filter(({defined}) => defined.kind !== "narrowing");
  const output =
    replaced.length > 0 ? await planReplaced(planner, input, replaced) : await planner.plan(plain);
  const narrowed = withNarrowing(output, said, read, input.profiles);
  return (narrowed && usingAll(narrowed, said)) ?? cannotUse(said, input.profiles);
}

/** The readings that make something of every taught word that was said; undefined where none does. */
function usingAll(output: PlannerOutput, said: readonly DefinedTerm[]): PlannerOutput | undefined {
  const words = new Set(said.map(({taught}) => taught.term));
  const usesAll = ({definitions = []}: Reading): boolean =>
    [...words].every((word) => definitions.some(({term}) => term === word));
  if (output.kind === "plan") return output.plan.reading && usesAll(output.plan.reading) ? output : undefined;
  if (output.kind === "declined") return output;
  const readings = output.readings.filter(usesAll);
  return readings.length > 0 ? {...output, readings} : undefined;
}

const isSaid = (term: Pick<DefinedTerm, "words" | "headed">, question: string): boolean =>
  placesOf(term, tokenize(question)).length > 0;

/** The grammar first, which has a place for every word; else the question without its conditions, which are added to its plan. */
async function planReplaced(
  planner: Planner,
  input: PlannerInput,
  terms: readonly DefinedTerm[],
): Promise<PlannerOutput> {
  const lexicons = input.profiles.map((table) =>
    withTaught(buildLexicon(table, lookupsOf(table, input.profiles)), input.definitions),
  );
  const [table] = input.profiles;
  const asked = inPlainWords(input.question.trim(), lexicons);
  const question = table ? rephrased(asked, table, lexicons[0]!) : asked;
  const bare = bareCount(question, terms, input);
  for (const wording of bare ? wordings(bare, terms, lexicons) : []) {
    const counted = await answerQuestion(wording, {...input, question: wording, earlier: []});
    if (counted.kind !== "declined") return counted;
  }
  for (const wording of wordings(question, terms, lexicons)) {
    const answered = await answerQuestion(wording, {...input, question: wording});
    if (answered.kind !== "declined") return answered;
  }
  const answered = await answerQuestion(question, {...input, question});
  const conditions = terms.flatMap(({defined}) => (defined.kind === "condition" ? [defined] : []));
  const rest = conditions.length === terms.length ? withoutWords(question, terms) : undefined;
  if (!rest) return answered;
  const without = await planner.plan({...input, question: rest, definitions: []});
  const filters = conditions.map(({condition, said}): Filter => ({condition, said}));
  if (without.kind === "declined") return answered;
  return withFilters(without, filters, input.profiles) ?? cannotUse(terms, input.profiles);
}

const FEW_WORDS = 3;

/** "loss makers in 2017 by region": what begins with the word and says more than a follow-up would asks how many. */
function bareCount(
  question: string,
  terms: readonly DefinedTerm[],
  {earlier}: PlannerInput,
): string | undefined {
  const tokens = tokenize(question);
  const begins = terms.some(
    (term) =>
      term.defined.kind === "condition" &&
      placesOf(term, tokens).some(
        ({from, to}) => from === 0 && (earlier.length === 0 || tokens.length - to > FEW_WORDS),
      ),
  );
  return begins ? `how many ${question}` : undefined;
}

const COUNTS = new Set(["many", "of", "count", "number"]);
const OF = new Set(["of", "for", "from", "in", "on", "with", "among", "across"]);

/**
 * The question in the wordings that the grammar may read: where things are counted, "big orders" as "orders big", the thing standing
 * where a count looks for it; where something else is asked "of big orders", without the thing, by which nothing is grouped.
 */
function wordings(question: string, terms: readonly DefinedTerm[], lexicons: readonly Lexicon[]): string[] {
  const tokens = tokenize(question);
  const places = terms
    .filter(({defined}) => defined.kind === "condition")
    .flatMap((term) => placesOf(term, tokens))
    .filter(({to}) => {
      const next = tokens[to];
      return next && lexicons.some((lexicon) => isThing(comparable(next.lower), lexicon));
    })
    .sort((a, b) => b.from - a.from);
  const counts = tokens.some(
    ({lower}, at) => COUNTS.has(lower) && (lower !== "of" || isCount(tokens[at - 1])),
  );
  const written = (thing: (said: string) => string) =>
    places.reduce((text, {from, to}) => {
      const [first, last, noun] = [tokens[from]!, tokens[to - 1]!, tokens[to]!];
      const word = question.slice(first.start, last.end);
      return `${text.slice(0, first.start)}${thing(question.slice(noun.start, noun.end))}${word}${text.slice(noun.end)}`;
    }, question);
  const turned = written((thing) => `${thing} `);
  const without = places.every(({from}) => OF.has(tokens[from - 1]?.lower ?? "")) ? [written(() => "")] : [];
  return [...new Set(counts ? [turned, question] : [...without, question, turned])];
}

const isCount = (token: {lower: string} | undefined): boolean =>
  token !== undefined && ["count", "number"].includes(token.lower);

/** The question without the taught words; undefined where a denial or an alternative stands beside one. */
function withoutWords(question: string, terms: readonly DefinedTerm[]): string | undefined {
  const tokens = tokenize(question);
  const places = terms.flatMap((term) => placesOf(term, tokens));
  const near = places.flatMap(({from, to}) => [tokens[from - 1], tokens[from - 2], tokens[to]]);
  if (
    near.some(
      (token) =>
        token &&
        /^(?:not|no|non|without|excluding|except|or|and|vs|versus|than|never|n't|is|are)$/.test(token.lower),
    )
  )
    return undefined;
  const kept = tokens.filter((_, at) => !places.some(({from, to}) => at >= from && at < to));
  return kept.length === 0 ? undefined : kept.map(({text}) => text).join(" ");
}

/** Adds what "sales means sales without refunds" leaves out; undefined where the plan has no place for it. */
function withNarrowing(
  output: PlannerOutput,
  said: readonly DefinedTerm[],
  read: ReadonlyMap<string, Taught>,
  profiles: readonly TableProfile[],
): PlannerOutput | undefined {
  if (output.kind === "declined") return output;
  const filters = said.flatMap(({defined}) => (defined.kind === "condition" ? [] : defined.filters));
  const all = filters.length > 0 ? withFilters(output, filters, profiles) : output;
  return all && withUsed(all, read, said);
}

/** A plan with more conditions, where it is made of its reading alone. */
function withFilters(
  output: PlannerOutput,
  filters: readonly Filter[],
  profiles: readonly TableProfile[],
): PlannerOutput | undefined {
  if (output.kind === "declined") return undefined;
  const narrowed = (reading: Reading): Reading => {
    const fresh = filters.filter(({condition}) => !holds(reading, condition));
    return {...reading, filters: [...reading.filters, ...fresh]};
  };
  if (output.kind === "readings")
    return {
      ...output,
      readings: output.readings.map(narrowed),
      ...(output.against && {against: output.against.map(narrowed)}),
    };
  const {reading} = output.plan;
  const table = profiles.find((one) => one.table === reading?.table);
  if (!reading || !table || !isOfItsReading(output.plan, reading, table)) return undefined;
  return {kind: "plan", plan: compileReading(narrowed(reading), table)};
}

function isOfItsReading(plan: Plan, reading: Reading, table: TableProfile): boolean {
  try {
    return JSON.stringify(compileReading(reading, table).steps) === JSON.stringify(plan.steps);
  } catch (error) {
    if (error instanceof TabletalkError) return false;
    throw error;
  }
}

const holds = (reading: Reading, part: unknown): boolean =>
  JSON.stringify({...reading, definitions: []}).includes(JSON.stringify(part));

/** Every reading says which taught words it uses: those that were said, and those that it carries on from the answer before. */
function withUsed(
  output: PlannerOutput,
  read: ReadonlyMap<string, Taught>,
  said: readonly DefinedTerm[] = [],
): PlannerOutput {
  const terms = [...read.values()].flatMap((taught) => taught.terms);
  const mark = (reading: Reading): Reading => {
    const {definitions: carried = [], ...rest} = reading;
    const used = terms.filter(
      (term) =>
        (said.includes(term) || carried.some((one) => one.term === term.taught.term)) &&
        isUsed(reading, term),
    );
    const named = new Map(used.map((term) => [term.taught.term, asUsed(term)]));
    return named.size > 0 ? {...rest, definitions: [...named.values()]} : rest;
  };
  if (output.kind === "plan")
    return output.plan.reading
      ? {...output, plan: {...output.plan, reading: mark(output.plan.reading)}}
      : output;
  if (output.kind === "readings") return {...output, readings: output.readings.map(mark)};
  return output;
}

const asUsed = ({taught: {term, version, meaning}, defined: {kind}}: DefinedTerm): DefinitionUsed => ({
  term,
  version,
  meaning,
  kind,
});

function isUsed(reading: Reading, {defined, taught}: DefinedTerm): boolean {
  switch (defined.kind) {
    case "condition":
      return holds(reading, defined.condition);
    case "measure":
      return reading.measures.some(({name}) => name === taught.term);
    case "column":
      return reading.placements.some(
        ({as, text}) => as === defined.column.profile.name && sameText(text, taught),
      );
    case "narrowing":
      return defined.filters.every(({condition}) => holds(reading, condition));
  }
}

const sameText = (text: string, {term}: TaughtWord): boolean =>
  placesOf({words: tokenize(term).map(({lower}) => lower), headed: false}, tokenize(text)).length > 0 ||
  text.toLowerCase().includes(term);

function tellingUseless(output: PlannerOutput, useless: readonly Useless[]): PlannerOutput {
  const notes = useless.map(
    ({taught, reason}) => `${sayDefinition(taught)}, which is not used here: ${reason}`,
  );
  if (output.kind === "declined") return {...output, reason: `${output.reason} ${notes.join(". ")}.`};
  const tell = (reading: Reading): Reading => ({
    ...reading,
    assumptions: [...reading.assumptions, ...notes],
  });
  if (output.kind === "readings") return {...output, readings: output.readings.map(tell)};
  const {plan} = output;
  return plan.reading ? {...output, plan: {...plan, reading: tell(plan.reading)}} : output;
}

function cannotUse(said: readonly DefinedTerm[], profiles: readonly TableProfile[]): PlannerOutput {
  const [first] = said;
  const word = first?.taught.term ?? "";
  return decline(
    `${first ? sayDefinition(first.taught) : "A taught word"}, and I cannot use that in this kind of question. Ask it without “${word}”, or say: forget ${word}.`,
    profiles,
  );
}

/** What another planner made of a question, with the taught words that the question says: it was told what they mean. */
export function sayingTaught(output: PlannerOutput, input: PlannerInput): PlannerOutput {
  const tokens = tokenize(input.question);
  const said = (input.definitions ?? []).filter(
    ({term}) => placesOf({words: wordsOf(term), headed: false}, tokens).length > 0,
  );
  if (said.length === 0) return output;
  const mark = (reading: Reading): Reading => ({
    ...reading,
    definitions: said.map(({term, version, meaning}) => ({term, version, meaning})),
  });
  if (output.kind === "readings") return {...output, readings: output.readings.map(mark)};
  if (output.kind === "declined" || !output.plan.reading) return output;
  return {...output, plan: {...output.plan, reading: mark(output.plan.reading)}};
}

import type {EarlierTurn, Planner, PlannerInput} from "../agents/contracts.ts";
import {eachOnce} from "../data/published.ts";
import type {BoundNumber, Value} from "../planning/evidence.ts";
import {emptyAnswer} from "./answer.ts";
import type {Answer, Choice, TurnEvent} from "./channel.ts";
import {apartFromDataLines} from "./data_lines.ts";
import {runTurn} from "./turn.ts";
import type {TurnParts, TurnSetting} from "./turn_parts.ts";

/**
 * The questions of a message that holds several, where each is whole by itself; undefined where it is one. Only the offline planner
 * needs it: a model plans for all of them.
 */
export async function questionsIn(
  planner: Planner,
  message: string,
  inputOf: () => Promise<PlannerInput>,
): Promise<string[] | undefined> {
  if (planner.name !== "offline") return undefined;
  const {cutQuestions, areSeparate} = await import("../agents/offline/talk/split_questions.ts");
  const cut = cutQuestions(message);
  if (!cut) return undefined;
  const input = await inputOf();
  if (input.profiles.length === 0) return undefined;
  const plan = (question: string) => planner.plan({...input, question});
  const whole = await plan(input.question);
  const outputs = [];
  for (const part of cut.parts) outputs.push(await plan(part));
  return areSeparate(cut, outputs, whole) ? cut.parts : undefined;
}

/** Answers the questions of one message in order, each as it would be alone; one that fails is said, and the others are answered. */
export async function runParts(
  questions: readonly string[],
  parts: TurnParts,
  setting: TurnSetting,
  emit: (event: TurnEvent) => void,
): Promise<Answer> {
  const [only, second] = questions;
  if (only !== undefined && second === undefined) return runTurn(parts, {...setting, question: only}, emit);
  const answers: Answer[] = [];
  let earlier: EarlierTurn[] = [...setting.earlier];
  for (const question of questions) {
    const quiet = (event: TurnEvent) => {
      if (event.type !== "answer" && event.type !== "choices") emit(event);
    };
    const one = await runTurn(parts, {...setting, question, earlier}, quiet).catch((error: unknown) => {
      if (setting.signal.aborted) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      return {...emptyAnswer(reason), declined: {reason, suggestions: [], unplaced: []}};
    });
    const answer: Answer = {...one, question};
    answers.push(answer);
    if (answer.plan && !answer.declined)
      earlier = [...earlier, {question, plan: answer.plan, summary: answer.answer}];
  }
  const answer = joined(answers);
  if (answer.choices.length > 0) emit({type: "choices", question: answer.answer, choices: answer.choices});
  emit({type: "answer", answer});
  return answer;
}

const LEVELS = ["low", "medium", "high"];

/**
 * Several answers as one: its plan and recipe are those of the last that was answered; each keeps its own in `parts`. Where a part is
 * asked back, its choices are those of the whole, numbered on; else where one is declined, the whole is.
 */
export function joined(answers: readonly Answer[]): Answer {
  const answered = answers.filter((one) => one.plan && !one.declined);
  const main = answered.at(-1);
  const values: Value[] = [];
  const evidence: BoundNumber[] = [];
  const artifacts: Answer["artifacts"] = {};
  const choices: Choice[] = [];
  let text = "";
  const told = saidOnce(answers.map(({answer}) => answer));
  for (const [at, one] of answers.entries()) {
    const isOpen = one.declined !== undefined || one.choices.length > 0;
    const head = `${text === "" ? "" : "\n"}${at + 1}. ${isOpen ? `${one.question}: ` : ""}`;
    const named = (step: string): string => (one === main ? step : `q${at + 1}_${step}`);
    const start = text.length + head.length;
    text += head + numberedFrom(told[at]!, choices.length, one.choices.length);
    choices.push(...one.choices);
    values.push(...one.values.map((value) => ({...value, evidence: renamed(value.evidence, named)})));
    evidence.push(
      ...one.evidence.map((number) => ({
        ...number,
        start: number.start + start,
        end: number.end + start,
        evidence: number.evidence.map((place) => renamed(place, named)),
      })),
    );
    for (const [step, artifact] of Object.entries(one.artifacts)) artifacts[named(step)] = artifact;
  }
  const sources = eachOnce(answers.flatMap((one) => one.sources ?? []));
  const readings = answers.flatMap(({reading}) => (reading === undefined ? [] : [reading]));
  const least = answered
    .flatMap(({confidence}) => (confidence ? [confidence] : []))
    .sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))[0];
  const declined = choices.length === 0 ? answers.find((one) => one.declined)?.declined : undefined;
  return {
    ...emptyAnswer(text),
    ...(readings.length > 0 && {reading: readings.join("\n")}),
    values,
    artifacts,
    charts: answers.flatMap(({charts}) => charts),
    evidence,
    ...(main?.plan && {plan: main.plan}),
    ...(main?.recipe !== undefined && {recipe: main.recipe}),
    ...(sources.length > 0 && {sources}),
    ...(main?.derivation && {derivation: main.derivation}),
    ...(least && {confidence: least}),
    choices,
    ...(declined && {declined}),
    parts: [...answers],
    timings: Object.fromEntries(
      ["total"].map((name) => [name, answers.reduce((all, one) => all + (one.timings[name] ?? 0), 0)]),
    ),
  };
}

/** Texts whose lines about their data are left to the last of those that end with the same. */
function saidOnce(texts: readonly string[]): string[] {
  const parts = texts.map(apartFromDataLines);
  return parts.map(({text, lines}, at) => {
    const later = new Set(parts.slice(at + 1).flatMap((one) => one.lines));
    return [text, ...lines.filter((line) => !later.has(line))].join("\n");
  });
}

/** The choices of a part, numbered after those of the parts before. */
const numberedFrom = (text: string, before: number, count: number): string =>
  before === 0 || count === 0
    ? text
    : text.replace(/^ {2}(\d+)\. /gm, (_, number: string) => `  ${Number(number) + before}. `);

const renamed = <Place extends Value["evidence"]>(place: Place, named: (step: string) => string): Place =>
  place && typeof place === "object" && "step" in place && typeof place.step === "string"
    ? {...place, step: named(place.step)}
    : place;

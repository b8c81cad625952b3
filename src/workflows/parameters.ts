import {type Clock, dayOf, monthOf} from "./day_words.ts";
import type {Parameter, ParameterValue, WorkflowDocument} from "./document.ts";
import {nearestTo, problemsError, type WorkflowProblem} from "./problem.ts";
import {dayOn} from "./schedule/times.ts";

export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** By what day and clock the words of a parameter are read: "last month" on the first of March is February. */
export interface ParameterClock {
  asOf: Date;
  timeZone: string;
}

/** What a value of a type looks like. */
const LOOKS: Record<Parameter["type"], string> = {
  text: "Give a text.",
  number: "Give a number, such as 12.5.",
  date: 'Give a day such as 2026-03-31, "today", "yesterday", "10 days ago", or "last day of last month".',
  month: 'Give a month such as 2026-03, "March 2026", "this month" or "last month".',
  choice: "Give one of its choices.",
  dataset: "Give the name of a dataset.",
  column: "Give the name of a column.",
};

const LONGEST = 10_000;

/**
 * The values of a run: what was given, else the defaults, checked by type, with words for days and months resolved.
 * @throws TabletalkError bad_plan, naming every parameter that is wrong, missing or not known
 */
export function resolveParameters(
  document: Pick<WorkflowDocument, "parameters">,
  given: Readonly<Record<string, unknown>>,
  clock: ParameterClock,
): ParameterValues {
  const {values, problems} = readParameters(document, given, clock);
  if (problems.length > 0) throw problemsError(problems, "parameters");
  return values;
}

/** As `resolveParameters`, with the problems told beside the values that are good. */
export function readParameters(
  {parameters}: Pick<WorkflowDocument, "parameters">,
  given: Readonly<Record<string, unknown>>,
  {asOf, timeZone}: ParameterClock,
): {values: ParameterValues; problems: WorkflowProblem[]} {
  const today = {today: dayOn(timeZone, asOf)};
  const known = Object.keys(parameters);
  const problems: WorkflowProblem[] = Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      parameter: name,
      message: "there is no such parameter.",
      next: nearestTo(name, known, "parameters"),
    }));
  const values: Record<string, ParameterValue> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const value = Object.hasOwn(given, name) ? given[name] : parameter.default;
    if (value === undefined || value === null) {
      problems.push({
        parameter: name,
        message: "it has no default and was not given.",
        next: LOOKS[parameter.type],
      });
      continue;
    }
    const read = readValue(parameter, value, today);
    if ("problem" in read) problems.push({parameter: name, message: read.problem, next: read.next});
    else values[name] = read.value;
  }
  return {values, problems};
}

/** What is wrong with how the parameters themselves are declared. */
export function declarationProblems(
  {parameters}: Pick<WorkflowDocument, "parameters">,
  {asOf, timeZone}: ParameterClock,
): WorkflowProblem[] {
  const today = {today: dayOn(timeZone, asOf)};
  return Object.entries(parameters).flatMap(([name, parameter]): WorkflowProblem[] => {
    if (parameter.type === "choice" && !parameter.choices)
      return [
        {parameter: name, field: "choices", message: "a choice needs its choices.", next: "List them."},
      ];
    const {choices, ...free} = parameter;
    const all: [string, ParameterValue][] = [
      ...(choices ?? []).map((one, at): [string, ParameterValue] => [`choices.${at}`, one]),
      ...(parameter.default === undefined
        ? []
        : [["default", parameter.default] as [string, ParameterValue]]),
    ];
    return all.flatMap(([field, value]): WorkflowProblem[] => {
      const read = readValue(field === "default" ? parameter : free, value, today);
      return "problem" in read ? [{parameter: name, field, message: read.problem, next: read.next}] : [];
    });
  });
}

/** A value that would do for each parameter, so that a workflow can be checked before anybody runs it. */
export function sampleParameters(
  {parameters}: Pick<WorkflowDocument, "parameters">,
  clock: ParameterClock,
): ParameterValues {
  const samples: Record<Parameter["type"], ParameterValue> = {
    text: "text",
    number: 1,
    date: dayOn(clock.timeZone, clock.asOf),
    month: dayOn(clock.timeZone, clock.asOf).slice(0, 7),
    choice: "text",
    dataset: UNKNOWN_NAME,
    column: UNKNOWN_NAME,
  };
  const given = Object.fromEntries(
    Object.entries(parameters).map(([name, one]) => [
      name,
      one.default ??
        one.choices?.[0] ??
        (one.type === "number" ? (one.min ?? one.max ?? 1) : samples[one.type]),
    ]),
  );
  return readParameters({parameters}, given, clock).values;
}

/** Stands for a dataset or column that is chosen only when a run begins. */
export const UNKNOWN_NAME = "?";

type Read = {value: ParameterValue} | {problem: string; next: string};

function readValue(parameter: Parameter, given: unknown, clock: Clock): Read {
  const {type, choices} = parameter;
  const wrong = (problem: string, next = LOOKS[type]): Read => ({problem, next});
  const read = typed(parameter, given, clock);
  if (read === undefined) return wrong(`${shown(given)} is no ${type === "date" ? "day" : type}.`);
  if (typeof read === "string" && read.length > LONGEST)
    return wrong("the text is too long.", "Give a shorter one.");
  if (typeof read === "string" && read.includes("{{"))
    return wrong('a value holds no "{{".', "Write it without the two brackets.");
  if (choices) {
    const match = choices.find((one) => typed(parameter, one, clock) === read);
    if (match === undefined)
      return wrong(
        `${shown(given)} is none of its choices.`,
        nearestTo(String(read), choices.map(String), "choices"),
      );
  }
  const {min, max} = parameter;
  if (typeof read === "number" && min !== undefined && read < min)
    return wrong(`${read} is below ${min}.`, `Give ${min} or more.`);
  if (typeof read === "number" && max !== undefined && read > max)
    return wrong(`${read} is above ${max}.`, `Give ${max} or less.`);
  return {value: read};
}

function typed({type, choices}: Parameter, given: unknown, clock: Clock): ParameterValue | undefined {
  if (type === "number") {
    if (typeof given === "number") return Number.isFinite(given) ? given : undefined;
    const text = typeof given === "string" ? given.trim() : "";
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) && Number.isFinite(Number(text))
      ? Number(text)
      : undefined;
  }
  if (type === "choice" && typeof given === "number") return given;
  if (type === "choice" && typeof given === "string") {
    // On a command line every value is text.
    const number = choices?.find((one) => typeof one === "number" && String(one) === given.trim());
    return choices?.includes(given) || number === undefined ? given : number;
  }
  if (typeof given !== "string")
    return type === "text" && typeof given === "number" ? String(given) : undefined;
  if (type === "date") return dayOf(given, clock);
  if (type === "month") return monthOf(given, clock);
  if (type !== "text" && given.trim() === "") return undefined;
  return given;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

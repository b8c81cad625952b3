import type {Plan, Step} from "../planning/plan.ts";
import {stepsNamedIn} from "../planning/validate.ts";
import {type DescribedPart, partsOfDescription} from "./description_parts.ts";
import {type WorkflowDocument, workflowDocumentSchema} from "./document.ts";
import {nameFrom, workflowFromAnswer} from "./from_answer.ts";
import type {ParameterClock} from "./parameters.ts";
import {problemsError, type WorkflowProblem} from "./problem.ts";

/** Plans a question, or says why it cannot. */
export type PlanQuestion = (
  question: string,
) => Promise<{plan: Plan} | {reason: string; suggestions: readonly string[]}>;

type Part<Does extends DescribedPart["does"]> = Extract<DescribedPart, {does: Does}>;

/**
 * A workflow from its description: "filter orders to March, sum amount by region, chart it, save it as csv". Each part that is a
 * question is planned, with what was filtered before it; the others are nodes of their own.
 * @throws TabletalkError bad_plan, naming every part that cannot be done, and why
 */
export async function workflowFromDescription(
  description: string,
  plan: PlanQuestion,
  clock: ParameterClock,
  name = nameFrom(description),
): Promise<WorkflowDocument> {
  const parts = partsOfDescription(description);
  const {asked, rest, problems} = await planParts(parts, plan);
  for (const part of rest)
    if (part.does === "other") problems.push(problemOf(part.said, part.why, part.next));
  if (asked.length === 0 && problems.length === 0)
    problems.push({
      message: "It asks for no figures.",
      next: 'Say what to compute, as "sum amount by region".',
    });
  const charted = rest.find((part): part is Part<"chart"> => part.does === "chart");
  if (charted && asked.length > 0 && asked.every((one) => one.chart === undefined))
    problems.push(
      problemOf(charted.said, "what is computed has no chart.", "Group it, by a category or by time."),
    );
  if (problems.length > 0) throw problemsError(problems, "description");
  const document = workflowFromAnswer({question: description, plan: together(asked), ...clock}, name);
  const nodes = [...document.nodes, ...outputNodes(rest, asked, document)];
  return workflowDocumentSchema.parse({...document, description, nodes});
}

async function planParts(
  parts: readonly DescribedPart[],
  plan: PlanQuestion,
): Promise<{asked: Plan[]; rest: DescribedPart[]; problems: WorkflowProblem[]}> {
  const asked: Plan[] = [];
  const rest: DescribedPart[] = [];
  const problems: WorkflowProblem[] = [];
  let filters: Part<"filter">[] = [];
  let isUsed = true;
  for (const [at, part] of parts.entries()) {
    if (part.does === "filter") {
      // Filters that follow a question are of the questions after them.
      filters = isUsed ? [part] : [...filters, part];
      isUsed = false;
      continue;
    }
    if (part.does !== "question") {
      rest.push(part);
      continue;
    }
    isUsed = true;
    const kept = filters.map(({text}) => text);
    const drawn = parts[at + 1];
    const kind = drawn?.does === "chart" ? drawn.kind : undefined;
    const question = [part.text, ...kept].join(" ");
    // "by region, segment": what a comma parted from its question.
    const before = parts[at - 1];
    if (before?.does === "question" && asked.length > 0 && isTail(part.text, before.text)) {
      const whole = await plan([`${before.text} and ${part.text}`, ...kept].join(" "));
      if ("plan" in whole) {
        asked[asked.length - 1] = whole.plan;
        continue;
      }
    }
    let planned = await plan(kind === undefined ? question : `${question} as a ${kind} chart`);
    if ("reason" in planned && kind !== undefined) {
      const plain = await plan(question);
      if ("plan" in plain) {
        problems.push(
          problemOf(drawn!.said, `there is no ${kind} chart of it.`, "Leave the kind away, or take another."),
        );
        planned = plain;
      }
    }
    if ("plan" in planned) asked.push(planned.plan);
    else {
      const said = [...filters, part].map((one) => one.said).join(", ");
      problems.push(problemOf(said, planned.reason, suggested(planned.suggestions)));
    }
  }
  if (!isUsed && filters.length > 0) {
    const said = filters.map((one) => one.said).join(", ");
    const planned = await plan(`show rows ${filters.map(({text}) => text).join(" ")}`);
    if ("plan" in planned) asked.push(planned.plan);
    else problems.push(problemOf(said, planned.reason, suggested(planned.suggestions)));
  }
  return {asked, rest, problems};
}

/** Whether a part may be one more thing that the question before it groups by. */
function isTail(text: string, before: string): boolean {
  return /^\S+(?:\s\S+)?$/.test(text) && /\bby\b/i.test(before);
}

/** Several plans as one: the first answers. Steps that are called alike are told apart by a number. */
function together(plans: readonly Plan[]): Plan {
  const [only] = plans;
  if (plans.length === 1 && only) return only;
  const steps: Step[] = [];
  for (const [at, plan] of plans.entries()) {
    const called = (id: string): string => (at === 0 ? id : `${id.slice(0, 26)}_${at + 1}`);
    for (const step of plan.steps)
      steps.push({...step, id: called(step.id), input: renamed(step.input, called) as Step["input"]});
  }
  const {headline, chart} = plans[0]!;
  return {steps, headline, ...(chart !== undefined && {chart})};
}

function renamed(value: unknown, called: (id: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, called));
  if (value === null || typeof value !== "object") return value;
  const {$step} = value as {$step?: unknown};
  if (typeof $step === "string") return {...value, $step: called($step)};
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamed(one, called)]));
}

/** What is done with the results. What a person approves comes before everything after it. */
function outputNodes(
  parts: readonly DescribedPart[],
  plans: readonly Plan[],
  {nodes, headline, title, parameters}: WorkflowDocument,
): unknown[] {
  const made: {id: string; kind: string; input: unknown; needs?: string[]; when?: unknown}[] = [];
  let approval: string | undefined;
  const add = (stem: string, kind: string, input: unknown): void => {
    const taken = new Set([...nodes, ...made].map(({id}) => id));
    let id = stem;
    for (let at = 2; taken.has(id); at++) id = `${stem}_${at}`;
    made.push({id, kind, input, ...(approval !== undefined && {needs: [approval]})});
    if (kind === "approve") approval = id;
  };
  const month = Object.hasOwn(parameters, "month") ? "_{{month}}" : "";
  for (const part of parts) {
    if (part.does === "file")
      add("file", "export.file", {
        table: {$step: headline},
        format: part.format,
        name: part.name ?? `${nameFrom(title).replaceAll("-", "_")}${month}`,
      });
    if (part.does === "approve")
      add("approval", "approve", {question: `Go on with "${title}"?`, shown: {$step: headline}});
    if (part.does === "report") {
      const shown =
        plans.length === 1 ? nodes.filter(({id}) => !isRead(id, nodes) || id === headline) : nodes;
      add("report", "export.report", {title: part.title ?? title, nodes: shown.map(({id}) => ({$step: id}))});
    }
  }
  return made;
}

function isRead(id: string, nodes: WorkflowDocument["nodes"]): boolean {
  return nodes.some(({input}) => stepsNamedIn(input).includes(id));
}

function problemOf(said: string, message: string, next: string): WorkflowProblem {
  return {field: `"${said}"`, message, next};
}

function suggested(suggestions: readonly string[]): string {
  return suggestions.length > 0 ? `Try: ${suggestions.slice(0, 2).join("; or: ")}.` : "Say it otherwise.";
}

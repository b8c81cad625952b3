import {closest, distance} from "fastest-levenshtein";
import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import type {Tool, ToolSource} from "../tools/tool.ts";
import {type Plan, planSchema, type Step} from "./plan.ts";

/** Where the executor finds tools by name. `createRegistry()` of the tools gives one. */
export interface ToolLookup {
  get(name: string): Tool | undefined;
  names(): readonly string[];
  /** Says better than the bare schema what is wrong with an input. */
  validateInput?(tool: string, input: unknown): unknown;
  /** The plugins and servers whose tools are among these. */
  sources?(): readonly ToolSource[];
}

/** The ids of the steps that an input refers to with `{"$step": id}`, at any depth, each once, in order. */
export function stepsNamedIn(input: unknown): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
    } else if (value !== null && typeof value === "object") {
      const reference = (value as Record<string, unknown>).$step;
      if (typeof reference === "string") found.add(reference);
      else Object.values(value).forEach(visit);
    }
  };
  visit(input);
  return [...found];
}

/**
 * Checks a plan before anything runs: its shape, unique ids, that references, headline and chart exist, that there is
 * no cycle, that every tool exists and accepts its input. Returns what each step waits for.
 * @throws TabletalkError bad_plan, naming the step and the nearest name that exists.
 */
export function validatePlan(plan: Plan, tools: ToolLookup): Map<string, string[]> {
  const shape = planSchema.safeParse(plan);
  if (!shape.success) {
    throw badPlan(
      `The plan is malformed: ${z.prettifyError(shape.error)}`,
      "Give 1 to 40 steps, each with id, tool and input.",
    );
  }
  const byId = new Map<string, Step>();
  for (const step of plan.steps) {
    if (byId.has(step.id)) throw badPlan(`Two steps are called "${step.id}".`, "Give each step its own id.");
    byId.set(step.id, step);
  }
  const ids = [...byId.keys()];
  const waitsFor = new Map<string, string[]>();
  for (const step of plan.steps) {
    const references = stepsNamedIn(step.input);
    for (const id of references) {
      if (!byId.has(id))
        throw badPlan(`Step "${step.id}" refers to "${id}", which is no step.`, nearest(id, ids));
    }
    waitsFor.set(step.id, references);
  }
  const cycle = findCycle(waitsFor);
  if (cycle)
    throw badPlan(
      `Steps wait for each other: ${cycle.join(" -> ")}.`,
      "Let each step refer to earlier steps only.",
    );
  for (const role of ["headline", "chart"] as const) {
    const id = plan[role];
    if (id !== undefined && !byId.has(id)) throw badPlan(`The ${role} "${id}" is no step.`, nearest(id, ids));
  }
  for (const step of plan.steps) checkTool(step, tools);
  return waitsFor;
}

function checkTool(step: Step, tools: ToolLookup): void {
  const tool = tools.get(step.tool);
  if (!tool) {
    throw badPlan(
      `Step "${step.id}" calls the tool "${step.tool}", which does not exist.`,
      nearest(step.tool, tools.names()),
    );
  }
  try {
    if (tools.validateInput) tools.validateInput(step.tool, step.input);
    else tool.input.parse(step.input);
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    const next =
      error instanceof TabletalkError ? error.next : "Mend that input; the tool's schema says what it takes.";
    throw new TabletalkError("bad_plan", `Step "${step.id}" (${step.tool}): ${why}`, next, {cause: error});
  }
}

function findCycle(waitsFor: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const finished = new Set<string>();
  const path: string[] = [];
  const visit = (id: string): string[] | undefined => {
    if (finished.has(id)) return undefined;
    const at = path.indexOf(id);
    if (at >= 0) return [...path.slice(at), id];
    path.push(id);
    for (const next of waitsFor.get(id) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    path.pop();
    finished.add(id);
    return undefined;
  };
  for (const id of waitsFor.keys()) {
    const cycle = visit(id);
    if (cycle) return cycle;
  }
  return undefined;
}

function nearest(name: string, known: readonly string[]): string {
  if (known.length === 0) return "Nothing is known by any name here.";
  const best = closest(name, known);
  const near = distance(name, best) <= Math.max(2, Math.floor(name.length / 2));
  return near ? `Did you mean "${best}"?` : `There are: ${known.join(", ")}.`;
}

function badPlan(message: string, next: string): TabletalkError {
  return new TabletalkError("bad_plan", message, next);
}

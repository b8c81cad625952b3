import type {PlannerOutput} from "../../../agents/contracts.ts";
import {TabletalkError} from "../../../errors.ts";
import {compileReading} from "../../../planning/compile.ts";
import type {Plan} from "../../../planning/plan.ts";
import {aggregateInputSchema} from "../../../tools/aggregate_input.ts";
import type {Condition} from "../../../tools/condition.ts";
import type {Group, Measure} from "../../../tools/measure.ts";
import {subjectOf} from "../chart_candidates.ts";
import {both} from "../compile_plan.ts";
import {goodDirection} from "../domains.ts";
import {capital, freeName} from "../say_name.ts";
import {type DashboardSpec, type KeyFigure, type Tile, tileKindSchema} from "../spec.ts";
import type {EditScene} from "./apply_edit.ts";

/** The rows that words name: "Europe", "2023", "orders above 100". @throws TabletalkError bad_use where they name none */
export async function plannedWhere(words: string, spec: DashboardSpec, scene: EditScene): Promise<Condition> {
  for (const question of [
    `how many rows in ${words}`,
    `how many rows for ${words}`,
    `how many rows where ${words}`,
    `how many rows ${words}`,
  ]) {
    const plan = await planned(question, scene);
    const input = plan && headlineInput(plan);
    if (!input || input.groups.length > 0 || input.measures.some(({fn, where}) => fn !== "count" || where))
      continue;
    const period: Condition | undefined = input.period && {
      op: "range",
      of: {column: input.period.column},
      ...(input.period.from !== undefined && {from: input.period.from}),
      ...(input.period.to !== undefined && {to: input.period.to}),
    };
    const where = both(input.where, period);
    if (where) return where;
  }
  throw new TabletalkError(
    "bad_use",
    `“${words}” is no part of ${spec.table} that I find.`,
    "Name a value of one of its columns, or a period.",
  );
}

/** A chart or a figure that words ask for: "average price by region". @throws TabletalkError bad_use where they ask for neither */
export async function addedPart(
  words: string,
  spec: DashboardSpec,
  scene: EditScene,
): Promise<{part: Tile | KeyFigure; said: string}> {
  const asked = words.replace(
    /^(?:a |an |the )?(?:(?:new |another )?(?:chart|graph|plot|tile|card|figure|kpi|number|line|bar chart|bars|pie|donut) (?:of|for|with|about|showing) )/i,
    "",
  );
  const plan = await planned(asked, scene);
  const input = plan && headlineInput(plan);
  if (!plan || !input)
    throw new TabletalkError(
      "bad_use",
      `I cannot make “${words}” of ${spec.table}.`,
      "Say a number and what it is by: “average price by region”.",
    );
  const measures = input.measures.map((measure): Measure => ({...measure, name: said(measure.name)}));
  const taken = new Set(measures.map(({name}) => name.toLowerCase()));
  const groups = input.groups.slice(0, 2).map((group): Group => {
    const name = freeName(said(group.name), taken);
    taken.add(name.toLowerCase());
    return {...group, name};
  });
  if (groups.length === 0) {
    const measure = measures[0] ?? {name: capital(spec.things), fn: "count" as const};
    const where = both(measure.where, input.where);
    const name = freeName(
      measure.name,
      new Set(spec.figures.map(({measure: one}) => one.name.toLowerCase())),
    );
    const goodIs = goodDirection(name);
    return {
      part: {
        id: freeId(spec.figures, "k"),
        measure: {...measure, name, ...(where && {where})},
        ...(goodIs && {goodIs}),
      },
      said: `${name} is there now.`,
    };
  }
  const shown: Measure[] =
    measures.length > 0 ? measures.slice(0, 3) : [{name: capital(spec.things), fn: "count"}];
  const subject = subjectOf(shown, groups);
  const additive = shown.every(({fn, over}) => !over && (fn === "sum" || fn === "count"));
  const part: Tile = {
    id: freeId(spec.tiles, "c"),
    kind: kindOf(plan, groups, words, additive),
    subject,
    measures: shown,
    groups,
    columns: [],
    additive,
    ...(input.where && {where: input.where}),
    ...(groups.length === 1 && !groups[0]!.unit && {limit: Math.min(input.limit ?? 15, 60)}),
  };
  return {part, said: `${subject} is there now.`};
}

function kindOf(plan: Plan, groups: readonly Group[], words: string, additive: boolean): Tile["kind"] {
  const step = plan.steps.find(({tool}) => tool === "make_chart")?.input as
    | {spec?: {kind?: unknown}}
    | undefined;
  const drawn = tileKindSchema.safeParse(step?.spec?.kind);
  if (/\b(?:pie|donut)\b/i.test(words) && additive && groups.length === 1)
    return /\bpie\b/i.test(words) ? "pie" : "donut";
  if (groups[0]?.unit) return "line";
  return drawn.success &&
    drawn.data !== "choropleth" &&
    drawn.data !== "histogram" &&
    drawn.data !== "scatter"
    ? drawn.data
    : "bar";
}

function freeId(all: readonly {id: string}[], letter: string): string {
  const most = all.reduce((largest, {id}) => Math.max(largest, Number(id.slice(1)) || 0), 0);
  return `${letter}${most + 1}`;
}

/** What the planner makes of a question; undefined where it declines, or is not sure. */
async function planned(
  question: string,
  {session, profile, planner, input}: EditScene,
): Promise<Plan | undefined> {
  const made: PlannerOutput = await (await planner()).plan({
    ...input,
    question,
    profiles: [profile],
    session,
    earlier: [],
  });
  if (made.kind === "plan") return made.plan;
  const reading = made.kind === "readings" ? made.readings[0] : undefined;
  return reading && reading.table === profile.table ? compileReading(reading, profile) : undefined;
}

function headlineInput(plan: Plan) {
  const step = plan.steps.find(({id}) => id === plan.headline);
  if (step?.tool !== "aggregate") return undefined;
  const parsed = aggregateInputSchema.safeParse(step.input);
  return parsed.success && parsed.data.joins.length === 0 ? parsed.data : undefined;
}

/** A planner's name of a number or a group, which holds names of columns as they are. */
const said = (name: string): string => capital(name.replaceAll("_", " "));

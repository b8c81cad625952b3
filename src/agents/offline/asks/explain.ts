import {groups as isGrouping} from "../../../data/roles.ts";
import type {Cell} from "../../../data/table.ts";
import {earlierPeriod} from "../../../planning/compare_periods.ts";
import {compileReading} from "../../../planning/compile.ts";
import type {Plan} from "../../../planning/plan.ts";
import type {Period, Reading} from "../../../planning/reading.ts";
import type {Artifact} from "../../../tools/tool.ts";
import {type Ask, type AskScene, blankReading, mainDate} from "./ask_scene.ts";
import {measureSaid} from "./growth.ts";
import {periodSaid} from "./period_said.ts";
import {vocabulary} from "./places_words.ts";
import {twoStretches} from "./two_stretches.ts";

const WHY =
  /^\W*(?:so |but |and |ok )?(?:why|what (?:happened|caused|explains)|where did .* (?:go|come from)|how come|what (?:is|was|were) behind|what drove|what led to|explain the)\b/i;
const CHANGED =
  /\b(?:drop(?:ped|s|ping)?|dip(?:ped|s)?|fall|fell|falls|down|decline[ds]?|lower|low|up|rise|rose|jump(?:ed)?|spike[ds]?|increase[ds]?|grow|grew|crash(?:ed)?|tank(?:ed)?|happened|bad|poor|weak|slow|good|worse|better|slump(?:ed)?|fewer|less|more|higher|change[ds]?|go|went|peak(?:ed)?|plunge[ds]?)\b/i;
const MOST_GROUPS = 15;
const MOST_TRIED = 8;

/** The words that such a question is made of. */
export const WHY_CHANGED_WORDS = vocabulary(`
  why | how come | happened | happen | caused | cause | explain | explains | explained | behind | drove | drive | led | lead |
  drop | dip | fall | fell | falls | down | decline | lower | low | up | rise | rose | jump | spike | increase | grow | grew |
  crash | tank | bad | poor | weak | slow | good | worse | better | slump | change | peak | plunge | where | reason | reasons
  | much | so | come from | fewer | less | more | higher | than | way | get | got | on | sudden | suddenly | big | sharp | sharply | made`);

/** "why did june drop": the change against the period before, by the category that it is most to be found in. Where, not why. */
export const askWhyChanged: Ask = async (scene) => {
  const {question, table, before} = scene;
  if (!WHY.test(question) || !CHANGED.test(question)) return undefined;
  const date = mainDate(table);
  if (!date) return undefined;
  const two = twoStretches(question);
  const [earlier, later] = [two?.earlier, two?.later].map(
    (one) => one && periodSaid(scene, `in ${one}`, date),
  );
  if (two && !(earlier && later)) return undefined;
  const said = later || periodSaid(scene, question, date);
  const carried = before?.table === table.table ? before : undefined;
  const period = said ?? (carried?.period?.from && carried.period.to ? carried.period : undefined);
  const measure = said ? (measureSaid(scene) ?? carried?.measures[0]) : carried?.measures[0];
  if (!period || !measure || measure.over) return undefined;
  const against = earlier || (carried?.comparison?.against ?? earlierPeriod(period, false));
  const whole: Reading = blankReading(table.table, {
    measures: [measure],
    filters: said ? [] : (carried?.filters ?? []),
    period,
    comparison: {
      kind: "previous_period",
      against: {...against, said: (earlier ? undefined : sayMonth(against)) ?? against.said},
    },
    question: "why",
  });
  const by = await tellingCategory(whole, scene);
  const reading: Reading = {
    ...whole,
    groups: by ? [{name: by, of: {column: by}}] : [],
    assumptions: ["that is where, not why"],
  };
  const total = compileReading({...whole, assumptions: []}, table);
  const parts = compileReading(reading, table);
  const step = {...total.steps[0]!, id: "whole", purpose: "the change of the whole"};
  const part = {...parts.steps[0]!, id: "explained", purpose: "the change by group"};
  const plan: Plan = {reading, steps: by ? [part, step] : [step], headline: by ? "explained" : "whole"};
  return {kind: "plan", plan};
};

/** The category of which one group has most more of the change than its part of the whole would have it. */
async function tellingCategory(whole: Reading, scene: AskScene): Promise<string | undefined> {
  const {aggregateTool} = await import("../../../tools/aggregate.ts");
  const {table, input} = scene;
  const used = JSON.stringify(whole.filters);
  const tried = table.columns
    .filter((column) => isGrouping(column) && column.distinct > 1 && column.distinct <= MOST_GROUPS)
    .filter(({name, type}) => (type === "text" || type === "boolean") && !used.includes(JSON.stringify(name)))
    .slice(0, MOST_TRIED);
  let best: {name: string; share: number} | undefined;
  for (const {name, nulls} of tried) {
    if (nulls > 0.5 * table.rows) continue;
    const plan = compileReading({...whole, groups: [{name, of: {column: name}}]}, table);
    const artifact = await aggregateTool
      .run(aggregateTool.input.parse(plan.steps[0]!.input), {
        session: input.session,
        profile: async (one) => scene.tables.find((other) => other.table === one)!,
        artifacts: new Map(),
        signal: input.signal,
        limits: {timeMs: 10_000, rows: 50},
        asOf: input.asOf,
        timeZone: input.timeZone,
      })
      .catch(() => undefined);
    if (!artifact) continue;
    const share = excessOf(artifact.table, whole.measures[0]!.name);
    if (artifact.table.rows.length >= 2 && (!best || share > best.share)) best = {name, share};
  }
  return best?.name;
}

/** How much more of the change one group has than its part of the whole before: 0 where all changed alike. */
function excessOf({columns, rows}: Artifact["table"], measure: string): number {
  const at = (name: string): number => columns.findIndex((column) => column.name === name);
  const [before, change] = [at(`${measure} before`), at(`${measure} change`)];
  const sum = (column: number): number => rows.reduce((all, row) => all + numberOf(row[column]), 0);
  const [wasAll, changedAll] = [sum(before), sum(change)];
  if (wasAll === 0 || changedAll === 0) return 0;
  const excess = rows.map((row) => numberOf(row[change]) / changedAll - numberOf(row[before]) / wasAll);
  return Math.max(...excess);
}

const numberOf = (cell: Cell | undefined): number => (typeof cell === "number" ? cell : 0);

/** "July 2024" where a stretch is that month. */
function sayMonth({from, to}: Period): string | undefined {
  if (!from?.endsWith("-01") || !to?.endsWith("-01")) return undefined;
  const next = new Date(Date.UTC(Number(from.slice(0, 4)), Number(from.slice(5, 7)), 1)).toISOString();
  if (next.slice(0, 10) !== to) return undefined;
  return new Date(`${from}T00:00:00Z`).toLocaleDateString("en", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
}

import {allOf, whereOf} from "../../../planning/build_plan.ts";
import type {Plan, Step} from "../../../planning/plan.ts";
import type {Reading} from "../../../planning/reading.ts";
import type {Condition} from "../../../tools/condition.ts";
import {tokenize} from "../tokens.ts";
import type {AskScene} from "./ask_scene.ts";

/** Words that open what narrows a question: "in March", "without refunds", "for the north". */
const OPENS = new Set(
  `in for of at from with without not no on during since before after over under between excluding including except only last this until
  through across where whose who that within`.split(" "),
);
/** Methods whose input keeps the rows of a condition. */
const NARROWS = new Set(["aggregate", "group", "duplicates", "group_test", "contingency", "forecast"]);

/**
 * What the words of a question that its kind has no place for keep of the rows, as the grammar reads them; undefined where it is not
 * sure, or where they ask for more than to keep rows.
 */
export async function narrowing(scene: AskScene, left: readonly string[]): Promise<Reading | undefined> {
  const rest = wordsKept(scene.question, left);
  const reading = await scene.read(`how many rows ${rest}`);
  if (reading?.intent !== "aggregate" || reading.table !== scene.table.table) return undefined;
  const [measure, ...more] = reading.measures;
  const counts =
    measure?.fn === "count" && !measure.of && !measure.where && !measure.over && more.length === 0;
  const plain =
    counts &&
    reading.groups.length + reading.joins.length + reading.having.length + reading.windows.length === 0 &&
    !reading.comparison &&
    reading.limit === undefined;
  return plain && (reading.filters.length > 0 || reading.period) ? reading : undefined;
}

/** The stretches of a question that hold words without a place, each from the word that opens it. */
function wordsKept(question: string, left: readonly string[]): string {
  const open = [...left];
  const stretches: string[][] = [];
  let opening: string[] = [];
  let inside = false;
  for (const {text, lower, kind} of tokenize(question)) {
    const at = open.indexOf(text);
    if (at >= 0) {
      open.splice(at, 1);
      if (inside) stretches.at(-1)!.push(...opening, text);
      else stretches.push([...opening, text]);
      opening = [];
      inside = true;
    } else if (OPENS.has(lower) || (opening.length > 0 && /^(?:the|our|all|and|or)$/.test(lower)))
      opening.push(text);
    else if (inside && /^(?:and|or|than|to|the)$/.test(lower)) opening.push(text);
    else {
      opening = [];
      inside = kind === "mark" ? inside : false;
    }
  }
  return stretches.map((words) => words.join(" ")).join(" ");
}

/** A plan of the same over fewer rows; undefined where a step of it cannot keep rows, or keeps to a time already. */
export function narrowed(plan: Plan, by: Reading, table: string): Plan | undefined {
  const {reading} = plan;
  if (!reading || (reading.period && by.period)) return undefined;
  const where = whereOf(by);
  const steps = plan.steps.map((step) => keepingRows(step, where, table));
  if (!where || steps.some((step) => step === undefined)) return undefined;
  return {
    ...plan,
    steps: steps.flatMap((step) => step ?? []),
    reading: {
      ...reading,
      filters: [...reading.filters, ...by.filters],
      ...(by.period && {period: by.period}),
    },
  };
}

function keepingRows(step: Step, where: Condition | undefined, table: string): Step | undefined {
  const {input} = step;
  if (input.table !== table) return step;
  const does = typeof input.method === "string" ? input.method : step.tool;
  if (!NARROWS.has(does) || "joins" in input) return undefined;
  const own = input.where as Condition | undefined;
  const kept = allOf([...(own ? [own] : []), ...(where ? [where] : [])]);
  return {...step, input: {...input, ...(kept && {where: kept})}};
}

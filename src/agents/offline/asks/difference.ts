import {allOf} from "../../../planning/build_plan.ts";
import type {Step} from "../../../planning/plan.ts";
import type {Reading} from "../../../planning/reading.ts";
import type {Condition} from "../../../tools/condition.ts";
import type {Group} from "../../../tools/measure.ts";
import {
  type Ask,
  type AskScene,
  blankReading,
  columnsSaid,
  declined,
  isNumber,
  planned,
} from "./ask_scene.ts";
import {sidesSaid} from "./flags.ts";
import {vocabulary} from "./places_words.ts";

const REAL =
  /\b(?:real|really|significant|significance|significantly|by chance|chance|luck|noise|meaningful|fluke|statistically)\b/i;
const ASKED =
  /\bdiff(?:erence|erent|ers?)?\b|\bgap\b|\bbetter\b|\bworse\b|\bhigher\b|\blower\b|\bthat\b|\bit\b|\bthis\b/i;

/** The words that such a question is made of. */
export const DIFFERENCE_WORDS = vocabulary(`
  real | significant | significance | significantly | chance | by chance | luck | noise | meaningful | fluke | statistically |
  statistical | difference | different | differ | gap | better | worse | higher | lower | matter | matters | test | more | less | fewer | than | take | takes | get | gets | score | scored | scores | spend | pay | paid | average | avg | mean | on average | statistically different | just | actually | truly`);

/** "is that difference real": a test of the groups of the answer before, or of those that the question names. */
export const askDifference: Ask = async (scene) => {
  const {question, before} = scene;
  if (!REAL.test(question) || !ASKED.test(question)) return undefined;
  const own = question
    .replace(/\bor (?:is it |just )?(?:chance|luck|noise|a fluke)\b/i, "")
    .replace(REAL, " ")
    .replace(/^\W*(?:is|are|was|were)\b/i, "")
    .replace(
      /\b(?:statistically|difference|different|differ|diff|gap|really|just|the|there|a|between)\b/gi,
      " ",
    )
    .replace(/[?,]/g, " ")
    .replace(/\b(?:that|this|it|those|these|or)\b/gi, " ")
    .trim();
  const reading = /\p{L}{2}/u.test(own) ? await asAverages(own, scene) : before;
  if (!reading)
    return /\p{L}{2}/u.test(own) ? undefined : declined("There is no difference before that I could test.");
  return testOf(reading, scene);
};

/** "NPS between Team and Starter" as averages of both; "churn in business and team" as shares. */
async function asAverages(words: string, scene: AskScene): Promise<Reading | undefined> {
  const {askFlag} = await import("./flags.ts");
  const flagged = await askFlag({
    ...scene,
    question: words.replace(/\bin\b/gi, " "),
    lower: words.toLowerCase(),
  });
  if (flagged?.kind === "plan") return flagged.plan.reading;
  return ofTwoValues(words, scene) ?? (await scene.read(`average ${words}`)) ?? (await scene.read(words));
}

/** "night team take more sick days than nursing": the average of the number that is named, or of the one before, for two values. */
function ofTwoValues(words: string, {lexicon, table, before}: AskScene): Reading | undefined {
  const {groups, filters} = sidesSaid({lexicon, table}, words);
  const [filter] = filters;
  const [group] = groups;
  const [said, ...more] = columnsSaid(
    {lexicon},
    words,
    (column) => isNumber(column.profile) && column.profile.role === "measure" && column.table === table.table,
  );
  if (
    filters.length !== 1 ||
    filter?.condition.op !== "in" ||
    filter.condition.values.length !== 2 ||
    !group ||
    groups.length > 1
  )
    return undefined;
  if (more.length > 0) return undefined;
  const carried = before?.table === table.table ? before.measures[0] : undefined;
  const measure = said
    ? {name: `average ${said.column.profile.name}`, fn: "avg" as const, of: said.column.ref}
    : carried;
  return measure && blankReading(table.table, {measures: [measure], groups: [group], filters});
}

function testOf(reading: Reading, scene: AskScene) {
  const {table} = scene;
  if (reading.table !== table.table || reading.joins.length > 0) return undefined;
  const [group] = reading.groups;
  const [measure] = reading.measures;
  const column = reading.columns[0];
  if (!group || reading.groups.length > 1 || group.unit || (!measure && !column))
    return declined("There are no two groups in the answer before that I could test.");
  const where = allOf(reading.filters.map(({condition}) => condition));
  const numbers =
    column?.of ??
    (measure && ["avg", "median"].includes(measure.fn) && !measure.over ? measure.of : undefined);
  if (numbers && "column" in numbers)
    return numbersTest(reading, group, {name: numbers.column, of: numbers}, where, []);
  if (!measure) return undefined;
  if (
    measure.fn === "sum" &&
    measure.over?.fn === "count_distinct" &&
    measure.over.of &&
    "column" in measure.over.of
  ) {
    const deal = measure.over.of.column;
    const step: Step = {
      id: "each",
      tool: "prepare_data",
      purpose: `one row for each ${deal}`,
      input: {
        method: "group",
        table: table.table,
        ...(where && {where}),
        groups: [{name: deal, of: {column: deal}}, group],
        measures: [{name: "value", fn: "sum", of: measure.of}],
      },
    };
    const {name} = group;
    return numbersTest(
      reading,
      {name, of: {column: name}},
      {name: "value", of: {column: "value"}},
      undefined,
      [step],
    );
  }
  if (measure.fn === "count" && measure.where && measure.over?.fn === "count")
    return sharesTest(reading, group, measure, where, scene);
  return declined("I can test averages and shares of two groups; the answer before is neither.");
}

function numbersTest(
  reading: Reading,
  group: Group,
  column: {name: string; of: unknown},
  where: Condition | undefined,
  steps: Step[],
) {
  const from = steps[0];
  const input = {
    method: "group_test",
    table: from ? {$step: from.id} : reading.table,
    ...(where && {where}),
    column,
    group,
    test: "auto",
  };
  const means: Step = {
    id: "means",
    tool: "aggregate",
    purpose: "the average of each group",
    input: {
      table: input.table,
      ...(where && {where}),
      groups: [group],
      measures: [{name: "average", fn: "avg", of: column.of}],
    },
  };
  return planned(
    blankReading(reading.table, {...tested(reading), measures: reading.measures}),
    [...steps, {id: "difference", tool: "run_statistics", purpose: "test the difference", input}, means],
    "difference",
  );
}

function sharesTest(
  reading: Reading,
  group: Group,
  measure: Reading["measures"][number],
  where: Condition | undefined,
  {table}: AskScene,
) {
  const is = measure.where!;
  if (is.op !== "=" || !("column" in is.of)) return undefined;
  const name = is.of.column;
  const profile = table.columns.find((column) => column.name === name);
  const known: Condition = {op: "is_not_null", of: is.of};
  const input = {
    method: "contingency",
    table: reading.table,
    where: allOf([...(where ? [where] : []), ...(profile && profile.nulls > 0 ? [known] : [])]),
    rows: group,
    columns: {name, of: is.of},
    correct: false,
  };
  return planned(
    blankReading(reading.table, {...tested(reading), measures: reading.measures}),
    [{id: "difference", tool: "run_statistics", purpose: "test the difference", input}],
    "difference",
  );
}

const tested = ({groups, filters, period}: Reading): Partial<Reading> => ({
  groups,
  filters,
  ...(period && {period}),
  assumptions: ["whether the groups differ by more than chance"],
});

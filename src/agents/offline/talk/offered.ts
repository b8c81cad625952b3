import type {TableProfile} from "../../../data/profile.ts";
import {groups} from "../../../data/roles.ts";
import type {PlannerInput} from "../../contracts.ts";
import {answerQuestion} from "../answer_question.ts";
import {singular} from "../morphology.ts";
import {moneyColumns} from "../trade_words.ts";

const WANTED = 3;

/** Three questions of different kinds that the grammar reads in one way: what an input's data can be asked. */
export async function answerableSuggestions(input: PlannerInput): Promise<string[]> {
  const found: string[] = [];
  for (const kind of kindsOf(input.profiles[0])) {
    for (const question of kind) {
      if (found.length === WANTED) return found;
      const output = await answerQuestion(question, {...input, question, earlier: [], definitions: []});
      if (output.kind !== "plan") continue;
      found.push(question);
      break;
    }
  }
  return found;
}

/** Questions that suit a table's columns, by kind; within a kind the better first. */
function kindsOf(table: TableProfile | undefined): string[][] {
  if (!table) return [];
  const {columns, rows} = table;
  const money = moneyColumns(table);
  const measures = [
    ...money,
    ...columns.filter((one) => one.role === "measure" && one.distinct > 5 && !money.includes(one)),
  ].slice(0, 3);
  const categories = columns
    .filter((one) => groups(one) && one.type === "text" && one.distinct > 1 && one.distinct <= 30)
    .filter(({nulls}) => nulls < 0.3 * rows)
    .slice(0, 3);
  const date = columns.find(({type}) => type === "date" || type === "timestamp");
  const fn = (one: (typeof columns)[number]): string => (one.additivity === "additive" ? "total" : "average");
  const said = ({name}: {name: string}): string =>
    name
      .replace(/\s*\([^)]*\)\s*$/, "")
      .replace(/[_\s]+/g, " ")
      .trim() || name;
  const many = categories.map((one) => `how many rows by ${said(one)}`);
  return [
    measures.flatMap((one) => categories.map((by) => `${fn(one)} ${said(one)} by ${said(by)}`)),
    date ? measures.map((one) => `chart ${fn(one)} ${said(one)} by month`) : [],
    categories.flatMap((by) =>
      measures.map(
        (one) => `which ${singular(said(by).toLowerCase())} has the highest ${fn(one)} ${said(one)}?`,
      ),
    ),
    many,
    measures.map((one) => `distribution of ${said(one)}`),
    ["what is in this data?"],
    ["which columns have missing values?"],
  ];
}

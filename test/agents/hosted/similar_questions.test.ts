import {describe, expect, test} from "vitest";
import {plannerMessage} from "../../../src/agents/hosted/planner_prompt.ts";
import {similarQuestions} from "../../../src/agents/hosted/similar_questions.ts";
import {estimateTokens} from "../../../src/models/account.ts";
import type {Plan} from "../../../src/planning/plan.ts";
import {readingSchema} from "../../../src/planning/reading.ts";
import {openTables} from "../../tools/open_tables.ts";

const CSV = "sold,shop,taken,given back\n2024-01-01,North,10,0\n2024-02-01,South,20,5\n";

const plan = (column: string, table = "till"): Plan => ({
  steps: [{id: "answer", tool: "aggregate", input: {table}}],
  headline: "answer",
  reading: readingSchema.parse({
    intent: "aggregate",
    table,
    measures: [{name: `total ${column}`, fn: "sum", of: {column}}],
  }),
});

const kept = [
  {question: "how much did the shops take in all?", plan: plan("taken")},
  {question: "how much did the shops take, in all", plan: plan("taken")},
  {question: "what did people bring back?", plan: plan("given back")},
  {question: "how much did the shops take?", plan: plan("taken", "other_table")},
  {question: "how much did shops take at the door?", plan: plan("entrance")},
  {question: "now by shop", plan: plan("taken")},
];

async function profiles() {
  const {context} = await openTables({till: CSV});
  return {profiles: [await context.session.profile("till")], context};
}

describe("kept questions that are like one", () => {
  test("are found by their words, whatever the ending; wordings of the same words once", async () => {
    const found = similarQuestions("the shop's takes in March", kept, (await profiles()).profiles);
    expect(found.map((one) => one.question)).toEqual(["how much did the shops take in all?"]);
  });

  test("are none where no word is shared", async () => {
    expect(similarQuestions("average temperature", kept, (await profiles()).profiles)).toEqual([]);
  });

  test("of another table, of a column that is gone, or that lean on an earlier one are left out", async () => {
    const found = similarQuestions("shops take at the door now by shop", kept, (await profiles()).profiles);
    expect(found.every(({plan: {reading}}) => reading?.measures[0]?.name === "total taken")).toBe(true);
    expect(found.map((one) => one.question)).not.toContain("now by shop");
  });

  test("cost a prompt less than 400 tokens, however many and long they are", async () => {
    const many = Array.from({length: 200}, (_, at) => ({
      question: `how much did shop ${at} take on the day of the ${"great ".repeat(40)} opening?`,
      plan: plan("taken"),
    }));
    const {profiles: known, context} = await profiles();
    const input = {
      ...context,
      question: "how much did shop 7 take on the opening?",
      profiles: known,
      earlier: [],
    };
    const examples = similarQuestions(input.question, many, known);
    const without = estimateTokens(plannerMessage(input).text);
    expect(examples.length).toBeGreaterThan(0);
    expect(estimateTokens(plannerMessage({...input, examples}).text) - without).toBeLessThan(400);
  });
});

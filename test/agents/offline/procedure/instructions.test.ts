import {readFileSync} from "node:fs";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {openClinic} from "./open_clinic.ts";

interface Case {
  family: string;
  table: string;
  question: string;
  answers: Record<string, string>;
}

const cases = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../golden/reference/procedure.json"), "utf8"),
) as Case[];

const tables = new Map(
  [...new Set(cases.map(({table}) => table))].map((table) => [table, openClinic(table)]),
);
afterAll(async () => {
  for (const table of tables.values()) await table[Symbol.asyncDispose]();
});

/** What a reply states by name: `@mean_cost[1203.50]`. */
const named = (reply: string): Record<string, string> =>
  Object.fromEntries([...reply.matchAll(/@(\w+)\[(.*?)\]/g)].map((match) => [match[1]!, match[2]!]));

describe("an instruction with a form for its reply", () => {
  for (const {family, table, question, answers} of cases)
    it(`gives what pandas, scipy and scikit-learn give: ${family}`, async () => {
      const answer = await tables.get(table)!.ask(question);
      expect(answer.declined).toBeUndefined();
      expect(named(answer.answer)).toMatchObject(answers);
    });
});

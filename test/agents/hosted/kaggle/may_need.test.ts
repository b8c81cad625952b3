import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {mayNeedKaggle} from "../../../../src/agents/hosted/kaggle/may_need.ts";

test.each([
  "is there public data that I could compare my sales with?",
  "is there anything out there about rain in Sydney?",
  "find me figures on population by state that I can join to this",
  "where could I get weather data, to see whether it explains our sales?",
  "are our prices usual? any benchmark data?",
  "what data could we enrich these orders with?",
  "do you know of a data set about coffee quality?",
  "I'd like to compare this with something from outside",
])("may need data from elsewhere: %s", (question) => {
  expect(mayNeedKaggle(question)).toBe(true);
});

test.each([
  "how many rows does this dataset have?",
  "what data is missing in the table?",
  "which public holidays sold most?",
  "find the average of open orders",
  "is there a difference between the regions?",
  "where can I get the highest margin?",
])("is about the data that is here: %s", (question) => {
  expect(mayNeedKaggle(question)).toBe(false);
});

test("no question of our evaluation sets pays for Kaggle", () => {
  const sets = join(import.meta.dirname, "../../../../evals");
  const questions = ["main-job", "first-hour", "fresh-files", "public-files", "messy"].flatMap((set) =>
    readdirSync(join(sets, set))
      .filter((name) => name.endsWith(".jsonl"))
      .flatMap((name) =>
        readFileSync(join(sets, set, name), "utf8")
          .split("\n")
          .filter(Boolean),
      )
      .map((line) => String((JSON.parse(line) as {question?: string}).question ?? "")),
  );
  expect(questions.length).toBeGreaterThan(400);
  expect(questions.filter(mayNeedKaggle)).toEqual([]);
});

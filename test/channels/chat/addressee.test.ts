import {fileURLToPath} from "node:url";
import {expect, test} from "vitest";
import {judge, readLabelled} from "../../../evals/addressee/run.ts";
import {isAddressed, signsOf, type Voice} from "../../../src/channels/chat/addressee.ts";

const now = new Date("2026-03-02T12:00:00Z");
const voice = (by: string, secondsAgo: number, kind: Voice["kind"], named: string[] = []): Voice => ({
  by,
  at: new Date(now.getTime() - secondsAgo * 1_000).toISOString(),
  kind,
  named,
});
const ANSWERED = [voice("ana", 60, "asked"), voice("bot", 40, "answered")];
const TALKING = [...ANSWERED, voice("ben", 20, "overheard", ["ana"])];
const columns = ["orders", "amount", "region", "country", "order_date", "status", "revenue"];
const said = (text: string, before: Voice[], more: {by?: string; hasFile?: boolean} = {}) => ({
  text,
  by: "ana",
  named: [...text.matchAll(/<@(\w+)>/g)].map((match) => match[1]!),
  before,
  hasFile: false,
  columns,
  names: ["ben", "cho"],
  now,
  ...more,
});

test("the labelled set that may be read is told right", () => {
  const path = fileURLToPath(new URL("../../../evals/addressee/read.jsonl", import.meta.url));
  const {total, wrongAnswers, wrongSilences} = judge(readLabelled(path));
  expect(total).toBe(70);
  expect([wrongAnswers, wrongSilences]).toEqual([[], []]);
});

test.each([
  "break it down by country",
  "no I meant last year",
  "as a table please",
  "zeig das als Balkendiagramm",
  "muéstrame el total por región",
  "montre-moi le total par région",
  "that's not right, there are 4 regions",
  "thx! now sort by revenue desc",
  "2",
])("after an answer it is meant: %s", (text) => {
  expect(isAddressed(said(text, ANSWERED))).toBe(true);
});

test.each([
  "merci !",
  "perfect, thank you so much",
  "cool, I'll put it in the slides",
  "ben can you have a look?",
  "<@ben> what do you think of the amount by region?",
  "lo hablamos luego",
  "ich frag mal nach",
  "🎉🎉",
  "!!!",
  "",
])("it is not: %s", (text) => {
  expect(isAddressed(said(text, ANSWERED))).toBe(false);
});

test.each([
  ["plot revenue by month", true],
  ["which region grew the most?", true],
  ["yes", false],
  ["why?", false],
  ["where are you?", false],
  ["did the customer call back?", false],
  ["can you resend the invite?", false],
])("while people talk to each other: %s, %s", (text, expected) => {
  expect(isAddressed(said(text, TALKING))).toBe(expected);
});

test("a file is meant, with or without words; it says what was weighed", () => {
  expect(isAddressed(said("", ANSWERED, {hasFile: true}))).toBe(true);
  expect(isAddressed(said("here is march too", ANSWERED, {hasFile: true}))).toBe(true);
  expect(isAddressed(said("<@ben> here is march", ANSWERED, {hasFile: true}))).toBe(false);
  expect(signsOf(said("<@ben> says 430k, is that right?", ANSWERED)).map(({name}) => name)).toContain(
    "speaks of an answer",
  );
});

test.each(["\n".repeat(40_000), "@".repeat(40_000), "can you ".repeat(5_000), "<@".repeat(20_000)])(
  "what is long and means nothing is weighed too",
  (text) => {
    expect(isAddressed(said(`${text}a`, TALKING))).toBe(false);
  },
);

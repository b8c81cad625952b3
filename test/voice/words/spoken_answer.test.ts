import {readFileSync} from "node:fs";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import type {Answer} from "../../../src/channels/channel.ts";
import {scanNumbers} from "../../../src/planning/scan_numbers.ts";
import {asTyped} from "../../../src/voice/words/as_typed.ts";
import {disagreements} from "../../../src/voice/words/disagreements.ts";
import {isIdentifier} from "../../../src/voice/words/identifiers.ts";
import {roundForEar} from "../../../src/voice/words/round_for_ear.ts";
import {spokenAnswer, spokenFailure} from "../../../src/voice/words/spoken_answer.ts";
import {spokenChoices} from "../../../src/voice/words/spoken_choices.ts";
import {talkOver} from "../../agents/offline/asks/conversation_over.ts";
import {everyNth} from "../../sweep.ts";

const SALES = `order_id,order_date,region,product,qty,tot_rev_usd,list_price
115177,2024-01-03,North,Widget,3,1200.50,400
2,2024-01-15,South,Gadget,1,340.00,340
3,2024-02-03,North,Gadget,7,115210.10,330
4,2024-02-20,West,Widget,2,810.25,410
5,2024-03-02,East,Gizmo,9,4120.00,455
6,2024-03-15,South,Widget,4,1610.40,405
7,2024-04-01,North,Gizmo,5,2900.75,580
8,2024-04-18,West,Gadget,6,1999.99,335
9,2024-05-05,East,Widget,2,805.00,402
10,2024-05-22,North,Gadget,8,2525.25,316
`;
const QUESTIONS = {
  sales: [
    "how many rows",
    "max order_id",
    "total tot_rev_usd",
    "total tot_rev_usd by region",
    "which region has the highest total tot_rev_usd?",
    "total tot_rev_usd by month",
    "list the orders of the North",
    "what is in this data",
    "share of tot_rev_usd by region",
    "correlation between qty and tot_rev_usd",
    "top 3 products by tot_rev_usd",
    "average qty in March 2024",
    "total tot_rev_usd in North in April 2024",
    "distribution of qty",
    "which columns have missing values",
    "duplicates",
    "how many orders with qty over 5",
    "how many humans",
    "total tot_rev_usd; how many rows",
    "tot_rev_usd in April 2024 compared to March 2024",
    "median list_price by product",
    "is qty different between North and West",
    "hello",
    "thanks",
  ],
  weather: [
    "average precipitation by month",
    "how many days of each weather",
    "highest wind",
    "total precipitation in 2013",
    "average temp_max by weather",
    "average temperature",
    "rainiest month",
    "correlation of wind and precipitation",
    "temp_max over time",
    "how many rainy days in 2012",
  ],
};

const sales = talkOver({"sales.csv": SALES});
const weather = talkOver({"seattle-weather.csv": readFileSync("samples/seattle-weather.csv", "utf8")});
/** What tests ask for by name is always there; of the others, some. */
const NAMED = [
  "how many rows",
  "max order_id",
  "total tot_rev_usd",
  "total tot_rev_usd by region",
  "how many humans",
  "average temperature",
];
const asked = (questions: readonly string[]): readonly string[] => [
  ...questions.filter((one) => NAMED.includes(one)),
  ...everyNth(
    questions.filter((one) => !NAMED.includes(one)),
    3,
  ),
];
const answers = new Map<string, Answer>();
beforeAll(async () => {
  for (const question of asked(QUESTIONS.sales)) answers.set(question, await sales.say(question));
  for (const question of asked(QUESTIONS.weather)) answers.set(question, await weather.say(question));
}, 60_000);
afterAll(async () => {
  await sales.end();
  await weather.end();
});
const captionOf = (question: string): string => spokenAnswer(answers.get(question)!).caption;

describe("an answer is said", () => {
  test.each([
    ["how many rows", "There are 10 rows."],
    ["max order_id", "Maximum order ID is 115177."],
    ["total tot_rev_usd", "Total revenue is about $132,000."],
    [
      "total tot_rev_usd by region",
      "Total revenue is highest for North (about $122,000) and lowest for South (about $1,950). The chart is on your screen.",
    ],
  ])("%s: %s", (question, caption) => {
    expect(captionOf(question)).toBe(caption);
  });
});

test("what a model wrote is said too", () => {
  const answer = answers.get("total tot_rev_usd by region")!;
  const text =
    "**North** leads with **$121,836.60**, far ahead of *East* at $4,925. Everything else is small.";
  const bound = (number: string, row: number) => {
    const start = text.indexOf(number);
    return {
      text: number,
      start,
      end: start + number.length,
      evidence: [{step: "answer", row, column: "total tot_rev_usd"}],
    };
  };
  const written = {...answer, answer: text, evidence: [bound("$121,836.60", 0), bound("$4,925", 1)]};
  expect(spokenAnswer(written).caption).toBe(
    "North leads with about $122,000, far ahead of East at about $4,930. Everything else is small.",
  );
});

test("two sentences at most, in words alone, short enough to be listened to", () => {
  for (const [question, answer] of answers) {
    const {caption, spoken} = spokenAnswer(answer);
    expect(caption, question).not.toBe("");
    expect(spoken, question).not.toMatch(/[\p{N}\p{Sc}]/u);
    expect(caption.length, question).toBeLessThan(420);
    expect(caption.match(/[.!?](?= \p{Lu}|$)/gu)?.length ?? 0, `${question}: ${caption}`).toBeLessThanOrEqual(
      2,
    );
  }
});

test("no number is said that the answer does not hold", () => {
  for (const [question, answer] of answers)
    expect(disagreements(spokenAnswer(answer).caption, answer), question).toEqual([]);
});

test("what is spoken has the numbers of its caption", () => {
  const numbersOf = (text: string): number[] =>
    scanNumbers(text)
      .filter(({kind}) => ["plain", "money", "percent"].includes(kind))
      .map(({value}) => value);
  for (const [question, answer] of answers) {
    const {caption, spoken} = spokenAnswer(answer);
    if (/\d\.\d{2}(?!\d)|-\d|\bQ\d|\d{1,2} [A-Z][a-z]+ \d{4}/.test(caption)) continue;
    const heard = numbersOf(asTyped(spoken, {terms: []}));
    // "One" is heard as a word.
    for (const number of numbersOf(caption).filter((value) => value !== 1))
      expect(heard, `${question}: ${caption} / ${spoken}`).toContain(number);
  }
});

describe("a wrong number is found", () => {
  test.each([
    ["Total revenue is about $133,000."],
    ["Total revenue is $132,000."],
    ["Total revenue is about 47%."],
    ["Total revenue was about $132,000 on 3 March 2021."],
    ["There are 11 rows."],
  ])("%s", (caption) => {
    expect(disagreements(caption, answers.get("total tot_rev_usd")!)).toHaveLength(1);
  });

  test("and nothing with numbers is said then", () => {
    const answer = answers.get("total tot_rev_usd")!;
    const planted = {
      ...answer,
      plan: undefined,
      evidence: answer.evidence.map((one) => ({...one, evidence: [{step: "answer", row: 0, column: "n"}]})),
    };
    expect(disagreements(spokenAnswer(planted as Answer).caption, planted as Answer)).toEqual([]);
  });
});

test("values of texts are names, whatever they look like", () => {
  const answer = answers.get("total tot_rev_usd by region")!;
  const renamed = JSON.parse(
    JSON.stringify(answer).replaceAll("North", "90210").replaceAll("South", "USD"),
  ) as Answer;
  const shift = {...renamed, evidence: []};
  const {spoken, values} = spokenAnswer(shift);
  expect(values).toEqual(["90210", "USD"]);
  expect(spoken).toContain("highest for nine zero two one zero,");
  expect(spoken).toContain("lowest for U S D,");
});

describe("signs", () => {
  const fallen = (text: string): Answer => ({
    answer: text,
    values: [{name: "change", value: -5, evidence: {step: "s1", row: 0, column: "change"}}],
    choices: [],
    artifacts: {},
    charts: [],
    evidence: [],
    timings: {},
  });
  test.each([
    ["Sales fell by 5.", []],
    ["Sales are down 5.", []],
    ["The change is -5.", []],
    ["Sales rose by 5.", ["5"]],
    ["The change is 5.", ["5"]],
  ])("%s", (caption, wrong) => {
    expect(disagreements(caption, fallen(""))).toEqual(wrong);
    expect(disagreements(caption, fallen("Sales fell by 5."))).toEqual(wrong);
  });
});

test.each([
  ["order_id", true],
  ["max order_id", true],
  ["PassengerId", true],
  ["store_zip", true],
  ["zip", true],
  ["max year", true],
  ["customer_phone", true],
  ["count of order_id", false],
  ["distinct order_id", false],
  ["amount", false],
  ["paid", false],
  ["years_served", false],
])("%s names things: %s", (column, names) => {
  expect(isIdentifier(column)).toBe(names);
});

test.each([
  ["$115,177.20", "$115,000", true],
  ["$45.20", "$45.20", false],
  ["12", "12", false],
  ["999", "999", false],
  ["1,461", "1,460", true],
  ["4,910", "4,910", false],
  ["47.7 %", "47.7%", false],
  ["12.345 %", "12.3%", true],
  ["2,767,891,499", "2.77 billion", true],
  ["£1,000,000", "£1 million", false],
  ["-17,725", "-17,700", true],
  ["0.9108", "0.911", true],
  ["0", "0", false],
])("%s is rounded to %s", (shown, said, isRounded) => {
  expect(roundForEar(scanNumbers(shown)[0]!)).toEqual({text: said, isRounded});
});

describe("where there is no number to say", () => {
  const empty: Answer = {
    answer: "",
    values: [],
    choices: [],
    artifacts: {},
    charts: [],
    evidence: [],
    timings: {},
  };
  test("choices are asked, shortly", () => {
    const answer = answers.get("average temperature")!;
    expect(spokenChoices(answer)).toEqual([
      "the average maximum temperature",
      "the average minimum temperature",
    ]);
    expect(spokenAnswer(answer).caption).toBe(
      "Do you mean the average maximum temperature, or the average minimum temperature?",
    );
  });
  test("what was declined says why, and what to ask", () => {
    expect(captionOf("how many humans")).toBe(
      "I found nothing called humans in this data. You could ask: total qty by region.",
    );
  });
  test("what failed says what to do", () => {
    expect(spokenFailure({message: "The query took longer than 30 s.", next: "Ask for less."})).toEqual({
      caption: "The query took longer than 30 s. Ask for less.",
      spoken: "The query took longer than thirty seconds. Ask for less.",
    });
  });
  test("a file that came in is named", () => {
    const imported = [
      {name: "a.csv", datasets: [{name: "sales", rows: 1461, columns: 7, notes: [], doubts: []}]},
    ];
    expect(spokenAnswer({...empty, imported}).caption).toBe(
      "sales has 1,461 rows and 7 columns. What would you like to know?",
    );
  });
  test("a quote says where it is from", () => {
    const citations = [
      {number: 1, title: "Handbook", location: "page 4", quote: "Returns are taken within 30 days."},
    ] as Answer["citations"];
    expect(
      spokenAnswer({...empty, answer: "“Returns are taken within 30 days.” [1]", citations: citations!})
        .caption,
    ).toBe("Handbook says: Returns are taken within 30 days. The quotes are on your screen.");
  });
  test("nothing at all is still something", () => {
    expect(spokenAnswer(empty).caption).toBe("The answer is on your screen.");
  });
  test("hostile text does no harm", () => {
    const text = `<speak><break time="9s"/>\u202e${"9".repeat(5000)} ${"x".repeat(5000)}</speak>`;
    const {spoken} = spokenAnswer({...empty, answer: text});
    expect(spoken).not.toMatch(/[<>\p{N}\u202e]/u);
    expect(spoken.length).toBeLessThan(500);
  });
});

import {afterAll, describe, expect, test} from "vitest";
import {talkOver, valueCalled} from "./conversation_over.ts";
import {ordersFile} from "./orders_file.ts";

const day = (at: number): string => new Date(Date.UTC(2023, 0, 1 + at)).toISOString().slice(0, 10);
const stays = [
  "stay_no,arrived,departed,guest,wing,rooms,bill_eur,cost_eur,outcome",
  ...Array.from({length: 700}, (_, at) => {
    const wing = ["Garden", "Sea", "Old Mill"][at % 3];
    const outcome = at % 10 === 0 ? "No Show" : at % 7 === 0 ? "Cancelled" : "Stayed";
    const nights = 1 + (at % 3) * 2;
    return `S${9000 + at},${day(at)},${day(at + nights)},Guest ${at % 90},${wing},${1 + (at % 2)},${100 + (at % 50) + (at >= 365 ? 20 : 0)},${40 + (at % 11)},${outcome}`;
  }),
].join("\n");

const orders = talkOver({"orders.csv": ordersFile()});
const hotel = talkOver({"stays.csv": stays});
afterAll(async () => {
  for (const talk of [orders, hotel]) await talk.end();
});

const steps = (answer: Awaited<ReturnType<typeof hotel.say>>): string =>
  JSON.stringify(answer.plan?.steps ?? []);

describe("a kind of question keeps every word, or lets the question go", () => {
  test("the rows that the rest of the words name are kept", async () => {
    const whole = await hotel.say("how long do people usually stay");
    const sea = await hotel.say("how long do people usually stay in the sea wing");
    expect(valueCalled(whole, "median days from arrived to departed")).toBe(3);
    expect(steps(sea)).toContain('"value":"Sea"');
    expect(valueCalled(sea, "median days from arrived to departed")).toBe(3);
  });

  test("a month beside them is kept too", async () => {
    const answer = await hotel.say("anything weird about bills in march 2023 for the garden wing");
    const plan = steps(answer);
    if (answer.plan) {
      expect(plan).toContain("2023-03-01");
      expect(plan).toContain("Garden");
    } else expect(answer.values).toEqual([]);
  });

  test.each([
    "can i trust the zebra numbers",
    "repeat guests on the moon",
    "what is the usual zebra stay",
    "one row per wing for unicorns",
    "did zebra bills grow from 2023 to 2024",
  ])("%s: a word that has no place gives no number", async (question) => {
    const answer = await hotel.say(question);
    expect(answer.plan === undefined || answer.choices.length > 0 || answer.values.length === 0).toBe(true);
    expect(answer.answer).not.toMatch(/^(?:Repeat|Median|Largest)/);
  });
});

describe("two times that are named", () => {
  test("half years are set against each other, whichever is named first", async () => {
    const answer = await hotel.say("are bills up or down q2 24... no, q1 24 on q1 23");
    expect(answer.values.length === 0 || answer.reading?.includes("Q1 2023")).toBe(true);
    const plain = await hotel.say("are bills up q1 24 on q1 23");
    expect(plain.reading ?? plain.choices[0]?.said).toMatch(/Q1 2024, against the period before \(Q1 2023\)/);
  });

  test("a month without a year takes the other's", async () => {
    const answer = await hotel.say("did bills drop between may 2023 and june");
    expect(answer.reading ?? answer.choices[0]?.said).toMatch(/June 2023.*May 2023/);
  });
});

describe("what grew the most", () => {
  test("is a change by group, never a count of rows", async () => {
    const answer = await orders.say("which region grew the most");
    const said = [answer.reading ?? "", ...answer.choices.map((choice) => choice.said)].join(" ");
    expect(said).not.toContain("count of rows");
  });
});

describe("shares of a value and lengths of time", () => {
  test("a rate of a value is its share of the rows that have one", async () => {
    const answer = await hotel.say("no show rate");
    expect(valueCalled(answer, "No Show")).toBeCloseTo(0.1, 10);
  });
});

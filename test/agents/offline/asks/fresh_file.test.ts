import {afterAll, describe, expect, test} from "vitest";
import {talkOver, valueCalled} from "./conversation_over.ts";
import {ordersFile} from "./orders_file.ts";

const visits = [
  "visit_id,clinic,patient,booked,seen,wait_mins,fee_eur,no_show,late,score",
  ...Array.from({length: 240}, (_, at) => {
    const day = new Date(Date.UTC(2024, 0, 2 + Math.floor(at / 2))).toISOString().slice(0, 10);
    const clinic = ["Harbour", "Hill Top", "Mill"][at % 3];
    const wait = at === 100 ? 900 : at === 101 ? -5 : 10 + (at % 3) * 8 + ((at * 7) % 11);
    return `V${5000 + at},${clinic},Pat ${String.fromCharCode(65 + ((at * 11) % 26))},${day},${day},${wait},${20 + (at % 5)},${at % 10 === 0 ? "Y" : "N"},${at % 4 === 0 ? "Y" : "N"},${1 + (at % 5)}`;
  }),
].join("\n");
const stock = [
  "code,shelf,maker",
  ...["C100", "C101", "C102", "C200"].map((code, at) => `${code},S${at},Maker ${at % 2}`),
].join("\n");

const orders = talkOver({"orders.csv": ordersFile()});
const clinic = talkOver({"visits.csv": visits});
const two = talkOver({
  "sold.csv": ["item,qty", ...Array.from({length: 40}, (_, at) => `C10${at % 4},${at}`)].join("\n"),
  "stock.csv": stock,
});
afterAll(async () => {
  for (const talk of [orders, clinic, two]) await talk.end();
});

describe("what is in a file and whether it can be trusted", () => {
  test.each(["whats in this", "what am i looking at", "give me the rundown"])("%s", async (question) => {
    const answer = await orders.say(question);
    expect(answer.plan?.reading?.intent).toBe("describe");
    expect(valueCalled(answer, "rows")).toBe(2401);
  });

  test("can i trust it: values far out and impossible ones are counted, and repeated rows told", async () => {
    const answer = await clinic.say("can i trust it");
    expect(valueCalled(answer, "largest wait_mins")).toBe(900);
    expect(valueCalled(answer, "negative wait_mins")).toBe(1);
    expect((await orders.say("is the data any good")).answer).toContain(
      "12 different rows occur more than once",
    );
  });

  test("the row of totals is none of the rows", async () => {
    expect(valueCalled(await orders.say("how many lines"), "count")).toBe(2401);
  });
});

describe("money", () => {
  test("a bare total is asked about, with both numbers", async () => {
    const answer = await orders.say("total sales");
    expect(answer.choices.map((choice) => choice.said)).toEqual(["sum(net_amount)", "sum(gross_amount)"]);
  });

  test("with groups the net is taken, and the reading says that it is not the gross", async () => {
    const answer = await orders.say("sales by month chart pls");
    expect(answer.reading).toContain("sum(net_amount) by month of order_date");
    expect(answer.choices).toEqual([]);
  });

  test("an order's value is by order and not by line", async () => {
    const answer = await orders.say("avg order value");
    expect(answer.reading).toContain("sum(net_amount) / count of distinct order_no");
  });

  test("no, gross: the same of the other column", async () => {
    const answer = await orders.say("total net sales by region", "no, gross");
    expect(answer.reading).toContain("sum(gross_amount) by region");
  });

  test("the year to date is set against the same days of the year before", async () => {
    const answer = await orders.say("ytd vs last yr");
    expect(answer.plan?.reading?.period).toMatchObject({from: "2024-01-01", to: "2024-06-15"});
    expect(answer.plan?.reading?.comparison?.against).toMatchObject({from: "2023-01-01", to: "2023-06-15"});
  });
});

describe("customers", () => {
  test("are told apart by their accounts", async () => {
    expect(valueCalled(await orders.say("how many custs"), "distinct account")).toBe(40);
  });

  test("came back where they have two orders, not two lines", async () => {
    const answer = await orders.say("repeat buyers");
    expect(answer.plan?.steps[0]?.input.measures).toEqual([
      {name: "times", fn: "count_distinct", of: {column: "order_no"}},
    ]);
  });

  test("who has not ordered since a month: those whose last order lies before it", async () => {
    const answer = await orders.say("who hasnt ordered since june 2024");
    expect(answer.values.map((one) => one.value)).toEqual([
      "2024-05-31",
      "2024-05-30",
      "2024-05-29",
      "2024-05-28",
    ]);
  });

  test("who will leave cannot be told without a record of who left", async () => {
    expect((await orders.say("who will churn")).declined?.reason).toContain("no column that tells who left");
  });
});

describe("shares, times and tests", () => {
  test("% of a yes/no column by its name", async () => {
    expect(valueCalled(await clinic.say("how many were late"), "late (count)")).toBe(60);
  });

  test("a usual time is the median, with the quartiles", async () => {
    const answer = await clinic.say("normal wait time");
    expect(answer.values.map((one) => one.name)).toEqual([
      "median wait_mins",
      "lower quartile",
      "upper quartile",
    ]);
  });

  test("is that difference real: a test of the groups of the answer before", async () => {
    const answer = await clinic.say("average score for Harbour and Mill", "is that diff real");
    expect(answer.answer).toMatch(/^(No|Yes): a difference like this/);
    expect(valueCalled(answer, "p")).toBeGreaterThan(0);
  });

  test("a forecast of half a year is declined, with what it takes", async () => {
    expect((await clinic.say("forecast next quarter")).declined?.reason).toContain("too short to forecast");
  });

  test("what should be done is not in the data", async () => {
    expect((await clinic.say("what should we do?")).declined?.reason).toContain("for you to decide");
  });
});

test("two files: how many rows find a partner by codes of another name, and which do not", async () => {
  const answer = await two.say("do these two files match up");
  expect(valueCalled(answer, "matched")).toBe(30);
  expect(valueCalled(answer, "not matched")).toBe(10);
  expect(answer.answer).toContain("Without a partner: C103.");
});

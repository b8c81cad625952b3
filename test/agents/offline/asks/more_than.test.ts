import {afterAll, describe, expect, test} from "vitest";
import {talkOver, valueCalled} from "./conversation_over.ts";

const TOWNS = ["Bergen", "Lyon", "Porto"] as const;
const two = (part: number): string => String(part).padStart(2, "0");

/** A ride each second day of March to June 2025; each town's fares are alike, and Bergen has the most rides. */
const rides = Array.from({length: 60}, (_, at) => {
  const town = TOWNS[at % 6 < 3 ? 0 : at % 6 < 5 ? 1 : 2]!;
  return {
    town,
    day: `2025-${two(3 + Math.floor(at / 15))}-${two(1 + 2 * (at % 14))}`,
    fare: town === "Lyon" ? 20 : 10,
    minutes: 10 + (at % 7),
    km: 2 + (at % 5) / 2,
    payment: at % 4 === 0 ? "app" : "cash",
    insured: at % 5 === 0 ? "yes" : "no",
  };
});
const talk = talkOver({
  "fares.csv": [
    "town,ride_date,sales_usd,minutes,distance_km,payment,insured",
    ...rides.map((one) =>
      [one.town, one.day, one.fare, one.minutes, one.km, one.payment, one.insured].join(","),
    ),
  ].join("\n"),
});
afterAll(() => talk.end());

describe("two things set against each other by a bare verb", () => {
  test("how much more one sold is the difference in sales", async () => {
    const answer = await talk.say("how much more did Lyon sell than Porto");
    expect(valueCalled(answer, "difference")).toBe(400 - 100);
  });

  test("how much less one made is what the other made more", async () => {
    const answer = await talk.say("how much less did Bergen make than Lyon");
    expect(valueCalled(answer, "difference")).toBe(400 - 300);
  });

  test("whether one sold more sets both side by side, and no row count is given", async () => {
    expect((await talk.say("did Lyon sell more than Bergen")).answer).toMatch(
      /^Yes\b[\s\S]*\$400[\s\S]*\$300/,
    );
    expect((await talk.say("did Lyon sell less than Bergen")).answer).toMatch(/^No\b/);
  });

  test.each(["did Bergen have more rides than Lyon", "were there more rides in Bergen than in Lyon"])(
    "%s",
    async (question) => {
      const {answer} = await talk.say(question);
      expect(answer).toMatch(/^Yes\b/);
      expect(answer).toMatch(/Bergen[\s\S]*30[\s\S]*Lyon[\s\S]*20/);
    },
  );

  test("a name that the data does not have is said, and nothing is made up", async () => {
    expect((await talk.say("how much more did Lyon sell than Oslo")).answer).toContain("Oslo");
  });
});

describe("a row is what its date says happened", () => {
  test("rides are the rows of ride_date", async () => {
    const answer = await talk.say("how many rides were there in each town");
    expect(valueCalled(answer, "Bergen")).toBe(30);
  });

  test("the average of a ride is by nothing but what was said", async () => {
    const answer = await talk.say("average ride minutes by town");
    expect(answer.values).toHaveLength(3);
  });
});

test("with one year in the data, the month with the most rides is not asked about twice", async () => {
  const answer = await talk.say("which month had the most rides");
  expect(answer.choices).toEqual([]);
});

test("a year after an amount in a chart is a stretch of time", async () => {
  const answer = await talk.say("chart monthly sales in 2025");
  expect(answer.choices).toEqual([]);
  expect(answer.values.map(({value}) => value)).toContain(
    rides.filter(({day}) => day.startsWith("2025-03")).reduce((sum, {fare}) => sum + fare, 0),
  );
});

test.each([
  ["what percentage of rides were paid by app", 0.25],
  ["what percentage of rides were insured", 0.2],
])("%s", async (question, share) => {
  const answer = await talk.say(question);
  expect(answer.choices).toEqual([]);
  expect(answer.values[0]?.value).toBeCloseTo(share);
});

test("the longest ride may be in minutes or in kilometres: both are offered", async () => {
  expect((await talk.say("longest ride")).choices).toHaveLength(2);
  expect((await talk.say("the longest ride in minutes")).choices).toEqual([]);
});

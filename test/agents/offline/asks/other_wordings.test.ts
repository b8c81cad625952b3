import {afterAll, describe, expect, test} from "vitest";
import {talkOver, valueCalled} from "./conversation_over.ts";

const day = (at: number): string => new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);
const repairs = [
  "Job No,Raised,Depot,Kind,Fault,Lost Min,Labour $",
  ...Array.from({length: 400}, (_, at) => {
    const kind = at % 4 === 0 ? "Recall" : "Service";
    const fault = at % 10 === 0 ? "" : ["Brakes", "Lights", "Tyres"][at % 3];
    return `J${7000 + at},${day(at)},${["Leeds", "Hull"][at % 2]},${kind},${fault},${10 + (at % 50)},${20 + (at % 7)}.50`;
  }),
].join("\n");
const crew = [
  "Emp No,Name,Site,Started,Left,Salary",
  ...Array.from(
    {length: 120},
    (_, at) =>
      `${300 + at},Person ${at},${["North", "South"][at % 2]},${day(at)},${at % 4 === 0 ? day(200 + at) : ""},${21000 + at * 10}`,
  ),
].join("\n");
const visits = [
  "Ref,Date,Covers,Room,Bill",
  ...Array.from(
    {length: 200},
    (_, at) => `V${at},${day(at)},${1 + (at % 4)},${["Hall", "Yard"][at % 2]},£${30 + (at % 4) * 20}.00`,
  ),
].join("\n");

const garage = talkOver({"repairs.csv": repairs});
const staff = talkOver({"crew.csv": crew});
const house = talkOver({"visits.csv": visits});
afterAll(async () => {
  for (const talk of [garage, staff, house]) await talk.end();
});

describe("frames and other wordings change no answer", () => {
  test.each([
    "can you tell me how many recalls there are",
    "quick one: how many recalls do we have",
    "how many recalls in the log, roughly",
    "i want to know how many recalls we have had, i guess",
  ])("%s", async (question) => {
    const answer = await garage.say(question);
    const shown = answer.values.map(({value}) => value);
    if (answer.choices.length === 0 && answer.plan) expect(shown).toContain(100);
    else expect(shown).toEqual([]);
  });

  test("rows of a thing with a condition are counted", async () => {
    expect((await garage.say("jobs in leeds")).answer).toContain("200");
    expect((await garage.say("recalls where nobody put a fault")).answer).toMatch(/: 20\b/);
  });

  test("minutes are the one column that adds them up", async () => {
    const answer = await garage.say("minutes lost by depot");
    expect(answer.reading).toContain("sum(Lost Min) by Depot");
  });
});

describe("people who are still there", () => {
  test.each(["headcount now?", "how many people are still here", "HR told me 88 are still here. true?"])(
    "%s: those without a leaving date",
    async (question) => {
      const answer = await staff.say(question);
      expect(answer.values.map(({value}) => value)).toContain(90);
    },
  );
});

describe("money per head", () => {
  test.each(["avg spend per head", "average bill per cover", "how much does each guest spend"])(
    "%s: all of the money over all of the heads, or nothing",
    async (question) => {
      const answer = await house.say(question);
      if (answer.values.length === 0) return;
      expect(valueCalled(answer, "Bill per Covers")).toBeCloseTo(12000 / 500, 6);
    },
  );
});

import {afterAll, describe, expect, it} from "vitest";
import type {Answer} from "../../../src/channels/channel.ts";
import {talkOver, valueCalled} from "./asks/conversation_over.ts";

interface Visit {
  visit: string;
  patient: string;
  seen: string;
  billed: string;
  ward: string;
  fee: number;
  pulseMin: number;
  pulseMax: number;
}

const WARDS = ["Acorn", "Birch", "Cedar", "Damson"] as const;
const day = (at: number): string => new Date(Date.UTC(2022, 0, 1 + at)).toISOString().slice(0, 10);

/** Patient n comes n mod 7 + 1 times; Damson has no visits in 2023. */
const visits: Visit[] = Array.from({length: 90}, (_, patient) =>
  Array.from({length: (patient % 7) + 1}, (_unused, time): Visit => {
    const at = (patient * 8 + time * 61) % 730;
    const ward = WARDS[(patient + time) % (at >= 365 ? 3 : 4)]!;
    const low = 50 + ((patient * 3 + time) % 20);
    return {
      visit: `V${patient}-${time}`,
      patient: `P${1000 + patient}`,
      seen: day(at),
      billed: day(at + 40),
      ward,
      fee: 20 + ((patient * 17 + time * 29) % 90),
      pulseMin: low,
      pulseMax: low + 15 + ((patient + time) % 11),
    };
  }),
).flat();

const talk = talkOver({
  "clinic.csv": [
    "visit_id,patient_id,seen_date,billed_date,ward,fee,pulse_min,pulse_max",
    ...visits.map((one) => Object.values(one).join(",")),
  ].join("\n"),
});
afterAll(() => talk.end());

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
const byPatient = new Map<string, Visit[]>();
for (const one of visits) byPatient.set(one.patient, [...(byPatient.get(one.patient) ?? []), one]);
const patients = [...byPatient.values()];

/** The first headline value, whether it was answered or is the only choice. */
const firstValue = (answer: Answer): unknown => (answer.values[0] ?? answer.choices[0]?.values[0])?.value;
const said = (answer: Answer): string => answer.reading ?? answer.choices.map((one) => one.said).join(" | ");

describe("groups counted as things", () => {
  it("counts those with exactly one, and with more than so many", async () => {
    expect(firstValue(await talk.say("how many patients had exactly one visit"))).toBe(
      patients.filter((all) => all.length === 1).length,
    );
    expect(firstValue(await talk.say("how many patients have more than 5 visits"))).toBe(
      patients.filter((all) => all.length > 5).length,
    );
  });

  it("counts those whose total reaches a bound, and says that it is a total", async () => {
    const answer = await talk.say("how many patients have over 300 in fee");
    expect(firstValue(answer)).toBe(patients.filter((all) => sum(all.map(({fee}) => fee)) > 300).length);
    expect(said(answer)).toContain("the total of fee for each patient_id");
  });

  it("gives an amount for each thing as one number over the other", async () => {
    expect(firstValue(await talk.say("average number of visits per patient"))).toBeCloseTo(
      visits.length / patients.length,
      9,
    );
    expect(firstValue(await talk.say("average fee per patient"))).toBeCloseTo(
      sum(visits.map(({fee}) => fee)) / patients.length,
      9,
    );
  });

  it("finds groups that have no rows in a time", async () => {
    const answer = await talk.say("which wards had no visits in 2023");
    expect(answer.answer).toContain("Damson");
    expect(answer.answer).not.toContain("Acorn");
  });
});

describe("words that two columns share", () => {
  it("asks which pulse is meant, with the number of each", async () => {
    const {choices} = await talk.say("average pulse");
    const mean = (all: readonly number[]): number => sum(all) / all.length;
    const numbers = choices.map(({values}) => values[0]?.value);
    expect(numbers[0]).toBeCloseTo(mean(visits.map(({pulseMin}) => pulseMin)), 9);
    expect(numbers[1]).toBeCloseTo(mean(visits.map(({pulseMax}) => pulseMax)), 9);
  });

  it("takes a whole name as it stands", async () => {
    expect((await talk.say("average pulse_max")).choices).toEqual([]);
  });

  it("takes a date that is named after a period for the period's date", async () => {
    const answer = await talk.say("total fee in Q1 2023 (billed date)");
    const kept = visits.filter(({billed}) => billed >= "2023-01-01" && billed < "2023-04-01");
    expect(firstValue(answer)).toBe(sum(kept.map(({fee}) => fee)));
  });
});

describe("rankings", () => {
  it("takes the top of each group", async () => {
    const answer = await talk.say("top 2 patients in each ward by fee");
    expect(said(answer)).toContain("in each ward");
    const rows = answer.artifacts[answer.plan?.headline ?? ""]?.table.rows ?? [];
    expect(rows).toHaveLength(2 * WARDS.length);
  });

  it("finds the second highest", async () => {
    const totals = WARDS.map((ward) => sum(visits.filter((one) => one.ward === ward).map(({fee}) => fee)));
    const [, second] = totals.toSorted((a, b) => b - a);
    expect(firstValue(await talk.say("which ward has the second highest total fee"))).toBe(second);
  });
});

it("tells how much more one side has than another", async () => {
  const answer = await talk.say("difference in fee between Acorn and Cedar");
  const of = (ward: string): number => sum(visits.filter((one) => one.ward === ward).map(({fee}) => fee));
  expect(valueCalled(answer, "difference")).toBe(of("Acorn") - of("Cedar"));
});

describe("stretches of time", () => {
  it("asks which twelve months a fiscal year is", async () => {
    const {choices} = await talk.say("total fee in FY23");
    expect(choices.length).toBeGreaterThan(1);
    expect(choices.every((one) => one.said.includes("FY2023 as"))).toBe(true);
  });

  it("does not take a fiscal year for a calendar year", async () => {
    const {declined} = await talk.say("total fee by fiscal year");
    expect(declined?.unplaced).toContain("fiscal");
  });

  it("reads a week by its number", async () => {
    const answer = await talk.say("total fee in week 12 of 2022");
    const kept = visits.filter(({seen}) => seen >= "2022-03-21" && seen < "2022-03-28");
    expect(firstValue(answer)).toBe(sum(kept.map(({fee}) => fee)));
  });
});

it("asks which is the whole of a share where nothing says it", async () => {
  const both = talkOver({
    "pets.csv": [
      "pet,kind,size",
      ...Array.from(
        {length: 60},
        (_, at) => `Pet ${at},${at % 3 ? "dog" : "cat"},${at % 4 ? "small" : "large"}`,
      ),
    ].join("\n"),
  });
  const {choices} = await both.say("what part of small dogs");
  await both.end();
  expect(choices.map(({values}) => values[0]?.value)).toEqual([
    expect.closeTo(30 / 40, 9),
    expect.closeTo(30 / 45, 9),
  ]);
});

it("takes a verb that tells a fate for the yes of a column of it", async () => {
  const sailors = talkOver({
    "sailors.csv": [
      "sailor,deck,rank,survived",
      ...Array.from(
        {length: 80},
        (_, at) =>
          `Sailor ${at},${at % 3 ? "upper" : "lower"},${at % 5 ? "mate" : "officer"},${at % 4 ? 0 : 1}`,
      ),
    ].join("\n"),
  });
  const answer = await sailors.say("of the upper deck officers, how many lived?");
  await sailors.end();
  const kept = Array.from({length: 80}, (_, at) => at).filter((at) => at % 3 && at % 5 === 0 && at % 4 === 0);
  expect(firstValue(answer)).toBe(kept.length);
});

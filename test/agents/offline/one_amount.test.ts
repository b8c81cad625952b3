import {afterAll, describe, expect, it} from "vitest";
import type {Answer} from "../../../src/channels/channel.ts";
import {type Talk, talkOver} from "./asks/conversation_over.ts";

const talks: Talk[] = [];
const over = (file: string, lines: readonly (readonly (string | number)[])[]): Talk => {
  const talk = talkOver({[file]: lines.map((line) => line.join(",")).join("\n")});
  talks.push(talk);
  return talk;
};
afterAll(() => Promise.all(talks.map((talk) => talk.end())));

const firstValue = (answer: Answer): unknown => (answer.values[0] ?? answer.choices[0]?.values[0])?.value;
const said = (answer: Answer): string =>
  [answer.reading, answer.answer, ...answer.choices.flatMap((one) => [one.said])].join(" | ");
const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

const days = Array.from({length: 1096}, (_, at) => {
  const date = new Date(Date.UTC(2019, 0, 1 + at));
  const weekday = date.getUTCDay();
  return {
    date: date.toISOString().slice(0, 10),
    year: date.getUTCFullYear(),
    sunday: weekday === 0,
    entries: 300 + ((at * 37) % 211) + (weekday === 6 ? 400 : 0) + (date.getUTCFullYear() === 2020 ? 45 : 0),
  };
});
const inYear = (year: number): number =>
  sum(days.filter((day) => day.year === year).map(({entries}) => entries));

describe("a table of days with one amount", () => {
  const museum = over("museum.csv", [
    ["day", "admissions"],
    ...days.map(({date, entries}) => [date, entries]),
  ]);

  it("sums the amount of a stretch of time, and does not count its days", async () => {
    const quarter = days.filter(({date}) => date >= "2020-10" && date < "2021").map(({entries}) => entries);
    expect(firstValue(await museum.say("q4 2020"))).toBe(sum(quarter));
  });

  it("finds the year of the low point, and the busiest day", async () => {
    const years = [2019, 2020, 2021].sort((a, b) => inYear(a) - inYear(b));
    expect(said(await museum.say("which year was the low point"))).toContain(`${years[0]} has the lowest`);
    const most = Math.max(...days.map(({entries}) => entries));
    expect(said(await museum.say("busiest day ever"))).toContain(String(most));
  });

  it("takes a year beside the amount for a year", async () => {
    const answer = await museum.say("total admissions 2020");
    expect(firstValue(answer)).toBe(inYear(2020));
    expect(said(answer)).not.toContain("admissions is 2020");
  });

  it("counts the days that pass a bound, where no amount is named", async () => {
    const sundays = days.filter(({sunday, entries}) => sunday && entries > 450).length;
    expect(firstValue(await museum.say("number of sundays with more than 450"))).toBe(sundays);
  });

  it("does not give weekends for weekdays against weekends", async () => {
    expect(said(await museum.say("avg admissions weekday vs weekend"))).not.toMatch(/Saturdays and Sundays/);
  });
});

const speakers = ["Ada Quillfeather", "Boris Tamm", "Chidi Okonjo", "Dora Pell"];
const sessions = Array.from({length: 70}, (_, at) => ({
  speaker: speakers[at % 7 < 3 ? 0 : (at % 3) + 1]!,
  on: new Date(Date.UTC(2021, at % 24, 3)).toISOString().slice(0, 10),
  room: ["Hall", "Annex"][at % 2]!,
}));

describe("people by their names", () => {
  const talk = over("sessions.csv", [
    ["speaker", "held_on", "room"],
    ...sessions.map((one) => [one.speaker, one.on, one.room]),
  ]);

  it("counts who was there the most", async () => {
    const first = sessions.filter(({speaker}) => speaker === "Ada Quillfeather").length;
    expect(said(await talk.say("who has been on the most"))).toContain(
      `Ada Quillfeather has the highest count: ${first}`,
    );
  });

  it("knows a person by a part of the name", async () => {
    const all = sessions.filter(({speaker}) => speaker === "Chidi Okonjo").length;
    expect(firstValue(await talk.say("just okonjo, how many"))).toBe(all);
  });
});

const clinics = ["Alder", "Beech", "Cypress"];
const yearly = clinics.flatMap((clinic, at) =>
  [2018, 2019, 2020, 2021].map((year, step) => ({
    clinic,
    year,
    fatalities: 40 + 9 * at - 3 * step,
    beds: 200 + at + step,
  })),
);

describe("things over years", () => {
  const talk = over("clinics.csv", [
    ["clinic", "year", "fatalities", "beds"],
    ...yearly.map((one) => [one.clinic, one.year, one.fatalities, one.beds]),
  ]);

  it("takes the worst of a bad thing for the most of it", async () => {
    const answer = said(await talk.say("which clinic has the worst fatalities"));
    expect(answer).toContain("Cypress has the highest");
    expect(answer).not.toContain("Alder has the lowest");
  });

  it("takes now for the last year", async () => {
    expect(said(await talk.say("which clinic has the most fatalities now"))).toMatch(
      /2021.*Cypress|Cypress.*2021/,
    );
  });
});

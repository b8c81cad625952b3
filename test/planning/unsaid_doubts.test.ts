import {expect, test} from "vitest";
import type {ColumnProfile, TableProfile} from "../../src/data/profile.ts";
import {resultDoubts} from "../../src/planning/doubts_of_result.ts";
import {type Reading, readingSchema} from "../../src/planning/reading.ts";
import {otherFileDoubts, unsaidDoubts} from "../../src/planning/unsaid_doubts.ts";
import type {Artifact} from "../../src/tools/tool.ts";

const ferry: TableProfile = {
  table: "ferry_tickets",
  rows: 1000,
  duplicateRows: 0,
  keys: ["ticket_no"],
  columns: [
    column("ticket_no", "identifier", 1000),
    column("harbour", "category", 40),
    column("deck", "category", 12),
    column("sailed", "date", 300),
    column("fare", "measure", 800),
    column("bags", "measure", 8),
  ],
};
const count = {name: "count", fn: "count" as const};
const period = {column: "sailed", anchor: "none" as const, partial: false, said: "2023"};
const placed = [{text: "harbour", start: 0, end: 7, place: "column" as const, as: "harbour"}];

test("rows that are counted though no word asks for it, in a table with amounts", () => {
  const counted = {measures: [count], assumptions: ["counted rows"], period};
  expect(said("q3 2023", counted)).toEqual(["rows are counted, and no word asks for their count"]);
  expect(said("what came in each quarter", counted)).toHaveLength(1);
  expect(said("how many in q3 2023", counted)).toEqual([]);
  expect(said("sailed in q3 2023", counted)).toEqual([]);
});

test("groups and ranges that no word asks for", () => {
  const fare = {name: "fare", fn: "avg" as const, of: {column: "fare"}};
  const byDeck = {measures: [fare], placements: placed, groups: [{name: "deck", of: {column: "deck"}}]};
  expect(said("average fare minus children", byDeck)).toEqual(["“by deck” was not asked for"]);
  expect(said("average fare by deck", byDeck)).toEqual([]);
  expect(said("average fare of decks", byDeck)).toEqual([]);
  const inRanges = {...byDeck, groups: [{name: "fare", of: {column: "fare"}, bins: 10}]};
  expect(said("tickets, bags and the fare", inRanges)).toEqual(["no word asks for ranges of fare"]);
  expect(said("tickets in ranges of fare", inRanges)).toEqual([]);
});

test("rows that share a column of few values are no repeats, unless it is named as such", () => {
  const byDeck: Partial<Reading> = {
    intent: "duplicates",
    columns: [{name: "deck", of: {column: "deck"}}],
  };
  expect(said("is a ticket for the deck in there twice", byDeck)).toHaveLength(1);
  expect(said("rows with the same deck", byDeck)).toEqual([]);
  const byTicket = {...byDeck, columns: [{name: "ticket_no", of: {column: "ticket_no"}}]};
  expect(said("any ticket in there twice", byTicket)).toEqual([]);
});

test("single rows ranked where a thing has several, or without its name", () => {
  const ranked: Partial<Reading> = {
    intent: "rows",
    order: [{by: "fare", direction: "desc"}],
    limit: 3,
    columns: [{name: "fare", of: {column: "fare"}}],
  };
  expect(said("who takes most fare, top three", ranked)).toEqual([
    "rows are given without a word for what they are of",
  ]);
  const named = {...ranked, columns: [{name: "harbour", of: {column: "harbour"}}, ...ranked.columns!]};
  expect(said("top three harbours by fare", named)).toEqual([
    "each harbour has several rows, and single rows are ranked",
  ]);
  expect(said("top three harbours by fare", {...named, period})).toEqual([]);
  expect(said("three highest fares", named)).toEqual([]);
});

test("the highest figure where who has it may be meant, a week of the week, a share turned round", () => {
  const most = {measures: [{name: "fare", fn: "max" as const, of: {column: "fare"}}]};
  expect(said("highest fare 2023?", most)).toHaveLength(1);
  expect(said("what is the highest fare", most)).toEqual([]);
  const byWeek = {measures: [count], groups: [{name: "week", of: {column: "sailed"}, unit: "week" as const}]};
  expect(said("when in the week is it busiest", byWeek)).toHaveLength(1);
  expect(said("which week was busiest", byWeek)).toEqual([]);
  const share = {
    measures: [
      {
        ...count,
        where: {op: "=" as const, of: {column: "deck"}, value: "Upper"},
        over: {fn: "count" as const},
      },
    ],
    placements: placed,
  };
  expect(said("upper as a % of lower", share)).toEqual([]);
  expect(said("lower as a % of upper", share)).toHaveLength(1);
});

test("a histogram drops what it was asked by", () => {
  const spread: Partial<Reading> = {
    intent: "distribution",
    chart: {kind: "histogram", asked: true},
    columns: [{name: "fare", of: {column: "fare"}}],
  };
  expect(said("bar of fare by harbour", spread)).toEqual(["“by harbour” has no place in it"]);
  expect(said("histogram of fare", spread)).toEqual([]);
});

test("two spellings of one thing stand apart, and a share of a part of itself is all", () => {
  const byHarbour = reading({measures: [count], groups: [{name: "harbour", of: {column: "harbour"}}]});
  expect(
    resultDoubts(
      byHarbour,
      headline(
        ["harbour", "count"],
        [
          ["Port Ellen", 4],
          ["port-ellen", 2],
        ],
      ),
    ),
  ).toEqual([{kind: "grain", says: "“Port Ellen” and “port-ellen” may be the same"}]);
  expect(
    resultDoubts(
      byHarbour,
      headline(
        ["harbour", "count"],
        [
          ["Port Ellen", 4],
          ["Port Askaig", 2],
        ],
      ),
    ),
  ).toEqual([]);
  const share = reading({
    measures: [{...count, where: {op: "=", of: {column: "deck"}, value: "Upper"}, over: {fn: "count"}}],
  });
  expect(resultDoubts(share, headline(["count"], [[1]]))).toHaveLength(1);
  expect(resultDoubts(share, headline(["count"], [[0.4]]))).toEqual([]);
});

test("a condition on another file that is not read", () => {
  const crews = {...ferry, table: "crews"};
  const asked = (question: string, profiles: readonly TableProfile[]) =>
    otherFileDoubts(question, reading({}), "[]", profiles, ferry.table);
  expect(asked("total fare for harbours that we list", [ferry, crews])).toHaveLength(1);
  expect(asked("total fare for harbours that we list", [ferry])).toEqual([]);
});

function said(question: string, given: Partial<Reading>): string[] {
  return unsaidDoubts(question, reading(given), ferry).map(({says}) => says);
}

function reading(given: Partial<Reading>): Reading {
  return readingSchema.parse({intent: "aggregate", table: ferry.table, ...given});
}

function headline(names: readonly string[], rows: Artifact["table"]["rows"]): Artifact {
  const columns = names.map((name) => ({name, type: "text" as const}));
  return {table: {columns, rows}} as unknown as Artifact;
}

function column(name: string, role: ColumnProfile["role"], distinct: number): ColumnProfile {
  const type = role === "measure" ? "number" : role === "date" ? "date" : "text";
  const additive = role === "measure" ? {additivity: "additive" as const} : {};
  return {name, type, role, ...additive, nulls: 0, distinct, min: null, max: null, top: []};
}

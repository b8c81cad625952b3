import {describe, expect, it} from "vitest";
import {mixAndRate} from "../../../src/statistics/insights/mix_and_rate.ts";

describe("what drove a change", () => {
  it("calls a pure shift of mix mix", () => {
    const parts = mixAndRate([
      {member: "cheap", before: {top: 500, bottom: 50}, after: {top: 800, bottom: 80}},
      {member: "dear", before: {top: 1000, bottom: 50}, after: {top: 400, bottom: 20}},
    ]);
    expect(parts.map((p) => [p.rate, p.interaction])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(parts[0]!.contribution + parts[1]!.contribution).toBeCloseTo(12 - 15, 12);
  });
  it("adds up with members that appear and vanish", () => {
    const parts = mixAndRate([
      {member: "a", before: {top: 30, bottom: 10}, after: {top: 90, bottom: 20}},
      {member: "b", before: {top: 8, bottom: 2}, after: {top: 0, bottom: 0}},
      {member: "c", before: {top: 0, bottom: 0}, after: {top: 70, bottom: 7}},
    ]);
    expect(parts.reduce((sum, p) => sum + p.contribution, 0)).toBeCloseTo(160 / 27 - 38 / 12, 12);
  });
  it("refuses what cannot be compared", () => {
    expect(() =>
      mixAndRate([{member: "x", before: {top: 1, bottom: 1}, after: {top: 0, bottom: 0}}]),
    ).toThrow(/no rows/);
  });
});

import {describe, expect, it} from "vitest";
import {mixAndRate} from "../../../src/statistics/insights/mix_and_rate.ts";
import {sumContributions} from "../../../src/statistics/insights/sum_contributions.ts";

describe("what drove a change", () => {
  it("puts the member that was made to drop first, and adds up", () => {
    const parts = sumContributions([
      {member: "north", before: 100, after: 102},
      {member: "south", before: 100, after: 40},
      {member: "new", before: null, after: 5},
      {member: "gone", before: 7, after: null},
    ]);
    expect(parts.map((p) => [p.member, p.change, p.presence])).toEqual([
      ["south", -60, "both"],
      ["gone", -7, "vanished"],
      ["new", 5, "appeared"],
      ["north", 2, "both"],
    ]);
    expect(parts[0]!.share).toBe(1);
  });
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
    expect(() => sumContributions([])).toThrow(expect.objectContaining({code: "bad_plan"}));
    expect(() => sumContributions([{member: "x", before: 1, after: Number.NaN}])).toThrow(/no finite value/);
    expect(() =>
      mixAndRate([{member: "x", before: {top: 1, bottom: 1}, after: {top: 0, bottom: 0}}]),
    ).toThrow(/no rows/);
  });
});

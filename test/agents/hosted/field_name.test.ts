import {describe, expect, test} from "vitest";
import {fieldName} from "../../../src/agents/hosted/field_name.ts";

const model = ["target", "testShare", "seed", "leaveOut", "trees", "depth", "where"];

describe("a field under another name", () => {
  test.each([
    ["seed", "seed"],
    ["test_size", "testShare"],
    ["test_share", "testShare"],
    ["random_state", "seed"],
    ["leave_out", "leaveOut"],
    ["n_estimators", "trees"],
    ["max_depth", "depth"],
    ["filter", "where"],
  ])("%s", (given, meant) => {
    expect(fieldName(given, model)).toBe(meant);
  });

  test("is none where the method has no such field, or it was given already", () => {
    expect(fieldName("n_clusters", model)).toBe("n_clusters");
    expect(fieldName("random_state", ["target"])).toBe("random_state");
  });
});

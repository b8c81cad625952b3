import {describe, expect, it} from "vitest";
import {tellProgress} from "../../src/mcp/told_progress.ts";

describe("how far a call is", () => {
  it("is told as its steps know it, and only where it grew", () => {
    const tell = tellProgress();
    expect(tell(0.2, "reading")).toEqual({progress: 0.2, total: 1, message: "reading"});
    expect(tell(0.2, "reading")).toBeUndefined();
    expect(tell(0.1, "reading again")).toBeUndefined();
    expect(tell(7, "writing")).toMatchObject({progress: 1});
    expect(tell(1, "done")).toBeUndefined();
  });

  it("of stages that do not know it grows a little with each, and never gets to the end", () => {
    const tell = tellProgress();
    const told = ["Reading", "Planning", "Planning", "Writing"].map((stage) => tell(undefined, stage));
    expect(told.map((one) => one?.message)).toEqual(["Reading", "Planning", undefined, "Writing"]);
    const last = Array.from({length: 5_000}, (_, at) => tell(undefined, `stage ${at}`)?.progress).at(-1);
    expect(last === undefined || last < 1).toBe(true);
  });
});

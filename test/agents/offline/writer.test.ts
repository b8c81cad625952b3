import {describe, expect, it} from "vitest";
import {createOfflineWriter} from "../../../src/agents/offline/writer.ts";
import type {Plan} from "../../../src/planning/plan.ts";
import {verifyDraft} from "../../../src/planning/verify.ts";
import type {Artifact} from "../../../src/tools/tool.ts";
import {type Example, REGION, REVENUE, write} from "./written_example.ts";

describe("whatever the cells hold", () => {
  it("writes a table of any tool", async () => {
    const {text, values} = await write({
      tool: "run_sql",
      reading: {intent: "rows"},
      columns: [
        ["city", "text"],
        ["total", "number"],
      ],
      rows: [
        ["Reno 911", 12.5],
        ["B2B; drop\nlower", 7],
      ],
    });
    expect(text).toContain("city Reno 911, total 12.5");
    expect(values.map((value) => value.value)).toEqual([12.5, 7]);
  });

  it("is the same every time", async () => {
    const example: Example = {
      reading: {intent: "aggregate", measures: [REVENUE], groups: [REGION]},
      columns: [
        ["region", "text"],
        ["revenue", "number"],
      ],
      rows: [
        ["💥 <b>", 1e15],
        ["", -0.00001],
        ["Q2 2024", 2024],
      ],
    };
    expect(await write(example)).toEqual(await write(example));
  });
});

describe("what could not be bound", () => {
  it("is written again with each group on a line of its own", async () => {
    const artifact: Artifact = {
      kind: "table",
      title: "",
      table: {
        columns: [
          {name: "city", type: "text"},
          {name: "revenue", type: "number"},
        ],
        rows: [
          ["Chicago", 300],
          ["St. Louis", 120],
          ["Boston", 100],
        ],
      },
      units: {},
      truncated: false,
      provenance: {tool: "aggregate", datasets: [], sql: [], notes: [], elapsedMs: 1},
    };
    const group = {name: "city", of: {column: "city"}};
    const plan: Plan = {
      steps: [{id: "answer", tool: "aggregate", input: {groups: [group], measures: [REVENUE]}}],
      headline: "answer",
    };
    const artifacts = new Map([["answer", artifact]]);
    const input = {question: "revenue by city", plan, artifacts, signal: AbortSignal.timeout(5000)};
    const writer = createOfflineWriter();
    const again = await writer.write({...input, unbound: ["120"]});
    expect(again.text).toBe("- Chicago 300\n- St. Louis 120\n- Boston 100");
    expect(verifyDraft(again, artifacts).unbound).toEqual([]);
  });
});

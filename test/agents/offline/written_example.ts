import {expect} from "vitest";
import {createOfflineWriter} from "../../../src/agents/offline/writer.ts";
import type {Cell, Column} from "../../../src/data/table.ts";
import type {Plan} from "../../../src/planning/plan.ts";
import {type Reading, readingSchema} from "../../../src/planning/reading.ts";
import {verifyDraft} from "../../../src/planning/verify.ts";
import type {Artifact} from "../../../src/tools/tool.ts";

export interface Example {
  question?: string;
  tool?: string;
  input?: Record<string, unknown>;
  reading: Partial<Reading> & Pick<Reading, "intent">;
  columns: [name: string, type: Column["type"]][];
  rows: Cell[][];
  units?: Record<string, string>;
  notes?: string[];
  truncated?: boolean;
}

/** Writes one artifact, as a plan of one step; every number of the text must be bound to it. */
export async function write(example: Example) {
  const reading = readingSchema.parse({table: "orders", ...example.reading});
  const artifact: Artifact = {
    kind: "table",
    title: "",
    table: {columns: example.columns.map(([name, type]) => ({name, type})), rows: example.rows},
    units: example.units ?? {},
    truncated: example.truncated ?? false,
    provenance: {
      tool: example.tool ?? "aggregate",
      datasets: [{name: "orders", hash: "0"}],
      sql: [],
      notes: example.notes ?? [],
      elapsedMs: 1,
    },
  };
  const {groups, measures, windows} = reading;
  const input = {table: "orders", groups, measures, windows, ...example.input};
  const plan: Plan = {
    reading,
    steps: [{id: "answer", tool: example.tool ?? "aggregate", input}],
    headline: "answer",
  };
  const artifacts = new Map([["answer", artifact]]);
  const question = example.question ?? "";
  const draft = await createOfflineWriter().write({
    question,
    plan,
    artifacts,
    signal: AbortSignal.timeout(5000),
  });
  const checked = verifyDraft(draft, artifacts, {reading});
  expect(checked.unbound, draft.text).toEqual([]);
  expect(checked.values).toEqual(draft.values);
  return draft;
}

export const REVENUE = {name: "revenue", fn: "sum" as const, of: {column: "amount"}};
export const FARE = {name: "average Fare", fn: "avg" as const, of: {column: "Fare"}};
export const REGION = {name: "region", of: {column: "region"}};
export const MONTH = {name: "month", of: {column: "ordered_at"}, unit: "month" as const};

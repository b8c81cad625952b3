import {describe, expect, it} from "vitest";
import type {Cell} from "../../../src/data/table.ts";
import {type Example, FARE, MONTH, REVENUE, write} from "./written_example.ts";

describe("one number", () => {
  it("names the measure, its unit and the rows behind it", async () => {
    const {text, values} = await write({
      reading: {intent: "aggregate", measures: [FARE]},
      columns: [
        ["average Fare", "number"],
        ["n", "integer"],
      ],
      rows: [[34.6512, 891]],
      units: {"average Fare": "$"},
      notes: ["All 891 rows count.", "avg(Fare) passes over 3 rows where Fare is missing."],
    });
    expect(text).toBe("Average Fare: $34.65 (n = 891; 3 rows without Fare left out)");
    expect(values).toEqual([
      {
        name: "average Fare",
        value: 34.6512,
        unit: "$",
        evidence: {step: "answer", row: 0, column: "average Fare"},
      },
    ]);
  });

  it("puts several measures side by side", async () => {
    const {text, values} = await write({
      reading: {
        intent: "aggregate",
        measures: [FARE, {name: "highest Fare", fn: "max", of: {column: "Fare"}}],
      },
      columns: [
        ["average Fare", "number"],
        ["highest Fare", "number"],
        ["n", "integer"],
      ],
      rows: [[32.2, 512.33, 891]],
    });
    expect(text).toBe("Average Fare: 32.2 · Highest Fare: 512.3 (n = 891)");
    expect(values.map((value) => value.name)).toEqual(["average Fare", "highest Fare"]);
  });

  it("counts", async () => {
    const {text} = await write({
      reading: {intent: "aggregate", measures: [{name: "count of rows", fn: "count"}]},
      columns: [["count of rows", "integer"]],
      rows: [[12345]],
    });
    expect(text).toBe("Count of rows: 12,345");
  });

  it("shares name what they are of", async () => {
    const {text} = await write({
      reading: {
        intent: "aggregate",
        measures: [
          {
            name: "share with Survived is 1",
            fn: "count",
            where: {op: "=", of: {column: "Survived"}, value: 1},
            over: {fn: "count"},
            unit: "%",
          },
        ],
        filters: [{condition: {op: "=", of: {column: "Survived"}, value: 1}, said: "Survived is 1"}],
      },
      columns: [
        ["share with Survived is 1", "number"],
        ["n", "integer"],
      ],
      rows: [[0.383838, 891]],
      units: {"share with Survived is 1": "%"},
    });
    expect(text).toBe("Share with Survived is 1: 38.4 % of 891 rows");
  });

  it("flags an average of few rows", async () => {
    const {text} = await write({
      reading: {intent: "aggregate", measures: [FARE]},
      columns: [
        ["average Fare", "number"],
        ["n", "integer"],
      ],
      rows: [[10, 3]],
    });
    expect(text).toBe("Average Fare: 10 (n = 3, few rows)");
  });

  it("says which filter nothing matched", async () => {
    const {text, values} = await write({
      reading: {
        intent: "aggregate",
        measures: [FARE],
        filters: [{condition: {op: "=", of: {column: "status"}, value: "Lost"}, said: "status is Lost"}],
      },
      columns: [
        ["average Fare", "number"],
        ["n", "integer"],
      ],
      rows: [[null, 0]],
    });
    expect(text).toBe("No rows match status is Lost.");
    expect(values[0]?.value).toBeNull();
  });

  it("sets two periods against each other", async () => {
    const period = {
      column: "ordered_at",
      from: "2023-01-01",
      to: "2024-01-01",
      anchor: "none",
      partial: false,
      said: "2023",
    } as const;
    const {text, values} = await write({
      reading: {
        intent: "aggregate",
        measures: [REVENUE],
        period,
        comparison: {
          kind: "previous_period",
          against: {...period, from: "2022-01-01", to: "2023-01-01", said: "2022"},
        },
      },
      input: {
        measures: [REVENUE, {...REVENUE, name: "revenue before"}],
        windows: [
          {name: "revenue change", of: "revenue", fn: "change", from: "revenue before"},
          {name: "revenue percent change", of: "revenue", fn: "percent_change", from: "revenue before"},
        ],
      },
      columns: [
        ["revenue", "number"],
        ["revenue before", "number"],
        ["revenue change", "number"],
        ["revenue percent change", "number"],
        ["n", "integer"],
      ],
      rows: [[80, 100, -20, -0.2, 50]],
      units: {revenue: "$", "revenue before": "$", "revenue change": "$", "revenue percent change": "%"},
    });
    expect(text).toBe("Revenue, 2023: $80, down $20 (20 %); 2022: $100.");
    expect(values.map((value) => value.value)).toEqual([80, 100, -20, -0.2]);
  });
});

describe("yes or no", () => {
  const reading = {
    intent: "aggregate" as const,
    measures: [FARE],
    groups: [{name: "Sex", of: {column: "Sex"}}],
    question: "yes_no" as const,
  };
  const columns: Example["columns"] = [
    ["Sex", "text"],
    ["average Fare", "number"],
    ["n", "integer"],
  ];
  const rows: Cell[][] = [
    ["female", 44.48, 314],
    ["male", 25.52, 577],
  ];

  it.each([
    ["Did females pay more than males?", "Yes. "],
    ["Did males pay more than females?", "No. "],
    ["Was the average fare of males lower than that of females?", "Yes. "],
    ["Did the females pay more?", "Yes. "],
    ["Did men pay more than females?", "No. "],
    ["Is the fare by sex interesting?", "Average"],
  ])("%s %s", async (question, begins) => {
    const {text} = await write({question, reading, columns, rows});
    expect(text.startsWith(begins), text).toBe(true);
  });

  it("follows the direction of a change", async () => {
    const growth = (question: string) =>
      write({
        question,
        reading: {intent: "aggregate", measures: [REVENUE], groups: [MONTH], question: "yes_no"},
        columns: [
          ["month", "date"],
          ["revenue", "number"],
        ],
        rows: [
          ["2024-01-01", 100],
          ["2024-02-01", 150],
        ],
      });
    expect((await growth("Did revenue grow?")).text).toMatch(/^Yes\. /);
    expect((await growth("Did revenue fall?")).text).toMatch(/^No\. /);
  });
});

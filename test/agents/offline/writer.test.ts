import {describe, expect, it} from "vitest";
import {createOfflineWriter} from "../../../src/agents/offline/writer.ts";
import type {Cell, Column} from "../../../src/data/table.ts";
import type {Plan} from "../../../src/planning/plan.ts";
import {type Reading, readingSchema} from "../../../src/planning/reading.ts";
import {verifyDraft} from "../../../src/planning/verify.ts";
import type {Artifact} from "../../../src/tools/tool.ts";

interface Example {
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
async function write(example: Example) {
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

const REVENUE = {name: "revenue", fn: "sum" as const, of: {column: "amount"}};
const FARE = {name: "average Fare", fn: "avg" as const, of: {column: "Fare"}};
const REGION = {name: "region", of: {column: "region"}};
const MONTH = {name: "month", of: {column: "ordered_at"}, unit: "month" as const};

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

describe("groups", () => {
  const columns: Example["columns"] = [
    ["region", "text"],
    ["revenue", "number"],
    ["n", "integer"],
  ];

  it("name the largest and the smallest, then all", async () => {
    const {text, values} = await write({
      reading: {intent: "aggregate", measures: [REVENUE], groups: [REGION]},
      columns,
      rows: [
        ["West", 180120, 9],
        ["East", 132260, 8],
        ["North", 100000, 7],
      ],
      units: {revenue: "$"},
    });
    expect(text).toBe(
      "Revenue is highest for West ($180,120) and lowest for North ($100,000).\nWest $180,120 · East $132,260 · North $100,000",
    );
    expect(values).toContainEqual({
      name: "East",
      value: 132260,
      unit: "$",
      evidence: {step: "answer", row: 1, column: "revenue"},
    });
  });

  it("are cut after ten, with how many there are", async () => {
    const rows = Array.from({length: 40}, (_, at): Cell[] => [
      `City ${String.fromCharCode(65 + (at % 26))}${at}`,
      4000 - at * 37,
      9,
    ]);
    const {text, values} = await write({
      reading: {intent: "aggregate", measures: [REVENUE], groups: [REGION]},
      columns,
      rows,
    });
    expect(text.split("\n").at(-1)).toBe("40 groups in all.");
    expect(text.split(" · ")).toHaveLength(11);
    expect(values).toHaveLength(40);
  });

  it("over time tell the trend and its extremes", async () => {
    const {text} = await write({
      reading: {intent: "aggregate", measures: [REVENUE], groups: [MONTH]},
      columns: [
        ["month", "date"],
        ["revenue", "number"],
        ["n", "integer"],
      ],
      rows: [
        ["2024-01-01", 100, 9],
        ["2024-02-01", 90, 9],
        ["2024-03-01", 210, 9],
        ["2024-04-01", 150, 9],
      ],
    });
    expect(text.split("\n")[0]).toBe(
      "Revenue rose from January 2024 (100) to April 2024 (150), highest in March 2024 (210) and lowest in February 2024 (90).",
    );
  });

  it("with growth show the change of each", async () => {
    const {text} = await write({
      reading: {
        intent: "aggregate",
        measures: [REVENUE],
        groups: [MONTH],
        comparison: {kind: "each_step", unit: "month"},
      },
      input: {
        windows: [
          {name: "revenue change", of: "revenue", fn: "change"},
          {name: "revenue percent change", of: "revenue", fn: "percent_change"},
        ],
      },
      columns: [
        ["month", "date"],
        ["revenue", "number"],
        ["revenue change", "number"],
        ["revenue percent change", "number"],
      ],
      rows: [
        ["2024-01-01", 100, null, null],
        ["2024-02-01", 90, -10, -0.1],
        ["2024-03-01", 180, 90, 1],
      ],
      units: {"revenue percent change": "%"},
    });
    expect(text.split("\n").at(-1)).toBe(
      "January 2024: 100 · February 2024: 90 (down 10, 10 %) · March 2024: 180 (up 90, 100 %)",
    );
  });

  it("as shares name the total", async () => {
    const {text} = await write({
      reading: {
        intent: "aggregate",
        measures: [REVENUE],
        groups: [REGION],
        windows: [{name: "share of revenue", of: "revenue", fn: "share"}],
      },
      columns: [
        ["region", "text"],
        ["revenue", "number"],
        ["share of revenue", "number"],
        ["n", "integer"],
      ],
      rows: [
        ["West", 75, 0.75, 9],
        ["East", 25, 0.25, 9],
      ],
      units: {"share of revenue": "%"},
    });
    expect(text).toBe(
      "Share of revenue is highest for West (75 %) and lowest for East (25 %).\nWest 75 % (75) · East 25 % (25)",
    );
  });

  it("of few rows are flagged where an average rests on them", async () => {
    const {text} = await write({
      reading: {
        intent: "aggregate",
        measures: [FARE],
        groups: [{name: "Embarked", of: {column: "Embarked"}}],
      },
      columns: [
        ["Embarked", "text"],
        ["average Fare", "number"],
        ["n", "integer"],
      ],
      rows: [
        [null, 80, 2],
        ["C", 59.95, 168],
        ["Q", 13.28, 77],
        ["Reno", 12, 3],
      ],
    });
    expect(text).toBe(
      "Average Fare is highest for C (59.95) and lowest for Reno (12).\nC 59.95 · Q 13.28 · Reno 12\n(no Embarked) 80 (n = 2)\nFew rows behind: Reno (n = 3)",
    );
  });

  it("that are numbers carry the column's name", async () => {
    const {text} = await write({
      reading: {
        intent: "aggregate",
        measures: [{name: "rows", fn: "count"}],
        groups: [{name: "Pclass", of: {column: "Pclass"}}],
      },
      columns: [
        ["Pclass", "integer"],
        ["rows", "integer"],
      ],
      rows: [
        [3, 491],
        [1, 216],
      ],
    });
    expect(text).toContain("Pclass 3: 491 · Pclass 1: 216");
  });
});

describe("which", () => {
  const reading = {
    intent: "which" as const,
    measures: [REVENUE],
    groups: [REGION],
    order: [{by: "revenue", direction: "desc" as const}],
    limit: 1,
    question: "which" as const,
  };
  const columns: Example["columns"] = [
    ["region", "text"],
    ["revenue", "number"],
    ["n", "integer"],
  ];

  it("names the group, its number and what comes next", async () => {
    const {text, values} = await write({
      reading,
      columns,
      rows: [
        ["West", 180, 9],
        ["East", 132, 8],
      ],
    });
    expect(text).toBe("West has the highest revenue: 180 (n = 9).\nNext: East 132");
    expect(values.map((value) => value.value)).toEqual(["West", 180]);
  });

  it("names all that are equal", async () => {
    const {text} = await write({
      reading,
      columns,
      rows: [
        ["East", 180, 9],
        ["West", 180, 8],
        ["North", 7, 8],
      ],
    });
    expect(text).toBe("East and West have the highest revenue: 180.\nNext: North 7");
  });

  it("passes over rows without a name, and says so", async () => {
    const {text, values} = await write({
      reading,
      columns,
      rows: [
        [null, 900, 9],
        ["West", 180, 8],
      ],
    });
    expect(text).toBe("West has the highest revenue: 180 (n = 8).\nNo region: 900, left out.");
    expect(values[0]?.value).toBe("West");
  });

  it("finds the row at an extreme by its name", async () => {
    const {text, values} = await write({
      tool: "prepare_data",
      input: {method: "select"},
      reading: {
        intent: "which",
        columns: [
          {name: "Title", of: {column: "Title"}},
          {name: "Running Time min", of: {column: "Running Time min"}},
        ],
        order: [{by: "Running Time min", direction: "desc"}],
        limit: 1,
      },
      columns: [
        ["Title", "text"],
        ["Running Time min", "integer"],
      ],
      rows: [
        ["Gods and Generals", 222],
        ["Malcolm X", 201],
      ],
      units: {"Running Time min": "min"},
    });
    expect(text).toBe("Gods and Generals has the highest Running Time min: 222 min.");
    expect(values.map((value) => value.value)).toEqual(["Gods and Generals", 222]);
  });
});

describe("rows and values", () => {
  it("lists the rows in their order", async () => {
    const {text, values} = await write({
      tool: "prepare_data",
      input: {method: "select"},
      reading: {intent: "rows", order: [{by: "hp", direction: "desc"}], limit: 2},
      columns: [
        ["Name", "text"],
        ["hp", "integer"],
        ["Origin", "text"],
      ],
      rows: [
        ["pontiac grand prix", 230, "USA"],
        ["pontiac catalina", 225, "USA"],
      ],
    });
    expect(text).toBe(
      "Highest hp:\n- pontiac grand prix: 230, Origin USA\n- pontiac catalina: 225, Origin USA",
    );
    expect(values.map((value) => [value.name, value.value])).toEqual([
      ["pontiac grand prix", 230],
      ["pontiac catalina", 225],
    ]);
  });

  it("lists the values of a column with their counts", async () => {
    const {text, values} = await write({
      reading: {intent: "distinct", groups: [{name: "Origin", of: {column: "Origin"}}]},
      input: {measures: [{name: "rows", fn: "count"}]},
      columns: [
        ["Origin", "text"],
        ["rows", "integer"],
      ],
      rows: [
        ["USA", 254],
        ["Japan", 79],
        ["Europe", 73],
      ],
    });
    expect(text).toBe("Origin has 3 values:\nUSA 254 · Japan 79 · Europe 73");
    expect(values[0]).toMatchObject({name: "values of Origin", value: 3});
  });
});

describe("the data itself", () => {
  it("tells which columns have missing values", async () => {
    const {text} = await write({
      tool: "run_statistics",
      input: {method: "missing"},
      reading: {intent: "missing"},
      columns: [
        ["column", "text"],
        ["missing", "integer"],
        ["share", "number"],
        ["n", "integer"],
      ],
      rows: [
        ["Cabin", 687, 0.771, 891],
        ["Age", 177, 0.1987, 891],
        ["Fare", 0, 0, 891],
        ["Sex", 0, 0, 891],
      ],
      units: {share: "%"},
    });
    expect(text).toBe("Missing values: Cabin 687 (77.1 %) · Age 177 (19.9 %)\nThe other columns have none.");
  });

  it("answers yes or no about repeated rows", async () => {
    const none = await write({
      tool: "prepare_data",
      input: {method: "duplicates"},
      reading: {intent: "duplicates", question: "yes_no"},
      columns: [
        ["a", "text"],
        ["count", "integer"],
      ],
      rows: [],
      notes: ["No row occurs more than once."],
    });
    expect(none.text).toBe("No row occurs more than once.");
    expect(none.values).toMatchObject([{name: "repeated rows", value: 0}]);
    const some = await write({
      tool: "prepare_data",
      input: {method: "duplicates"},
      reading: {intent: "duplicates", question: "yes_no"},
      columns: [
        ["a", "text"],
        ["count", "integer"],
      ],
      rows: [["x", 2]],
      notes: ["1 different rows occur more than once: 2 rows, 1 more than needed."],
    });
    expect(some.text.startsWith("Yes. ")).toBe(true);
  });

  it("describes a table by what its columns are for", async () => {
    const {text} = await write({
      tool: "describe_table",
      reading: {intent: "describe"},
      columns: ["column", "type", "role", "unit"]
        .map((name): [string, Column["type"]] => [name, "text"])
        .concat([
          ["missing", "integer"],
          ["distinct", "integer"],
          ["min", "text"],
          ["max", "text"],
          ["most frequent", "text"],
        ]),
      rows: [
        ["Age", "number", "measure", null, 177, 88, "0.42", "80", "24 (30)"],
        ["Sex", "text", "category", null, 0, 2, "female", "male", "male (577), female (314)"],
        ["Name", "text", "text", null, 0, 891, "A", "Z", null],
      ],
      notes: ["891 rows, 3 columns."],
    });
    expect(text).toBe(
      "Orders: 891 rows, 3 columns.\n- Age: numbers from 0.42 to 80, missing 177\n- Sex: male (577), female (314)\n- Name: text",
    );
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

describe("statistics", () => {
  it("tells the middle, the spread and the shape of a distribution", async () => {
    const figures = ["n", "missing", "mean", "sd", "min", "q1", "median", "q3", "max", "skewness"];
    const {text, values} = await write({
      tool: "run_statistics",
      input: {method: "describe"},
      reading: {intent: "distribution", columns: [{name: "Age", of: {column: "Age"}}]},
      columns: [["column", "text"], ...figures.map((name): [string, Column["type"]] => [name, "number"])],
      rows: [["Age", 714, 177, 29.6991, 14.5265, 0.42, 20.125, 28, 38, 80, 0.389]],
    });
    expect(text).toBe(
      "Age: median 28, mean 29.7, the middle half from 20.13 to 38, all from 0.42 to 80, about symmetric (n = 714, missing 177).",
    );
    expect(values[0]).toMatchObject({name: "median", value: 28});
  });

  const pair: Example["columns"] = [
    ["x", "text"],
    ["y", "text"],
    ["r", "number"],
    ["low", "number"],
    ["high", "number"],
    ["p", "number"],
    ["n", "integer"],
  ];

  it("says how strong a correlation is, and that it is no cause", async () => {
    const {text} = await write({
      question: "Is horsepower related to mpg?",
      tool: "run_statistics",
      input: {method: "correlation"},
      reading: {intent: "correlation", question: "yes_no"},
      columns: pair,
      rows: [["Horsepower", "Mpg", -0.7784, -0.8147, -0.736, 7.03e-81, 392]],
    });
    expect(text).toBe(
      "Yes. Horsepower and Mpg: strong negative correlation, r = -0.7784 (confidence interval -0.8147 to -0.736, p = 7.03e-81, n = 392). An association, not a cause.",
    );
  });

  it("lists several pairs, the strongest first", async () => {
    const {text} = await write({
      tool: "run_statistics",
      input: {method: "correlation"},
      reading: {intent: "correlation"},
      columns: pair,
      rows: [
        ["a", "b", 0.05, -0.1, 0.2, 0.5, 90],
        ["a", "c", -0.7, -0.8, -0.6, 0.001, 90],
      ],
    });
    expect(text.split("\n").slice(1, 3)).toEqual([
      "- a and c; r = -0.7, strong",
      "- a and b; r = 0.05, hardly any",
    ]);
  });

  it.each([
    ["Is there a difference in fare between the sexes?", "Yes. "],
    ["Did male passengers pay more than female ones?", "No. "],
    ["Compare the fare of the sexes", "Average"],
  ])("%s %s", async (question, begins) => {
    const {text, values} = await write({
      question,
      tool: "run_statistics",
      input: {method: "compare_groups"},
      reading: {
        intent: "compare",
        columns: [{name: "Fare", of: {column: "Fare"}}],
        question: question.endsWith("?") ? "yes_no" : "what",
      },
      columns: [
        ["Sex", "text"],
        ["n", "integer"],
        ["mean", "number"],
        ["sd", "number"],
        ["median", "number"],
        ["low", "number"],
        ["high", "number"],
        ["difference", "number"],
        ["statistic", "number"],
        ["df", "number"],
        ["df2", "number"],
        ["p", "number"],
        ["effect", "number"],
      ],
      rows: [
        ["male", 577, 25.5239, 43.138, 10.5, 22, 29, null, null, null, null, null, null],
        ["female", 314, 44.4798, 57.998, 23, 38, 51, null, null, null, null, null, null],
        [
          "male - female",
          891,
          null,
          null,
          null,
          -26.1,
          -11.8,
          -18.9559,
          -5.08,
          500.1,
          null,
          0.00000053,
          -0.386,
        ],
      ],
      units: {mean: "$", low: "$", high: "$"},
    });
    expect(text.startsWith(begins), text).toBe(true);
    expect(text).toContain(
      "Average Fare: female $44.48 · male $25.52\nRows: female 314 · male 577\nDifference, male - female: -$18.96 (confidence interval -$26.10 to -$11.80), p = 5.3e-7, effect -0.386 (Hedges' g). That is more than chance alone would explain.",
    );
    expect(values.map((value) => value.name)).toEqual(["female", "male", "difference", "p"]);
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

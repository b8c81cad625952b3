import {TabletalkError} from "../../errors.ts";
import type {TestResult} from "../../statistics/result.ts";
import type {AggregateInput} from "../aggregate_input.ts";
import type {Group} from "../measure.ts";
import type {ToolContext} from "../tool.ts";
import {type Loaded, loadColumns} from "./load_columns.ts";

type Where = Pick<AggregateInput, "table" | "joins" | "where" | "period">;

/**
 * Whether two labels of two values each go together within strata: Cochran-Mantel-Haenszel, with Breslow and Day's test of
 * one odds ratio for all strata.
 * @throws TabletalkError bad_plan where a label has not two values, or no stratum tells anything
 */
export async function stratifiedTest(
  input: Where & {rows: Group; columns: Group; stratum: Group; correct: boolean; level: number},
  context: ToolContext,
): Promise<{result: TestResult; loaded: Loaded; missing: number}> {
  const {rows, columns, stratum, correct, level} = input;
  const loaded = await loadColumns({...input, columns: [], groups: [rows, columns, stratum]}, context);
  const cells = loaded.groups.map((group) =>
    group.cells.map((cell) => (cell === null ? undefined : String(cell))),
  );
  const [left, right, within] = cells as [
    (typeof cells)[number],
    (typeof cells)[number],
    (typeof cells)[number],
  ];
  const complete = left.flatMap((one, row) =>
    one !== undefined && right[row] !== undefined && within[row] !== undefined ? [row] : [],
  );
  const namesOf = (of: (string | undefined)[], name: string): [string, string] => {
    const found = [...new Set(complete.map((row) => of[row]!))].sort();
    if (found.length !== 2)
      throw new TabletalkError(
        "bad_plan",
        `${name} has ${found.length} values; Cochran-Mantel-Haenszel compares two with two.`,
        "Keep two values by a filter, or join values.",
      );
    return found as [string, string];
  };
  const [rowNames, columnNames] = [namesOf(left, rows.name), namesOf(right, columns.name)];
  const tables = new Map<string, number[][]>();
  for (const row of complete) {
    const table = tables.get(within[row]!) ?? [
      [0, 0],
      [0, 0],
    ];
    table[rowNames.indexOf(left[row]!)]![columnNames.indexOf(right[row]!)]!++;
    tables.set(within[row]!, table);
  }
  const all = [...tables.values()];
  // A stratum whose margin is empty says nothing of the association, nor does one of a single row.
  const telling = all.filter(
    ([top, bottom]) =>
      top![0]! + top![1]! > 0 &&
      bottom![0]! + bottom![1]! > 0 &&
      top![0]! + bottom![0]! > 0 &&
      top![1]! + bottom![1]! > 0,
  );
  if (telling.length === 0)
    throw new TabletalkError(
      "bad_plan",
      `No value of ${stratum.name} has both values of ${rows.name} and of ${columns.name}.`,
      "Name a coarser stratum, or none.",
    );
  const {breslowDay, cochranMantelHaenszel} = await import("../../statistics/counts/paired_counts.ts");
  const found = cochranMantelHaenszel(telling, {correct, level});
  const finite = Number.isFinite(found.oddsRatio) && found.oddsRatio > 0;
  const alike = finite && telling.length > 1 ? breslowDay(telling, found.oddsRatio) : undefined;
  const silent = all.length - telling.length;
  const n = complete.length;
  return {
    loaded,
    missing: loaded.rows - n,
    result: {
      test: `Cochran-Mantel-Haenszel test${correct ? " (with continuity correction)" : ""}`,
      hypothesis: `${rows.name} and ${columns.name} are independent within each ${stratum.name}`,
      statistic: {name: "chi squared", value: found.chi2},
      df: [1],
      p: found.p,
      estimates: [
        {
          name: `common odds ratio (${rowNames[0]} and ${columnNames[0]})`,
          value: found.oddsRatio,
          ...(finite && {low: found.low, high: found.high}),
          level,
        },
        ...(alike
          ? [
              {name: "Breslow-Day", value: alike.chi2},
              {name: "p of Breslow-Day", value: alike.p},
            ]
          : []),
        {name: "strata", value: telling.length},
      ],
      n: {"": n},
      assumptions: [
        {name: "independent rows", holds: undefined, detail: "each row is one thing, counted once."},
        {
          name: "one odds ratio in all strata",
          holds: alike ? alike.p >= 0.05 : undefined,
          detail: alike
            ? `Breslow and Day's test gives p ${alike.p.toPrecision(2)}.`
            : "it cannot be tested here.",
        },
      ],
      warnings:
        silent > 0 ? [`${silent} strata that lack a value of a label say nothing and are left out.`] : [],
    },
  };
}

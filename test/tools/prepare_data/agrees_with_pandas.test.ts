import {expect, test} from "vitest";
import {reference} from "../../golden/case.ts";
import {openTables} from "../open_tables.ts";

type Values = (number | string | null)[];
const made = reference<{input: Record<string, Values>} & Record<string, unknown>>("preparation.json");
const names = Object.keys(made.input);
const csv = [
  names.join(","),
  ...made.input.y!.map((_, row) => names.map((name) => made.input[name]![row] ?? "").join(",")),
].join("\n");
const {run} = await openTables({t: `${csv}\n`});
const NUMBERS = ["a", "b", "c", "d"];

async function columns(input: object, wanted: readonly string[]): Promise<unknown[][]> {
  const {table} = await run("prepare_data", {table: "t", ...input});
  return wanted.map((name) => {
    const at = table.columns.findIndex((column) => column.name === name);
    return table.rows.map((row) => row[at]);
  });
}

function agree(ours: unknown[][], theirs: unknown, digits = 10): void {
  for (const [at, column] of (theirs as Values[]).entries())
    for (const [row, value] of column.entries()) {
      const own = ours[at]![row];
      if (value === null) expect(own).toBeNull();
      else expect(own as number).toBeCloseTo(value as number, digits);
    }
}

test.each(["standard", "min_max", "robust"])("%s scaling agrees with scikit-learn", async (how) => {
  agree(await columns({method: "scale", how, columns: NUMBERS}, NUMBERS), made[how]);
});

test.each([
  ["mean", "simple_mean"],
  ["median", "simple_median"],
  ["mode", "simple_most_frequent"],
  ["knn", "knn"],
  ["iterative", "iterative"],
])("filling by %s agrees with scikit-learn", async (how, theirs) => {
  agree(await columns({method: "fill_missing", how, columns: NUMBERS}, NUMBERS), made[theirs]);
});

test("filling by the value before within groups, and after, agrees with pandas", async () => {
  const fill = {method: "fill_missing", columns: ["d"]};
  agree(await columns({...fill, how: "forward", by: ["g"]}, ["d"]), [made.ffill_by_group]);
  agree(await columns({...fill, how: "backward"}, ["d"]), [made.bfill]);
});

test.each([
  ["equal_count", 5, "qcut"],
  ["equal_width", 6, "cut"],
])("%s bins agree with pandas", async (how, bins, theirs) => {
  const labels = Array.from({length: bins}, (_, at) => String(at));
  const [ours] = await columns({method: "bin", column: "c", how, bins, labels, into: "bin"}, ["bin"]);
  expect(ours!.map(Number)).toEqual(made[theirs]);
});

test("powers agree with scikit-learn", async () => {
  const [ours] = await columns({method: "transform", how: "box_cox", columns: ["c"]}, ["c"]);
  agree([ours!], [made.power_box_cox], 6);
});

test.each([
  ["y", "target_continuous"],
  ["t", "target_binary"],
])("target encoding by %s agrees with scikit-learn, fold by fold", async (target, theirs) => {
  agree(
    await columns({method: "encode", column: "g", how: "target", target, folds: 5, seed: 42}, [
      `g_${target}`,
    ]),
    [made[theirs]],
  );
});

test("resampled sums and means agree with pandas", async () => {
  const sum = {name: "sum", fn: "sum", of: {column: "y"}};
  agree(
    await columns({method: "resample", column: "day", unit: "month", measures: [sum], gaps: "zero"}, ["sum"]),
    [made.resample_sum],
  );
  const mean = {name: "mean", fn: "avg", of: {column: "y"}};
  agree(await columns({method: "resample", column: "day", unit: "week", measures: [mean]}, ["mean"]), [
    made.resample_mean_weeks,
  ]);
});

test("pivots and running means agree with pandas", async () => {
  agree(
    await columns({method: "pivot", rows: ["g"], columns: "t", values: "y", fn: "avg"}, ["0", "1"]),
    made.pivot_mean,
  );
  const running = {name: "mean", fn: "running_mean", of: "y"};
  agree(await columns({method: "window", by: ["g"], columns: [running]}, ["mean"]), [made.running_mean]);
});

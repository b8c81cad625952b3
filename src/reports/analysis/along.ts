import type {ColumnProfile} from "../../data/profile.ts";
import type {Step} from "../../planning/plan.ts";
import {entryOf} from "./associations.ts";
import {cell, columnName, named, say} from "./bound_text.ts";
import type {AnalysisQuestion, FindingDraft, Results, Theme} from "./question.ts";
import {LEAST_IN_GROUP, ofColumn, type Source, sourceOf} from "./steps.ts";
import type {Subjects} from "./subjects.ts";

/** Groups that a correlation is looked at within, to see whether it turns round there. */
const MOST_WITHIN = 4;
const LEAST_WITHIN = 20;

/**
 * How a number, the target most often, goes with another: the correlation, its mean along the other, and the correlation
 * within each of the groups of `within`, where it may turn round (Simpson's paradox).
 */
export function alongQuestion(
  subjects: Subjects,
  {name}: ColumnProfile,
  target: ColumnProfile,
  {
    theme,
    priority,
    within,
    isKin = false,
  }: {theme: Theme; priority: number; within?: ColumnProfile | undefined; isKin?: boolean},
): AnalysisQuestion {
  const {scope} = subjects;
  const source = sourceOf(scope);
  const columns = [ofColumn(name), ofColumn(target.name)];
  const groups = (within?.top ?? [])
    .filter(({value, count}) => value !== null && count >= LEAST_WITHIN)
    .slice(0, MOST_WITHIN)
    .flatMap(({value}) => (value === null ? [] : [value]));
  const inGroups = within && groups.length > 1 ? groups : [];
  return {
    theme,
    asks: `How does ${target.name} go with ${name}?`,
    plan: {
      steps: [
        {
          id: "pair",
          tool: "run_statistics",
          input: {method: "correlation", ...source, coefficient: "spearman", columns},
        },
        {
          id: "along",
          tool: "aggregate",
          input: {
            ...source,
            measures: [
              {name: "mean", fn: "avg", of: {column: target.name}},
              {name: "rows", fn: "count", of: {column: target.name}},
            ],
            groups: [{...ofColumn(name), bins: 8}],
            having: [{by: "rows", op: ">=", value: LEAST_IN_GROUP}],
            includeMissing: false,
          },
        },
        ...inGroups.map(
          (value, at): Step => ({
            id: `within_${at + 1}`,
            tool: "run_statistics",
            input: {
              method: "correlation",
              ...narrowed(source, within!.name, value),
              coefficient: "spearman",
              columns,
            },
            purpose: `Correlation of ${name} and ${target.name} where ${within!.name} is ${value}`,
          }),
        ),
      ],
      headline: "pair",
    },
    priority,
    read: (results) =>
      readAlong(results, name, target.name, {within: within?.name, groups: inGroups.length, isKin}),
  };
}

function narrowed(source: Source, column: string, value: string | number | boolean): Source {
  const only = {op: "=", of: {column}, value};
  return {...source, where: source.where ? {op: "and", args: [source.where, only]} : only};
}

function readAlong(
  results: Results,
  name: string,
  target: string,
  {within, groups, isKin}: {within: string | undefined; groups: number; isKin: boolean},
): FindingDraft[] {
  const [pair, along] = [results.artifact("pair"), results.artifact("along")];
  const row = pair?.table.rows[0];
  if (!pair || !row || typeof row[2] !== "number") return [];
  const [, , r, low, high] = row;
  const means = (along?.table.rows ?? []).map((one) => Number(one[1]));
  const last = means.length - 1;
  const unit = along?.units.mean;
  const at = (column: string) => cell(results, "pair", 0, column, {digits: 2});
  const [one, other] = [named(results, "pair", name), named(results, "pair", target)];
  const mean = (place: number) => cell(results, "along", place, "mean", {digits: 3});
  // The ends of a bent line may say the opposite of the line: then they are not said.
  const agree = means.length >= 3 && Math.sign(means[last]! - means[0]!) === Math.sign(r);
  const direction = r > 0 ? "higher" : "lower";
  const turned = within === undefined ? undefined : saidWithin(results, r, within, groups);
  return [
    {
      headline: say`${other} ${turned || !agree ? say`tends to be ${direction} where ${one} is higher` : say`${r > 0 ? "rises" : "falls"} with ${one}`}${
        turned
          ? turned.short
          : agree
            ? say`: on average from ${mean(0)} at its low end to ${mean(last)} at its high end`
            : say``
      }.`,
      detail: say`Their rank correlation is ${at("r")} (interval ${at("low")} to ${at("high")}), over ${cell(results, "pair", 0, "n")} rows with both.${turned ? say` ${turned.long}` : say``}${isKin ? " By its name it may be a part of it, or the same taken in another way." : ""}`,
      test: {
        step: "pair",
        entry: entryOf(pair.title, pair.table.rows, 0),
        effect: {
          kind: "correlation",
          value: r,
          ...(typeof low === "number" && typeof high === "number" && {low, high}),
        },
      },
      about: [target, name],
      weight: isKin ? 0.2 : turned === undefined ? 0.75 : 0.5,
      ...(means.length >= 3 && {
        chart: {
          step: "along",
          spec: {
            kind: "line" as const,
            x: name,
            y: "mean",
            title: agree
              ? `${other.text} is ${direction} where ${one.text} is higher`
              : `${other.text} along ${one.text}`,
            subtitle: `Mean of ${other.text} by ${columnName(name)}, in steps of equal width`,
            xTitle: columnName(name),
            yTitle: `mean of ${other.text}`,
            ...(unit && {yUnit: unit}),
          },
        },
      }),
    },
  ];
}

/** Whether a correlation turns round, or goes away, within groups; undefined where it stays. */
function saidWithin(results: Results, whole: number, within: string, groups: number) {
  const own = Array.from(
    {length: groups},
    (_, at) => results.artifact(`within_${at + 1}`)?.table.rows[0],
  ).flatMap((row) =>
    row && typeof row[2] === "number" ? [{r: row[2], low: Number(row[3]), high: Number(row[4])}] : [],
  );
  if (own.length < 2) return undefined;
  const isOther = (one: (typeof own)[number]): boolean =>
    one.r * whole < 0 && (whole > 0 ? one.high < 0 : one.low > 0);
  const isNone = (one: (typeof own)[number]): boolean => one.low <= 0 && one.high >= 0;
  const [first] = own;
  const by = named(results, "pair", within);
  const [low, high] = [own, own].map((all, at) => {
    const place = all.reduce(
      (best, one, index) => ((at === 0 ? one.r < all[best]!.r : one.r > all[best]!.r) ? index : best),
      0,
    );
    return cell(results, `within_${place + 1}`, 0, "r", {digits: 2});
  });
  if (first && own.every(isOther))
    return {
      short: say`, yet within each ${by} it is the other way round`,
      long: say`Within each ${by} the correlation lies between ${low!} and ${high!}, so the groups make the whole look otherwise.`,
    };
  if (own.every(isNone))
    return {
      short: say`, yet within each ${by} hardly anything of that is left`,
      long: say`It tells mostly that the groups of ${by} differ.`,
    };
  return undefined;
}

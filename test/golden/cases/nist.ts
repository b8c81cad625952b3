import {readFileSync} from "node:fs";
import {oneWayAnova} from "../../../src/statistics/anova/one_way.ts";
import {momentsOf} from "../../../src/statistics/descriptive/moments.ts";
import {designOf} from "../../../src/statistics/regression/design.ts";
import {fitOls} from "../../../src/statistics/regression/ols.ts";
import {autocorrelation} from "../../../src/statistics/time/autocorrelation.ts";
import {type GoldenCase, reference, referencePath} from "../case.ts";
import {exactAnova, exactUnivariate} from "../exact.ts";

interface NistSet {
  kind: "univariate" | "linear" | "anova" | "nonlinear";
  file: string;
  model?: string;
  intercept?: boolean;
  certified: Record<string, unknown>;
}

const sets = reference<Record<string, NistSet>>("nist.json");

/** The rows of numbers below the last line of head. */
function rowsOf(file: string): number[][] {
  const lines = readFileSync(referencePath(file), "utf8").split(/\r?\n/).slice(60);
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => line.split(/\s+/).map(Number))
    .filter((row) => row.every((value) => !Number.isNaN(value)));
}

const column = (rows: readonly number[][], at: number): Float64Array =>
  Float64Array.from(rows, (row) => row[at]!);

/** NIST's sets of higher difficulty, where 6 digits are asked of any program. */
const HARDEST = new Set([
  "NumAcc4",
  "SmLs07",
  "SmLs08",
  "SmLs09",
  "Longley",
  "Filip",
  "Wampler1",
  "Wampler2",
  "Wampler3",
  "Wampler4",
  "Wampler5",
]);

const bar = (name: string): number => (HARDEST.has(name) ? 6 : 9);

function univariate(name: string, {file, certified}: NistSet): GoldenCase {
  const values = (): Float64Array =>
    column(
      rowsOf(file).filter((row) => row.length === 1),
      0,
    );
  return {
    id: `NIST ${name}`,
    ours: () => {
      const {mean, sd} = momentsOf(values());
      return {mean, sd, autocorr1: autocorrelation(values(), 1)[1]};
    },
    references: {NIST: certified, "exact on doubles": exactUnivariate(values())},
    bar: bar(name),
  };
}

function anova(name: string, {file, certified}: NistSet): GoldenCase {
  const groups = (): Float64Array[] => {
    const rows = rowsOf(file).filter((row) => row.length === 2);
    const levels = [...new Set(rows.map(([level]) => level))];
    return levels.map((level) =>
      column(
        rows.filter((row) => row[0] === level),
        1,
      ),
    );
  };
  return {
    id: `NIST ${name}`,
    ours: () => {
      const {f, df1, df2, ssBetween, ssWithin, etaSquared} = oneWayAnova(groups());
      return {
        F: f,
        df_between: df1,
        df_within: df2,
        ss_between: ssBetween,
        ss_within: ssWithin,
        r2: etaSquared,
        resid_sd: Math.sqrt(ssWithin / df2),
      };
    },
    references: {NIST: certified, "exact on doubles": exactAnova(groups())},
    bar: bar(name),
  };
}

function linear(name: string, {file, model, intercept, certified}: NistSet): GoldenCase {
  const exact = /^Wampler[12]$/.test(name);
  return {
    id: `NIST ${name}`,
    ours: () => {
      const width = name === "Longley" ? 7 : 2;
      const rows = rowsOf(file).filter((row) => row.length === width);
      const degree = Number(/poly\(x, (\d+)/.exec(model ?? "")?.[1] ?? 1);
      const predictors =
        name === "Longley"
          ? [1, 2, 3, 4, 5, 6].map((at) => ({name: `x${at}`, values: column(rows, at)}))
          : Array.from({length: degree}, (_, at) => ({
              name: `x^${at + 1}`,
              values: column(rows, 1).map((x) => x ** (at + 1)),
            }));
      const fit = fitOls(column(rows, 0), designOf(predictors, {intercept: intercept ?? true}));
      return {
        coef: fit.coefficients.map(({estimate}) => estimate),
        // An exact fit: certified errors are 0, ours are rounding.
        ...(!exact && {coef_se: fit.coefficients.map(({se}) => se), resid_sd: fit.sigma, F: fit.f}),
        r2: fit.r2,
      };
    },
    references: {NIST: certified},
    bar: bar(name),
  };
}

const MAKE = {univariate, anova, linear};

export const cases: readonly GoldenCase[] = Object.entries(sets).flatMap(([name, set]) =>
  set.kind === "nonlinear" ? [] : [MAKE[set.kind](name, set)],
);

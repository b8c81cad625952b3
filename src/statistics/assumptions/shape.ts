import {momentsOf} from "../descriptive/moments.ts";
import {dagostino} from "../normality/moment_tests.ts";
import {shapiroWilk} from "../normality/shapiro_wilk.ts";
import type {Assumption} from "../result.ts";
import {levene} from "../spread/equal_variances.ts";

/** From so many values on a mean is near normal whatever the values are, unless they are very skewed. */
export const LARGE = 30;
const SHAPIRO_MOST = 5000;

/** Whether values look normal: Shapiro-Wilk up to 5,000 values, D'Agostino's test above. Undefined where it cannot be told. */
export function looksNormal(values: Float64Array): {normal: boolean | undefined; p: number; test: string} {
  const n = values.length;
  const {sd} = momentsOf(values);
  if (n < 3 || !(sd > 0)) return {normal: undefined, p: Number.NaN, test: "none"};
  if (n <= SHAPIRO_MOST) {
    const {p} = shapiroWilk(values);
    return {normal: p >= 0.05, p, test: "Shapiro-Wilk"};
  }
  const {p} = dagostino(values);
  return {normal: p >= 0.05, p, test: "D'Agostino"};
}

/** Near normal values, or so many that their mean is. */
export function nearNormal(groups: readonly {name: string; values: Float64Array}[]): Assumption {
  const odd = groups.filter(({values}) => values.length < LARGE && looksNormal(values).normal === false);
  const small = groups.filter(({values}) => values.length < LARGE);
  const least = Math.min(...groups.map(({values}) => values.length));
  if (small.length === 0)
    return {
      name: "near normal means",
      holds: true,
      detail: `each group has ${LARGE} values or more (least ${least}).`,
    };
  if (odd.length === 0)
    return {
      name: "near normal values",
      holds: true,
      detail: `no small group departs from it (Shapiro-Wilk, 5 %; least n ${least}).`,
    };
  const names = odd.map(
    ({name, values}) => `${name} (n ${values.length}, p ${looksNormal(values).p.toPrecision(2)})`,
  );
  return {
    name: "near normal values",
    holds: false,
    detail: `Shapiro-Wilk speaks against it in ${names.join(", ")}.`,
  };
}

/** Equal spreads: Brown and Forsythe's test at 5 %. */
export function equalSpread(groups: readonly {name: string; values: Float64Array}[]): Assumption {
  const large = groups.filter(({values}) => values.length > 1);
  if (large.length < 2) return {name: "equal variances", holds: undefined, detail: "too few values to tell."};
  const {p} = levene(large.map(({values}) => values));
  if (!Number.isFinite(p))
    return {name: "equal variances", holds: undefined, detail: "the groups have no spread."};
  return {
    name: "equal variances",
    holds: p >= 0.05,
    detail: `Brown and Forsythe's test gives p ${p < 0.001 ? "< 0.001" : `= ${p.toPrecision(2)}`}.`,
  };
}

export const INDEPENDENT: Assumption = {
  name: "independent rows",
  holds: undefined,
  detail: "each row is one thing, measured once.",
};
